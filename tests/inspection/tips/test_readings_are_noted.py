"""An officer who opens a page on which people are named or quoted leaves an audit row: walked over every route."""

import re
from collections.abc import Iterator, Mapping

import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from sqlmodel import select

from agreements_made import claimed
from declared_housing import submitted
from husly.kit.access import PERMISSIONS, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import today
from husly.kit.database import transaction
from husly.kit.web.permission import PERMISSION_KEY
from husly.settings import REPOSITORY
from register.owners.models import OwnerContest, OwnerNotice
from register.residents.actions import take_report
from register.residents.forms import Given
from register.residents.models import Report, ReportKind, TipSource
from register.sheets.actions import door_code
from register.sheets.models import DoorCode
from web_client import Web

CONTACT, PHONE, OWNER = "Kira Kontakt", "70101112", "Olga Ejer"
CONTESTED, REPORTED = "Olga skrev dette", "Bo skrev dette"
PERSONAL = (CONTACT, PHONE, OWNER, CONTESTED, REPORTED)
EMPLOYER = {"name": "Prøvegartneriet ApS", "cvr_number": "13585628", "contact_name": CONTACT, "contact_phone": PHONE}


def told(web: Web) -> dict[str, str]:
    """Housing with a contact person, an owner who contests it, a resident's report and a claim; what addresses need."""
    with transaction(web.engine) as session:
        home = submitted(session, {"employer": EMPLOYER}).accommodation
        claim = claimed(session, home.id)
        door = session.get_one(DoorCode, door_code(session, home.id, on=today()))
        given = Given(TipSource.RESIDENT, "pl", "", kinds=(ReportKind.DAMP,), text=REPORTED)
        take_report(session, given, door=door, data_path=REPOSITORY / "data", on=today())
        report_id = session.exec(select(Report)).one().id
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))
    named = {"name": OWNER, "postal_address": "Ejervej 1, 4000 Roskilde", "email": ""}
    assert web.post(f"/owners/name/{home.id}", named).status_code == 303
    web.sign_out()
    with transaction(web.engine, writing=False) as session:
        code = str(session.exec(select(OwnerNotice)).one().code)
    contested = {"code": code, "do": "contest", "reasons": ["not_agreed"], "text": CONTESTED}
    assert web.post("/owner", contested).status_code == 200
    with transaction(web.engine, writing=False) as session:
        case_id = session.exec(select(OwnerContest)).one().case_id
    ids = {"accommodation_id": home.id, "employer_id": home.employer_id, "claim_id": claim.id}
    return {key: str(value) for key, value in (ids | {"report_id": report_id, "case_id": case_id}).items()}


def pages(app: Litestar, role: Role, values: Mapping[str, str]) -> Iterator[str]:
    """Every address that somebody of the role may open, as far as its ids are known."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(("/static", "/language", "/standards", "/whatif")):
            continue
        gets = [one for one in route.route_handlers if isinstance(one, HTTPRouteHandler) and "GET" in one.http_methods]
        path = re.sub(r"{(\w+):[a-z]+}", lambda found: values.get(found[1], found[0]), route.path)
        if "{" not in path and any(one.opt.get(PERMISSION_KEY) in PERMISSIONS[role] for one in gets):
            yield path


def readings(web: Web) -> int:
    with transaction(web.engine, writing=False) as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(AuditEvent)).scalar_one())


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASEWORKER, Role.DECISION_MAKER])
def test_whoever_reads_of_people_leaves_a_trace(web: Web, role: Role) -> None:
    values = told(web)
    web.sign_in(Grant(role))
    silent, personal = [], []
    for path in sorted(pages(web.client.app, role, values)):
        before = readings(web)
        answer = web.get(path)
        found = [one for one in PERSONAL if one in answer.text]
        if found:
            personal.append(path)
        if found and readings(web) == before:
            silent.append((path, found))
        assert answer.headers["cache-control"] == "no-store" or not found, path
    assert silent == []
    expected = {f"/declarations/{values['accommodation_id']}", "/owners/contests", f"/reports/{values['report_id']}"}
    assert expected <= set(personal)
