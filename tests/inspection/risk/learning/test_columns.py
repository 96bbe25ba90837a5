import polars as pl
import pytest

from inspection.risk.learning.columns import read_column


def texts(*values):
    return pl.Series("x", list(values) * 30)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (("1", "2.5", None), (1.0, 2.5, None)),
        (("1,234", "12,000", "7"), (1234.0, 12000.0, 7.0)),
        (("1.234,5", "0,5"), (1234.5, 0.5)),
        (("12 %", "7 %"), (12.0, 7.0)),
        (("1 200 kr.", "80 kr."), (1200.0, 80.0)),
    ],
)
def test_numbers_are_read_as_people_write_them(written, numbers):
    assert read_column(texts(*written)).values.to_list() == list(numbers) * 30


def test_a_number_with_a_letter_before_it_names_something():
    assert read_column(texts("P1", "P2")).values.dtype == pl.String


def test_one_value_that_is_there_or_not_is_a_flag():
    assert read_column(texts("5000", None)).values.to_list() == [1.0, 0.0] * 30


def test_other_texts_are_categories():
    assert read_column(texts("house", "flat")).values.dtype == pl.String


def test_a_column_of_days_is_told_from_a_column_of_texts():
    assert read_column(texts("2020-01-31", "2021-02-28")).is_day


def test_a_stray_text_among_numbers_counts_as_unknown_and_is_told():
    read = read_column(pl.Series("x", [str(number) for number in range(99)] + ["many"]))
    assert read.values[-1] is None
    assert "1 values that are no numbers" in read.note


@pytest.mark.parametrize(
    ("column", "why"),
    [
        (pl.Series("x", [None, None], dtype=pl.String), "empty"),
        (pl.Series("x", ["a", "a"]), "it is a everywhere"),
        (pl.Series("case_id", range(100)), "numbers the rows"),
        (pl.Series("address", [f"Street {number}" for number in range(100)]), "name single rows"),
    ],
)
def test_what_says_nothing_is_left_out_with_the_reason(column, why):
    read = read_column(column)
    assert read.values is None
    assert why in read.note
