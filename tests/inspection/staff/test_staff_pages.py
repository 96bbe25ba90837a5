"""The pages of inspectors: leaders change them, inspectors their own absences and conflicts, nobody else sees them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from housed import add_dwelling, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.enforcement.choosing import VisitReason
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitPlan
from inspection.staff.actions import Person, open_inspector
from inspection.staff.models import AbsenceKind, ConflictOfInterest, StationAbsence, StationHours, StationProfile
from staff_made import AARHUS_PLACE, ODENSE_PLACE
from web_client import NOBODYS, Web, fields_of, web, words

__all__ = ["web"]

LEADER = Grant(Role.DECISION_MAKER)
ODENSE_ONLY = Grant(Role.CASEWORKER, municipality_code="0461")
INSPECTOR = Grant(Role.INSPECTOR)
TOLD = {"reason": "Svoger", "ground": "relative", "conflict_from": "2026-01-01"}


def inspector_at(web: Web, name: str = "Bo Berg", *, account: Actor | None = None, led_in: str | None = None) -> str:
    """The address of a new inspector's page."""
    with transaction(web.engine) as session:
        person = Person(name=name, account_id=None if account is None else UUID(account.id))
        made = open_inspector(session, person=person, start=ODENSE_PLACE, led_in=led_in, by=SYSTEM, at=now())
        return f"/stations/{made.id}"


def stored(web: Web, table: Any) -> list[Any]:
    with transaction(web.engine, writing=False) as session:
        return list(session.exec(select(table)).all())


@pytest.mark.parametrize("path", ["/stations", "/stations/own", f"/stations/{NOBODYS}"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, path: str) -> None:
    assert web.get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.STATISTICIAN])
def test_whoever_inspects_nothing_sees_no_inspector(web: Web, role: Role) -> None:
    page = inspector_at(web)
    web.sign_in(Grant(role, employer_id=uuid4() if role is Role.EMPLOYER else None))
    for path in ("/stations", "/stations/own", page):
        assert web.get(path).status_code == 403
    for path in ("/stations/new", f"{page}/hours", f"{page}/absences", f"{page}/deactivate"):
        assert web.post(path, {}).status_code == 403


def test_a_colleague_sees_neither_list_nor_place(web: Web) -> None:
    page = inspector_at(web)
    web.sign_in(INSPECTOR)
    assert web.get("/stations").status_code == 403
    assert web.get(page).status_code == 404
    assert web.post(f"{page}/absences", {"from_on": "2030-01-01", "kind": "holiday"}).status_code == 404
    assert "/stations/own" in web.get("/").text


def test_another_municipality_sees_nothing(web: Web) -> None:
    national, own = inspector_at(web), inspector_at(web, "Ida Inspektør", led_in="0461")
    web.sign_in(ODENSE_ONLY)
    page = words(web.get("/stations"))
    assert "Ida Inspektør" in page
    assert "Bo Berg" not in page
    assert web.get(own).status_code == 200
    assert web.get(national).status_code == 404
    assert web.post(f"{national}/deactivate").status_code == 404


def test_a_leader_adds_an_inspector_by_postal_code(web: Web) -> None:
    web.sign_in(LEADER)
    answer = web.post("/stations/new", {"name": "Mette Mortensen", "start": "8000 Aarhus C", "led_in": "0751"})
    assert answer.status_code == 303, words(answer)
    [station], [profile] = stored(web, DutyStation), stored(web, StationProfile)
    assert (station.name, station.municipality_code, profile.led_in) == ("Mette Mortensen", "0751", "0751")
    assert len(stored(web, StationHours)) == 5
    assert "37.5 hours a week" in words(web.get("/stations", lang="en"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, "Write the inspector's name"),
        ({"start": "56.0, 6.0"}, "is at sea or outside Denmark"),
        ({"start": "10.39, 55.40"}, "Latitude comes first: write 55.4, 10.39"),
        ({"start": "0001"}, "There is no postal code 0001"),
        ({"start": "Gotham"}, "No town is called Gotham"),
        ({"start": ""}, "Write a postal code, a town"),
        ({"email": "nobody@nowhere.example"}, "No account has that address"),
        ({"led_in": "9999"}, "Choose a municipality from the list"),
    ],
)
def test_a_wrong_answer_is_named_at_its_field(web: Web, changes: dict[str, str], expected: str) -> None:
    web.sign_in(LEADER)
    answer = web.post("/stations/new?lang=en", {"name": "Bo", "start": "5000", "led_in": "0461"} | changes)
    assert answer.status_code == 422
    assert expected in words(answer)
    assert stored(web, DutyStation) == []


