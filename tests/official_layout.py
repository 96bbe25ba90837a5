"""The shipped boundaries rewritten in the layout of the official ones, for tests of the importer."""

import json
from collections.abc import Callable
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from declared_housing import DATA

Move = Callable[[float, float], tuple[float, float]]


def in_official_layout(move: Move = lambda x, y: (x, y)) -> dict[str, Any]:
    """One feature per polygon, rings clockwise, a height of -999, a crs member; codes and names as DAGI calls them."""
    document = json.loads((DATA / "municipalities" / "boundaries.geojson").read_text(encoding="utf-8"))
    features = []
    for feature in document["features"]:
        properties = {"KOMKODE": feature["properties"]["code"], "KOMNAVN": feature["properties"]["name"]}
        for polygon in shapely.get_parts(shape(feature["geometry"])):
            flipped = mapping(shapely.orient_polygons(polygon, exterior_cw=True))["coordinates"]
            rings = [[[*move(x, y), -999.0] for x, y in ring] for ring in flipped]
            features.append(
                {
                    "type": "Feature",
                    "properties": properties.copy(),
                    "geometry": {"type": "Polygon", "coordinates": rings},
                }
            )
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    return {"type": "FeatureCollection", "crs": crs, "features": features}


def features_of(document: dict[str, Any], *, without: str) -> list[dict[str, Any]]:
    """The features but those of one municipality."""
    return [feature for feature in document["features"] if feature["properties"]["KOMKODE"] != without]
