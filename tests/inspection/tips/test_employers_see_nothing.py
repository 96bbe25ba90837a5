"""What an employer can open is the same before and after somebody reports, and after a case follows from it."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import unified_diff
from io import BytesIO
from zipfile import ZipFile

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from pypdf import PdfReader
from sqlmodel import Session, select

from case_ways import Way
from conftest import AT
from declared_housing import submitted
from housed import house
from husly.kit.access import PERMISSIONS, Actor, Grant, Permission, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.web.permission import PERMISSION_KEY
from husly.settings import REPOSITORY
from inspection.tips.actions import Visit, open_case_after
from inspection.tips.presenters import KINDS
from register.accommodations.models import Accommodation
from register.residents.actions import take_report
from register.residents.forms import Given
from register.residents.models import Report, ReportKind, TipSource
from register.sheets.actions import door_code
from register.sheets.models import DoorCode
from web_client import Web

SECRET = "Vognmanden låser os inde"
OFFICER = Actor("officer", "Olga Sagsbehandler", (Grant(Role.CASEWORKER),))
OWN = PERMISSIONS[Role.EMPLOYER] | {Permission.PUBLIC, Permission.SIGNED_IN}


def reported(session: Session, home: Accommodation) -> Report:
    door = session.get_one(DoorCode, door_code(session, home.id, on=today()))
    given = Given(TipSource.RESIDENT, "pl", "", kinds=(ReportKind.LOCKED_IN,), text=SECRET)
    take_report(session, given, door=door, data_path=REPOSITORY / "data", on=today())
    return session.exec(select(Report)).one()


def pages(app: Litestar, home: Accommodation, code: str) -> Iterator[str]:
    """Every address that an employer may open, about its own housing."""
    values = {"accommodation_id": str(home.id), "employer_id": str(home.employer_id), "code": code}
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(("/static", "/language", "/standards")):
            continue
        gets = [one for one in route.route_handlers if isinstance(one, HTTPRouteHandler) and "GET" in one.http_methods]
        if any(one.opt.get(PERMISSION_KEY) in OWN for one in gets):
            yield re.sub(r"{(\w+):[a-z]+}", lambda found: values.get(found[1], "dk-indkvarteringslov-2025"), route.path)


def seen(web: Web, path: str) -> tuple[int, str]:
    """What the page says, without what changes from one reading to the next."""
    answer = web.get(path)
    text = answer.text
    if path.endswith(".xlsx"):
        with ZipFile(BytesIO(answer.content)) as book:
            text = str({name: book.read(name) for name in book.namelist() if not name.startswith("docProps")})
    if answer.headers.get("content-type") == "application/pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        text = re.sub(r"\d\d[.:]\d\d", "", text)  # when it was printed
    text = re.sub(r"(?s)<li>(?:(?!<li>).)*?Test Testesen.*?</li>\s*", "", text)  # the history tells of each print
    return answer.status_code, re.sub(r'[0-9a-f]{64,}|name="\w+" value="[\w-]{22}"', "", text)


def _difference(path: str, before: tuple[int, str], after: tuple[int, str]) -> str:
    """Where a page differs, so that whoever reads a failure sees what leaked."""
    return "\n".join([path, *unified_diff(before[1].splitlines(), after[1].splitlines(), lineterm="", n=0)])


def test_no_page_of_the_employer_changes(web: Web) -> None:
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
        code = door_code(session, home.id, on=today())
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))
    paths = sorted(pages(web.client.app, home, code))
    assert {f"/declarations/{home.id}", f"/h/{code}", "/declarations", f"/declarations/{home.id}/papers"} <= set(paths)
    for path in paths:
        web.get(path)  # the first reading of a paper makes its code
    before = {path: seen(web, path) for path in paths}
    with transaction(web.engine) as session:
        report = reported(session, home)
        visit = Visit(today(), 540, 600)
        open_case_after(session, report.id, accommodation_id=home.id, visit=visit, by=OFFICER, at=now())
    changed = [_difference(path, before[path], after) for path in paths if (after := seen(web, path)) != before[path]]
    assert changed == []
    assert sum(status == 200 for status, _ in before.values()) > 10


def test_no_letter_of_the_case_tells_of_the_report(session: Session) -> None:
    report = reported(session, house(session, residents=6))
    visit = Visit(date(2026, 3, 23), 540, 600)
    home = report.accommodation_id
    assert home is not None
    case = open_case_after(session, report.id, accommodation_id=home, visit=visit, by=OFFICER, at=AT)
    letter = str(Way(session, case).draft_notice().model_dump())
    words = (SECRET, str(report.id), "beboer har", "anmeldelse", "tip ", KINDS[ReportKind.LOCKED_IN])
    assert [one for one in words if one.lower() in letter.lower()] == []


@pytest.mark.parametrize("permission", [Permission.READ_TIPS, Permission.READ_TIP_SENDERS])
def test_no_role_but_those_of_case_work_reads_reports(permission: Permission) -> None:
    readers = {role for role, granted in PERMISSIONS.items() if permission in granted}
    assert readers <= {Role.INSPECTOR, Role.CASEWORKER, Role.DECISION_MAKER}
    assert (Role.INSPECTOR in readers) == (permission is Permission.READ_TIPS)
