"""Whether probabilities are right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from inspection.risk.evaluation.calibration import calibrated, calibration_bins, calibration_line


def drawn(n: int, *, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    probability = random.uniform(0.02, 0.6, n)
    return random.uniform(size=n) < probability, probability


def test_probabilities_that_are_right_give_a_slope_of_one_and_an_intercept_of_nothing():
    outcome, probability = drawn(5000)
    intercept, slope = calibration_line(outcome, probability)
    assert intercept.low < 0 < intercept.high
    assert slope.low < 1 < slope.high


def test_the_line_is_that_of_an_unregularised_logistic_regression():
    outcome, probability = drawn(800)
    logit = np.log(probability / (1 - probability)).reshape(-1, 1)
    fitted = LogisticRegression(C=np.inf, tol=1e-10).fit(logit, outcome)
    intercept, slope = calibration_line(outcome, probability)
    assert slope.value == pytest.approx(fitted.coef_[0, 0], abs=1e-4)
    assert intercept.value == pytest.approx(fitted.intercept_[0], abs=1e-4)


def test_probabilities_that_are_too_sure_give_a_slope_below_one():
    outcome, probability = drawn(4000)
    logit = 2 * np.log(probability / (1 - probability))
    _, slope = calibration_line(outcome, 1 / (1 + np.exp(-logit)))
    assert slope.high < 0.8


def test_visits_of_one_dwelling_do_not_count_as_many():
    outcome, probability = drawn(300)
    ten = [np.repeat(column, 10) for column in (outcome, probability)]
    alone = calibration_line(outcome, probability)[1]
    together = calibration_line(*ten, unit=np.repeat(np.arange(300), 10))[1]
    assert together.high - together.low == pytest.approx(alone.high - alone.low, rel=1e-6)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=80))
def test_bins_hold_every_visit_once_and_as_many_each(rows):
    outcome, probability = [row[0] for row in rows], [row[1] for row in rows]
    bins = calibration_bins(outcome, probability)
    assert sum(one.n for one in bins) == len(rows)
    assert not bins or max(one.n for one in bins) - min(one.n for one in bins) <= 1
    assert [one.predicted for one in bins] == sorted(one.predicted for one in bins)
    assert all(one.observed.low <= one.observed.value <= one.observed.high for one in bins)


@pytest.mark.parametrize(
    ("outcome", "probability", "reason"),
    [
        ([True, True], [0.2, 0.4], "same way"),
        ([True, False], [0.3, 0.3], "same"),
        ([True, True, False, False], [0.9, 0.8, 0.2, 0.1], "completely"),
    ],
)
def test_where_no_line_fits_a_reason_is_given(outcome, probability, reason):
    intercept, slope = calibration_line(outcome, probability)
    assert (intercept.value, slope.value) == (None, None)
    assert reason in slope.reason


def test_a_probability_above_one_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        calibrated([True, False], [0.2, 1.2])


def test_saying_the_base_rate_of_every_visit_is_what_the_brier_score_is_held_against():
    found = calibrated([True, False, False, False], [0.9, 0.1, 0.1, 0.1])
    assert found.brier_of_base_rate == pytest.approx(0.25 * 0.75)
    assert found.brier.value == pytest.approx(0.01)