def test_a_municipality_adds_for_itself_only(web: Web) -> None:
    web.sign_in(ODENSE_ONLY)
    for led_in in ("", "0751"):
        assert web.post("/stations/new", {"name": "Bo", "start": "8000", "led_in": led_in}).status_code == 422
    assert web.post("/stations/new", {"name": "Bo", "start": "8000", "led_in": "0461"}).status_code == 303


def test_every_section_is_saved_by_itself(web: Web) -> None:
    page = inspector_at(web)
    web.sign_in(LEADER)
    person = {
        "name": "Bo Berg",
        "skills": ["fire_safety", "structural"],
        "languages": ["da"],
        "other_languages": "ka tl",
    }
    for section, form in (
        ("person", person),
        ("places", {"start": "5700", "end": "56.157, 10.210", "start_is_home": "true"}),
        ("hours", {"from-0": "07:00", "to-0": "12:30", "from-3": "9", "to-3": "17:00"}),
        ("region", {"form": "region", "region": ["0461", "0479"]}),
    ):
        answer = web.post(f"{page}/{section}", form)
        assert answer.status_code == 303, words(answer)
    [profile] = stored(web, StationProfile)
    assert profile.skills == ["fire_safety", "structural"]
    assert profile.languages == ["da", "ka", "tl"]
    assert profile.region == ["0461", "0479"]
    assert (profile.start_is_home, profile.end_municipality_code) == (True, AARHUS_PLACE.municipality_code)
    hours = sorted((one.weekday, one.from_min, one.to_min) for one in stored(web, StationHours))
    assert hours == [(0, 420, 750), (3, 540, 1020)]
    shown = words(web.get(page))
    assert "Svendborg" in shown


@pytest.mark.parametrize(
    ("section", "form", "expected"),
    [
        ("hours", {"from-1": "15:00", "to-1": "08:00"}, "The day must end after it begins."),
        ("hours", {"from-1": "25:00", "to-1": "26:00"}, "Write a time such as 08:00"),
        ("hours", {"from-1": "08:00"}, "Write a time such as 15:30"),
        ("places", {"start": "5000", "end": "56.0, 6.0"}, "is at sea"),
        ("region", {"form": "region", "region": ["9999"]}, "No municipality is called 9999"),
        ("person", {"name": "Bo", "other_languages": "xx1"}, "xx1: no such language"),
        ("person", {"name": "Bo", "skills": "flying"}, "Choose skills from the list"),
        ("absences", {"from_on": "2030-02-02", "to_on": "2030-02-01", "kind": "holiday"}, "ends before it begins"),
        ("absences", {"from_on": "2020-02-02", "kind": "holiday"}, "lies in the past"),
        ("absences", {"from_on": "soon", "kind": "sick"}, "Write a date such as"),
        ("conflicts", TOLD | {"about": "CVR 99999999"}, "No employer with CVR number 99999999"),
        ("conflicts", TOLD | {"about": "Ukendt Vej 1, 5000"}, "No dwelling is known"),
        ("conflicts", {"about": "somewhere", "reason": "x", "ground": "", "conflict_from": ""}, "Choose a ground."),
    ],
)
def test_what_cannot_be_is_said_where_it_stands_and_nothing_is_kept(
    web: Web, section: str, form: dict[str, Any], expected: str
) -> None:
    page = inspector_at(web)
    web.sign_in(LEADER)
    before = stored(web, StationHours)
    answer = web.post(f"{page}/{section}?lang=en", form)
    assert answer.status_code == 422
    assert expected in words(answer)
    assert [one.model_dump() for one in stored(web, StationHours)] == [one.model_dump() for one in before]
    assert stored(web, StationAbsence) == stored(web, ConflictOfInterest) == []


def test_no_hours_at_all_are_saved_and_said(web: Web) -> None:
    page = inspector_at(web)
    web.sign_in(LEADER)
    assert web.post(f"{page}/hours", {}).status_code == 303
    assert stored(web, StationHours) == []
    assert "An inspector without hours gets no visits." in words(web.get(page, lang="en"))
    assert "No hours" in words(web.get("/stations", lang="en"))


