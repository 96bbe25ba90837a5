import numpy as np
import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from inspection.risk.learning import solving
from inspection.risk.learning.bands import cut_columns
from inspection.risk.learning.learner import LearningError, learn
from inspection.risk.learning.solving import solve
from inspection.risk.learning.trials import Lot, Visits
from made_visits import made_visits

COLUMNS = ["crowding", "kind", "noise"]


def learned(table, **more):
    return learn(table.select(COLUMNS), table["breach"].to_numpy(), on=table["visited"].to_numpy(), **more)


@pytest.fixture(scope="module")
def table():
    return made_visits()


@pytest.fixture(scope="module")
def model(table):
    return learned(table)


def test_the_model_finds_the_rule_behind_the_visits(model):
    terms = {term.column: term for term in model.terms}
    assert terms["crowding"].effects[-1] > terms["crowding"].effects[0] + 1
    assert terms["kind"].levels["caravan"] > terms["kind"].levels["house"] + 0.4
    assert terms["noise"].spread < terms["crowding"].spread / 4


def test_contributions_and_intercept_make_the_probability(model, table):
    rows = table.select(COLUMNS)
    total = model.intercept + model.contributions(rows).sum(axis=1)
    assert model.probability(rows) == pytest.approx(1 / (1 + np.exp(-total)))


def test_the_model_ranks_other_visits_about_as_well_as_the_rule_itself_can(model):
    other = made_visits(seed=2)
    risk = 0.8 * np.minimum(other["crowding"].fill_null(2.0).to_numpy(), 4) + 1.2 * (other["kind"] == "caravan")
    best = roc_auc_score(other["breach"], risk)
    assert roc_auc_score(other["breach"], model.probability(other.select(COLUMNS))) > best - 0.015


def test_foretold_and_observed_breaches_agree_on_other_visits(model):
    other = made_visits(rows=4_000, seed=3)
    chance = model.probability(other.select(COLUMNS))
    happened = other["breach"].to_numpy()
    for part in np.array_split(np.argsort(chance), 4):
        assert chance[part].mean() == pytest.approx(happened[part].mean(), abs=0.06)


def test_the_interval_holds_the_probability_and_is_wider_with_fewer_visits(model, table):
    rows = table.select(COLUMNS).head(200)
    few = learned(table.sample(300, seed=1).sort("visited"))
    low, high = model.interval(rows)
    assert ((low <= model.probability(rows)) & (model.probability(rows) <= high)).all()
    few_low, few_high = few.interval(rows)
    assert (few_high - few_low).mean() > (high - low).mean()


def test_variances_alone_give_intervals_where_parameters_are_many(table, model, monkeypatch):
    monkeypatch.setattr(solving, "MOST_FOR_CURVATURE", 3)
    rows = table.select(COLUMNS).head(100)
    rough = learned(table)
    assert rough.covariance.ndim == 1
    low, high = rough.interval(rows)
    assert ((low < rough.probability(rows)) & (rough.probability(rows) < high)).all()
    assert rough.probability(rows) == pytest.approx(model.probability(rows))


def test_the_same_rows_give_the_same_model(model, table):
    again = learned(table)
    assert again.terms == model.terms
    assert again.intercept == model.intercept


def test_a_column_that_may_only_raise_the_risk_never_lowers_it(table):
    turned = table.with_columns(pl.col("noise") * -1)
    for direction in (1, -1):
        model = learned(turned, directions={"noise": direction, "crowding": direction})
        for term in model.terms:
            if term.column in ("noise", "crowding"):
                assert (direction * np.diff(term.effects) >= -1e-9).all()


def test_rows_that_weigh_double_count_as_two(table):
    half = table.head(700)
    twice = pl.concat([half, half.head(100)]).sort("visited")
    weight = np.where(np.arange(700) < 100, 2.0, 1.0)
    one = fitted(half, weight)
    other = fitted(twice, np.ones(800))
    assert one.intercept == pytest.approx(other.intercept, abs=0.02)


def fitted(table, weight):
    frame = table.select(COLUMNS)
    visits = Visits(frame, table["breach"].to_numpy().astype(float), table["visited"].to_numpy(), weight)
    lot = Lot.of(visits, cut_columns(made_visits().select(COLUMNS)), {})
    return solve(lot.rows, lot.blocks, strength=30.0)


def test_the_fit_is_that_of_a_library(table):
    frame = table.select("kind")
    visits = Visits(frame, table["breach"].to_numpy().astype(float), table["visited"].to_numpy(), np.ones(len(table)))
    lot = Lot.of(visits, cut_columns(frame), {})
    fit = solve(lot.rows, lot.blocks, strength=2.0)
    design = lot.blocks[0].matrix[lot.rows.indexes[0]]
    peer = LogisticRegression(C=1 / (2.0 * 3.0), tol=1e-9, max_iter=5_000).fit(design, visits.outcome)
    assert fit.effects(lot.blocks)[0] == pytest.approx(lot.blocks[0].matrix @ peer.coef_[0], abs=2e-3)


def test_a_pair_that_matters_is_found_and_one_that_does_not_is_not_kept():
    drawn = np.random.default_rng(4)
    size = 3_000
    one, two = drawn.normal(size=size), drawn.normal(size=size)
    outcome = drawn.random(size) < np.where((one > 0) == (two > 0), 0.5, 0.1)
    on = np.datetime64("2020-01-01") + np.arange(size).astype("timedelta64[D]")
    frame = pl.DataFrame({"one": one, "two": two})
    model = learn(frame, outcome, on=on, pairs=2)
    assert [term.column for term in model.terms if term.kind == "pair"] == ["one × two"]
    apart = drawn.random(size) < 1 / (1 + np.exp(-(one + two)))
    assert roc_auc_score(apart, learn(frame, apart, on=on, pairs=2).probability(frame)) > 0.75


@pytest.mark.parametrize("breaches", [0, 9])
def test_too_few_breaches_are_told(breaches, table):
    outcome = np.zeros(len(table), dtype=bool)
    outcome[:breaches] = True
    with pytest.raises(LearningError, match=f"There are {breaches} rows with the outcome"):
        learn(table.select(COLUMNS), outcome, on=table["visited"].to_numpy())


def test_without_a_column_that_varies_nothing_is_learned(table):
    with pytest.raises(LearningError, match="No column has two different known values"):
        learn(pl.DataFrame({"x": [1.0] * len(table)}), table["breach"].to_numpy(), on=table["visited"].to_numpy())


def test_visits_of_one_day_are_learned_from_though_nothing_can_be_tried(table):
    on = np.full(len(table), np.datetime64("2020-01-01"))
    model = learn(table.select(COLUMNS), table["breach"].to_numpy(), on=on)
    assert model.chosen.tried == ()
    assert model.chosen.quality is None
