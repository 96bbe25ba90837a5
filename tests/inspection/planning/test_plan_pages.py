"""The pages of plans: made, shown on map and list, accepted; nobody outside sees a trace."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import col, select

from housed import ODENSE, SVENDBORG, house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.enforcement.models import InspectionCase
from inspection.planning import routes
from inspection.planning.models import DutyStation, PlannedVisit, VisitPlan
from inspection.planning.offering.period import first_lawful_day
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

NATIONAL = Grant(Role.INSPECTOR)
ODENSE_ONLY = Grant(Role.CASEWORKER, municipality_code="0461")
SVENDBORG_ONLY = Grant(Role.CASEWORKER, municipality_code="0479")


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "SEARCH_SECONDS", 0.05)


def load(web: Web) -> None:
    """Two dwellings in Odense, one in Svendborg, a station in Odense, all scored."""
    with transaction(web.engine) as session:
        for place, street in ((ODENSE, "Ærøvej"), (("0461", 55.42, 10.4), "Engvej"), (SVENDBORG, "Fjordvej")):
            house(session, place=place, street=street)
        code, latitude, longitude = ODENSE
        session.add(DutyStation(name="Ida Inspektør", latitude=latitude, longitude=longitude, municipality_code=code))
        score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())


def form(**changes: Any) -> dict[str, Any]:
    first = first_lawful_day(today(), 1)
    known = {"from_on": first.isoformat(), "days": "7", "seed": "3", "inspectors": "1", "municipality": ""}
    return known | changes


def make(web: Web, **changes: Any) -> str:
    answer = web.post("/plans/new", form(**changes))
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


def some_path(kind: str = "") -> str:
    return f"/plans/{NOBODYS}{kind}"


@pytest.mark.parametrize("path", ["/plans", some_path(), some_path("/tours.geojson")])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.STATISTICIAN])
def test_whoever_lacks_the_permission_sees_no_trace_of_a_plan(web: Web, role: Role) -> None:
    load(web)
    web.sign_in(NATIONAL)
    plan = make(web)
    web.sign_in(Grant(role, employer_id=uuid4() if role is Role.EMPLOYER else None))
    for path in ("/plans", plan, f"{plan}/tours.geojson"):
        assert web.get(path).status_code == 403
    for path in ("/plans/new", f"{plan}/accept", f"{plan}/discard"):
        assert web.post(path, form()).status_code == 403
    assert "/plans" not in web.get("/").text


def test_a_municipality_sees_no_other_plans(web: Web, split: None) -> None:
    load(web)
    web.sign_in(NATIONAL)
    national = make(web)
    web.sign_in(ODENSE_ONLY)
    own = make(web, municipality="0461")
    assert "Fjordvej" not in words(web.get(own))
    web.sign_in(SVENDBORG_ONLY)
    for plan in (national, own):
        assert plan not in web.get("/plans").text
        assert web.get(plan).status_code == 404
        assert web.get(f"{plan}/tours.geojson").status_code == 404
        assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 404


def test_a_municipality_plans_for_itself_only(web: Web) -> None:
    load(web)
    web.sign_in(ODENSE_ONLY)
    for code in ("", "0479"):
        answer = web.post("/plans/new", form(municipality=code))
        assert answer.status_code == 422
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(VisitPlan)).all() == []


def test_a_plan_shows_every_stop_in_the_list_and_on_the_map(web: Web) -> None:
    load(web)
    web.sign_in(NATIONAL)
    plan = make(web)
    page = words(web.get(plan, lang="en"))
    for expected in ("Ærøvej", "Engvej", "Fjordvej", "Ida Inspektør", "3 visits", "Accept the plan"):
        assert expected in page
    features = web.get(f"{plan}/tours.geojson").json()["features"]
    stops = [one for one in features if one["properties"]["what"] == "stop"]
    lines = [one for one in features if one["properties"]["what"] == "tour"]
    assert len(stops) == 3
    for line in lines:
        day = [one for one in stops if one["properties"]["day"] == line["properties"]["day"]]
        assert line["geometry"]["coordinates"][1:-1] == [one["geometry"]["coordinates"] for one in day]
    text = web.get(plan).text
    assert all(f'id="stop-{one["properties"]["id"]}"' in text for one in stops)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"from_on": "tomorrow"}, "Write a date"),
        ({"from_on": ""}, "Write a date"),
        ({"from_on": (today() + timedelta(days=3)).isoformat()}, "No announced visit is lawful before"),
        ({"days": "29"}, "from 1 to 28"),
        ({"days": "x"}, "from 1 to 28"),
        ({"inspectors": "0"}, "from 1 to 50"),
        ({"inspectors": "2"}, "There are 1 inspectors that you may send, not 2"),
        ({"seed": "-1"}, "from 0 to"),
        ({"seed": "99999999999"}, "from 0 to"),
    ],
)
def test_what_cannot_be_planned_is_said_in_the_form(web: Web, changes: dict[str, str], expected: str) -> None:
    load(web)
    web.sign_in(NATIONAL)
    answer = web.post("/plans/new?lang=en", form(**changes))
    assert answer.status_code == 422
    assert expected in words(answer)
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(VisitPlan)).all() == []


def test_without_duty_stations_inspectors_start_at_large_towns(web: Web) -> None:
    with transaction(web.engine) as session:
        house(session)
        score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())
    web.sign_in(NATIONAL)
    plan = make(web, inspectors="3")
    assert "Inspektør 3 (Odense C)" in words(web.get(plan))
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(DutyStation).where(col(DutyStation.active))).all() == []


def two_more(web: Web) -> dict[str, str]:
    """Another inspector in Odense and one in Svendborg: the ids of their stations by name."""
    with transaction(web.engine) as session:
        for name, (code, latitude, longitude) in (("Bo Berg", ODENSE), ("Sif Sø", SVENDBORG)):
            session.add(DutyStation(name=name, latitude=latitude, longitude=longitude, municipality_code=code))
        session.flush()
        return {one.name: str(one.id) for one in session.exec(select(DutyStation))}


def senders(web: Web) -> set[str]:
    with transaction(web.engine, writing=False) as session:
        rows = session.exec(
            select(DutyStation.name).join(PlannedVisit, col(PlannedVisit.duty_station_id) == col(DutyStation.id))
        )
        return set(rows)


def test_a_planner_chooses_who_goes_and_they_win_over_the_number(web: Web) -> None:
    load(web)
    ids = two_more(web)
    web.sign_in(NATIONAL)
    page = words(web.get("/plans", lang="en")).partition("Who goes")[2]
    assert page.index("Odense") < page.index("Bo Berg") < page.index("Sif Sø")
    make(web, inspectors="3", people=ids["Bo Berg"])
    assert senders(web) == {"Bo Berg"}
    make(web, inspectors="", people=[ids["Bo Berg"], ids["Sif Sø"]])
    assert "Ida Inspektør" not in senders(web)


def test_what_was_chosen_stays_when_the_form_is_refused(web: Web) -> None:
    load(web)
    ids = two_more(web)
    web.sign_in(NATIONAL)
    answer = web.post("/plans/new?lang=en", form(days="29", people=ids["Sif Sø"]))
    assert answer.status_code == 422
    assert f'value="{ids["Sif Sø"]}" checked' in answer.text
    assert answer.text.count(" checked") == 1


def test_nobody_is_sent_who_is_somebody_elses(web: Web, split: None) -> None:
    load(web)
    ids = two_more(web)
    web.sign_in(ODENSE_ONLY)
    assert "Sif Sø" not in words(web.get("/plans", lang="en"))
    for wrong in (ids["Sif Sø"], NOBODYS, "x"):
        answer = web.post("/plans/new?lang=en", form(municipality="0461", people=str(wrong)))
        assert answer.status_code == 422
        assert "only active inspectors that you plan for" in words(answer)
    make(web, municipality="0461", people=ids["Bo Berg"])
    assert senders(web) == {"Bo Berg"}


def test_a_municipality_sends_only_the_inspectors_that_it_leads(web: Web, split: None) -> None:
    load(web)
    two_more(web)
    web.sign_in(ODENSE_ONLY)
    assert 'name="inspectors" value="2"' in " ".join(web.get("/plans").text.split())
    assert web.post("/plans/new", form(municipality="0461", inspectors="3")).status_code == 422
    make(web, municipality="0461", inspectors="2")
    assert senders(web) <= {"Ida Inspektør", "Bo Berg"}
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0482"))
    answer = web.post("/plans/new?lang=en", form(municipality="0482"))  # others are registered: no towns are made up
    assert (answer.status_code, "There are 0 inspectors" in words(answer)) == (422, True)


def test_an_authority_that_may_open_no_case_for_a_plan_is_told_so(web: Web) -> None:
    load(web)
    told = "A plan therefore holds only the visits of your own open cases"
    web.sign_in(ODENSE_ONLY)
    assert told in words(web.get("/plans", lang="en"))
    plan = make(web, municipality="0461")
    assert "Ærøvej" not in words(web.get(plan))
    web.sign_in(NATIONAL)
    assert told not in words(web.get("/plans", lang="en"))


def test_a_plan_that_somebody_else_changed_is_neither_accepted_nor_discarded(web: Web) -> None:
    load(web)
    web.sign_in(NATIONAL)
    plan = make(web)
    assert web.get(plan).text.count('name="version" value="0"') >= 2
    with transaction(web.engine) as session:
        home = str(session.exec(select(PlannedVisit.accommodation_id)).first())
    assert web.post(f"{plan}/stops/{home}/remove", {"version": "0", "reason": "Ryddet"}).status_code == 303
    for step in ("accept", "discard"):
        answer = web.post(f"{plan}/{step}?lang=en", {"version": "0"})
        assert answer.status_code == 409
        assert "Somebody else has changed the plan meanwhile" in words(answer)
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(InspectionCase)).all() == []
    assert web.post(f"{plan}/accept", {"version": "1"}).status_code == 303


def test_accepting_opens_the_cases_once(web: Web) -> None:
    load(web)
    web.sign_in(NATIONAL)
    plan = make(web)
    assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 303
    assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 409
    assert web.post(f"{plan}/discard", {"version": "0"}).status_code == 409
    with transaction(web.engine, writing=False) as session:
        visits = session.exec(select(PlannedVisit.id)).all()
        cases = session.exec(select(InspectionCase.planned_visit_id)).all()
    assert len(cases) == 3
    assert set(cases) == set(visits)
    page = words(web.get(plan, lang="en"))
    assert "Accepted" in page
    assert "Accept the plan" not in page


def test_a_plan_can_be_discarded(web: Web) -> None:
    load(web)
    web.sign_in(NATIONAL)
    plan = make(web)
    assert web.post(f"{plan}/discard", {"version": "0"}).status_code == 303
    assert "Discarded" in words(web.get("/plans", lang="en"))
    assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 409
