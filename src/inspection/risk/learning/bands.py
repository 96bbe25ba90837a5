"""How a column is cut into bands, and what a band may add: the shape that weight sets have (``above``, ``choices``)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Indexes: TypeAlias = NDArray[np.int32]

FEWEST_IN_LEVEL = 20
"""A level of a category with fewer rows is counted among the others: it would be learned from noise."""

MOST_LEVELS = 2_000
"""Levels of one category at most, the commonest; the rest are counted among the others."""

STEP_PENALTY, LEVEL_PENALTY, CELL_PENALTY = 3.0, 3.0, 1.0
"""How hard a step, a level or a pair's cell is held back beside the straight line (1), the simplest thing to say."""

FEWEST_LIMITS, MOST_LIMITS = 4, 24


@dataclass(frozen=True)
class Bands:
    """A number's bands: band 0 up to and with the first limit, then between limits; one more for unknown."""

    column: str
    limits: tuple[float, ...]

    @property
    def count(self) -> int:
        """Bands of known values."""
        return len(self.limits) + 1

    def index(self, frame: pl.DataFrame) -> Indexes:
        """The band of each row; ``count`` where the value is unknown."""
        values = frame[self.column].cast(pl.Float64).to_numpy()
        found = np.searchsorted(np.asarray(self.limits), values, side="left").astype(np.int32)
        found[np.isnan(values)] = self.count
        return found


@dataclass(frozen=True)
class Levels:
    """A category's levels; one more for all others, rare or never seen, and one for unknown."""

    column: str
    names: tuple[str, ...]

    @property
    def count(self) -> int:
        """Levels with a name of their own and the others."""
        return len(self.names) + 1

    def index(self, frame: pl.DataFrame) -> Indexes:
        """The level of each row; ``count`` where the value is unknown."""
        places = {name: place for place, name in enumerate(self.names)}
        values = frame[self.column].cast(pl.String)
        found = values.replace_strict(places, default=len(self.names), return_dtype=pl.Int32)
        return np.where(values.is_null().to_numpy(), self.count, found.to_numpy()).astype(np.int32)


@dataclass(frozen=True)
class Pair:
    """Two columns together, each cut into few bands; a last cell where either is unknown."""

    first: "Bands | Levels"
    second: "Bands | Levels"

    @property
    def column(self) -> str:
        """Both names."""
        return f"{self.first.column} × {self.second.column}"

    @property
    def count(self) -> int:
        """Cells where both are known."""
        return self.first.count * self.second.count

    def index(self, frame: pl.DataFrame) -> Indexes:
        """The cell of each row; ``count`` where either value is unknown."""
        one, two = self.first.index(frame), self.second.index(frame)
        unknown = (one == self.first.count) | (two == self.second.count)
        return np.where(unknown, self.count, one * self.second.count + two).astype(np.int32)


Cut: TypeAlias = Bands | Levels | Pair


@dataclass(frozen=True)
class Block:
    """One cut as the solver sees it: what each band adds is ``matrix @ parameters``.

    ``matrix`` (bands and the unknown one, parameters) is centred on the rows learned from, so that a band adds to or
    takes from the average and unknown begins at nothing; ``penalty`` weighs each parameter's square; ``low`` and
    ``high`` bound it, which is what keeps a monotone column monotone.
    """

    cut: Cut
    matrix: Floats
    penalty: Floats
    low: Floats
    high: Floats


def cut_columns(frame: pl.DataFrame) -> list[Bands | Levels]:
    """Cut every column that says anything: numbers and flags at their quantiles, texts into their levels.

    A column without two different known values is left out.
    """
    cuts = [_cut(frame[name]) for name in frame.columns]
    return [one for one in cuts if one is not None]


def _cut(column: pl.Series) -> Bands | Levels | None:
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return cut_number(column)
    counts = column.drop_nulls().cast(pl.String).value_counts(sort=True, name="rows")
    common = counts.filter(pl.col("rows") >= FEWEST_IN_LEVEL)[column.name][:MOST_LEVELS]
    if counts.height < 2 or common.is_empty():
        return None
    return Levels(column.name, tuple(sorted(common)))


def cut_number(column: pl.Series, most: int | None = None) -> Bands | None:
    """Cut a number at its quantiles, or between its values where they are few.

    The number of limits grows with the square root of the rows, between 4 and 24, for finer steps need more visits.
    """
    values = column.cast(pl.Float64).fill_nan(None).drop_nulls().to_numpy()
    values = values[np.isfinite(values)]
    different = np.unique(values)
    if len(different) < 2:
        return None
    wanted = most or min(MOST_LIMITS, max(FEWEST_LIMITS, round(math.sqrt(len(values)) / 12)))
    if len(different) <= wanted + 1:
        limits = (different[:-1] + different[1:]) / 2
    else:
        limits = np.unique(np.quantile(values, np.arange(1, wanted + 1) / (wanted + 1), method="lower"))
        limits = limits[limits < different[-1]]
    return Bands(column.name, tuple(float(limit) for limit in limits)) if len(limits) else None


def block_of(cut: Cut, frame: pl.DataFrame, directions: Mapping[str, int]) -> tuple[Block, Indexes]:
    """The block of a cut and the band of each row. ``directions``: +1 where risk may only rise with the value."""
    index = cut.index(frame)
    if isinstance(cut, Bands):
        return _number_block(cut, frame, index, directions.get(cut.column, 0)), index
    shares = np.bincount(index, minlength=cut.count + 1)[: cut.count].astype(float)
    matrix = np.eye(cut.count + 1)
    matrix[:-1, :-1] -= shares / max(1.0, shares.sum())
    penalty = np.full(cut.count + 1, CELL_PENALTY if isinstance(cut, Pair) else LEVEL_PENALTY)
    free = np.full(cut.count + 1, np.inf)
    return Block(cut, matrix, penalty, -free, free), index


def _number_block(cut: Bands, frame: pl.DataFrame, index: Indexes, direction: int) -> Block:
    """A straight line through the bands' means, a step at each limit, and what not knowing adds."""
    values = np.nan_to_num(frame[cut.column].cast(pl.Float64).to_numpy(), nan=0.0, posinf=0.0, neginf=0.0)
    rows = np.bincount(index, minlength=cut.count + 1)[: cut.count].astype(float)
    sums = np.bincount(index, weights=values, minlength=cut.count + 1)[: cut.count]
    edges = np.asarray([*cut.limits, cut.limits[-1]])
    means = np.where(rows > 0, sums / np.maximum(rows, 1.0), edges)
    shares = rows / max(1.0, rows.sum())
    spread = math.sqrt(float(shares @ (means - shares @ means) ** 2)) or 1.0
    line = np.maximum.accumulate((means - shares @ means) / spread)
    steps = (np.arange(cut.count)[:, None] > np.arange(len(cut.limits))[None, :]).astype(float)
    known = np.column_stack([line, steps])
    known -= shares @ known
    matrix = np.zeros((cut.count + 1, known.shape[1] + 1))
    matrix[:-1, :-1], matrix[-1, -1] = known, 1.0
    penalty = np.array([1.0, *[STEP_PENALTY] * len(cut.limits), 1.0])
    low, high = np.full(len(penalty), -np.inf), np.full(len(penalty), np.inf)
    if direction > 0:
        low[:-1] = 0.0
    elif direction < 0:
        high[:-1] = 0.0
    return Block(cut, matrix, penalty, low, high)