def test_an_inspector_keeps_absences_and_conflicts_and_reads_the_rest(web: Web) -> None:
    ida = web.sign_in(INSPECTOR, name="Ida Inspektør")
    page = inspector_at(web, "Ida Inspektør", account=ida)
    assert web.get("/stations/own").headers["location"] == page
    with transaction(web.engine) as session:
        house(session, dwelling=add_dwelling(session, street="Ærøvej", house_number="7"))
    shown = web.get(page)
    assert f'action="{page}/absences"' in shown.text
    assert f'action="{page}/hours"' not in shown.text
    day = (today() + timedelta(days=30)).isoformat()
    assert web.post(f"{page}/absences", {"from_on": day, "to_on": "", "kind": "holiday"}).status_code == 303
    told = {"about": "ærøvej 7, 5000", "ground": "relative", "reason": "Min svoger bor der.", "conflict_from": day}
    assert web.post(f"{page}/conflicts", told).status_code == 303
    [absence], [conflict] = stored(web, StationAbsence), stored(web, ConflictOfInterest)
    assert (absence.kind, absence.told_by) == (AbsenceKind.HOLIDAY, ida.id)
    assert conflict.dwelling_id is not None
    assert web.post(f"{page}/hours", {}).status_code == 403
    assert web.post(f"{page}/conflicts/{conflict.id}/end", {"reason": "Forbi nu"}).status_code == 403
    assert web.post(f"{page}/absences/{absence.id}/end").status_code == 303
    web.sign_in(LEADER)
    assert "Min svoger bor der." in words(web.get(page))
    assert web.post(f"{page}/conflicts/{conflict.id}/end", {"reason": "Flyttet"}).status_code == 303


def test_whoever_is_no_inspector_is_told_whom_to_ask(web: Web) -> None:
    web.sign_in(INSPECTOR)
    answer = web.get("/stations/own", lang="en")
    assert answer.status_code == 200
    assert "Ask whoever leads you" in words(answer)


def test_reading_where_somebody_starts_is_written_down(web: Web) -> None:
    page = inspector_at(web)
    leader = web.sign_in(LEADER)
    web.get("/stations")
    web.get(page)
    read = [(one.action, one.by_id) for one in stored(web, AuditEvent) if one.action == "station.read"]
    assert read == [("station.read", leader.id)]


def test_the_list_tells_no_point(web: Web) -> None:
    inspector_at(web)
    web.sign_in(LEADER)
    text = web.get("/stations").text
    assert "55.39" not in text
    assert "10.38" not in text


def test_visits_that_nobody_can_make_are_listed(web: Web) -> None:
    page, day = inspector_at(web), today() + timedelta(days=21)
    with transaction(web.engine) as session:
        housed = house(session, street="Ærøvej")
        plan = VisitPlan(from_on=day, days=7, seed=1, state=PlanState.ACCEPTED, created_at=now(), created_by="x")
        session.add(plan)
        session.flush()
        session.add(
            PlannedVisit(
                plan_id=plan.id,
                accommodation_id=housed.id,
                municipality_code="0461",
                duty_station_id=UUID(page.rpartition("/")[2]),
                visit_on=day,
                position=1,
                arrive_min=540,
                starts_min=540,
                ends_min=600,
                travel_min=10,
                travel_km=8.0,
                reason=VisitReason.SCORE,
                prize=10,
            )
        )
    web.sign_in(LEADER)
    every_day = {f"{kind}-{weekday}": at for weekday in range(7) for kind, at in (("from", "08:00"), ("to", "16:00"))}
    web.post(f"{page}/hours", every_day)
    assert "must be planned anew" not in words(web.get(page, lang="en")).partition("Who it is")[0]
    web.post(f"{page}/absences", {"from_on": day.isoformat(), "to_on": "", "kind": "course"})
    shown = words(web.get(page, lang="en"))
    assert "1 visit must be planned anew" in shown
    assert "The inspector is away that day" in shown
    assert web.post(f"{page}/deactivate").status_code == 303
    assert "The inspector is deactivated" in words(web.get(page, lang="en"))
    assert web.post(f"{page}/activate").status_code == 303


def test_a_refused_form_keeps_what_was_ticked(web: Web) -> None:
    page = inspector_at(web)
    web.sign_in(LEADER)
    known = fields_of(web.get(page))
    assert "skills" not in known
    sent = {"form": ["skills", "languages"], "name": "", "skills": ["fire_safety", "farms"], "languages": "pl"}
    shown = fields_of(web.post(f"{page}/person", sent))
    assert shown["skills"] == ["fire_safety", "farms"]
    assert shown["languages"] == ["pl"]
