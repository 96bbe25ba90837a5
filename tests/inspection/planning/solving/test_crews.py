"""Visits of several people, languages, regions, skills, locks: what the planner must and must not do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inspection.planning.solving import budget
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.plan import LeftOutReason, Plan, RemarkKind
from inspection.planning.solving.problem import (
    OtherVisit,
    Placement,
    Problem,
    ProblemError,
    Seat,
    Slot,
    StopAfter,
    Window,
)
from inspection.planning.solving.solver import plan_visits
from inspection.planning.travel import Place
from planning_cases import AARHUS, MONDAY, WEEK, dwelling, inspector, problem

BRIEFLY = StopAfter(iterations=200)
TWO = (Seat(), Seat())


def planned(asked: Problem) -> Plan:
    plan = plan_visits(asked, stop=BRIEFLY, seed=1)
    assert check_plan(plan, asked) == []
    return plan


def team(*changes: dict, candidates=(), **more) -> Problem:
    inspectors = [inspector(number, **some) for number, some in enumerate(changes, start=1)]
    return Problem(candidates=list(candidates), inspectors=inspectors, days=WEEK, **more)


def reasons(plan: Plan) -> dict[str, LeftOutReason]:
    return {one.candidate_id: one.reason for one in plan.left_out}


def test_two_inspectors_are_at_a_visit_of_two_at_the_same_time():
    plan = planned(problem(dwelling(seats=TWO), inspectors=2))
    first, second = [tour.stops[0] for tour in plan.tours]
    assert first.begin_min == second.begin_min
    assert {first.companions, second.companions} == {("i1",), ("i2",)}
    assert (plan.visit_count, plan.prize) == (1, 30)


def test_a_visit_of_two_stands_among_visits_of_one_in_both_tours():
    singles = [dwelling(number, prize=20) for number in range(2, 14)]
    plan = planned(problem(dwelling(seats=TWO, prize=60), *singles, inspectors=2, days=WEEK[:1]))
    assert [stop.candidate_id for tour in plan.tours for stop in tour.stops].count("d1") == 2
    assert all(len(tour.stops) > 3 for tour in plan.tours)


def test_a_visit_of_two_worth_less_than_two_visits_of_one_gives_way():
    singles = [dwelling(number, prize=50) for number in range(2, 20)]
    plan = planned(problem(dwelling(seats=TWO, prize=20), *singles, inspectors=2, days=WEEK[:1]))
    assert reasons(plan)["d1"] is LeftOutReason.NOT_CHOSEN


def test_a_duty_of_two_is_made_room_for():
    singles = [dwelling(number, prize=80) for number in range(2, 20)]
    plan = planned(problem(dwelling(seats=TWO, prize=1, must_visit=True), *singles, inspectors=2, days=WEEK[:1]))
    assert "d1" not in reasons(plan)


def test_one_inspector_alone_cannot_make_a_visit_of_two():
    assert reasons(planned(problem(dwelling(seats=TWO)))) == {"d1": LeftOutReason.NO_COMPANION}


def test_two_who_never_work_on_the_same_day_cannot_make_a_visit_of_two():
    apart = team({"hours": (Window(0, 480, 900),)}, {"hours": (Window(1, 480, 900),)}, candidates=[dwelling(seats=TWO)])
    assert reasons(planned(apart)) == {"d1": LeftOutReason.NO_COMPANION}


def test_a_joint_visit_is_led_by_the_authority_of_its_first_seat():
    joint = dwelling(seats=(Seat(authority="politi"), Seat(authority="at")), slots=(Slot(WEEK[2], 600, 780),))
    plan = planned(team({"authority": "at"}, {"authority": "politi"}, candidates=[joint]))
    [leader] = [tour.inspector_id for tour in plan.tours if tour.stops[0].leads]
    assert leader == "i2"
    assert {tour.on for tour in plan.tours} == {WEEK[2]}


@pytest.mark.parametrize(
    ("changes", "person", "reason"),
    [
        ({"seats": (Seat(skills=frozenset({"fire"})),)}, {}, LeftOutReason.NO_SKILL),
        ({}, {"region": frozenset({"0101"})}, LeftOutReason.OUTSIDE_REGION),
        ({"barred_inspectors": frozenset({"i1"})}, {}, LeftOutReason.CONFLICT),
        ({"languages": frozenset({"pl"}), "interpreter": False}, {}, LeftOutReason.NO_LANGUAGE),
        ({"place_is_sound": False}, {}, LeftOutReason.NO_PLACE),
        ({"windows": ()}, {}, LeftOutReason.NEVER_OPEN),
        ({"windows": (Window(0, 600, 630),)}, {}, LeftOutReason.NEVER_OPEN),
        ({}, {"hours": ()}, LeftOutReason.NO_INSPECTOR),
        ({"slots": (Slot(MONDAY - timedelta(days=1), 600, 700),)}, {}, LeftOutReason.OUTSIDE_WINDOW),
    ],
)
def test_what_cannot_be_visited_is_left_out_with_its_reason(changes, person, reason):
    assert reasons(planned(team(person, candidates=[dwelling(**changes)]))) == {"d1": reason}


def test_whoever_speaks_the_language_goes_and_needs_no_interpreter():
    there = dwelling(languages=frozenset({"pl"}), interpreter=False)
    plan = planned(team({}, {"languages": frozenset({"pl"})}, candidates=[there]))
    [tour] = plan.tours
    assert (tour.inspector_id, tour.stops[0].interpreter) == ("i2", False)


def test_an_interpreter_is_told_of_when_nobody_speaks_the_language():
    plan = planned(problem(dwelling(languages=frozenset({"pl"}))))
    assert [one.kind for one in plan.remarks] == [RemarkKind.INTERPRETER]
    assert plan.tours[0].stops[0].interpreter


def test_one_of_two_who_speaks_the_language_is_enough():
    there = dwelling(seats=TWO, languages=frozenset({"ro"}), interpreter=False)
    plan = planned(team({}, {"languages": frozenset({"ro"})}, {}, candidates=[there]))
    assert "i2" in {tour.inspector_id for tour in plan.tours}


def test_an_inspector_without_hours_is_told_of():
    plan = planned(team({}, {"hours": ()}, candidates=[dwelling()]))
    assert [(one.kind, one.inspector_id) for one in plan.remarks] == [(RemarkKind.NO_HOURS, "i2")]


def test_another_authority_on_another_day_is_told_of():
    other = OtherVisit("politi", MONDAY + timedelta(days=9))
    plan = planned(problem(dwelling(other_visits=(other,))))
    [told] = plan.remarks
    assert (told.kind, told.authority, told.on) == (RemarkKind.OTHER_AUTHORITY, "politi", other.on)


def test_one_dwelling_is_visited_once_whoever_houses_people_there():
    plan = planned(problem(dwelling(1, dwelling_id="x", prize=10), dwelling(2, dwelling_id="x", prize=20)))
    assert reasons(plan) == {"d1": LeftOutReason.SAME_DOOR}


def test_visits_by_daylight_begin_after_sunrise_and_end_before_sunset():
    december = [day + timedelta(days=287) for day in WEEK]
    dark = replace(dwelling(daylight_only=True, windows=(Window(0, 360, 540), Window(0, 900, 1200))), service_min=60)
    plan = planned(problem(dark, days=december))
    assert reasons(plan) == {"d1": LeftOutReason.OUTSIDE_WINDOW}


def test_the_day_may_end_elsewhere_than_it_began():
    away = Place(56.45, 10.03, "0730")
    [tour] = planned(team({"end": away}, candidates=[dwelling()])).tours
    drive = problem().travel.between([Place(*AARHUS.values())], [away]).minutes[0, 0]
    assert tour.return_min - tour.stops[0].end_min == drive


def lock(number: int = 1, **changes) -> Placement:
    return Placement(
        **{"candidate_id": f"d{number}", "inspector_ids": ("i1",), "on": WEEK[3], "locked": True, **changes}
    )


def test_a_locked_visit_stays_with_its_inspector_and_day():
    rivals = [dwelling(number, prize=90, windows=(Window(3),)) for number in range(2, 14)]
    asked = team({}, {}, candidates=[dwelling(prize=0), *rivals], current=[lock(begin_min=660)])
    [tour] = [tour for tour in planned(asked).tours for stop in tour.stops if stop.candidate_id == "d1"]
    [stop] = [stop for stop in tour.stops if stop.candidate_id == "d1"]
    assert (tour.inspector_id, tour.on, stop.begin_min, stop.locked) == ("i1", WEEK[3], 660, True)


def test_a_visit_of_two_can_be_locked():
    held = lock(inspector_ids=("i3", "i1"), begin_min=600)
    plan = planned(team({}, {}, {}, candidates=[dwelling(seats=TWO)], current=[held]))
    assert {(tour.inspector_id, tour.on, tour.stops[0].begin_min) for tour in plan.tours} == {
        ("i1", WEEK[3], 600),
        ("i3", WEEK[3], 600),
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"on": MONDAY + timedelta(days=6)},
        {"inspector_ids": ("nobody",)},
        {"inspector_ids": ()},
        {"begin_min": 1200},
    ],
)
def test_a_lock_that_cannot_hold_is_told_and_the_rest_is_planned(changes):
    plan = planned(team({}, candidates=[dwelling(), dwelling(2)], current=[lock(**changes)]))
    assert reasons(plan) == {"d1": LeftOutReason.LOCK_BROKEN}
    assert plan.visit_count == 1


def test_planning_anew_without_search_keeps_the_plan_in_hand():
    homes = [dwelling(number, lat=56.1 + number / 100) for number in range(1, 9)]
    first = planned(problem(*homes, inspectors=2))
    in_hand = [
        Placement(candidate_id=stop.candidate_id, inspector_ids=(tour.inspector_id,), on=tour.on)
        for tour in first.tours
        for stop in tour.stops
    ]
    again = replace(problem(*homes, inspectors=2), current=in_hand)
    plan = plan_visits(again, stop=StopAfter(iterations=0), seed=1)

    def where(one: Plan) -> dict:
        return {stop.candidate_id: (tour.inspector_id, tour.on) for tour in one.tours for stop in tour.stops}

    assert where(plan) == where(first)


def test_a_placement_stands_once():
    with pytest.raises(ProblemError, match="placement"):
        team({}, candidates=[dwelling()], current=[lock(), lock()])


def test_a_locked_visit_of_a_candidate_that_nobody_knows_is_named():
    gone = Placement(candidate_id="d99", inspector_ids=("i1",), on=WEEK[0])
    with pytest.raises(ProblemError, match="unknown: d99"):
        replace(problem(dwelling()), current=[replace(gone, locked=True)])
    assert planned(replace(problem(dwelling()), current=[gone])).visit_count == 1  # a start may name what is gone


def team_of_five() -> Problem:
    """250 dwellings, some of them for two people, five inspectors and a week."""
    two = {"seats": (Seat(), Seat())}
    homes = [
        dwelling(number, lat=55.9 + number * 37 % 251 / 400, lon=9.6 + number % 17 / 20, prize=number % 29 + 1)
        for number in range(1, 241)
    ]
    pairs = [dwelling(number, lat=56.0 + number / 1000, prize=40, **two) for number in range(241, 251)]
    return problem(*homes, *pairs, inspectors=5)


def test_seconds_are_a_measure_of_work_so_the_same_seed_gives_the_same_plan(monkeypatch):
    monkeypatch.setattr(budget, "CLOCK_FACTOR", 1000)  # tests may run where much else does
    asked, stop = team_of_five(), StopAfter(seconds=1.0)
    one, other = plan_visits(asked, stop=stop, seed=3), plan_visits(asked, stop=stop, seed=3)
    assert one == other
    assert one.visit_count > 50
    assert check_plan(one, asked) == []
    assert RemarkKind.BY_THE_CLOCK not in {remark.kind for remark in (*one.remarks, *other.remarks)}


def test_where_the_clock_ends_the_search_the_plan_says_so(monkeypatch):
    monkeypatch.setattr(budget, "WORK_PER_SECOND", 10**9)
    plan = plan_visits(team_of_five(), stop=StopAfter(seconds=0.2), seed=3)
    assert [remark.kind for remark in plan.remarks] == [RemarkKind.BY_THE_CLOCK]


def test_the_clock_grants_measured_work_three_times_the_seconds():
    measured = budget.Budget(StopAfter(seconds=2), node_count=200)
    alone = budget.Budget(StopAfter(seconds=2, repeatable=False), node_count=200, pack_s=0.4)
    assert (measured.total, measured.until) == (2 * budget.WORK_PER_SECOND, measured.began + 6)
    assert (alone.total, alone.until) == (float("inf"), alone.began + 1.5)
    assert measured.pack_limit_s is None


def test_progress_goes_from_nothing_to_done():
    told: list[float] = []
    homes = [dwelling(number, lat=56.0 + number / 90) for number in range(1, 30)]
    plan_visits(problem(*homes), stop=StopAfter(iterations=400), seed=1, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
