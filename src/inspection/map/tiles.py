"""Tiles of the map (Mapbox Vector Tile 2): clusters and single places, counted by squares within the tile. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]

from husly.kit.errors import DomainError
from register.dwellings.grid import FINEST, keys_in, mercator, place_of, square_of

EXTENT = 4096
"""Units along a tile; the map draws 512 pixels of it."""

DEEPEST = 17
"""No tile is asked for beyond: the map stretches these."""

COARSE, FINE = 3, 5
"""A tile is cut into 8 × 8 squares of 64 pixels while clusters are shown, and 32 × 32 where places are too many."""

PLACES_FROM = 13
"""From this zoom every place stands by itself."""

MOST_PLACES = 2_000
"""Places that one tile may hold one by one."""

TOWARDS_MIDDLE = 0.5
"""A cluster stands half-way between the middle of its places and that of its square, so that neighbours keep apart."""


@dataclass(frozen=True)
class Square:
    """A tile by zoom, column from the west and row from the north."""

    zoom: int
    x: int
    y: int

    def __post_init__(self) -> None:
        """Raises ``DomainError`` for a tile that there cannot be."""
        if not 0 <= self.zoom <= DEEPEST:
            raise DomainError("map.zoom", "There are tiles from zoom 0 to {most} only.", most=DEEPEST)
        if not (0 <= self.x < 1 << self.zoom and 0 <= self.y < 1 << self.zoom):
            raise DomainError(
                "map.tile", "There is no tile {x}/{y} at zoom {zoom}.", x=self.x, y=self.y, zoom=self.zoom
            )

    @property
    def keys(self) -> tuple[int, int]:
        """The first and last key of what lies in it."""
        return keys_in(self.zoom, self.x, self.y)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        wide = 1 << self.zoom
        north, west = place_of(self.x / wide, self.y / wide)
        south, east = place_of((self.x + 1) / wide, (self.y + 1) / wide)
        return west, south, east, north

    @property
    def depth(self) -> int:
        """How often the tile is halved for counting, at first."""
        return COARSE if self.zoom < PLACES_FROM else FINEST - self.zoom


def square_named(zoom: int, x: int, row: str) -> Square:
    """The tile that an address names, its row as ``40.mvt``. Raises ``DomainError`` for one that there cannot be."""
    digits, _dot, ending = row.partition(".")
    if ending != "mvt" or not digits.isdecimal() or len(digits) > 9:
        raise DomainError("map.row", "A tile is named zoom/column/row.mvt, such as 6/33/19.mvt.")
    return Square(zoom, x, int(digits))


@dataclass(frozen=True)
class Cell:
    """What lies in one square of a tile: how many, where in the middle, by group; ``only_id`` where it is one."""

    key: int
    count: int
    latitude: float
    longitude: float
    groups: tuple[int, int, int, int]
    only_id: str


def divisor(square: Square, depth: int) -> int:
    """By what a key is divided so that all of one square of the tile have the same quotient."""
    return 1 << 2 * (FINEST - square.zoom - depth)


def encode(square: Square, depth: int, cells: Iterable[Cell]) -> bytes:
    """A tile: ``clusters`` (``n``, ``g`` the highest group, ``g1`` to ``g4``) and ``places`` (``id``, ``g``).

    ``g`` is absent without a score. Every accommodation is in exactly one feature.
    """
    clusters: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    for cell in cells:
        highest = max((group for group in (1, 2, 3, 4) if cell.groups[group - 1]), default=0)
        told: dict[str, Any] = {"g": highest} if highest else {}
        if cell.count == 1:
            places.append(_feature(square, mercator(cell.latitude, cell.longitude), told | {"id": cell.only_id}))
            continue
        counts = {f"g{group}": number for group, number in enumerate(cell.groups, start=1) if number}
        clusters.append(_feature(square, _stand(square, depth, cell), told | counts | {"n": cell.count}))
    layers = [{"name": "clusters", "features": clusters}, {"name": "places", "features": places}]
    options = {"extents": EXTENT, "y_coord_down": True}
    tile: bytes = mapbox_vector_tile.encode([one for one in layers if one["features"]], default_options=options)
    return tile


def _stand(square: Square, depth: int, cell: Cell) -> tuple[float, float]:
    """Where a cluster stands, in Web Mercator."""
    x, y = mercator(cell.latitude, cell.longitude)
    if square.zoom + depth >= FINEST:
        return x, y
    wide = 1 << (square.zoom + depth)
    column, row = square_of(cell.key)
    middle = ((column + 0.5) / wide, (row + 0.5) / wide)
    return x + (middle[0] - x) * TOWARDS_MIDDLE, y + (middle[1] - y) * TOWARDS_MIDDLE


def _feature(square: Square, place: tuple[float, float], properties: dict[str, Any]) -> dict[str, Any]:
    wide = 1 << square.zoom
    where = [_within(place[0] * wide - square.x), _within(place[1] * wide - square.y)]
    return {"geometry": {"type": "Point", "coordinates": where}, "properties": properties}


def _within(share: float) -> int:
    return min(EXTENT - 1, max(0, int(share * EXTENT)))


def count_of(decoded: dict[str, Any]) -> int:
    """How many accommodations a decoded tile tells of."""
    sums: Sequence[int] = [one["properties"]["n"] for one in decoded.get("clusters", {}).get("features", [])]
    return sum(sums) + len(decoded.get("places", {}).get("features", []))
