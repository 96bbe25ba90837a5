"""The search for the greatest number that a rule allows: numbers are tried, many subjects and rules at once."""

from collections.abc import Callable

import polars as pl

MOST = 2000
"""Nobody houses more under one roof (the bound of the catalogue); a rule that allows so many limits nobody."""

FIRST = (*range(1, 13), 14, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1448, MOST)
_WITHIN = 24
"""How many numbers are tried at once between two that stand apart."""

SUBJECT, RULE, NUMBER, OUTCOME, MISSING = "subject", "requirement_id", "n", "outcome", "missing"

Trial = Callable[[pl.DataFrame], pl.DataFrame]
"""Takes `subject` and `n`; gives those with `requirement_id` and `outcome` for each rule, or with `missing` too."""


def greatest_allowed(subjects: pl.Series, attempt: Trial, explain: Trial) -> pl.DataFrame:
    """Find for each subject and rule how many it allows, counted up from one without a gap.

    `attempt` gives outcomes; `explain`, which takes much longer, also `missing`: it is asked only where a rule opens.

    Returns `subject`, `requirement_id`, `sure` (so many are lawful for certain), `most` (with one more it is
    breached; `MOST`: never), `missing` (facts that keep the two apart). Rules that never apply are left out.
    """
    found = attempt(_each(subjects, FIRST))
    while True:
        bounds = _bounds(found)
        gaps = _gaps(bounds)
        if gaps.is_empty():
            return _told(explain, bounds)
        found = pl.concat([found, attempt(gaps)])


def _each(subjects: pl.Series, numbers: tuple[int, ...]) -> pl.DataFrame:
    tried = pl.DataFrame({NUMBER: numbers}, schema={NUMBER: pl.Int64})
    return pl.DataFrame({SUBJECT: subjects}).join(tried, how="cross")


def _bounds(found: pl.DataFrame) -> pl.DataFrame:
    """For each subject and rule, the numbers next to the first that is open, and to the first breach."""
    number, outcome = pl.col(NUMBER), pl.col(OUTCOME)
    applies = found.filter((outcome != "not_applicable").any().over(SUBJECT, RULE))
    firsts = applies.with_columns(
        number.filter(outcome.is_in(["breached", "not_assessed"])).min().over(SUBJECT, RULE).alias("open"),
        number.filter(outcome == "breached").min().over(SUBJECT, RULE).alias("breach"),
    )
    return firsts.group_by(SUBJECT, RULE, "open", "breach", maintain_order=True).agg(
        number.filter(number < pl.col("open").fill_null(MOST + 1)).max().fill_null(0).alias("sure"),
        number.filter(number < pl.col("breach").fill_null(MOST + 1)).max().fill_null(0).alias("most"),
    )


def _gaps(bounds: pl.DataFrame) -> pl.DataFrame:
    """Numbers still to be tried, between the last that held and the first that did not."""
    ends = [
        bounds.select(SUBJECT, pl.col(low).alias("low"), pl.col(high).alias("high"))
        for low, high in (("sure", "open"), ("most", "breach"))
    ]
    wide = pl.concat(ends).filter(pl.col("high") - pl.col("low") > 1).unique(maintain_order=True)
    step = (pl.col("high") - pl.col("low") - 1 + _WITHIN - 1) // _WITHIN
    numbers = pl.int_ranges(pl.col("low") + 1, pl.col("high"), step)
    tried = wide.select(SUBJECT, numbers.alias(NUMBER)).explode(NUMBER)
    return tried.unique(maintain_order=True)


def _told(explain: Trial, bounds: pl.DataFrame) -> pl.DataFrame:
    opening = bounds.drop_nulls("open").select(SUBJECT, pl.col("open").alias(NUMBER)).unique(maintain_order=True)
    nothing = pl.lit([], dtype=pl.List(pl.String))
    if opening.is_empty():
        return bounds.select(SUBJECT, RULE, "sure", "most", nothing.alias(MISSING))
    at_open = explain(opening).select(SUBJECT, RULE, pl.col(NUMBER).alias("open"), MISSING)
    told = bounds.join(at_open, on=[SUBJECT, RULE, "open"], how="left", maintain_order="left")
    return told.select(SUBJECT, RULE, "sure", "most", pl.col(MISSING).fill_null(nothing))
