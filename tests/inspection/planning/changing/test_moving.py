from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inspection.planning.changing.breaches import WARNINGS, Rule
from inspection.planning.changing.consequence import Change, Consequence, Move, Remove, Swap
from inspection.planning.changing.moving import MoveError, weigh
from inspection.planning.changing.seating import crew_with
from inspection.planning.changing.timing import Drives, PlacedVisit, arrangement_of, tied_to, timed
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.plan import LeftOut, LeftOutReason, Plan
from inspection.planning.solving.problem import Problem, Seat, Slot, StopAfter, Window
from inspection.planning.solving.solver import plan_visits
from planning_cases import MONDAY, WEEK, dwelling, inspector, problem, problems

BRIEFLY = StopAfter(iterations=2)
TUESDAY, WEDNESDAY = WEEK[1], WEEK[2]


def planned(asked: Problem) -> Plan:
    return plan_visits(asked, stop=BRIEFLY, seed=1)


def places(plan: Plan) -> dict[str, tuple[str, object]]:
    return {stop.candidate_id: (tour.inspector_id, tour.on) for tour in plan.tours for stop in tour.stops if stop.leads}


def empty(asked: Problem) -> Plan:
    left = tuple(LeftOut(one.id, LeftOutReason.NOT_CHOSEN, one.must_visit, one.prize) for one in asked.candidates)
    return Plan((), tuple(sorted(left, key=lambda one: (not one.must_visit, -one.prize, one.candidate_id))), 1)


def after(asked: Problem, *changes: Change) -> Plan:
    """A plan made by hand, visit by visit."""
    plan = empty(asked)
    for change in changes:
        plan = weigh(asked, plan, change).plan
    return plan


def rules(told: Consequence) -> set[Rule]:
    return {one.rule for one in told.breaches}


def move(candidate_id: str, on: object = MONDAY, *crew: str, **how: object) -> Move:
    return Move(candidate_id=candidate_id, on=on, crew=crew or ("i1",), **how)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Problem, Plan, Change]:
    asked = draw(problems())
    assume(asked.candidates and asked.inspectors)
    plan = planned(asked)
    one = draw(st.sampled_from([known.id for known in asked.candidates]))
    visited = sorted(places(plan))
    kind = draw(st.sampled_from(["move", "move", "move", "remove", "swap"])) if one in visited else "move"
    if kind == "remove":
        return asked, plan, Remove(one)
    if kind == "swap":
        return asked, plan, Swap(one, draw(st.sampled_from(visited)))
    who = draw(st.sampled_from([known.id for known in asked.inspectors]))
    return asked, plan, Move(candidate_id=one, on=draw(st.sampled_from(asked.days)), crew=(who,))


@settings(max_examples=60)
@given(changes())
def test_a_change_without_breaches_gives_a_plan_that_the_checker_accepts(given_change):
    asked, plan, change = given_change
    told = weigh(asked, plan, change)
    faults = check_plan(told.plan, asked)
    assert bool(faults) <= bool(told.breaches), faults


@settings(max_examples=30)
@given(changes())
def test_no_other_visit_leaves_its_day_or_its_inspector(given_change):
    asked, plan, change = given_change
    told = weigh(asked, plan, change)
    concerned = {change.candidate_id, getattr(change, "other_id", "")}
    before, now = places(plan), places(told.plan)
    assert {one: where for one, where in now.items() if one not in concerned} == {
        one: where for one, where in before.items() if one not in concerned
    }


@settings(max_examples=30)
@given(changes())
def test_differences_are_those_between_the_two_plans(given_change):
    asked, plan, change = given_change
    told = weigh(asked, plan, change)
    assert told.points_difference == told.plan.prize - plan.prize
    assert told.travel_min_difference == sum(one.travel_min for one in told.plan.tours) - sum(
        one.travel_min for one in plan.tours
    )


@settings(max_examples=30)
@given(changes())
def test_taking_out_and_putting_back_in_the_same_place_gives_the_same_visits(given_change):
    asked, plan, _ = given_change
    visited = places(plan)
    if not visited:  # nothing of the plan can be taken out
        return
    one, (who, on) = min(visited.items())
    order = next(tour.stops for tour in plan.tours if (tour.inspector_id, tour.on) == (who, on))
    position = [stop.candidate_id for stop in order].index(one)
    without = weigh(asked, plan, Remove(one)).plan
    again = weigh(asked, without, Move(candidate_id=one, on=on, crew=(who,), position=position)).plan
    assert places(again) == visited
    assert [one.candidate_id for one in again.left_out] == [one.candidate_id for one in plan.left_out]


