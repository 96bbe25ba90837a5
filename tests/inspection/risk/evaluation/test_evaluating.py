"""A ranking judged beside others, with intervals."""

import json
from dataclasses import replace

import numpy as np
import pytest

from inspection.risk.evaluation.evaluating import MODEL, Past, evaluate
from inspection.risk.evaluation.metrics import area_under_curve, days_earlier, first_half_share, precision_recall_at
from inspection.risk.evaluation.printing import document_of, printed
from inspection.risk.evaluation.resampling import METRICS, affordable, draws


def made_up(n: int = 400, *, seed: int = 5) -> tuple[Past, dict[str, np.ndarray], np.ndarray]:
    """Visits with a breach in about 3 of 10; the model knows something, chance knows nothing."""
    random = np.random.default_rng(seed)
    probability = random.beta(1.2, 3, n)
    past = Past(
        outcome=random.uniform(size=n) < probability,
        on=np.datetime64("2024-01-01") + random.integers(0, 600, n).astype("timedelta64[D]"),
        unit=random.integers(0, n // 2, n),
        groups={"municipality": random.choice(["0101", "0751", "0851"], n, p=[0.5, 0.45, 0.05]).tolist()},
    )
    return past, {MODEL: probability, "random": random.uniform(size=n)}, probability


def test_every_metric_is_the_one_of_its_function():
    past, rankings, probability = made_up()
    found = evaluate(past, rankings, probability=probability, resamples=20).rankings[MODEL]
    risk = rankings[MODEL]
    precision, recall = precision_recall_at(past.outcome, risk, 0.1)
    assert found["area_under_curve"].value == pytest.approx(area_under_curve(past.outcome, risk))
    assert (found["precision"].value, found["recall"].value) == (pytest.approx(precision), pytest.approx(recall))
    assert found["days_earlier"].value == pytest.approx(days_earlier(past.outcome, risk, past.on))
    assert found["first_half_share"].value == pytest.approx(first_half_share(past.outcome, risk, past.on))
    assert set(found) == set(METRICS)


def test_a_model_that_knows_something_beats_chance_and_itself_by_nothing():
    past, rankings, _ = made_up()
    found = evaluate(past, rankings | {"itself": rankings[MODEL]}, resamples=200)
    assert found.differences["random"]["area_under_curve"].low > 0
    itself = found.differences["itself"]["area_under_curve"]
    assert (itself.value, itself.low, itself.high) == (0, 0, 0)


def test_an_interval_holds_its_figure_and_is_the_same_each_time():
    past, rankings, _ = made_up()
    first, again = evaluate(past, rankings, resamples=100), evaluate(past, rankings, resamples=100)
    assert first.rankings == again.rankings
    for one in first.rankings[MODEL].values():
        assert one.low <= one.value <= one.high


def test_visits_of_one_dwelling_are_drawn_together():
    unit = np.array([3, 3, 9, 9, 9, 4])
    for counts in draws(unit, 20, 1):
        assert counts[0] == counts[1]
        assert counts[2] == counts[3] == counts[4]
        assert counts[[0, 2, 5]].sum() == 3


def test_copies_of_a_visit_in_its_dwelling_narrow_no_interval():
    past, rankings, _ = made_up(200)
    alone = replace(past, unit=np.arange(200), groups={})
    tenfold = Past(np.repeat(past.outcome, 10), np.repeat(past.on, 10), np.repeat(np.arange(200), 10))
    one = evaluate(alone, rankings, resamples=200).rankings[MODEL]["area_under_curve"]
    ten = evaluate(tenfold, {MODEL: np.repeat(rankings[MODEL], 10)}, resamples=200).rankings[MODEL]["area_under_curve"]
    assert (ten.low, ten.high) == (pytest.approx(one.low), pytest.approx(one.high))


def test_weights_bring_a_sample_drawn_by_risk_back_to_the_whole():
    """Half of the visits without a risk are left out; weight 2 for those that stayed gives the hit rate of all."""
    random = np.random.default_rng(2)
    outcome = np.concatenate((random.uniform(size=4000) < 0.4, random.uniform(size=2000) < 0.1))
    past = Past(
        outcome, np.full(6000, np.datetime64("2025-03-01")), np.arange(6000), np.repeat([1.0, 2.0], [4000, 2000])
    )
    found = evaluate(past, {MODEL: np.repeat([1.0, 0.0], [4000, 2000])}, resamples=0)
    assert found.weighted
    assert found.hit_rate.value == pytest.approx(0.25, abs=0.02)


def test_groups_with_few_visits_give_no_figure_but_say_so():
    past, rankings, _ = made_up()
    groups = evaluate(past, rankings, resamples=50).groups["municipality"]
    assert [one.value for one in groups] == ["0101", "0751", "0851"]
    small = groups[2]
    assert small.n < 50
    assert small.hit_rate.value is None
    assert "Too few" in small.area_under_curve.reason
    assert groups[0].area_under_curve.value is not None


def test_the_recall_of_groups_adds_up_to_the_recall_of_all():
    past, rankings, _ = made_up(2000)
    found = evaluate(past, rankings, resamples=0)
    caught = sum(one.recall.value * one.breaches for one in found.groups["municipality"])
    assert caught / found.breaches == pytest.approx(found.rankings[MODEL]["recall"].value)


@pytest.mark.parametrize("outcome", [[], [True] * 30, [False] * 30])
def test_one_class_or_no_visits_gives_reasons_and_never_nan(outcome):
    n = len(outcome)
    past = Past(
        np.array(outcome, dtype=bool), np.full(n, np.datetime64("2025-01-01")), np.arange(n), groups={"a": [""] * n}
    )
    found = evaluate(past, {MODEL: np.arange(n, dtype=float)}, probability=np.full(n, 0.2), resamples=20)
    area = found.rankings[MODEL]["area_under_curve"]
    assert area.value is None
    assert area.reason
    assert json.dumps(document_of(found), allow_nan=False)
    assert printed(found)


def test_few_dwellings_give_no_interval():
    past, rankings, _ = made_up(60)
    found = evaluate(replace(past, unit=np.arange(60) % 4, groups={}), rankings, resamples=50)
    one = found.rankings[MODEL]["area_under_curve"]
    assert one.value is not None
    assert one.low is None
    assert "dwellings" in one.reason


def test_many_visits_are_drawn_less_often_and_the_result_says_so():
    assert affordable(1000, 3_407) == 1000
    assert affordable(1000, 200_000) == 200
    past, rankings, _ = made_up()
    found = replace(evaluate(past, rankings, resamples=20), asked_resamples=1000)
    assert "fewer were made" in " ".join(printed(found))


def test_the_document_is_json_and_the_lines_name_every_ranking_and_group():
    past, rankings, probability = made_up()
    found = evaluate(past, rankings, probability=probability, resamples=30)
    document = json.loads(json.dumps(document_of(found), allow_nan=False))
    assert document["rankings"][MODEL]["area_under_curve"]["low"] is not None
    assert len(document["calibration"]["bins"]) == 10
    assert document["curves"]["share_of_breaches"][MODEL][-1] == pytest.approx(1.0)
    text = "\n".join(printed(found))
    for word in ("ranking model", "model minus random", "By municipality", "0851: ", "too few", "Brier"):
        assert word in text


def test_progress_is_told_once_for_each_draw():
    told: list[tuple[int, int]] = []
    past, rankings, _ = made_up(80)
    evaluate(past, rankings, resamples=5, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_what_cannot_be_judged_is_refused_in_words():
    past, rankings, _ = made_up(20)
    with pytest.raises(ValueError, match="model"):
        evaluate(past, {"random": rankings["random"]})
    with pytest.raises(ValueError, match="share of the visits"):
        evaluate(past, rankings, capacity=10)
    with pytest.raises(ValueError, match="no date"):
        replace(past, on=np.full(20, np.datetime64("NaT", "D")))
    with pytest.raises(ValueError, match="municipality"):
        replace(past, groups={"municipality": ["0101"]})
