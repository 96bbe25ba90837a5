import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.risk.learning.bands import Bands, Levels, Pair, block_of, cut_columns, cut_number

NUMBERS = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=2, max_size=60)


@given(NUMBERS)
def test_every_known_value_lies_in_the_band_whose_limits_hold_it(values):
    column = pl.Series("x", values, dtype=pl.Float64)
    cut = cut_number(column)
    if cut is None:
        assert column.drop_nulls().n_unique() < 2
        return
    edges = (-np.inf, *cut.limits, np.inf)
    for value, band in zip(values, cut.index(column.to_frame()), strict=True):
        if value is None:
            assert band == cut.count
        else:
            assert edges[band] < value <= edges[band + 1]


def test_few_values_are_cut_between_them():
    assert cut_number(pl.Series("x", [1.0, 2.0, 2.0, 5.0])) == Bands("x", (1.5, 3.5))


def test_infinity_lies_in_the_last_band():
    cut = Bands("x", (1.0, 2.0))
    assert list(cut.index(pl.DataFrame({"x": [float("inf"), 1.0, None]}))) == [2, 0, 3]


def test_levels_that_are_rare_or_new_count_among_the_others():
    frame = pl.DataFrame({"kind": ["house"] * 30 + ["flat"] * 25 + ["ship"] * 3})
    (cut,) = cut_columns(frame)
    assert cut == Levels("kind", ("flat", "house"))
    assert list(cut.index(pl.DataFrame({"kind": ["ship", "tent", "house", None]}))) == [2, 2, 1, 3]


def test_a_column_of_one_value_is_no_column():
    assert cut_columns(pl.DataFrame({"x": [1.0] * 50, "y": [None] * 50, "z": ["a"] * 50})) == []


def test_what_bands_add_is_nothing_on_average_and_unknown_begins_at_nothing():
    frame = pl.DataFrame({"x": [None, *range(100)]})
    (cut,) = cut_columns(frame)
    block, index = block_of(cut, frame, {})
    rows = np.bincount(index, minlength=len(block.matrix))[:-1]
    assert rows @ block.matrix[:-1] == pytest.approx(np.zeros(block.matrix.shape[1]), abs=1e-9)
    assert list(block.matrix[-1]) == [0.0] * (block.matrix.shape[1] - 1) + [1.0]


@given(st.lists(st.floats(0, 5), min_size=30, max_size=30))
def test_bounds_keep_a_rising_column_rising(parameters):
    frame = pl.DataFrame({"x": [float(value) for value in range(200)]})
    (cut,) = cut_columns(frame)
    block, _ = block_of(cut, frame, {"x": 1})
    inside = np.clip(np.resize(parameters, len(block.penalty)), block.low, block.high)
    inside[-1] = 0.0
    assert (np.diff((block.matrix @ inside)[:-1]) >= -1e-9).all()


def test_a_pair_is_unknown_where_either_is():
    pair = Pair(Bands("x", (1.0,)), Levels("kind", ("a",)))
    frame = pl.DataFrame({"x": [0.0, 2.0, None, 2.0], "kind": ["a", "b", "a", None]})
    assert list(pair.index(frame)) == [0, 3, 4, 4]
