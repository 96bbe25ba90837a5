"""The four outcomes, and the numbers that stand for them inside frames."""

from enum import StrEnum

import polars as pl


class Outcome(StrEnum):
    """What is found about one requirement.

    Not assessed: a fact is missing, or the reading of the rule is open.
    """

    NOT_APPLICABLE = "not_applicable"
    MET = "met"
    NOT_ASSESSED = "not_assessed"
    BREACHED = "breached"


NOT_APPLICABLE, MET, NOT_ASSESSED, BREACHED = range(4)
"""The same, ordered so that the greatest is the worst of the rooms of a dwelling."""

OUTCOMES = pl.Enum([outcome.value for outcome in Outcome])


def code(number: int) -> pl.Expr:
    """An outcome as a literal for frames."""
    return pl.lit(number, dtype=pl.Int8)


def named(codes: pl.Expr) -> pl.Expr:
    """Turn numbers into the names of outcomes."""
    return codes.replace_strict(dict(enumerate(OUTCOMES.categories)), return_dtype=OUTCOMES)
