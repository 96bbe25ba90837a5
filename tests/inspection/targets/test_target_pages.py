"""The pages of targets: set, shown, changed, ended; nobody outside sees a trace."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from housed import ODENSE, SVENDBORG, add_employer, house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from inspection.targets.models import InspectionTarget
from visits_made import visited
from web_client import NOBODYS, WEB_SETTINGS, Web, web, words

__all__ = ["web"]

LEADER = Grant(Role.DECISION_MAKER)
ODENSE_ONLY = Grant(Role.CASEWORKER, municipality_code="0461")
SVENDBORG_ONLY = Grant(Role.CASEWORKER, municipality_code="0479")
GETS = ("", "/list.csv", f"/{NOBODYS}", f"/{NOBODYS}/visits.csv", f"/{NOBODYS}/edit")
POSTS = ("/new", f"/{NOBODYS}/edit", f"/{NOBODYS}/end")


def form(**changes) -> dict[str, str]:
    first, last = today() - timedelta(days=30), today() + timedelta(days=60)
    known = {"from_on": first.isoformat(), "to_on": last.isoformat(), "visits": "4", "share": "", "municipality": ""}
    return known | {"sector": "", "kind": "", "note": ""} | changes


def load(web: Web) -> None:
    """A builder's house in Odense, visited last week, and one in Svendborg."""
    with transaction(web.engine) as session:
        builder = add_employer(session, name="Byg & Søn ApS", sector_code="412000")
        home = house(session, employer=builder, place=ODENSE, street="Ærøvej")
        visited(session, home, today() - timedelta(days=7), breached=False)
        house(session, employer=builder, place=SVENDBORG, street="=Fjordvej")


def make(web: Web, **changes) -> str:
    answer = web.post("/targets/new", form(**changes))
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"]).split("?")[0]


@pytest.mark.parametrize("path", GETS)
def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, path: str):
    answer = web.get(f"/targets{path}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_whoever_lacks_the_permission_sees_no_trace(web: Web, role: Role):
    web.sign_in(Grant(role, employer_id=uuid4() if role is Role.EMPLOYER else None))
    for path in GETS:
        assert web.get(f"/targets{path}").status_code == 403
    for path in POSTS:
        assert web.post(f"/targets{path}", form()).status_code == 403
    assert "/targets" not in web.get("/").text


def test_a_municipality_sees_its_own_targets_only(web: Web):
    load(web)
    web.sign_in(LEADER)
    national, odense = make(web), make(web, municipality="0461")
    web.sign_in(SVENDBORG_ONLY)
    listed = web.get("/targets").text + web.get("/targets/list.csv").text
    for target in (national, odense):
        assert target.rsplit("/", 1)[1] not in listed
        for path in ("", "/visits.csv", "/edit"):
            assert web.get(target + path).status_code == 404
        assert web.post(f"{target}/end", {"reason": "x"}).status_code == 404
        assert web.post(f"{target}/edit", form(municipality="0479")).status_code == 404
    assert "Ærøvej" not in listed


def test_a_target_shows_its_numbers_in_words_and_the_visits_behind_them(web: Web):
    load(web)
    web.sign_in(LEADER)
    target = make(web, sector="F", note="Aftale 2026")
    page = words(web.get(target, lang="en"))
    for expected in ("Construction", "the whole country", "4 visits", "Aftale 2026", "Ærøvej", "Carried out"):
        assert expected in page
    assert "Fjordvej" not in page
    listed = web.get("/targets", lang="en").text
    assert "Done 1, planned 0, target 4" in listed
    assert "At this pace" in words(web.get("/targets", lang="en"))


def test_a_share_is_told_with_the_housing_it_is_of(web: Web):
    load(web)
    web.sign_in(ODENSE_ONLY)
    target = make(web, visits="", share="50 %", municipality="0461")
    assert "50 % of 1 declared dwellings: 1" in words(web.get(target, lang="en"))
    assert "Reached" in words(web.get(target, lang="en"))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"from_on": ""}, {"from_on"}),
        ({"to_on": "31/12"}, {"to_on"}),
        ({"to_on": "2020-01-01"}, {"to_on"}),
        ({"to_on": "2090-01-01"}, {"to_on"}),
        ({"visits": ""}, {"visits"}),
        ({"share": "10"}, {"visits"}),
        ({"visits": "0"}, {"visits"}),
        ({"visits": "²"}, {"visits"}),
        ({"visits": "9" * 5000}, {"visits"}),
        ({"visits": "", "share": "101"}, {"share"}),
        ({"visits": "", "share": "nan"}, {"share"}),
        ({"visits": "", "share": "mange"}, {"share"}),
        ({"municipality": "0999"}, {"municipality"}),
        ({"sector": "Æ"}, {"sector"}),
        ({"kind": "castle"}, {"kind"}),
        ({"note": "x" * 201}, {"note"}),
        ({"from_on": "x", "visits": "x", "sector": "x"}, {"from_on", "visits", "sector"}),
    ],
)
def test_each_answer_that_will_not_do_is_told_at_its_field(web: Web, changes, fields):
    web.sign_in(ODENSE_ONLY)
    answer = web.post("/targets/new", form(municipality="0461") | changes)
    assert answer.status_code == 422
    for field in fields:
        assert f'id="{field}-error"' in answer.text
    assert answer.text.count("-error") >= len(fields)
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(InspectionTarget)).all() == []


