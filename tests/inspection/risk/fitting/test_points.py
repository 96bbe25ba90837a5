"""From log-odds to whole points: 100 in all, in the law's order, close to the set in force with few visits."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitted_visits import made_visits
from inspection.risk.fitting.classes import classes_of, directions_of, sorted_choices
from inspection.risk.fitting.points import Learned, Rows, group_limits, repoint, rising
from inspection.risk.scoring import score_frame
from inspection.risk.weights import load_weights
from inspection.risk.weights.factors import HIGHEST_SCORE, Factor, Scale, Weights
from inspection.risk.weightsets.comparing import points_table

WEIGHTS = load_weights("2026-01")
VISITS = made_visits(WEIGHTS, 400)


def rows_of(frame: pl.DataFrame, weights: Weights = WEIGHTS) -> Rows:
    return Rows(frame, frame["breached"].cast(pl.Float64).to_numpy(), np.ones(len(frame)))


def learned(frame: pl.DataFrame, **effects: list[float]) -> Learned:
    """What a learner would say: an effect for each class of a factor's feature, the stand-in for a model."""
    by_feature = {factor.feature: classes_of(factor) for factor in WEIGHTS.factors}
    parts = [np.asarray(given)[by_feature[feature].index(frame)] for feature, given in effects.items()]
    return Learned(tuple(effects), np.column_stack(parts) if parts else np.zeros((len(frame), 0)))


def named(factors: tuple[Factor, ...], key: str) -> Factor:
    return next(one for one in factors if one.key == key)


def test_the_classes_of_a_factor_are_those_that_the_score_gives_points_to() -> None:
    for factor in WEIGHTS.factors:
        points = score_frame(VISITS, WEIGHTS)[f"points_{factor.key}"].to_numpy()
        one = classes_of(factor)
        assert np.array_equal(np.asarray(one.points)[one.index(VISITS)], points), factor.key


def test_a_feature_that_is_read_no_longer_is_unknown_everywhere() -> None:
    factor = replace(WEIGHTS.factors[0], feature="gone")
    assert set(classes_of(factor).index(VISITS)) == {classes_of(factor).known}


def test_directions_follow_the_points_in_force() -> None:
    directions = directions_of(WEIGHTS.factors)
    assert directions["persons_per_toilet"] == 1
    assert directions["area_per_person_m2"] == -1
    assert directions["plan_missing"] == 1
    assert directions["approved_for_habitation"] == -1
    assert "kind" not in directions


def test_without_anything_learned_the_points_stay_as_they_are() -> None:
    factors = repoint(WEIGHTS, rows_of(VISITS), learned(VISITS))
    for before, after in zip(WEIGHTS.factors, factors, strict=True):
        assert abs(before.max_points - after.max_points) <= 1, before.key


effect = st.floats(-4, 4)


@settings(max_examples=25)
@given(st.lists(effect, min_size=5, max_size=5), st.lists(effect, min_size=4, max_size=4), st.integers(0, 300))
def test_whatever_was_learned_the_points_are_lawful(toilets: list[float], plan: list[float], count: int) -> None:
    frame = VISITS.head(count + 20)
    found = learned(frame, persons_per_toilet=toilets, plan_missing=plan[:3])
    factors = repoint(WEIGHTS, rows_of(frame), found)
    assert sum(one.max_points for one in factors) == HIGHEST_SCORE
    for before, after in zip(WEIGHTS.factors, factors, strict=True):
        assert (after.key, after.feature, after.da, after.reference) == (
            before.key,
            before.feature,
            before.da,
            before.reference,
        )
        assert set(points_table(after)) == set(points_table(before))
        if after.scale is not Scale.CHOICES:
            given = [points for _limit, points in after.steps]
            assert given == sorted(given, reverse=True), before.key
        if before.unknown_points:
            assert after.unknown_points >= after.max_points / 3, before.key
        else:
            assert after.unknown_points == 0, before.key


def test_a_fact_that_tells_more_gets_more_points() -> None:
    found = learned(VISITS, persons_per_toilet=[-1.0, -0.5, 1.0, 2.0, 0.0])
    after = named(repoint(WEIGHTS, rows_of(VISITS), found, prior_visits=1), "toilets")
    assert after.max_points > 3 * named(WEIGHTS.factors, "toilets").max_points


def test_with_few_visits_the_proposal_is_close_to_the_set_in_force() -> None:
    effects = [-1.0, -0.5, 1.0, 2.0, 0.0]
    few = VISITS.head(10)
    shy = named(repoint(WEIGHTS, rows_of(few), learned(few, persons_per_toilet=effects)), "toilets")
    bold = named(repoint(WEIGHTS, rows_of(VISITS), learned(VISITS, persons_per_toilet=effects)), "toilets")
    assert shy.max_points < bold.max_points


def test_what_the_law_orders_never_turns_round() -> None:
    found = learned(VISITS, persons_per_toilet=[3.0, 2.0, 1.0, -4.0, 0.0])
    after = named(repoint(WEIGHTS, rows_of(VISITS), found, prior_visits=1), "toilets")
    points = [given for _limit, given in after.steps]
    assert points == sorted(points, reverse=True)


def test_kinds_of_dwelling_may_change_places() -> None:
    kinds = [choice.value for choice in sorted_choices(named(WEIGHTS.factors, "kind_of_place"))]
    effects = [2.0 if kind == "house" else -1.0 for kind in kinds] + [0.0]
    after = named(repoint(WEIGHTS, rows_of(VISITS), learned(VISITS, kind=effects), prior_visits=1), "kind_of_place")
    points = {choice.value: choice.points for choice in after.choices}
    assert points["house"] > points["container"]


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 9)), min_size=1, max_size=12))
def test_rising_values_never_fall_and_keep_their_mean(pairs: list[tuple[float, float]]) -> None:
    values, weight = (np.array(one) for one in zip(*pairs, strict=True))
    found = rising(values, weight)
    assert len(found) == len(values)
    assert np.all(np.diff(found) >= -1e-12)
    assert weight @ found == pytest.approx(weight @ values, abs=1e-6)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=200), st.floats(0.2, 1))
def test_groups_stay_about_as_large_as_they_were(scores: list[int], factor: float) -> None:
    before = np.array(scores, dtype=float)
    limits = group_limits(before, np.round(before * factor), (20, 35, 50))
    assert 0 < limits[0] < limits[1] < limits[2] <= HIGHEST_SCORE


def test_the_same_scores_keep_the_same_limits() -> None:
    before = np.arange(101, dtype=float)
    assert group_limits(before, before, (20, 35, 50)) == (20, 35, 50)
    assert group_limits(before, before / 2, (20, 35, 50)) == (10, 18, 25)


def test_without_housing_the_limits_stay() -> None:
    assert group_limits(np.array([]), np.array([]), (20, 35, 50)) == (20, 35, 50)
