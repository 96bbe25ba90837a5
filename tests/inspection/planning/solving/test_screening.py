from dataclasses import replace

from inspection.planning.solving.plan import LeftOutReason
from inspection.planning.solving.problem import WORKING_WEEK, Problem, StopAfter, Window
from inspection.planning.solving.screening import openings_of, pool_limit, screen
from inspection.planning.solving.solver import plan_visits
from planning_cases import WEEK, dwelling, inspector, problem


def test_openings_leave_time_for_the_whole_visit():
    one = dwelling(windows=(Window(0, 480, 600), Window(1, 480, 600), Window(2, 480, 530)), service_min=60)
    assert openings_of(one, problem(one)) == {(480, 540): (0, 1)}


def test_large_register_is_cut_to_the_best_near_the_starts():
    asked = problem(*[dwelling(number, prize=number % 90) for number in range(900)], days=WEEK[:1])
    screened = screen(asked)
    assert len(screened.pool) == pool_limit(asked, 60) == 43
    assert min(one.prize for one, _ in screened.pool) > max(one.prize for one in screened.not_weighed) - 5
    plan = plan_visits(asked, stop=StopAfter(iterations=5), seed=1)
    assert len(plan.left_out) + plan.visit_count == 900
    assert plan.left_out[-1].reason is LeftOutReason.NOT_CHOSEN


def test_cut_never_touches_a_duty():
    duty = dwelling(1000, prize=0, must_visit=True)
    screened = screen(problem(*[dwelling(number, prize=90) for number in range(300)], duty, days=WEEK[:1]))
    assert "d1000" in [one.id for one, _ in screened.pool]


def test_duties_beyond_all_reason_are_listed_and_do_not_choke_the_search():
    asked = problem(*[dwelling(number, must_visit=True) for number in range(300)], days=WEEK[:1])
    assert len(screen(asked).pool) == pool_limit(asked, 60)
    plan = plan_visits(asked, stop=StopAfter(iterations=2), seed=1)
    assert len(plan.missed_duties) == 300 - plan.visit_count


def test_two_inspectors_weigh_twice_as_many():
    alone = Problem(candidates=[], inspectors=[inspector(1)], days=WEEK)
    assert pool_limit(replace(alone, inspectors=[inspector(1), inspector(2)]), 60) >= 2 * pool_limit(alone, 60) - 1


def why_left_out(one, **team):
    asked = Problem(candidates=[one], inspectors=[inspector(1, **team)], days=WEEK)
    ((_, why),) = screen(asked).impossible
    return why


def test_too_far_is_said_only_where_drive_and_visit_do_not_fit_a_day():
    in_odense = {"lat": 55.396, "lon": 10.388, "municipality_code": "0461"}
    early = dwelling(**in_odense, windows=tuple(Window(day, 480, 545) for day in range(5)))
    assert why_left_out(early) is LeftOutReason.OUTSIDE_WINDOW  # an hour and a half away, and shut by then
    assert why_left_out(replace(early, windows=WORKING_WEEK), day_end_min=600) is LeftOutReason.TOO_FAR
