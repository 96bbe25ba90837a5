"""Reading the outcome of each past visit out of a column: yes or no, in any of the ways people write it."""

import polars as pl

from inspection.risk.learning.words import words

MOST_SHOWN = 8


class OutcomeError(ValueError):
    """A column that does not say yes or no: says what it holds and what to do."""


def read_outcome(column: pl.Series, *, positive: str | None = None) -> pl.Series:
    """The outcome of each row as a flag, null where none is stated.

    ``positive`` names the value that means a breach; without it 1/0, yes/no, true/false, fail/pass and the like are
    understood. Raises ``OutcomeError`` for an empty column, one value, or values whose meaning is not plain.
    """
    texts = _as_text(column)
    values = sorted(texts.drop_nulls().unique().to_list())
    if not values:
        raise OutcomeError(f"The column {column.name!r} is empty: it must say how each visit ended.")
    if positive is not None:
        wanted = _as_text(pl.Series(column.name, [positive]))[0]
        if wanted not in values:
            raise OutcomeError(f"{positive!r} is not among the values of {column.name!r}: {_shown(values)}.")
        return texts.replace_strict({value: value == wanted for value in values}, default=None, return_dtype=pl.Boolean)
    told = {
        value: value in words("means_breach")
        for value in values
        if value in words("means_breach") | words("means_none")
    }
    strange = [value for value in values if value not in told]
    if strange:
        raise OutcomeError(
            f"The column {column.name!r} must say yes or no; it holds {_shown(values)}. "
            "Name the value that means a breach with --positive VALUE."
        )
    return texts.replace_strict(told, default=None, return_dtype=pl.Boolean)


def _as_text(column: pl.Series) -> pl.Series:
    texts = column.cast(pl.String).str.strip_chars().str.to_lowercase()
    return texts.str.replace(r"^([-+]?\d+)\.0+$", "$1")


def _shown(values: list[str]) -> str:
    shown = ", ".join(map(repr, values[:MOST_SHOWN]))
    return f"{shown} and {len(values) - MOST_SHOWN} more" if len(values) > MOST_SHOWN else shown
