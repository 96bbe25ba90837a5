"""The metrics against scikit-learn, against cases worked out by hand, and as properties."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from inspection.risk.evaluation.metrics import (
    area_under_curve,
    average_precision,
    brier,
    days_earlier,
    first_half_share,
    lift,
    precision_recall_at,
    wilson,
)

visits = st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.integers(1, 9)), min_size=2, max_size=60).filter(
    lambda rows: len({row[0] for row in rows}) == 2
)


def columns(rows: list[tuple[bool, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    outcome, risk, weight = zip(*rows, strict=True)
    return np.array(outcome), np.array(risk, dtype=float), np.array(weight, dtype=float)


def days(*numbers: int) -> np.ndarray:
    return np.array([date(2026, 1, 1) + timedelta(number) for number in numbers], dtype="datetime64[D]")


@given(visits)
def test_the_area_is_that_of_scikit_learn_with_ties_and_weights(rows):
    outcome, risk, weight = columns(rows)
    assert area_under_curve(outcome, risk, weight) == pytest.approx(
        roc_auc_score(outcome, risk, sample_weight=weight), abs=1e-12
    )


@given(visits)
def test_average_precision_is_that_of_scikit_learn_with_ties_and_weights(rows):
    outcome, risk, weight = columns(rows)
    assert average_precision(outcome, risk, weight) == pytest.approx(
        average_precision_score(outcome, risk, sample_weight=weight), abs=1e-12
    )


@given(visits)
def test_the_brier_score_is_that_of_scikit_learn_with_weights(rows):
    outcome, risk, weight = columns(rows)
    assert brier(outcome, risk / 6, weight) == pytest.approx(
        brier_score_loss(outcome, risk / 6, sample_weight=weight), abs=1e-12
    )


@given(visits)
def test_a_weight_of_three_is_the_same_visit_three_times(rows):
    outcome, risk, weight = columns(rows)
    times = weight.astype(int)
    on = days(*range(len(outcome)))
    apart = risk + np.arange(len(risk)) / 1000  # no ties, so that no shuffle parts the copies
    again = [np.repeat(column, times) for column in (outcome, apart, on)]
    assert days_earlier(outcome, apart, on, weight) == pytest.approx(days_earlier(*again), abs=1e-6)
    assert area_under_curve(outcome, apart, weight) == pytest.approx(area_under_curve(again[0], again[1]))


@given(visits, st.floats(0.01, 1))
def test_turning_the_ranking_around_turns_the_area_around_and_never_the_number_of_breaches(rows, capacity):
    outcome, risk, weight = columns(rows)
    assert area_under_curve(outcome, -risk, weight) == pytest.approx(1 - area_under_curve(outcome, risk, weight))
    precision, recall = precision_recall_at(outcome, risk, capacity)
    slots = max(1, int(capacity * len(outcome) + 1e-9))
    assert precision * slots == pytest.approx(recall * outcome.sum())


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_the_order_in_which_visits_were_made_is_no_day_earlier(outcome):
    on = days(*range(len(outcome)))
    found = days_earlier(outcome, -np.arange(len(outcome)), on)
    assert found == (pytest.approx(0) if any(outcome) else None)


def test_days_earlier_worked_out_by_hand():
    """Four visits on days 0, 10, 20, 30 with breaches on 10 and 30. By risk the breaches come on 0 and 20."""
    outcome, risk = [False, True, False, True], [3.0, 4.0, 1.0, 2.0]
    assert days_earlier(outcome, risk, days(0, 10, 20, 30)) == pytest.approx((10 + 10) / 2)


def test_the_first_half_ends_with_the_last_whole_day_before_half_of_the_visits():
    """Five visits: two on day 0, two on day 1, one on day 2. Half is 2.5, so the first half is the two of day 0."""
    on = days(0, 0, 1, 1, 2)
    outcome = [False, False, True, True, True]
    assert first_half_share(outcome, [1, 2, 5, 4, 3], on) == pytest.approx(2 / 3)
    assert first_half_share(outcome, [5, 4, 3, 2, 1], on) == 0


def test_capacity_is_rounded_down_and_is_at_least_one_visit():
    outcome, risk = [True] + [False] * 28, np.arange(29, 0, -1)
    assert precision_recall_at(outcome, risk, 0.1) == (pytest.approx(1 / 2), pytest.approx(1.0))
    assert precision_recall_at(outcome, risk, 0.001) == (pytest.approx(1.0), pytest.approx(1.0))


def test_ties_are_broken_by_the_seed_and_by_nothing_else():
    outcome, risk = np.arange(100) < 50, np.zeros(100)
    first = precision_recall_at(outcome, risk, 0.1, seed=7)
    assert first == precision_recall_at(outcome, risk, 0.1, seed=7)
    assert len({precision_recall_at(outcome, risk, 0.1, seed=seed) for seed in range(8)}) > 1


def test_what_cannot_be_told_is_none():
    assert area_under_curve([True, True], [1, 2]) is None
    assert average_precision([False, False], [1, 2]) is None
    assert precision_recall_at([False], [1]) == (0.0, None)
    assert precision_recall_at([], []) == (None, None)
    assert area_under_curve([], []) is None
    assert days_earlier([], [], days()) is None
    assert first_half_share([True, False], [1, 2], days(3, 3)) is None
    assert brier([], []) is None
    assert wilson(0, 0) is None


def test_a_risk_that_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        area_under_curve([True, False], [1.0, float("nan")])


def test_a_weight_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        area_under_curve([True, False], [1.0, 2.0], [1.0, 0.0])


def test_wilsons_interval_is_the_published_one():
    """15 % of 52 visits: 8 to 27 %."""
    low, high = wilson(0.15 * 52, 52)
    assert (round(low, 2), round(high, 2)) == (0.08, 0.27)
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1


def test_the_lift_of_a_year_of_norwegian_visits_has_the_known_interval():
    """466 visits by risk with 30 % and 52 at random with 15 %: 2.0 (1.03-3.9)."""
    found = lift(0.30 * 466, 466, 0.15 * 52, 52)
    assert found.value == pytest.approx(2.0)
    assert (round(found.low, 2), round(found.high, 1)) == (1.03, 3.9)
    assert lift(1, 10, 0, 52).value is None
    assert lift(1, 10, 0, 0).reason
