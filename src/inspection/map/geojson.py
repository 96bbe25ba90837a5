"""What the map draws, as GeoJSON (RFC 7946, longitude first), with as few bytes as will do."""

from collections.abc import Iterable
from typing import Any


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
