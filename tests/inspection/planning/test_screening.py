from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.planning.plan import LeftOutReason
from inspection.planning.problem import Problem, StopAfter, VisitReason, Window
from inspection.planning.screening import choose_random_share, openings_of, pool_limit, screen
from inspection.planning.solver import plan_visits
from planning_cases import WEEK, dwelling, inspector, problem, seeded

HUNDRED = [dwelling(number, prize=number) for number in range(100)]


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


@given(st.floats(0, 1), st.integers(0, 10))
def test_random_share_is_drawn_and_marked(share, seed):
    marked = choose_random_share(HUNDRED, share, seeded(seed))
    drawn = [one for one in marked if one.reason is VisitReason.RANDOM]
    assert len(drawn) == round(share * 100)
    assert all(one.must_visit for one in drawn)
    assert [one.id for one in marked] == [one.id for one in HUNDRED]


def test_draw_does_not_depend_on_the_order_of_the_candidates():
    forward = choose_random_share(HUNDRED, 0.1, seeded(4))
    backward = choose_random_share(HUNDRED[::-1], 0.1, seeded(4))
    assert sorted(forward, key=lambda one: one.id) == sorted(backward, key=lambda one: one.id)


def test_share_can_be_of_the_visits_that_can_be_made():
    marked = choose_random_share(HUNDRED, 0.1, seeded(4), visits=40)
    assert sum(one.reason is VisitReason.RANDOM for one in marked) == 4


def test_tips_and_duties_are_never_drawn():
    kept = [dwelling(1, reason=VisitReason.TIP), dwelling(2, must_visit=True), dwelling(3)]
    assert [one.reason for one in choose_random_share(kept, 1, seeded(1))] == [
        "tip",
        "score",
        "random",
    ]


def test_low_scores_are_drawn_as_often_as_high_ones():
    low = 0
    for seed in range(200):
        marked = choose_random_share(HUNDRED, 0.1, seeded(seed))
        low += sum(one.reason is VisitReason.RANDOM and one.prize < 50 for one in marked)
    assert 900 < low < 1100


def test_share_above_one_is_refused():
    with pytest.raises(ValueError, match="from 0 to 1"):
        choose_random_share(HUNDRED, 1.5, seeded(1))