def test_a_move_to_another_day_tells_what_it_costs():
    asked = problem(dwelling(1), dwelling(2, lat=56.2))
    plan = after(asked, move("d1"), move("d2"))
    told = weigh(asked, plan, move("d2", TUESDAY))
    assert not told.breaches
    assert [(one.on, one.before is None, one.after is None) for one in told.tours] == [
        (MONDAY, False, False),
        (TUESDAY, True, False),
    ]
    assert told.points_difference == 0
    assert places(told.plan) == {"d1": ("i1", MONDAY), "d2": ("i1", TUESDAY)}


def test_taking_out_a_visit_leaves_it_out_and_tells_the_points():
    asked = problem(dwelling(1, prize=40), dwelling(2))
    told = weigh(asked, after(asked, move("d1"), move("d2")), Remove("d1"))
    assert told.points_difference == -40
    assert [one.candidate_id for one in told.plan.left_out] == ["d1"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"earliest_on": TUESDAY}, Rule.NOTICE_NOT_RUN),
        ({"latest_on": MONDAY - timedelta(days=1), "earliest_on": MONDAY - timedelta(days=9)}, Rule.PAST_LATEST_DAY),
        ({"barred_inspectors": frozenset({"i1"})}, Rule.CONFLICT),
        ({"seats": (Seat(authority="skat"),)}, Rule.WRONG_AUTHORITY),
        ({"seats": (Seat(), Seat())}, Rule.NO_COMPANION),
        ({"place_is_sound": False}, Rule.NO_PLACE),
        ({"windows": (Window(1),)}, Rule.OUTSIDE_WINDOW),
        ({"slots": (Slot(TUESDAY, 600, 700),)}, Rule.OUTSIDE_WINDOW),
        ({"service_min": 500, "windows": (Window(0, 0, 1440),)}, Rule.OVERTIME),
        ({"languages": frozenset({"pl"}), "interpreter": False}, Rule.NO_LANGUAGE),
        ({"seats": (Seat(skills=frozenset({"fire"})),)}, Rule.NO_SKILL),
    ],
)
def test_every_rule_that_a_move_touches_is_told(changed, expected):
    asked = problem(dwelling(**changed))
    told = weigh(asked, empty(asked), move("d1"))
    assert expected in rules(told)
    assert told.is_forbidden == (expected not in WARNINGS)
    assert told.needs_reason == (expected in WARNINGS)


def test_a_visit_by_daylight_is_not_made_in_the_evening():
    asked = problem(dwelling(daylight_only=True, windows=(Window(0, 0, 1440),)))
    assert rules(weigh(asked, empty(asked), move("d1", begin_min=20 * 60))) == {Rule.DARK, Rule.OVERTIME}
    assert not weigh(asked, empty(asked), move("d1", begin_min=10 * 60)).breaches


def test_an_inspector_has_a_region_and_days_off():
    away = inspector(region=frozenset({"0461"}), hours=(Window(0), Window(1)))
    asked = Problem(candidates=[dwelling()], inspectors=[away], days=WEEK)
    assert rules(weigh(asked, empty(asked), move("d1"))) == {Rule.OUTSIDE_REGION}
    assert Rule.NO_HOURS in rules(weigh(asked, empty(asked), move("d1", WEDNESDAY)))


def test_a_saturday_is_no_day_of_the_plan():
    asked = problem(dwelling(windows=(Window(5),)))
    assert Rule.NOT_PLANNED_DAY in rules(weigh(asked, empty(asked), move("d1", MONDAY + timedelta(days=5))))


def test_two_visits_of_one_plan_do_not_go_to_the_same_door():
    asked = problem(dwelling(1, dwelling_id="door"), dwelling(2, dwelling_id="door"))
    assert rules(weigh(asked, after(asked, move("d1")), move("d2", TUESDAY))) == {Rule.SAME_DOOR}


