"""What the map draws, as GeoJSON (RFC 7946, longitude first), with as few bytes as will do."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from husly.kit.i18n import mark
from register.municipalities.boundaries import Boundaries
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


def points_document(rows: Iterable[Any], *, total: int) -> dict[str, Any]:
    """Dwellings as points: ``id`` of the accommodation, ``g`` the risk group (absent without a score).

    ``total`` is how many there are; fewer points than that mean that the map shows only the highest.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"id": str(row.id)} | ({} if row.risk_group is None else {"g": row.risk_group}),
            "geometry": {"type": "Point", "coordinates": [round(row.longitude, 5), round(row.latitude, 5)]},
        }
        for row in rows
    ]
    return {"type": "FeatureCollection", "total": total, "features": features}
