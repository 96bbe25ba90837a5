"""What has moved between the rows learned from and those judged: only columns that the model looks at."""

import polars as pl

from inspection.risk.evaluation.drift import Moved, moved
from inspection.risk.learning.additive import AdditiveModel
from inspection.risk.learning.bands import Bands, Cut, Levels
from inspection.risk.learning.preparing import Prepared

MOST_ROWS = 20_000
"""Rows of each side that are compared, drawn from all of them."""

OTHERS = "others"


def moved_columns(prepared: Prepared, model: AdditiveModel, *, seed: int) -> list[Moved]:
    """Each column of the model with its stability index, the one that moved most first.

    A category is compared as the model sees it: levels without a number of their own are the others together, so that
    thousands of rare ones do not look like a shift.
    """
    cuts = {cut.column: cut for term in model.terms for cut in _parts(term.cut)}
    sides = [_sample(prepared.features.filter(part), seed) for part in (prepared.train, ~prepared.train)]
    seen = [side.select(_as_seen(side[name], cut) for name, cut in cuts.items()) for side in sides]
    return moved(seen[0], seen[1], cuts)


def _parts(cut: Cut) -> tuple[Bands | Levels, ...]:
    return (cut,) if isinstance(cut, Bands | Levels) else (cut.first, cut.second)


def _sample(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    return frame if frame.height <= MOST_ROWS else frame.sample(MOST_ROWS, seed=seed)


def _as_seen(column: pl.Series, cut: Bands | Levels) -> pl.Series:
    if isinstance(cut, Bands):
        return column.cast(pl.Float64)
    text = column.cast(pl.String)
    named = text.is_null() | text.is_in(list(cut.names))
    return text.zip_with(named, pl.Series([OTHERS])).alias(column.name)
