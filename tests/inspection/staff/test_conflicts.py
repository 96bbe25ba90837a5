"""A conflicted inspector is sent nowhere: not by a plan, not by hand, at no step of a case (P9, FVL § 3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from case_ways import VISIT_DAY, start
from conftest import AT
from housed import add_dwelling, add_employer, house
from husly.kit.access import SYSTEM
from husly.kit.errors import DomainError
from inspection.enforcement import actions
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.planning.actions import PlanRequest, accept_plan, draft_plan, save_plan
from inspection.planning.models import DutyStation
from inspection.planning.queries import list_plan_visits
from inspection.planning.solving.problem import StopAfter
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from inspection.staff.actions import add_absence, end_conflict, tell_hours
from inspection.staff.conflicts import barred_at, find_conflicted
from inspection.staff.models import AbsenceKind
from register.accommodations.models import Accommodation
from staff_made import LEADER, account, add_inspector, colleague, conflict

TODAY = AT.date()
FIRST = date(2026, 3, 17)
DAYS = [FIRST + timedelta(days=number) for number in range(3)]


def test_employer_and_dwelling_bar_and_nothing_else_does(session: Session) -> None:
    ida, bo = add_inspector(session), add_inspector(session, "Bo Berg")
    firm, shared = add_employer(session), add_dwelling(session)
    of_firm, also = house(session, employer=firm), house(session, employer=firm, dwelling=shared)
    neighbour, free = house(session, dwelling=shared), house(session)
    conflict(session, ida, employer_id=firm.id)
    conflict(session, bo, dwelling_id=shared.id)
    barred = barred_at(session, [one.id for one in (of_firm, also, neighbour, free)], days=DAYS)
    assert barred == {
        of_firm.id: {str(ida.id)},
        also.id: {str(ida.id), str(bo.id)},
        neighbour.id: {str(bo.id)},
    }
    assert barred_at(session, [free.id], days=DAYS) == {}
    assert barred_at(session, [of_firm.id], days=[]) == {}


@pytest.mark.parametrize(
    ("from_on", "to_on", "bars"),
    [
        (FIRST, None, True),
        (DAYS[2], None, True),  # begins within the period: the visit may be moved to that day
        (DAYS[2] + timedelta(days=1), None, False),
        (date(2026, 3, 2), FIRST, True),
        (date(2026, 3, 2), FIRST - timedelta(days=1), False),
    ],
)
def test_a_conflict_bars_from_its_first_day_to_its_last(
    session: Session, from_on: date, to_on: date | None, bars: bool
) -> None:
    station, housed = add_inspector(session), house(session)
    conflict(session, station, employer_id=housed.employer_id, from_on=from_on, to_on=to_on)
    assert (housed.id in barred_at(session, [housed.id], days=DAYS)) is bars


def test_one_that_was_ended_bars_no_more(session: Session) -> None:
    station, housed = add_inspector(session), house(session)
    made = conflict(session, station, employer_id=housed.employer_id)
    end_conflict(session, station.id, made.id, reason="Forbi", by=LEADER, at=AT)
    assert barred_at(session, [housed.id], days=DAYS) == {}


def planned(session: Session, *stations: DutyStation) -> Any:
    run = score_register(session, as_of=TODAY, weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=AT)
    request = PlanRequest(
        from_on=FIRST,
        days=7,
        seed=1,
        stations=stations,
        municipality_code=None,
        run=run,
        random_share=0.0,
        posting_days=1,
    )
    return draft_plan(session, request=request, as_of=TODAY, stop=StopAfter(iterations=20), by=LEADER)


def test_a_plan_sends_somebody_else_and_tells_when_there_is_nobody_else(session: Session) -> None:
    ida, bo = add_inspector(session), add_inspector(session, "Bo Berg")
    housed = house(session)
    conflict(session, ida, employer_id=housed.employer_id)
    drafted = planned(session, ida, bo)
    assert {tour.inspector_id for tour in drafted.plan.tours} == {str(bo.id)}
    alone = planned(session, ida)
    assert alone.plan.visit_count == 0
    assert [one.candidate_id for one in alone.plan.left_out] == [str(housed.id)]


def test_a_plan_knows_hours_and_absences(session: Session) -> None:
    ida = add_inspector(session)
    house(session)
    add_absence(session, ida.id, from_on=FIRST, to_on=DAYS[2], kind=AbsenceKind.HOLIDAY, by=LEADER, at=AT)
    [tour] = planned(session, ida).plan.tours
    assert tour.on > DAYS[2]
    tell_hours(session, ida.id, hours=[], by=LEADER, at=AT)
    assert planned(session, ida).problem.inspectors[0].hours == ()


def test_a_conflict_declared_after_the_draft_stops_its_acceptance(session: Session) -> None:
    ida, housed = add_inspector(session), house(session)
    plan = save_plan(session, planned(session, ida), by=LEADER, at=AT)
    assert len(list_plan_visits(session, plan.id)) == 1
    conflict(session, ida, employer_id=housed.employer_id)
    with pytest.raises(DomainError) as error:
        accept_plan(session, plan.id, open_case=actions.open_case, posting_days=1, by=LEADER, at=AT)
    assert_names_the_rule(error.value)


def assert_names_the_rule(error: DomainError) -> None:
    assert error.code == "inspector.conflict"
    assert "§ 3" in str(error)
    assert "svoger" not in str(error)


def opened(session: Session, housed: Accommodation, inspector_id: str) -> object:
    return actions.open_case(
        session,
        accommodation_id=housed.id,
        visit_on=TODAY + timedelta(days=30),
        from_min=540,
        to_min=600,
        inspector_id=inspector_id,
        reason="Plan",
        chosen=Chosen(reason=VisitReason.REFERRAL),
        by=LEADER,
        at=AT,
    )


def test_no_case_is_opened_by_hand_for_a_conflicted_inspector(session: Session) -> None:
    person = account(session)
    station, housed = add_inspector(session, account_id=person.id), house(session)
    conflict(session, station, dwelling_id=housed.dwelling_id)
    for inspector_id in (str(person.id), str(station.id)):
        with pytest.raises(DomainError) as error:
            opened(session, housed, inspector_id)
        assert_names_the_rule(error.value)
    assert opened(session, housed, "somebody-else") is not None


def test_a_visit_is_not_moved_with_a_conflicted_inspector_but_to_another(session: Session) -> None:
    way = start(session)
    person = account(session)
    station = add_inspector(session, account_id=person.id)
    way.case.inspector_id = way.file.visit.inspector_id = str(person.id)
    conflict(session, station, employer_id=way.case.employer_id)
    moved = {"visit_on": way.on(VISIT_DAY + 7), "from_min": 540, "to_min": 600, "by": LEADER, "at": AT}
    with pytest.raises(DomainError) as error:
        actions.replan_visit(session, way.case.id, **moved)
    assert_names_the_rule(error.value)
    actions.replan_visit(session, way.case.id, inspector_id="bo", **moved)
    assert way.file.visit.inspector_id == way.case.inspector_id == "bo"


def test_a_conflicted_inspector_records_no_visit(session: Session) -> None:
    way = start(session)
    way.notify()
    person = account(session)
    station = add_inspector(session, account_id=person.id)
    conflict(session, station, employer_id=way.case.employer_id)
    with pytest.raises(DomainError) as error:
        actions.record_visit(
            session, way.case.id, visited_on=way.on(VISIT_DAY), by=colleague(person.id), at=way.at(VISIT_DAY)
        )
    assert_names_the_rule(error.value)


def test_no_revisit_is_planned_for_a_conflicted_inspector(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    station = add_inspector(session)
    conflict(session, station, employer_id=way.case.employer_id)
    asked = {"visit_on": way.on(90), "from_min": 540, "to_min": 600, "by": LEADER, "at": way.at(60)}
    with pytest.raises(DomainError) as error:
        actions.plan_revisit(session, way.case.id, inspector_id=str(station.id), **asked)
    assert_names_the_rule(error.value)


def test_ids_that_are_nobodys_have_no_conflict(session: Session) -> None:
    housed = house(session)
    found = find_conflicted(
        session, ["", "system", "inspector"], employer_id=housed.employer_id, dwelling_id=housed.dwelling_id, on=TODAY
    )
    assert found == []
