"""Which municipality a point lies in: the nearest polygon, since a coast is drawn coarsely.

The shipped boundaries are approximate and not for legal use; an operator can import the official ones.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

FAR_DEG = 0.05
"""A point further than this (about 3 km east-west, 5 km north-south) from every polygon is not in Denmark."""


@dataclass(frozen=True)
class Boundaries:
    """One set of areas, WGS 84 longitude/latitude; ``official`` ones may decide, approximate ones only suggest."""

    codes: tuple[str, ...]
    areas: tuple[BaseGeometry, ...]
    official: bool
    tree: STRtree

    def code_at(self, latitude: float, longitude: float) -> str | None:
        """The municipality code of a point, or None when it lies outside Denmark."""
        return self.codes_at(np.array([latitude]), np.array([longitude]))[0]

    def codes_at(
        self, latitudes: np.ndarray, longitudes: np.ndarray, *, within_deg: float = FAR_DEG
    ) -> list[str | None]:
        """The same for many points at once (arrays of degrees, equal length); ``within_deg`` bounds how far outside
        every area a point may lie.
        """
        points = np.asarray(shapely.points(longitudes, latitudes))
        is_place = np.isfinite(latitudes) & np.isfinite(longitudes)
        points[~is_place] = None  # the search tree would fail on it
        result: list[str | None] = [None] * len(latitudes)
        found, areas = self.tree.query_nearest(points, max_distance=within_deg, all_matches=False)
        for point, area in zip(found, areas, strict=True):
            result[int(point)] = self.codes[int(area)]
        return result


def boundaries_of(areas: Sequence[tuple[str, BaseGeometry]], *, official: bool) -> Boundaries:
    """Boundaries from (code, area) pairs."""
    geometries = tuple(area for _, area in areas)
    return Boundaries(tuple(code for code, _ in areas), geometries, official, STRtree(geometries))


@cache
def shipped_boundaries(data_path: Path) -> Boundaries:
    """The approximate boundaries that Husly ships."""
    document = json.loads((data_path / "municipalities" / "boundaries.geojson").read_text(encoding="utf-8"))
    return boundaries_of(
        [(feature["properties"]["code"], shape(feature["geometry"])) for feature in document["features"]],
        official=False,
    )
