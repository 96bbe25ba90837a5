"""The list as a file: score, version, reasons and decisions; defused, audited, filtered, within the reader's area."""

import csv
import io
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import select

from housed import SVENDBORG, add_employer, house
from husly.app import create_app
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.settings import Settings
from inspection.enforcement.models import InspectionCase, Visit
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from web_client import Web, web, words

__all__ = ["web"]


def load(engine: Engine) -> str:
    with transaction(engine) as session:
        home = house(session, employer=add_employer(session, name='=HYPERLINK("x")'), residents=12)
        house(session, place=SVENDBORG, street="Fjordvej")
        score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())
        return str(home.id)


def rows(web: Web, **filters: str) -> list[dict[str, str]]:
    answer = web.get("/risk/list.csv", **filters)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_names_score_version_and_reasons_and_no_cell_is_a_formula(web: Web) -> None:
    home = load(web.engine)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    found = rows(web)
    assert [one["accommodation_id"] for one in found] == [home]
    assert found[0]["weights_version"] == "2026-01"
    assert found[0]["scored_as_of"] == today().isoformat()
    assert found[0]["employer"] == '\'=HYPERLINK("x")'
    added = sum(int(part.split(")")[0]) for part in found[0]["reasons_en"].split("(+")[1:])
    assert str(added) == found[0]["score"]
    assert rows(web, kind="container") == []
    with transaction(web.engine, writing=False) as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "risk.exported")).all()
    assert len(events) == 2


@pytest.fixture
def web_without_score(clean_engine: Engine) -> Iterator[Web]:
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def test_while_the_score_is_off_there_is_no_file_and_no_deviation(web_without_score: Web) -> None:
    web = web_without_score
    home = load(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    assert web.get("/risk/list.csv").status_code == 409
    assert web.post(f"/risk/{home}/deviations", {"kind": "put_first"}).status_code == 409
    page = words(web.get("/risk/deviations", lang="en"))
    assert "switched off" in page
    assert "points" not in str(web.get(f"/map/dwellings/{home}", lang="en").json())


@pytest.mark.parametrize("code", ["referral", "danger"])
def test_a_case_is_opened_by_hand_with_its_reason_whether_or_not_there_is_a_score(
    web_without_score: Web, code: str
) -> None:
    web = web_without_score
    home = load(web.engine)
    web.sign_in(Grant(Role.INSPECTOR))
    form = {"reason_code": code, "reason": "Brev fra kommunen", "from_time": "09:00", "to_time": "10:00"}
    form |= {"visit_on": today().isoformat()}
    assert web.post(f"/cases/open/{home}", form | {"reason_code": ""}).status_code == 409
    assert web.post(f"/cases/open/{home}", form | {"reason_code": "random"}).status_code == 409
    assert web.post(f"/cases/open/{home}", form | {"reason_code": "score"}).status_code == 409
    assert web.post(f"/cases/open/{home}", form).status_code == 303
    with transaction(web.engine, writing=False) as session:
        visit = session.exec(select(Visit)).one()
        assert session.exec(select(InspectionCase)).one().reason == "Brev fra kommunen"
    assert (visit.reason_code, visit.chosen_score) == (code, None)


def test_by_hand_the_score_of_the_moment_is_kept(web: Web) -> None:
    home = load(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    page = web.get(f"/risk/{home}", lang="en").text
    assert f'action="/cases/open/{home}"' in page
    form = {"reason_code": "score", "reason": "Højest i kommunen", "from_time": "09:00", "to_time": "10:00"}
    answer = web.post(f"/cases/open/{home}", form | {"visit_on": today().isoformat()})
    assert answer.status_code == 303
    with transaction(web.engine, writing=False) as session:
        visit = session.exec(select(Visit)).one()
    assert (visit.chosen_rank, visit.weights_version) == (1, "2026-01")
    assert "Score as of" in words(web.get(str(answer.headers["location"]), lang="en"))