def test_a_country_wide_target_may_name_no_unknown_municipality(web: Web):
    web.sign_in(LEADER)
    assert web.post("/targets/new", form(municipality="0999")).status_code == 422


def test_a_target_is_changed_and_ended(web: Web):
    load(web)
    web.sign_in(LEADER)
    target = make(web)
    assert 'value="4"' in web.get(f"{target}/edit").text
    assert web.post(f"{target}/edit", form(visits="x")).status_code == 422
    assert web.post(f"{target}/edit", form(visits="6")).status_code == 303
    assert "6 visits" in words(web.get(target, lang="en"))
    make(web, municipality="0461")
    assert web.post(f"{target}/edit", form(municipality="0461")).status_code == 422
    assert web.post(f"{target}/end", {"reason": "Ny aftale"}).status_code == 303
    ended = web.get(target, lang="en")
    assert "Ny aftale" in words(ended)
    assert "/edit" not in ended.text
    assert web.post(f"{target}/end", {"reason": "Igen"}).status_code == 409


def test_files_hold_the_same_and_defuse_formulas(web: Web):
    load(web)
    with transaction(web.engine) as session:
        home = house(session, street="=2+5", place=ODENSE)
        visited(session, home, today() - timedelta(days=3), breached=False)
    web.sign_in(LEADER)
    target = make(web, note="=HYPERLINK(1)")
    rows = web.get("/targets/list.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("target_id;municipality_code;")
    assert "'=HYPERLINK(1)" in rows[1]
    visits = web.get(f"{target}/visits.csv").content.decode("utf-8-sig")
    assert "Ærøvej" in visits
    assert "'=2+5" in visits


def test_readings_and_files_are_audited(web: Web):
    load(web)
    leader = web.sign_in(LEADER)
    target = make(web)
    for path in (target, f"{target}/visits.csv", "/targets/list.csv"):
        assert web.get(path).status_code == 200
    with transaction(web.engine, writing=False) as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.by_id == leader.id)).all()
    assert {"target.set", "target.read", "target.exported", "targets.exported"} <= {one.action for one in rows}


def score(web: Web) -> None:
    with transaction(web.engine) as session:
        score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())


def crowd(web: Web) -> None:
    """Twelve crowded caravans of a farmer, and twelve roomy houses of an office, visited."""
    with transaction(web.engine) as session:
        farmer = add_employer(session, sector_code="011300")
        office = add_employer(session, sector_code="691000")
        for number in range(12):
            house(session, employer=farmer, residents=14, area_m2=30, kind="caravan", street=f"Mark {number}")
            roomy = house(session, employer=office, residents=1, street=f"By {number}")
            visited(session, roomy, today() - timedelta(days=20), breached=False)


def test_a_risk_sector_that_nobody_visited_is_told(web: Web):
    crowd(web)
    score(web)
    web.sign_in(LEADER)
    page = words(web.get("/targets", lang="en"))
    assert "1 risk sector without any visit for 12 months" in page
    assert "Agriculture, forestry and fishing: 12 declared dwellings, mean risk group" in page
    assert "never visited" in page
    web.sign_in(SVENDBORG_ONLY)
    assert "Every risk sector was visited" in words(web.get("/targets", lang="en"))


def test_with_the_score_off_housing_counts_and_no_score_is_told(web: Web):
    crowd(web)
    score(web)
    web.client.app.state.settings = WEB_SETTINGS.model_copy(update={"risk_score": False})
    web.sign_in(LEADER)
    page = words(web.get("/targets", lang="en"))
    assert "With much declared housing" in page
    assert "Agriculture, forestry and fishing: 12 declared dwellings, never visited" in page
    assert "mean risk group" not in page


@pytest.mark.parametrize("months", ["3", "24", "0", "x", "-1", "999999999999"])
def test_the_months_may_be_chosen_and_nonsense_is_the_usual(web: Web, months: str):
    web.sign_in(LEADER)
    shown = months if months in ("3", "24") else "12"
    assert f'<option value="{shown}" selected>' in web.get("/targets", months=months).text
