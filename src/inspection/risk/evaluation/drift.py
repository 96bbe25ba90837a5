"""Drift: whether what is declared, scored and found is still what the weights were made for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl

from inspection.risk.evaluation.metrics import Estimate, wilson

BINS = 10
UNKNOWN = "unknown"
FEWEST_ROWS = 50
"""Under this many accommodations on either day a shift is mostly chance, so that none is told."""
SOME, MUCH = 0.1, 0.25
"""Where a shift is usually called some, and where much (Siddiqi 2006); a rule of thumb."""


class Shift(StrEnum):
    """How far a distribution has moved."""

    TOO_FEW = "too_few"
    LITTLE = "little"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True)
class Moved:
    """One feature (or the score) on two days: the index, and the share of accommodations of which it is unknown."""

    feature: str
    index: float | None
    unknown_before: float | None
    unknown_after: float | None

    @property
    def shift(self) -> Shift:
        """The index in a word."""
        if self.index is None:
            return Shift.TOO_FEW
        return Shift.MUCH if self.index >= MUCH else Shift.SOME if self.index >= SOME else Shift.LITTLE


@dataclass(frozen=True)
class HalfYear:
    """The visits of a half-year: how many of them found a breach."""

    label: str
    n: int
    breaches: int
    hit_rate: Estimate


def stability_index(before: pl.Series, after: pl.Series) -> float | None:
    """Population stability index: sum over bins of (after - before) * ln(after / before), shares of the rows.

    Numbers fall into tenths of ``before``, choices into themselves; unknown is a bin of its own. Every bin is given
    half a row, so that an empty one gives no infinity. 0 is no change. None when either has too few rows.
    """
    if min(len(before), len(after)) < FEWEST_ROWS:
        return None
    earlier, later = _binned(before, after)
    kinds = sorted(set(earlier) | set(later))
    shares = [_shares(values, kinds) for values in (earlier, later)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def moved(before: pl.DataFrame, after: pl.DataFrame, features: Iterable[str]) -> list[Moved]:
    """Every feature of two frames of the same columns, the one that moved most first."""
    found = [
        Moved(name, stability_index(before[name], after[name]), _unknown(before[name]), _unknown(after[name]))
        for name in features
    ]
    return sorted(found, key=lambda one: (-(one.index or 0.0), one.feature))


def half_years(visited_on: Sequence[date], breached: Sequence[bool]) -> list[HalfYear]:
    """The hit rate of each half-year with Wilson's interval, the oldest first."""
    tally: dict[str, list[bool]] = {}
    for day, found in zip(visited_on, breached, strict=True):
        tally.setdefault(f"{day.year}-{1 if day.month <= 6 else 2}", []).append(found)
    return [_half_year(label, found) for label, found in sorted(tally.items())]


def _half_year(label: str, found: list[bool]) -> HalfYear:
    n, breaches = len(found), sum(found)
    return HalfYear(label, n, breaches, Estimate(breaches / n, *(wilson(breaches, n) or (None, None))))


def _binned(before: pl.Series, after: pl.Series) -> tuple[list[str], list[str]]:
    if before.dtype in (pl.String, pl.Categorical, pl.Boolean, pl.Null):
        return _as_words(before), _as_words(after)
    numbers = [series.cast(pl.Float64).fill_nan(None) for series in (before, after)]
    known = numbers[0].drop_nulls().to_numpy()
    known = known[np.isfinite(known)]
    edges = np.unique(np.quantile(known, np.arange(1, BINS) / BINS)) if len(known) else np.array([])
    return _bins(numbers[0], edges), _bins(numbers[1], edges)


def _bins(numbers: pl.Series, edges: Any) -> list[str]:
    places = np.searchsorted(edges, numbers.fill_null(0.0).to_numpy(), side="left")
    return [str(place) if known else UNKNOWN for place, known in zip(places, numbers.is_not_null(), strict=True)]


def _as_words(series: pl.Series) -> list[str]:
    return [UNKNOWN if value is None else str(value) for value in series.to_list()]


def _shares(values: list[str], kinds: list[str]) -> Any:
    place = {kind: number for number, kind in enumerate(kinds)}
    counts = np.bincount([place[value] for value in values], minlength=len(kinds)) + 0.5
    return counts / counts.sum()


def _unknown(series: pl.Series) -> float | None:
    return None if not len(series) else series.null_count() / len(series)
