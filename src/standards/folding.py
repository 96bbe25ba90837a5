"""Rooms folded into their dwellings: one pass over a column, for rooms stand in the order of their dwellings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

How = Literal["sum", "any", "worst", "max", "min"]
Array = NDArray[Any]

LANES = 8
"""So many truths or outcomes are folded at once, each in a byte of one number."""

_NOTHING = 4
_WORST = np.array([max(bits % 16, 0).bit_length() - 1 for bits in range(32)], np.int8)
"""The worst outcome of a set of them, where an outcome is the bit of its number; -1: none."""

_NEUTRAL: Mapping[How, Any] = {"sum": 0, "any": False, "worst": _NOTHING, "max": -1, "min": float("inf")}


@dataclass(frozen=True, slots=True)
class Fold:
    """A column of dwellings made of what `of` says of each of their rooms; null where no room is described.

    `of` is a truth (`any`, `sum`: how many), an outcome as a number (`worst`), or a number, never negative (`sum`,
    `max`, `min`). The unknown adds nothing to `sum` and `any`; of the others it is null where nothing is known, and
    `min` too where one value is not a number.
    """

    name: str
    how: How
    of: pl.Expr

    @property
    def column(self) -> pl.Expr:
        """What is folded, the unknown replaced by what changes nothing."""
        return self.of.fill_null(_NEUTRAL[self.how]).alias(self.name)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many rooms dwellings have, where those begin (`starts`, one for each that has any), and which have none."""

    counts: NDArray[np.intp]
    starts: NDArray[np.intp]
    bare: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: pl.Series, dwellings: int) -> "Bounds":
        """Find them; `rows` are the positions of the dwellings of each room, rising."""
        counts = np.bincount(rows.to_numpy(), minlength=dwellings)
        bare = counts == 0
        return cls(counts, (np.cumsum(counts) - counts)[~bare], bare)


def fold_rooms(rooms: pl.DataFrame, folds: Sequence[Fold], bounds: Bounds) -> list[pl.Series]:
    """Fold the columns of rooms (each named like its fold) into columns of dwellings."""
    found = {}
    packed = [one for one in folds if one.how in ("any", "worst")]
    for first in range(0, len(packed), LANES):
        found.update(_packed(rooms, packed[first : first + LANES], bounds.starts))
    for one in folds:
        if one.how not in ("any", "worst"):
            found[one.name] = _alone(rooms[one.name].to_numpy(), one.how, bounds.starts)
    return [_series(one, found[one.name], bounds.bare) for one in folds]


def _packed(rooms: pl.DataFrame, folds: Sequence[Fold], starts: NDArray[np.intp]) -> Iterator[tuple[str, Array]]:
    lanes = np.zeros((rooms.height, LANES), np.uint8)
    for lane, one in enumerate(folds):
        values = rooms[one.name].to_numpy()
        lanes[:, lane] = values if one.how == "any" else np.left_shift(1, values.view(np.uint8), dtype=np.uint8)
    words = np.bitwise_or.reduceat(lanes.view(np.uint64)[:, 0], starts) if len(starts) else np.empty(0, np.uint64)
    folded = words.view(np.uint8).reshape(-1, LANES)
    for lane, one in enumerate(folds):
        yield one.name, folded[:, lane].astype(np.bool_) if one.how == "any" else _WORST[folded[:, lane]]


def _alone(values: Array, how: How, starts: NDArray[np.intp]) -> Array:
    if not len(starts):
        return np.empty(0, values.dtype)
    if how == "sum":
        return _sum(values, starts)
    whole: Array = (np.maximum if how == "max" else np.minimum).reduceat(values, starts)
    return whole


def _sum(values: Array, starts: NDArray[np.intp]) -> Array:
    """Whole numbers by what a running sum has grown by, which is exact and faster; it is not exact for fractions."""
    if values.dtype.kind == "f":
        whole: Array = np.add.reduceat(values, starts)
        return whole
    running = np.cumsum(values, dtype=np.int64)[np.append(starts[1:], len(values)) - 1]
    return np.diff(running, prepend=0)


def _series(one: Fold, folded: Array, bare: NDArray[np.bool_]) -> pl.Series:
    """Make a column of it: null where there are no rooms or nothing is known."""
    unknown = bare
    if len(folded) < len(bare):
        spread = np.zeros(len(bare), folded.dtype)
        spread[~bare] = folded
        folded = spread
    if one.how in ("worst", "max"):
        unknown = bare | (folded < 0)
    elif one.how == "min":
        unknown = bare | ~np.isfinite(folded)
    series = pl.Series(one.name, folded)
    return series.set(pl.Series(unknown), None) if unknown.any() else series
