from dataclasses import replace
from datetime import timedelta

import pytest

from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.plan import LeftOut, LeftOutReason, Plan
from inspection.planning.solving.problem import Problem, StopAfter, Window
from inspection.planning.solving.solver import plan_visits
from planning_cases import MONDAY, WEEK, dwelling, inspector, problem

ASKED = problem(dwelling(1, lat=56.2), dwelling(2, lat=56.25), dwelling(3, lat=56.1, must_visit=True), inspectors=1)
GOOD = plan_visits(ASKED, stop=StopAfter(iterations=50), seed=1)


def with_tour(**changes: object) -> Plan:
    return replace(GOOD, tours=(replace(GOOD.tours[0], **changes), *GOOD.tours[1:]))


def with_stop(**changes: object) -> Plan:
    first, *rest = GOOD.tours[0].stops
    return with_tour(stops=(replace(first, **changes), *rest))


def changed(**changes: object) -> Problem:
    visited = GOOD.tours[0].stops[0].candidate_id
    return replace(
        ASKED, candidates=[replace(one, **changes) if one.id == visited else one for one in ASKED.candidates]
    )


def test_sound_plan_has_no_faults():
    assert GOOD.visit_count == 3
    assert check_plan(GOOD, ASKED) == []


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (with_tour(inspector_id="nobody"), "there is no inspector nobody"),
        (with_stop(candidate_id="ghost"), "there is no candidate ghost"),
        (with_tour(on=MONDAY - timedelta(days=7)), "not a working day"),
        (with_tour(depart_min=0), "outside working hours"),
        (with_tour(return_min=24 * 60), "outside working hours"),
        (with_tour(return_min=GOOD.tours[0].stops[-1].end_min), "the drive home takes"),
        (with_stop(arrive_min=0), "is reached after a drive of"),
        (with_stop(travel_min=1), "is reached after a drive of"),
        (with_stop(end_min=GOOD.tours[0].stops[0].begin_min + 5), "needs 60 minutes"),
        (with_tour(stops=()), "no visits"),
        (replace(GOOD, tours=(*GOOD.tours, GOOD.tours[0])), "more than one tour"),
        (replace(GOOD, tours=(*GOOD.tours, GOOD.tours[0])), "more than once"),
        (replace(GOOD, tours=()), "neither visited nor listed"),
    ],
)
def test_every_kind_of_fault_is_found(plan, fault):
    assert any(fault in said for said in check_plan(plan, ASKED)), check_plan(plan, ASKED)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (changed(earliest_on=MONDAY + timedelta(days=30)), "may not be visited before 2026-04-01"),
        (changed(latest_on=MONDAY - timedelta(days=1)), "must be visited by 2026-03-01"),
        (changed(windows=(Window(6),)), "outside its windows"),
        (changed(windows=tuple(Window(day, 480, 481) for day in range(5))), "outside its windows"),
        (changed(barred_inspectors=frozenset({"i1"})), "i1 is barred"),
        (replace(ASKED, inspectors=[inspector(absent_on=frozenset(WEEK))]), "not a working day"),
    ],
)
def test_plan_for_another_problem_is_found_out(asked, fault):
    assert any(fault in said for said in check_plan(GOOD, asked))


def test_duties_left_out_must_stand_first_and_as_duties():
    points = LeftOut("d1", LeftOutReason.NO_TIME, must_visit=False, prize=30)
    duty = LeftOut("d3", LeftOutReason.NO_TIME, must_visit=True, prize=30)
    other = LeftOut("d2", LeftOutReason.NO_TIME, must_visit=False, prize=30)
    assert check_plan(Plan((), (duty, points, other), 1), ASKED) == []
    assert "duties left out do not stand first in the list." in check_plan(Plan((), (points, duty, other), 1), ASKED)
    hidden = Plan((), (replace(duty, must_visit=False), points, other), 1)
    assert "d3 is listed with the wrong duty." in check_plan(hidden, ASKED)
