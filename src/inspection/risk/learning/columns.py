"""What each column of a table of past visits is: a number, a category, a day; or nothing that can be learned from."""

import re
from dataclasses import dataclass

import polars as pl

from inspection.risk.learning.days import DayError, DayOrder, read_days

MOSTLY = 0.98
"""Share of a column's values that must be of one kind for the column to be of that kind."""

MOST_SHARE_OF_LEVELS = 0.5
"""A text with more different values than this share of its rows names each row; nothing can be learned from it."""

SMALLEST_TEXTS = 50
"""In fewer rows every text is taken for a category."""

AMOUNT = r"^(?:kr\.?|DKK|EUR|USD|[$€£])?\s*(.*?)\s*(?:%|kr\.?|DKK|EUR|m2|m²)?$"
THOUSANDS = r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$"
DECIMAL_COMMA = r"^[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+$"
DAY_LIKE = r"\d{4}|\d{1,2}[-/.]\d{1,2}"
IDENTIFIER = re.compile(r"(^|[_\s])(id|guid|uuid|rowid|index|case_?no|file_?no|record)$", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A column as it can be learned from, with what must be told of it. ``values`` None: it is left out, and why."""

    name: str
    values: pl.Series | None
    note: str = ""
    is_day: bool = False


def read_column(column: pl.Series, *, order: DayOrder | None = None) -> Column:
    """Tell what a column is. Days stay days; numbers written as texts become numbers; other texts are categories."""
    there = column.drop_nulls()
    if there.is_empty():
        return Column(column.name, None, "it is empty")
    if there.n_unique() == 1 and column.null_count() == 0:
        return Column(column.name, None, f"it is {there[0]} everywhere")
    if there.n_unique() == 1:
        return Column(
            column.name, column.is_not_null().cast(pl.Float64), "only whether it is filled in tells rows apart"
        )
    if column.dtype.is_temporal():
        return Column(column.name, column.cast(pl.Date), is_day=True) if column.dtype != pl.Time else _left(column)
    if column.dtype == pl.Boolean or column.dtype.is_numeric():
        return _number(column, column.cast(pl.Float64))
    return _text(column, there, order)


def _left(column: pl.Series) -> Column:
    return Column(column.name, None, "times of day are not learned from")


def _text(column: pl.Series, there: pl.Series, order: DayOrder | None) -> Column:
    number = _as_number(column)
    known = number.len() - number.null_count()
    if known >= MOSTLY * there.len():
        return _number(column, number, lost=there.len() - known)
    if there.str.contains(DAY_LIKE).sum() >= MOSTLY * there.len():
        try:
            days = read_days(column, order=order)
        except DayError as problem:
            return Column(column.name, None, str(problem))
        if days.unreadable <= (1 - MOSTLY) * there.len():
            return Column(column.name, days.values, is_day=True)
    if there.len() >= SMALLEST_TEXTS and there.n_unique() > MOST_SHARE_OF_LEVELS * there.len():
        return Column(column.name, None, f"its {there.n_unique()} different texts name single rows")
    return Column(column.name, column)


def _number(column: pl.Series, values: pl.Series, lost: int = 0) -> Column:
    known = values.fill_nan(None).drop_nulls()
    if known.n_unique() < 2:
        return Column(column.name, None, "it has one known value")
    whole = bool((known == known.round()).all())
    if whole and known.len() >= SMALLEST_TEXTS and known.n_unique() == known.len() and IDENTIFIER.search(column.name):
        return Column(column.name, None, "it numbers the rows")
    note = f"{lost} values that are no numbers count as unknown" if lost else ""
    return Column(column.name, values.fill_nan(None), note)


def _as_number(column: pl.Series) -> pl.Series:
    """Texts as numbers, null where they are none: with thousands, decimal comma, per cent or currency."""
    plain = column.cast(pl.Float64, strict=False)
    if plain.null_count() == column.null_count():
        return plain
    bare = column.str.replace(AMOUNT, "$1").str.replace_all(r"[\s\u00a0]", "")
    commas = bare.filter(bare.str.contains(",", literal=True).fill_null(value=False))
    if commas.len() and commas.str.contains(THOUSANDS).all():
        bare = bare.str.replace_all(",", "", literal=True)
    elif commas.len() and commas.str.contains(DECIMAL_COMMA).all():
        bare = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return bare.cast(pl.Float64, strict=False)
