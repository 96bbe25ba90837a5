"""All that one question finds, in memory and in the order of squares: its tiles, counts and lists cost no query. Pure.

Tiles and list come out of the same rows, so that they agree whatever happens to the register meanwhile.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inspection.map.areas.searching import Bounds, is_wide
from inspection.map.tiles import Cell, Square, divisor
from register.dwellings.grid import keys_between

GROUPS = (1, 2, 3, 4)


@dataclass(frozen=True, eq=False)
class Survey:
    """One element for each accommodation, by rising key: some 80 bytes each."""

    keys: NDArray[np.int64]
    latitudes: NDArray[np.float64]
    longitudes: NDArray[np.float64]
    groups: NDArray[np.int8]
    """0 without a score."""
    ids: pl.Series
    """As hexadecimal figures."""
    ranks: NDArray[np.uint32]
    """Place in the list, 0 for the highest score."""
    order: NDArray[np.uint32]
    """Where the first, second, third … of the list stand."""

    def __len__(self) -> int:
        """How many there are."""
        return len(self.keys)

    def cells(self, square: Square, depth: int) -> list[Cell]:
        """What lies in a tile that is halved so often, counted by its squares."""
        first, last = square.keys
        begin, end = np.searchsorted(self.keys, (first, last + 1))
        if begin == end:
            return []
        cells = self.keys[begin:end] // divisor(square, depth)
        starts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
        counts = np.diff(np.append(starts, end - begin))
        groups = self.groups[begin:end]
        parts = (
            cells[starts].tolist(),
            counts.tolist(),
            (np.add.reduceat(self.latitudes[begin:end], starts) / counts).tolist(),
            (np.add.reduceat(self.longitudes[begin:end], starts) / counts).tolist(),
            zip(*(np.add.reduceat(groups == group, starts, dtype=np.int64).tolist() for group in GROUPS), strict=True),
            (starts + begin).tolist(),
        )
        return [
            Cell(key, count, latitude, longitude, of_groups, str(self._id(at)) if count == 1 else "")
            for key, count, latitude, longitude, of_groups, at in zip(*parts, strict=True)
        ]

    def page(self, seen: Bounds | None, *, limit: int, offset: int) -> tuple[int, list[UUID]]:
        """How many lie within bounds, and one page of them, the highest score first."""
        if seen is None:
            return len(self), [self._id(at) for at in self.order[offset : offset + limit]]
        found = self._within(seen)
        ranks = self.ranks[found]
        end = offset + limit
        if end < len(ranks):
            ranks = np.partition(ranks, end)[:end]
        return len(found), [self._id(at) for at in self.order[np.sort(ranks)[offset:end]]]

    def _within(self, seen: Bounds) -> NDArray[np.int64]:
        west, south, east, north = seen
        runs = [(0, len(self))]
        if not is_wide(seen):
            edges = [(first, last + 1) for first, last in keys_between(*seen)]
            runs = np.searchsorted(self.keys, edges).tolist() if edges else []
        parts = [np.arange(0, dtype=np.int64)]
        for begin, end in runs:
            latitudes, longitudes = self.latitudes[begin:end], self.longitudes[begin:end]
            inside = (longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north)
            parts.append(np.flatnonzero(inside) + begin)
        return np.concatenate(parts)

    def _id(self, at: int | np.integer[Any]) -> UUID:
        return UUID(self.ids[int(at)])


def survey_of(places: pl.DataFrame, homes: pl.DataFrame, scores: pl.DataFrame | None) -> Survey:
    """A survey of what stands in all of: ``places`` (``dwelling_id``, ``key``, ``latitude``, ``longitude``), ``homes``
    (``id``, ``dwelling_id``) and ``scores`` (``id``, ``group``, ``score``, null where hidden); in any order.
    """
    found = homes.join(places, on="dwelling_id").drop("dwelling_id")
    if scores is None:
        found = found.with_columns(group=pl.lit(None, pl.Int8), score=pl.lit(None, pl.Int32))
    else:
        found = found.join(scores, on="id")
    listed = found.sort(pl.col("score").fill_null(-1), "id", descending=[True, False]).with_row_index("rank")
    listed = listed.sort("key")
    return Survey(
        keys=listed["key"].to_numpy(),
        latitudes=listed["latitude"].to_numpy(),
        longitudes=listed["longitude"].to_numpy(),
        groups=listed["group"].fill_null(0).to_numpy(),
        ids=listed["id"],
        ranks=listed["rank"].to_numpy(),
        order=listed["rank"].arg_sort().to_numpy(),
    )
