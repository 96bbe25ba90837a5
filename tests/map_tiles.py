"""Reading the map's tiles in tests: every tile of a zoom over Denmark, decoded."""

from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]

from inspection.map.tiles import count_of
from register.dwellings.grid import mercator
from web_client import Web

WEST, SOUTH, EAST, NORTH = 7.5, 54.4, 15.6, 58.0


def tile_numbers(zoom: int) -> list[tuple[int, int]]:
    """Columns and rows of the tiles that hold Denmark."""
    (left, top), (right, bottom) = mercator(NORTH, WEST), mercator(SOUTH, EAST)
    wide = 1 << zoom
    columns = range(int(left * wide), int(right * wide) + 1)
    return [(x, y) for x in columns for y in range(int(top * wide), int(bottom * wide) + 1)]


def decoded(content: bytes) -> dict[str, Any]:
    """A tile as layers of features."""
    found: dict[str, Any] = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
    return found


def layers_at(web: Web, zoom: int, **filters: str) -> list[dict[str, Any]]:
    """The tiles of a zoom over Denmark that hold anything."""
    answers = [web.get(f"/map/tiles/{zoom}/{x}/{y}.mvt", **filters) for x, y in tile_numbers(zoom)]
    assert {answer.status_code for answer in answers} == {200}
    return [decoded(answer.content) for answer in answers if answer.content]


def total_at(web: Web, zoom: int, **filters: str) -> int:
    """How many accommodations the tiles of a zoom tell of together."""
    return sum(count_of(one) for one in layers_at(web, zoom, **filters))


def places_at(web: Web, latitude: float, longitude: float, *, zoom: int = 14, **filters: str) -> list[dict[str, Any]]:
    """The properties of the single places in the tile that holds a point."""
    x, y = mercator(latitude, longitude)
    wide = 1 << zoom
    answer = web.get(f"/map/tiles/{zoom}/{int(x * wide)}/{int(y * wide)}.mvt", **filters)
    assert answer.status_code == 200
    found = decoded(answer.content).get("places", {}).get("features", [])
    return [one["properties"] for one in found]
