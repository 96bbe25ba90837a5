"""Reading official boundaries (DAGI, as GeoJSON) and checking that they can replace the ones in force.

The official layout differs from what one expects: one feature for each polygon, to be merged by code; a ``crs`` member;
a third coordinate of -999; outer rings clockwise. All of that is taken; what would put dwellings in the wrong
municipality is refused, with what to do.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import STRtree
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from register.municipalities.table import Municipality

WEST, SOUTH, EAST, NORTH = 7.5, 54.3, 15.6, 58.0
"""Denmark with its islands, degrees; wide enough for territorial waters."""

MOST_OVERLAP = 0.01
"""Share of the smaller of two areas that may lie in both: borders drawn twice differ a little."""

CONVERT = "ogr2ogr -f GeoJSON -t_srs EPSG:4326 boundaries.geojson FILE"
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")


class BoundaryFileError(Exception):
    """The file cannot replace the boundaries in force; ``problems`` holds every reason, each with what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class OfficialAreas:
    """One area per municipality, WGS 84 longitude/latitude, checked; ``mended`` names those that had to be repaired."""

    sha256: str
    areas: tuple[tuple[str, BaseGeometry], ...]
    features: int
    mended: tuple[str, ...]


def read_official(content: bytes, known: Mapping[str, Municipality], *, code_field: str = "KOMKODE") -> OfficialAreas:
    """Read and check a GeoJSON file of boundaries. Raises ``BoundaryFileError`` with every reason."""
    document = _document(content)
    features = document["features"]
    _refuse_other_system(document)
    parts = _parts(features, code_field)
    _refuse_codes(set(parts), known)
    mended: list[str] = []
    areas = [(code, _merged(code, polygons, mended)) for code, polygons in sorted(parts.items())]
    problems = [*_outside(areas, known), *_overlapping(areas, known)]
    if problems:
        raise BoundaryFileError(*problems)
    return OfficialAreas(hashlib.sha256(content).hexdigest(), tuple(areas), len(features), tuple(mended))


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BoundaryFileError(f"The file is not GeoJSON text (GML or GeoPackage?). Convert it: {CONVERT}") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise BoundaryFileError(f"The file is not GeoJSON ({where}). Convert it: {CONVERT}") from None
    except (RecursionError, ValueError) as error:
        raise BoundaryFileError(f"The file is not GeoJSON ({error}). Convert it: {CONVERT}") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(part, dict) for part in features):
        raise BoundaryFileError("The file is JSON, but no FeatureCollection with features. Export it as GeoJSON.")
    return dict(document)


def _refuse_other_system(document: Mapping[str, Any]) -> None:
    crs = document.get("crs")
    name = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if name and not name.upper().endswith(_DEGREES):
        raise BoundaryFileError(f"The coordinates are in {name}, not degrees (WGS 84). Convert them: {CONVERT}")


def _parts(features: Sequence[Mapping[str, Any]], code_field: str) -> dict[str, list[BaseGeometry]]:
    """Polygons by code. One missing code field is one problem, not one for each feature."""
    found: dict[str, list[BaseGeometry]] = {}
    problems = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        if code_field not in properties:
            names = ", ".join(sorted(properties)) or "none"
            raise BoundaryFileError(
                f"Feature {number} has no property {code_field}; it has: {names}. Name the one that holds the "
                "municipality code with --code-field."
            )
        try:
            area = shapely.force_2d(shape(feature["geometry"]))
        except (ShapelyError, AttributeError, KeyError, TypeError, ValueError) as error:
            problems.append(f"Feature {number}: the geometry cannot be read ({error}). Export the file again.")
            continue
        if area.geom_type not in {"Polygon", "MultiPolygon"} or area.is_empty:
            problems.append(f"Feature {number} is a {area.geom_type}, not an area. Leave it out of the file.")
            continue
        found.setdefault(str(properties[code_field]).strip().zfill(4), []).append(area)
    if problems:
        raise BoundaryFileError(*problems[:20])
    _refuse_metres([area for areas in found.values() for area in areas])
    return found


def _refuse_metres(areas: Sequence[BaseGeometry]) -> None:
    west, south, east, north = shapely.total_bounds(list(areas))
    if max(abs(west), abs(east)) > 360 or max(abs(south), abs(north)) > 360:
        raise BoundaryFileError(
            f"The coordinates ({west:.0f} {south:.0f} to {east:.0f} {north:.0f}) are metres, most likely EPSG:25832 "
            f"(UTM 32), not degrees. Convert them: {CONVERT}"
        )
    if south < 20 and west > 50:
        raise BoundaryFileError(f"Latitude and longitude have changed places. Write longitude first: {CONVERT}")


def _refuse_codes(codes: set[str], known: Mapping[str, Municipality]) -> None:
    problems = []
    if missing := sorted(set(known) - codes):
        names = ", ".join(f"{code} {known[code].name}" for code in missing[:10])
        more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
        problems.append(f"Missing municipalities: {names}{more}. Use the whole country's file.")
    if others := sorted(codes - set(known)):
        names = ", ".join(others[:10]) + (f" and {len(others) - 10} more" if len(others) > 10 else "")
        problems.append(f"Unknown municipality codes: {names}. Correct them, or name another --code-field.")
    if problems:
        raise BoundaryFileError(*problems)


def _merged(code: str, polygons: list[BaseGeometry], mended: list[str]) -> BaseGeometry:
    """One area of all polygons; a crossing ring is repaired and noted."""
    if not all(polygon.is_valid for polygon in polygons):
        mended.append(code)
        polygons = [shapely.make_valid(polygon) for polygon in polygons]
    area = shapely.union_all(polygons)
    if area.geom_type == "GeometryCollection":  # a repaired ring may leave stray lines behind
        area = shapely.union_all([part for part in shapely.get_parts(area) if part.area > 0])
    return area


def _outside(areas: Sequence[tuple[str, BaseGeometry]], known: Mapping[str, Municipality]) -> list[str]:
    problems = []
    for code, area in areas:
        west, south, east, north = area.bounds
        if west < WEST or south < SOUTH or east > EAST or north > NORTH:
            box = f"{west:.3f} {south:.3f} to {east:.3f} {north:.3f}"
            problems.append(f"{code} {known[code].name} reaches outside Denmark ({box}). Correct the file.")
    return problems


def _overlapping(areas: Sequence[tuple[str, BaseGeometry]], known: Mapping[str, Municipality]) -> list[str]:
    geometries = [area for _, area in areas]
    problems = []
    for one, other in STRtree(geometries).query(geometries, predicate="intersects").T.tolist():
        if one >= other:
            continue
        shared = geometries[one].intersection(geometries[other]).area
        share = shared / min(geometries[one].area, geometries[other].area)
        if share > MOST_OVERLAP:
            names = " and ".join(f"{code} {known[code].name}" for code in (areas[one][0], areas[other][0]))
            problems.append(f"{names} overlap by {share:.0%} of the smaller. Correct the file.")
    return problems
