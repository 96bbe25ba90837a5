"""Points, and what a drive between each two of them takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees (WGS 84), with its municipality where known."""

    lat: float
    lon: float
    municipality_code: str = ""


@dataclass(frozen=True, slots=True)
class Travel:
    """Road kilometres and whole minutes from each place (row) to each place (column).

    `km` is driven only, `minutes` holds ferries too. `estimated`, where a road network was asked, marks the drives
    that it did not tell, so that the rule of thumb stands there; None: nobody was asked.
    """

    km: Floats
    minutes: Ints
    estimated: Flags | None = None


class Roads(Protocol):
    """Whatever knows how long drives take."""

    def between(self, starts: Sequence[Place], ends: Sequence[Place]) -> Travel:
        """Distances and times from each of `starts` to each of `ends`: arrays of shape (starts, ends)."""
