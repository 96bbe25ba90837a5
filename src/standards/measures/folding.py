"""Rooms folded into their dwellings: one pass over a column, for rooms stand in the order of their dwellings."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

How = Literal["sum", "count", "any", "worst", "max", "min"]
Array = NDArray[Any]
Places = NDArray[np.intp]

LANES = 8
"""So many truths or outcomes are folded at once, each in a byte of one number."""

BLOCK = 16_384
"""Dwellings folded at a time: what is worked out on the way stays in the cache."""

_NOTHING = 4
_WORST = np.array([(bits % 16).bit_length() - 1 for bits in range(32)], np.int8)
"""The worst outcome of a set of them, where an outcome is the bit of its number; -1: none."""

_NEUTRAL: Mapping[How, Any] = {
    "sum": 0,
    "count": False,
    "any": False,
    "worst": _NOTHING,
    "max": -1,
    "min": float("inf"),
}

_PACKED = ("any", "worst")


@dataclass(frozen=True, slots=True)
class Fold:
    """A column of dwellings made of what `of` says of each of their rooms; null where no room is described.

    `of` is a truth (`any`, `count`), an outcome as a number (`worst`), or a number, never negative (`sum`, `max`,
    `min`). The unknown adds nothing to `sum`, `count` and `any`; of the others it is null where nothing is known, and
    `min` too where one value is not a number.
    """

    name: str
    how: How
    of: pl.Expr

    @property
    def source(self) -> str:
        """The column of rooms that is folded."""
        return f"fold {self.name}"

    @property
    def column(self) -> pl.Expr:
        """Makes that column: the unknown is replaced by what changes nothing."""
        known = self.of.fill_null(_NEUTRAL[self.how])
        return (known.cast(pl.UInt8) if self.how in ("any", "count") else known).alias(self.source)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many rooms dwellings have, where those begin (`starts`, one for each that has any), and which have none."""

    counts: Places
    starts: Places
    bare: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: pl.Series, dwellings: int) -> "Bounds":
        """Find them; `rows` are the positions of the dwellings of each room, rising."""
        places = rows.to_numpy()
        starts = np.append(0, np.flatnonzero(places[1:] != places[:-1]) + 1)[: len(places)]
        lengths = np.diff(starts, append=len(places))
        if len(starts) == dwellings:
            return cls(lengths, starts, np.zeros(dwellings, np.bool_))
        counts = np.zeros(dwellings, np.intp)
        counts[places[starts]] = lengths
        return cls(counts, starts, counts == 0)


def fold_rooms(rooms: pl.DataFrame, folds: Sequence[Fold], bounds: Bounds) -> list[pl.Series]:
    """Fold the columns of rooms (the `source` of each fold) into columns of dwellings."""
    columns = {one.name: rooms[one.source].to_numpy() for one in folds}
    edges = [0, *bounds.starts[BLOCK::BLOCK].tolist(), rooms.height]
    parts = [
        (slice(low, high), bounds.starts[place * BLOCK : (place + 1) * BLOCK] - low)
        for place, (low, high) in enumerate(pairwise(edges))
    ]

    def fold_part(part: tuple[slice, Places]) -> dict[str, Array]:
        return _folded({name: column[part[0]] for name, column in columns.items()}, folds, part[1])

    if len(parts) == 1:
        found = [fold_part(parts[0])]
    else:
        with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
            found = list(threads.map(fold_part, parts))
    return [_series(one, [part[one.name] for part in found], bounds.bare) for one in folds]


def _folded(columns: Mapping[str, Array], folds: Sequence[Fold], starts: Places) -> dict[str, Array]:
    packed = [one for one in folds if one.how in _PACKED]
    found = {one.name: _alone(columns[one.name], one.how, starts) for one in folds if one.how not in _PACKED}
    for first in range(0, len(packed), LANES):
        found.update(_together(columns, packed[first : first + LANES], starts))
    return found


def _together(columns: Mapping[str, Array], folds: Sequence[Fold], starts: Places) -> Iterator[tuple[str, Array]]:
    lanes = np.zeros((len(columns[folds[0].name]), LANES), np.uint8)
    for lane, one in enumerate(folds):
        values = columns[one.name]
        lanes[:, lane] = values if one.how == "any" else np.left_shift(1, values.view(np.uint8), dtype=np.uint8)
    folded = np.bitwise_or.reduceat(lanes.view(np.uint64)[:, 0], starts).view(np.uint8).reshape(-1, LANES)
    for lane, one in enumerate(folds):
        yield one.name, folded[:, lane].astype(np.bool_) if one.how == "any" else _WORST[folded[:, lane]]


def _alone(values: Array, how: How, starts: Places) -> Array:
    """Whole numbers are added up by what a running sum has grown by, which is faster; of fractions it is not exact."""
    if how == "count" or (how == "sum" and values.dtype.kind != "f"):
        running = np.cumsum(values, dtype=np.int64)
        whole = np.empty(len(starts), np.int64)
        whole[:-1], whole[-1:] = running[starts[1:] - 1], running[-1:]
        whole[1:] -= whole[:-1].copy()
        return whole
    folding = {"sum": np.add, "max": np.maximum, "min": np.minimum}[how]
    return np.asarray(folding.reduceat(values, starts))


def _series(one: Fold, parts: Sequence[Array], bare: NDArray[np.bool_]) -> pl.Series:
    """Make a column of it: null where there are no rooms or nothing is known."""
    folded = np.concatenate(parts)
    if len(folded) < len(bare):
        spread = np.zeros(len(bare), folded.dtype)
        spread[~bare] = folded
        folded = spread
    unknown = bare
    if one.how in ("worst", "max"):
        unknown = bare | (folded < 0)
    elif one.how == "min":
        unknown = bare | ~np.isfinite(folded)
    series = pl.Series(one.name, folded)
    return series.set(pl.Series(unknown), None) if unknown.any() else series
