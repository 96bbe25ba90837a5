"""Reading days as people write them; a day that could be two days is asked about, never guessed."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

MOST_UNREADABLE = 0.05
"""Share of a column of days that may be unreadable; such rows are left out and told of."""


class DayOrder(StrEnum):
    """What comes first in 03/04/2020."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DayError(ValueError):
    """A column that cannot be read as days: says which values and what to do."""


@dataclass(frozen=True)
class Days:
    """A column read as days; ``unreadable`` counts the values that are there and say no day."""

    values: pl.Series
    unreadable: int
    examples: tuple[str, ...]


PLAIN = (
    ("%Y-%m-%d", r"^\d{4}-\d{1,2}-\d{1,2}$"),
    ("%Y/%m/%d", r"^\d{4}/\d{1,2}/\d{1,2}$"),
    ("%Y.%m.%d", r"^\d{4}\.\d{1,2}\.\d{1,2}$"),
    ("%Y%m%d", r"^(19|20)\d{6}$"),
    ("%d %b %Y", r"^\d{1,2} [A-Za-z]{3} \d{4}$"),
    ("%d %B %Y", r"^\d{1,2} [A-Za-z]{4,} \d{4}$"),
    ("%d-%b-%Y", r"^\d{1,2}-[A-Za-z]{3}-\d{4}$"),
    ("%b %d %Y", r"^[A-Za-z]{3} \d{1,2} \d{4}$"),
    ("%B %d %Y", r"^[A-Za-z]{4,} \d{1,2} \d{4}$"),
)
"""Ways of writing that mean one day only, each with what it looks like."""

NUMBERS = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$"
CLOCK = r"[T ]\d{1,2}:\d{2}.*$"


def read_days(column: pl.Series, *, order: DayOrder | None = None) -> Days:
    """Read a column of days; ways of writing may be mixed. Times of day are dropped.

    03/04/2020 is read by ``order``, or by what the other values of the column leave possible; Danish dots and hyphens
    (03-04-2020, 03.04.2020) are read day first unless the column says otherwise. Raises ``DayError``.
    """
    if column.dtype == pl.Date or isinstance(column.dtype, pl.Datetime):
        return Days(column.cast(pl.Date), 0, ())
    texts = column.cast(pl.String).str.strip_chars().str.replace(CLOCK, "").str.replace_all(",", "", literal=True)
    texts = texts.str.replace(r"\.0$", "")
    found = pl.Series(column.name, [None] * len(texts), dtype=pl.Date)
    for form, look in PLAIN:
        fits = texts.str.contains(look).fill_null(value=False)
        if fits.any():
            read = texts.set(~fits, None).str.to_titlecase().str.to_date(form, strict=False)
            found = found.zip_with(found.is_not_null(), read)
    found = found.zip_with(found.is_not_null(), _numbers(texts, order))
    lost = column.is_not_null() & found.is_null()
    return Days(found, int(lost.sum()), tuple(column.filter(lost).cast(pl.String).unique(maintain_order=True)[:3]))


def days_of(column: pl.Series, *, order: DayOrder | None = None) -> Days:
    """As ``read_days``, for the column that tells when each visit was: most of it must say a day."""
    days = read_days(column, order=order)
    there = column.len() - column.null_count()
    if there == 0:
        raise DayError(f"The column {column.name!r} is empty: it must say the day of each visit.")
    if days.unreadable > MOST_UNREADABLE * there:
        shown = ", ".join(map(repr, days.examples))
        raise DayError(
            f"{days.unreadable} of {there} values of {column.name!r} cannot be read as days, such as {shown}. "
            "Write them as 2020-12-31."
        )
    return days


def _numbers(texts: pl.Series, order: DayOrder | None) -> pl.Series:
    """Days written as two numbers and a year, in the order that is possible for the whole column."""
    parts = texts.str.extract_groups(NUMBERS)
    one, two, year = (parts.struct.field(str(place)).cast(pl.Int32, strict=False) for place in (1, 2, 3))
    written = texts.set(one.is_null(), None)
    if one.is_not_null().any() and order is None:
        order = _order(written, one, two)
    day, month = (two, one) if order is DayOrder.MONTH_FIRST else (one, two)
    frame = pl.DataFrame({"year": year, "month": month, "day": day})
    text = frame.select(pl.format("{}-{}-{}", "year", "month", "day")).to_series()
    return text.str.to_date("%Y-%m-%d", strict=False)


def _order(texts: pl.Series, one: pl.Series, two: pl.Series) -> DayOrder:
    first_is_day, second_is_day = bool((one > 12).any()), bool((two > 12).any())
    slashes = bool(texts.str.contains("/", literal=True).any())
    if first_is_day and second_is_day:
        raise DayError(
            f"{texts.name!r} holds days written both ways, such as {texts.filter(one > 12)[0]} and "
            f"{texts.filter(two > 12)[0]}. Write them as 2020-12-31."
        )
    if second_is_day:
        return DayOrder.MONTH_FIRST
    if first_is_day or not slashes:
        return DayOrder.DAY_FIRST
    raise DayError(
        f"In {texts.name!r} no value tells whether the day or the month comes first, such as "
        f"{texts.drop_nulls()[0]}. Say --date-order dmy or --date-order mdy."
    )
