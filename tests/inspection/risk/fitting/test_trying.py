"""Learning on earlier visits, judging on later ones, and writing what came out as a set that can be read."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
import yaml

from fitted_visits import MeansModel, made_visits, means_learner
from inspection.risk.evaluation.metrics import Estimate
from inspection.risk.fitting.trying import Fitted, TooFewVisitsError, fit_points
from inspection.risk.fitting.writing import reason_of, version_on, yaml_of
from inspection.risk.weights import delivered_text, load_weights, parse_weights

WEIGHTS = load_weights("2026-01")
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit_points(made_visits(WEIGHTS), WEIGHTS, learner=means_learner, resamples=200)


def test_the_learner_of_the_house_finds_what_matters() -> None:
    found = fit_points(made_visits(WEIGHTS, 500), WEIGHTS, resamples=100)
    points = {one.key: one.max_points for one in found.proposal.factors}
    assert points["toilets"] > 10 > points["plan_missing"]
    assert found.is_offered


def test_what_matters_in_the_visits_weighs_more_in_the_proposal(fitted: Fitted) -> None:
    points = {one.key: one.max_points for one in fitted.proposal.factors}
    old = {one.key: one.max_points for one in WEIGHTS.factors}
    assert points["toilets"] > old["toilets"]
    assert points["previous_breaches"] > old["previous_breaches"]
    assert points["plan_missing"] < old["plan_missing"]


def test_a_proposal_that_beats_chance_and_the_last_result_is_offered(fitted: Fitted) -> None:
    assert fitted.is_offered
    assert fitted.document["offered"]
    assert fitted.document["test"]["rankings"]["model"]["area_under_curve"]["value"] > 0.6
    assert set(fitted.document["test"]["rankings"]) == {"model", "in_force", "last_result", "chance"}


def test_the_trial_never_sees_what_it_is_judged_on(fitted: Fitted) -> None:
    frame = made_visits(WEIGHTS)
    later = frame.filter(pl.col("visited_on") >= fitted.learned_before)
    assert fitted.evaluation.n == len(later)
    seen: set[int] = set()

    def spy(features: pl.DataFrame, *given: Any) -> MeansModel:
        seen.add(len(features))
        return means_learner(features, *given)

    fit_points(frame, WEIGHTS, learner=spy, resamples=10)
    earlier = len(frame) - len(later)
    assert {earlier, len(frame)} <= seen


def test_where_nothing_matters_nothing_is_offered() -> None:
    assert not fit_points(made_visits(WEIGHTS, strength=0.0), WEIGHTS, learner=means_learner, resamples=200).is_offered


@pytest.mark.parametrize("missing", ["last_result", "chance"])
def test_both_must_be_beaten_with_the_whole_interval(fitted: Fitted, missing: str) -> None:
    for estimate in (Estimate(0.1, -0.001, 0.2), Estimate(0.1), Estimate(None, reason="no")):
        differences = {**fitted.evaluation.differences, missing: {"area_under_curve": estimate}}
        assert not replace(fitted, evaluation=replace(fitted.evaluation, differences=differences)).is_offered


@pytest.mark.parametrize(("visits", "strength"), [(0, 1.0), (199, 1.0), (210, 0.0)])
def test_too_few_visits_or_breaches_are_refused_with_numbers(visits: int, strength: float) -> None:
    frame = made_visits(WEIGHTS, max(visits, 1), strength=strength).head(visits)
    if not strength:
        frame = frame.with_columns(breached=pl.int_range(pl.len()) < 29)
    with pytest.raises(TooFewVisitsError, match=f"{visits} ended visits.*at least 200 and 30"):
        fit_points(frame, WEIGHTS)


def test_the_same_visits_give_the_same_proposal(fitted: Fitted) -> None:
    again = fit_points(made_visits(WEIGHTS), WEIGHTS, learner=means_learner, resamples=200)
    assert again.proposal == fitted.proposal
    assert again.document == fitted.document


def test_visits_that_were_hardly_ever_drawn_weigh_more_but_not_without_end() -> None:
    frame = made_visits(WEIGHTS, 400)
    weighted = frame.with_columns(probability=pl.when(pl.col("arm") == "random").then(0.0001).otherwise(1.0))
    assert fit_points(weighted, WEIGHTS, learner=means_learner, resamples=20).weighted


def test_the_yaml_is_the_base_with_other_points_and_a_reason(fitted: Fitted) -> None:
    text = yaml_of(fitted, delivered_text("2026-01"), version="fit-2026-11-22", on=DAY)
    read = parse_weights(text, origin="fit")
    assert read.factors == fitted.proposal.factors
    assert read.group_limits == fitted.proposal.group_limits
    assert (read.version, read.valid_from) == ("fit-2026-11-22", DAY)
    for part in ("1200", "2023-01-01", "95 %", str(fitted.breaches), "valgte boliger"):
        assert part in read.reason
    assert list(yaml.safe_load(text)) == list(yaml.safe_load(delivered_text("2026-01")))


def test_the_reason_says_when_a_figure_cannot_be_told(fitted: Fitted) -> None:
    rankings = {**fitted.evaluation.rankings, "model": {"area_under_curve": Estimate(None)}}
    assert "AUC –" in reason_of(replace(fitted, evaluation=replace(fitted.evaluation, rankings=rankings)))


def test_a_version_is_never_taken_twice() -> None:
    assert version_on(DAY, set()) == "fit-2026-11-22"
    assert version_on(DAY, {"fit-2026-11-22", "fit-2026-11-22-2"}) == "fit-2026-11-22-3"
