from datetime import date

import numpy as np
import polars as pl
import pytest

from inspection.risk.learning.leaks import after_the_visit, barred, doubted, single_reach, tells_the_outcome

DRAWN = np.random.default_rng(1)
OUTCOME = pl.Series("breach", DRAWN.random(400) < 0.3)


@pytest.mark.parametrize("name", ["Nationality", "inspector_id", "OWNER_NAME", "siteName", "Inspectorblue", "Sprog"])
def test_columns_that_tell_who_people_are_or_who_inspected_are_barred(name):
    assert "RISK-03" in (barred(name) or "")


@pytest.mark.parametrize("name", ["building_age", "wardname", "unionised_area", "inspection_type", "units"])
def test_columns_that_only_sound_alike_are_not(name):
    assert barred(name) is None


def test_a_column_equal_to_the_outcome_is_refused():
    assert "alone it tells" in (tells_the_outcome("x", OUTCOME.cast(pl.Float64), OUTCOME) or "")
    turned = pl.Series("x", ["passed" if not one else "stopped" for one in OUTCOME])
    assert "alone it tells" in (tells_the_outcome("x", turned, OUTCOME) or "")


def test_a_score_that_decides_the_outcome_is_refused():
    score = pl.Series("x", np.where(OUTCOME.to_numpy(), 40.0, 80.0) + DRAWN.random(400) * 10)
    assert "alone it tells" in (tells_the_outcome("x", score, OUTCOME) or "")


def test_a_column_filled_in_only_after_a_breach_is_refused():
    fine = pl.Series("x", [1000.0 * number if hit else None for number, hit in enumerate(OUTCOME)])
    assert "filled in only" in (tells_the_outcome("x", fine, OUTCOME) or "")


def test_a_fine_that_few_breaches_bring_is_refused_too():
    rare = pl.Series("x", [500.0 if hit and number % 4 == 0 else 0.0 for number, hit in enumerate(OUTCOME)])
    assert single_reach(rare, OUTCOME) < 0.7
    assert "filled in only" in (tells_the_outcome("fine", rare, OUTCOME) or "")
    half = pl.Series("x", [500.0 if number % 4 == 0 else 0.0 for number in range(400)])
    assert tells_the_outcome("fine", half, OUTCOME) is None


def test_a_name_that_says_later_is_refused_and_one_that_says_earlier_is_not():
    noise = pl.Series("x", DRAWN.random(400))
    assert "came after" in (tells_the_outcome("next_score", noise, OUTCOME) or "")
    assert tells_the_outcome("previous_score", noise, OUTCOME) is None
    assert doubted("violations")
    assert not doubted("previous_violations")


def test_what_the_visit_found_is_refused_when_it_nearly_tells_the_outcome():
    close = pl.Series("x", OUTCOME.cast(pl.Float64).to_numpy() + DRAWN.normal(scale=0.45, size=400))
    assert 0.9 < single_reach(close, OUTCOME) < 0.99
    assert "what the visit found" in (tells_the_outcome("violations_count", close, OUTCOME) or "")
    assert tells_the_outcome("crowding", close, OUTCOME) is None


def test_many_small_levels_do_not_learn_the_answer():
    levels = pl.Series("x", [f"L{number // 2}" for number in range(400)])
    assert single_reach(levels, OUTCOME) < 0.65


def test_days_after_the_visit_are_refused_and_days_before_are_not():
    on = pl.Series("on", [date(2020, 6, 1)] * 100)
    assert after_the_visit(pl.Series("x", [date(2020, 5, 1)] * 100), on) is None
    assert "50 of its 100 days" in (
        after_the_visit(pl.Series("x", [date(2020, 5, 1)] * 50 + [date(2020, 7, 1)] * 50), on) or ""
    )
