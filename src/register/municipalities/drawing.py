"""The municipalities as a map draws them: GeoJSON (RFC 7946, longitude first), with as few bytes as will do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from register.municipalities.boundaries import Boundaries
from register.municipalities.models import BoundarySet
from register.municipalities.table import Municipality

TOLERANCE_DEG = 0.002
"""How far a simplified border may lie from the real one: about 150 to 200 m."""

SHIPPED_ATTRIBUTION = mark("Municipal boundaries: © OpenStreetMap contributors (ODbL), approximate – not for legal use")
OFFICIAL_ATTRIBUTION = mark("Municipal boundaries: DAGI, the Danish Agency for Climate Data (CC BY 4.0)")

_drawn: dict[str, bytes] = {}


def municipalities_document(key: str, boundaries: Boundaries, names: Mapping[str, Municipality]) -> bytes:
    """The areas with code, name and where to write it, simplified so that neighbours still share their border.

    ``key`` names the set of boundaries; the newest document is kept in memory.
    """
    if key not in _drawn:
        _drawn.clear()
        _drawn[key] = json.dumps(_areas(boundaries, names), ensure_ascii=False, separators=(",", ":")).encode()
    return _drawn[key]


def _areas(boundaries: Boundaries, names: Mapping[str, Municipality]) -> dict[str, Any]:
    simple = shapely.set_precision(shapely.coverage_simplify(list(boundaries.areas), TOLERANCE_DEG), 0.0001)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "code": code,
                    "name": names[code].name if code in names else code,
                    "at": _rounded(_largest_part(area).representative_point().coords[0]),
                },
                "geometry": _rounded(shapely.geometry.mapping(area)),
            }
            for code, area in zip(boundaries.codes, simple, strict=True)
        ],
    }


def _largest_part(area: Any) -> Any:
    """Islands bear no name of their own."""
    return max(getattr(area, "geoms", [area]), key=lambda part: part.area)


def _rounded(geometry: Any) -> Any:
    if isinstance(geometry, Mapping):
        return {key: _rounded(value) for key, value in geometry.items()}
    if isinstance(geometry, list | tuple):
        return [_rounded(value) for value in geometry]
    return round(geometry, 4) if isinstance(geometry, float) else geometry


@dataclass(frozen=True)
class Ground:
    """What every map stands on: the municipalities and where they come from."""

    newest: BoundarySet | None

    @property
    def key(self) -> str:
        """Names the boundaries in force, so that browsers may keep them."""
        return "shipped" if self.newest is None else self.newest.sha256[:12]

    @property
    def address(self) -> str:
        """Where the municipalities are read from."""
        return f"/municipalities/areas.geojson?v={self.key}"

    @property
    def attribution(self) -> str:
        """Whom the boundaries come from, and what they are not."""
        return _(SHIPPED_ATTRIBUTION if self.newest is None else OFFICIAL_ATTRIBUTION)
