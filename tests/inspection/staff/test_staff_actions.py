"""Who inspects, kept up to date by leaders and by the inspectors themselves; on both databases."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import house
from husly.kit.access import Actor
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import Window
from inspection.planning.stations import inspector_of
from inspection.staff import actions
from inspection.staff.actions import Person
from inspection.staff.models import AbsenceKind, ConflictGround, ConflictOfInterest, StationAbsence
from inspection.staff.profile import Profile
from inspection.staff.queries import find_own, get_kept, list_hours, list_led, profiles_of
from staff_made import (
    AARHUS_LEADER,
    AARHUS_PLACE,
    LEADER,
    ODENSE_LEADER,
    ODENSE_PLACE,
    account,
    add_inspector,
    colleague,
    conflict,
)

TODAY = AT.date()
WEEK = [date(2026, 3, 16) + timedelta(days=number) for number in range(5)]


def profile(session: Session, station: DutyStation) -> Profile:
    return profiles_of(session, [station.id], from_on=WEEK[0], to_on=WEEK[-1])[station.id]


def test_a_new_inspector_works_the_usual_week_from_one_place(session: Session) -> None:
    station = add_inspector(session, skills=["fire_safety"], languages=["pl", "da"])
    known = inspector_of(station, profile(session, station), days=WEEK)
    assert known.hours == tuple(Window(weekday, 480, 930) for weekday in range(5))
    assert (known.lat, known.lon, known.end) == (ODENSE_PLACE.lat, ODENSE_PLACE.lon, None)
    assert (known.skills, known.languages) == (frozenset({"fire_safety"}), frozenset({"da", "pl"}))
    assert (known.region, known.authority) == (frozenset(), "")


def test_everything_that_is_told_reaches_the_planner(session: Session) -> None:
    station = add_inspector(session)
    who = {"by": LEADER, "at": AT}
    hours = [Window(0, 420, 720), Window(3, 600, 1080)]
    actions.tell_hours(session, station.id, hours=hours, **who)
    actions.tell_region(session, station.id, codes=["0461", "0479"], **who)
    actions.tell_places(session, station.id, start=AARHUS_PLACE, start_is_home=True, end=ODENSE_PLACE, **who)
    person = Person(name="Bo Berg", authority="Arbejdstilsynet", skills=["structural"], languages=["lt"])
    actions.tell_person(session, station.id, person=person, **who)
    actions.add_absence(session, station.id, from_on=WEEK[1], to_on=WEEK[2], kind=AbsenceKind.COURSE, **who)
    known = inspector_of(station, profile(session, station), days=WEEK)
    assert known.name == "Bo Berg"
    assert known.hours == tuple(hours)
    assert known.region == {"0461", "0479"}
    assert (known.lat, known.lon) == (AARHUS_PLACE.lat, AARHUS_PLACE.lon)
    assert known.end == ODENSE_PLACE
    assert known.absent_on == {WEEK[1], WEEK[2]}
    assert known.authority == "Arbejdstilsynet"
    assert known.hours_on(WEEK[1]) is None


def test_no_hours_at_all_are_allowed_and_mean_no_visits(session: Session) -> None:
    station = add_inspector(session)
    actions.tell_hours(session, station.id, hours=[], by=LEADER, at=AT)
    told = profile(session, station)
    assert told.hours == ()
    assert all(inspector_of(station, told, days=WEEK).hours_on(day) is None for day in WEEK)


def test_a_station_of_which_nothing_was_told_works_as_it_always_did(session: Session) -> None:
    station = DutyStation(name="Bo", latitude=55.4, longitude=10.4, municipality_code="0461", day_start_min=540)
    session.add(station)
    session.flush()
    assert profiles_of(session, [station.id], from_on=WEEK[0], to_on=WEEK[-1]) == {}
    assert inspector_of(station).hours_on(WEEK[0]) == (540, 930)
    actions.tell_region(session, station.id, codes=["0461"], by=ODENSE_LEADER, at=AT)
    assert [(one.weekday, one.from_min) for one in list_hours(session, station.id)] == [(day, 540) for day in range(5)]


def test_an_absence_that_is_taken_back_counts_no_more_and_stays_on_record(session: Session) -> None:
    station = add_inspector(session)
    away = actions.add_absence(
        session, station.id, from_on=WEEK[0], to_on=WEEK[4], kind=AbsenceKind.HOLIDAY, by=LEADER, at=AT
    )
    actions.end_absence(session, station.id, away.id, by=LEADER, at=AT)
    assert profile(session, station).away == ()
    assert session.get(StationAbsence, away.id) is not None
    with pytest.raises(DomainError, match="taken it back"):
        actions.end_absence(session, station.id, away.id, by=LEADER, at=AT)


@pytest.mark.parametrize(
    ("from_on", "to_on", "code"),
    [
        (WEEK[2], WEEK[1], "absence.backwards"),
        (date(2026, 2, 2), date(2026, 2, 6), "absence.passed"),
        (WEEK[0], date(2028, 1, 1), "absence.long"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(session: Session, from_on: date, to_on: date, code: str) -> None:
    station = add_inspector(session)
    with pytest.raises(DomainError) as error:
        actions.add_absence(session, station.id, from_on=from_on, to_on=to_on, kind=AbsenceKind.OTHER, by=LEADER, at=AT)
    assert error.value.code == code


def test_an_inspector_tells_of_absences_and_conflicts_and_of_nothing_else(session: Session) -> None:
    person = account(session)
    station, other = add_inspector(session, account_id=person.id), add_inspector(session, "Bo Berg")
    ida, housed = colleague(person.id), house(session)
    who = {"by": ida, "at": AT}
    days = {"from_on": WEEK[0], "to_on": WEEK[0], "kind": AbsenceKind.HOLIDAY}
    about = {"ground": ConflictGround.RELATIVE, "reason": "Min svoger", "from_on": TODAY}
    actions.add_absence(session, station.id, **days, **who)
    actions.declare_conflict(session, station.id, employer_id=housed.employer_id, **about, **who)
    assert find_own(session, ida) == station
    for refused in (
        lambda: actions.tell_hours(session, station.id, hours=[], **who),
        lambda: actions.tell_region(session, station.id, codes=[], **who),
        lambda: actions.tell_person(session, station.id, person=Person(name="X"), **who),
        lambda: actions.deactivate(session, station.id, **who),
        lambda: actions.add_absence(session, other.id, **days, **who),
        lambda: actions.declare_conflict(session, other.id, employer_id=housed.employer_id, **about, **who),
        lambda: get_kept(session, other.id, by=ida),
    ):
        with pytest.raises(NotFoundError):
            refused()
    with pytest.raises(NotAllowedError):
        actions.open_inspector(session, person=Person(name="X"), start=ODENSE_PLACE, led_in=None, **who)
    assert list_led(session, by=ida) == []


def test_leaders_of_a_municipality_see_those_they_lead_wherever_they_live(session: Session) -> None:
    led = add_inspector(session, "Bo Berg", start=AARHUS_PLACE, led_in="0461")
    national = add_inspector(session, "Ida Inspektør", start=ODENSE_PLACE, led_in=None)
    assert [one.id for one, _ in list_led(session, by=ODENSE_LEADER)] == [led.id]
    assert list_led(session, by=AARHUS_LEADER) == []
    assert {one.id for one, _ in list_led(session, by=LEADER)} >= {led.id, national.id}
    with pytest.raises(NotFoundError):
        get_kept(session, national.id, by=ODENSE_LEADER)
    with pytest.raises(NotAllowedError):
        actions.open_inspector(
            session, person=Person(name="X"), start=ODENSE_PLACE, led_in=None, by=ODENSE_LEADER, at=AT
        )


def test_a_conflict_needs_a_reason_and_one_thing_it_is_about(session: Session) -> None:
    station, housed = add_inspector(session), house(session)
    for changes, code in (
        ({"employer_id": housed.employer_id, "reason": "  "}, "conflict.reason"),
        ({}, "conflict.about"),
        ({"employer_id": housed.employer_id, "dwelling_id": housed.dwelling_id}, "conflict.about"),
        ({"employer_id": housed.employer_id, "to_on": date(2026, 1, 1)}, "conflict.backwards"),
    ):
        with pytest.raises(DomainError) as error:
            conflict(session, station, **changes)
        assert error.value.code == code
    with pytest.raises(NotFoundError):
        conflict(session, station, employer_id=uuid4())
    assert session.exec(select(ConflictOfInterest)).all() == []


def test_nobody_ends_a_conflict_of_her_own_and_an_ended_one_stays_on_record(session: Session) -> None:
    person = account(session)
    station, housed = add_inspector(session, account_id=person.id), house(session)
    made = conflict(session, station, dwelling_id=housed.dwelling_id)
    with pytest.raises(NotFoundError):
        actions.end_conflict(session, station.id, made.id, reason="Forbi", by=colleague(person.id), at=AT)
    leading_herself = Actor(str(person.id), "Ida", LEADER.grants)
    with pytest.raises(DomainError) as error:
        actions.end_conflict(session, station.id, made.id, reason="Forbi", by=leading_herself, at=AT)
    assert error.value.code == "conflict.own"
    actions.end_conflict(session, station.id, made.id, reason="Svogeren er fratrådt.", by=LEADER, at=AT)
    assert session.get_one(ConflictOfInterest, made.id).ended_because == "Svogeren er fratrådt."
    trail = [one.action for one in session.exec(select(AuditEvent)) if one.action.startswith("station.conflict")]
    assert trail == ["station.conflict_declared", "station.conflict_ended"]


def test_the_trail_names_no_place_where_somebody_may_live(session: Session) -> None:
    station = add_inspector(session)
    actions.tell_places(session, station.id, start=AARHUS_PLACE, start_is_home=True, end=None, by=LEADER, at=AT)
    trail = [str(one.details) for one in session.exec(select(AuditEvent)) if one.action.startswith("station.")]
    assert len(trail) == 2
    assert not any("56.1" in one or "10.2" in one for one in trail)


def test_one_account_has_one_active_station(session: Session) -> None:
    person = account(session)
    first = add_inspector(session, account_id=person.id)
    with pytest.raises(DomainError) as error:
        add_inspector(session, "Ida igen", account_id=person.id)
    assert error.value.code == "station.account"
    assert actions.deactivate(session, first.id, by=LEADER, at=AT) == []
    second = add_inspector(session, "Ida igen", account_id=person.id)
    with pytest.raises(DomainError):
        actions.activate(session, first.id, by=LEADER, at=AT)
    actions.deactivate(session, second.id, by=LEADER, at=AT)
    actions.activate(session, first.id, by=LEADER, at=AT)
    assert session.get_one(DutyStation, first.id).active