def test_overtime_that_was_decided_before_is_not_asked_about_again():
    asked = problem(dwelling(1, service_min=430, windows=(Window(0, 0, 1440),)), dwelling(2), inspectors=2)
    late = after(asked, move("d1"), move("d2", MONDAY, "i1"))
    assert not weigh(asked, late, move("d2", TUESDAY, "i1")).breaches


def test_an_interpreter_that_may_be_booked_is_told_and_forbids_nothing():
    asked = problem(dwelling(languages=frozenset({"pl"})))
    told = weigh(asked, empty(asked), move("d1"))
    assert (told.interpreter, told.breaches) == (True, ())
    assert [one.candidate_id for one in told.plan.remarks] == ["d1"]


def test_a_chosen_time_locks_the_visit_and_one_that_cannot_be_kept_is_told():
    asked = problem(dwelling(1), dwelling(2, lat=56.3))
    told = weigh(asked, empty(asked), move("d1", begin_min=10 * 60))
    [tour] = told.plan.tours
    assert (tour.stops[0].begin_min, tour.stops[0].locked) == (600, True)
    late = weigh(asked, told.plan, move("d2", position=0, begin_min=11 * 60), fixed={"d1": 600})
    assert rules(late) == {Rule.LATER_THAN_SET}


def test_a_visit_by_two_waits_for_the_last_of_them_and_stands_in_both_tours():
    asked = problem(dwelling(1), dwelling(2, lat=56.3, seats=(Seat(), Seat())), inspectors=2)
    plan = after(asked, move("d1"), move("d2", MONDAY, "i1", "i2"))
    begun = {stop.begin_min for tour in plan.tours for stop in tour.stops if stop.candidate_id == "d2"}
    assert len(plan.tours) == 2
    assert len(begun) == 1
    assert plan.visit_count == 2
    gone = weigh(asked, plan, Remove("d2"))
    assert {one.inspector_id for one in gone.tours} == {"i1", "i2"}


def test_tours_that_wait_for_one_another_are_forbidden():
    both = (Seat(), Seat())
    asked = problem(dwelling(1, seats=both), dwelling(2, lat=56.3, seats=both), inspectors=2)
    plan = after(asked, move("d1", MONDAY, "i1", "i2"))
    drives, made = Drives(asked), arrangement_of(plan)
    crossed = {("i1", MONDAY): ("d1", "d2"), ("i2", MONDAY): ("d2", "d1")}
    visits = {**made.visits, "d2": PlacedVisit(candidate_id="d2", crew=("i1", "i2"), on=MONDAY)}
    with pytest.raises(ValueError, match="i1, i2"):
        timed(drives, type(made)(visits, crossed), tied_to(type(made)(visits, crossed), crossed))


def test_the_companion_who_is_free_is_found_and_the_exchanged_one_keeps_the_seat():
    asked = problem(dwelling(1, seats=(Seat(), Seat())), dwelling(2), inspectors=3)
    drives = Drives(asked)
    plan = after(asked, move("d2", MONDAY, "i2"))
    assert crew_with(drives, plan, "d1", "i1", MONDAY) == ("i1", "i3")
    plan = weigh(asked, plan, move("d1", MONDAY, "i1", "i3")).plan
    assert crew_with(drives, plan, "d1", "i2", MONDAY, instead_of="i3") == ("i1", "i2")
    assert crew_with(drives, plan, "d1", "i3", MONDAY, instead_of="i1") == ("i3", "i1")


@pytest.mark.parametrize(
    "change",
    [move("nobody"), Remove("d2"), Swap("d1", "d2"), move("d1", MONDAY, "i9"), move("d1", position=4)],
)
def test_what_is_not_there_cannot_be_changed(change):
    asked = problem(dwelling(1), dwelling(2))
    with pytest.raises(MoveError):
        weigh(asked, after(asked, move("d1")), change)


def test_no_visit_ends_after_midnight_whatever_the_reason():
    asked = problem(dwelling(1, service_min=60))
    told = weigh(asked, empty(asked), move("d1", begin_min=23 * 60 + 30))
    assert Rule.PAST_MIDNIGHT in rules(told)
    assert Rule.PAST_MIDNIGHT not in WARNINGS
    assert told.is_forbidden
    assert Rule.PAST_MIDNIGHT not in rules(weigh(asked, empty(asked), move("d1", begin_min=23 * 60)))
