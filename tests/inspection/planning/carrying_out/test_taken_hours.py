"""Nobody is in two places: visits that stand take their hours when a plan is made, and are seen when it is accepted."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlmodel import Session

from case_ways import INSPECTOR
from conftest import AT
from housed import ODENSE, SVENDBORG, house
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.planning.actions import PlanRequest, accept_plan, draft_plan, save_plan
from inspection.planning.carrying_out.move_preview import preview_move
from inspection.planning.editing.actions import Edit
from inspection.planning.editing.replanning import replan_rest
from inspection.planning.models import DutyStation, PlannedVisit, VisitPlan
from inspection.planning.queries import list_plan_visits
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.problem import StopAfter
from inspection.staff.actions import add_absence
from inspection.staff.models import AbsenceKind
from planned_visits import station
from register.accommodations.models import Accommodation

DAY = date(2026, 3, 17)
STOP = StopAfter(iterations=20)
LEADER = Actor("leader", "Lone Leder", (Grant(Role.DECISION_MAKER),))


def planned(session: Session, ida: DutyStation, **changes: Any) -> VisitPlan:
    """A draft for one inspector and one day, over the housing of one municipality."""
    known: dict[str, Any] = {"from_on": DAY, "days": 1, "seed": 1, "municipality_code": None, "run": None}
    known |= {"random_share": 0.0, "posting_days": 1, "stations": [ida]}
    drafted = draft_plan(session, request=PlanRequest(**(known | changes)), as_of=AT.date(), stop=STOP, by=LEADER)
    assert check_plan(drafted.plan, drafted.problem) == []
    return save_plan(session, drafted, by=LEADER, at=AT)


def accept(session: Session, plan: VisitPlan) -> None:
    accept_plan(session, plan.id, open_case=open_case, posting_days=1, by=LEADER, at=AT)


def refused(session: Session, plan: VisitPlan) -> DomainError:
    with pytest.raises(DomainError) as error, session.begin_nested():
        accept(session, plan)
    session.expire_all()
    return error.value


def visits_of(session: Session, plan: VisitPlan) -> list[PlannedVisit]:
    return [one for one in list_plan_visits(session, plan.id) if one.dropped_at is None]


def hours(visits: list[PlannedVisit]) -> list[tuple[int, int]]:
    return sorted((one.starts_min, one.ends_min) for one in visits)


def are_apart(hours: list[tuple[int, int]]) -> bool:
    return all(first[1] <= second[0] for first, second in pairwise(hours))


def of_two_towns(session: Session) -> tuple[DutyStation, VisitPlan, VisitPlan]:
    """Two drafts of the same day for the same inspector, one for Odense and one for Svendborg."""
    house(session)
    house(session, place=SVENDBORG)
    ida = station()
    session.add(ida)
    session.flush()
    odense, svendborg = (planned(session, ida, municipality_code=one[0]) for one in (ODENSE, SVENDBORG))
    assert not are_apart(hours(visits_of(session, odense)) + hours(visits_of(session, svendborg)))
    return ida, odense, svendborg


def decided_by_hand(
    session: Session, home: Accommodation, ida: DutyStation, from_min: int, to_min: int
) -> InspectionCase:
    return open_case(
        session,
        accommodation_id=home.id,
        visit_on=DAY,
        from_min=from_min,
        to_min=to_min,
        inspector_id=str(ida.id),
        reason="Et tip",
        chosen=Chosen(reason=VisitReason.TIP),
        by=INSPECTOR,
        at=AT,
    )


def test_a_plan_leaves_the_hours_of_accepted_visits_free(session: Session) -> None:
    ida, first, _ = of_two_towns(session)
    accept(session, first)
    second = planned(session, ida, municipality_code=SVENDBORG[0])
    both = hours(visits_of(session, first) + visits_of(session, second))
    assert len(both) == 2
    assert are_apart(both)
    accept(session, second)


def test_of_two_drafts_of_the_same_hours_the_second_is_refused_until_it_is_planned_anew(session: Session) -> None:
    _, first, second = of_two_towns(session)
    accept(session, first)
    error = refused(session, second)
    assert error.code == "plan.overlap"
    assert "Ida 2026-03-17" in str(error)
    replan_rest(session, second.id, stop=STOP, edit=Edit(version=second.version, by=LEADER, at=AT))
    assert are_apart(hours(visits_of(session, first) + visits_of(session, second)))
    accept(session, second)


def test_whoever_is_away_by_now_is_not_sent(session: Session) -> None:
    house(session)
    ida = station()
    session.add(ida)
    session.flush()
    plan = planned(session, ida, days=3)
    (visit,) = visits_of(session, plan)
    day = visit.visit_on
    add_absence(session, ida.id, from_on=day, to_on=day, kind=AbsenceKind.HOLIDAY, by=LEADER, at=AT)
    error = refused(session, plan)
    assert error.code == "plan.away"
    assert f"Ida {day.isoformat()}" in str(error)
    replan_rest(session, plan.id, stop=STOP, edit=Edit(version=plan.version, by=LEADER, at=AT))
    (visit,) = visits_of(session, plan)
    assert visit.visit_on != day
    accept(session, plan)


def test_a_visit_decided_by_hand_takes_its_hours_too(session: Session) -> None:
    ida, first, _ = of_two_towns(session)
    far = house(session, place=("0492", 54.89, 10.4))
    decided_by_hand(session, far, ida, 8 * 60, 15 * 60)
    error = refused(session, first)
    assert error.code == "plan.overlap"
    assert visits_of(session, planned(session, ida, municipality_code=ODENSE[0])) == []
    assert visits_of(session, planned(session, ida, municipality_code=ODENSE[0], days=2)) != []


def test_a_visit_cannot_be_moved_into_the_hours_of_one_decided_by_hand(session: Session) -> None:
    ida, first, _ = of_two_towns(session)
    accept(session, first)
    (visit,) = visits_of(session, first)
    other = house(session, place=("0461", 55.42, 10.38))
    free_from = visit.ends_min + 60
    decided_by_hand(session, other, ida, free_from, free_from + 60)
    moved = preview_move(session, visit.id, on=DAY, from_min=free_from, posting_days=1, by=LEADER, at=AT)
    assert "visit.overlap" in {one.code for one in moved.problems}


def test_an_open_case_that_the_plan_itself_visits_takes_no_hours_from_it(session: Session) -> None:
    home = house(session)
    ida = station()
    session.add(ida)
    session.flush()
    case = decided_by_hand(session, home, ida, 9 * 60, 12 * 60)
    plan = planned(session, ida)
    (visit,) = visits_of(session, plan)
    assert (visit.case_id, visit.visit_on) == (case.id, DAY)
    accept(session, plan)
