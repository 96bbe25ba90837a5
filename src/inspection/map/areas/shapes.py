"""Shapes of areas: a polygon read from text and judged, a circle around a place. Pure; degrees, longitude first."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, isfinite, pi, radians, sin

import shapely
from shapely.geometry import Polygon

from husly.kit.errors import DomainError

Ring = tuple[tuple[float, float], ...]
"""Corners as (longitude, latitude) in order, the first not said again at the end."""

MOST_CORNERS = 60
"""What a person draws; each corner costs every search within it."""

LARGEST_KM2 = 15_000
"""A third of the country; more is chosen by municipalities."""

SMALLEST_KM2 = 0.0005
WEST, SOUTH, EAST, NORTH = 7.0, 54.0, 16.0, 58.5
"""All of Denmark with its waters, in degrees."""

MOST_RADIUS_KM = 60
CIRCLE_CORNERS = 36
KM_PER_DEGREE = 111.32
DECIMALS = 5
"""About a metre."""


@dataclass(frozen=True)
class Area:
    """Part of the country: what lies in the ring, in one of the municipalities or under one of the postal codes."""

    ring: Ring = ()
    municipality_codes: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it names no place at all."""
        return not (self.ring or self.municipality_codes or self.postcodes)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the ring."""
        longitudes, latitudes = zip(*self.ring, strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def read_ring(text: str) -> Ring:
    """A ring as addresses and forms write it: ``10.1 55.2,10.4 55.2,10.3 55.5``.

    Raises ``DomainError`` that says what is wrong with it; a corner named again at the end is taken as the first.
    """
    corners = [_corner(part, number) for number, part in enumerate(text.split(","), start=1)]
    return checked_ring(corners)


def _corner(text: str, number: int) -> tuple[float, float]:
    parts = text.split()
    try:
        longitude, latitude = (float(part) for part in parts)
    except ValueError:
        longitude = latitude = float("nan")
    if not (isfinite(longitude) and isfinite(latitude)):
        raise DomainError(
            "area.corner",
            "Corner {number} of the area cannot be read: write longitude and latitude such as 10.39 55.40, with a "
            "comma between corners.",
            number=number,
        )
    return longitude, latitude


def checked_ring(corners: Sequence[tuple[float, float]]) -> Ring:
    """A ring that can be searched in, rounded to a metre. Raises ``DomainError`` in words for any other."""
    ring = [(round(one, DECIMALS), round(other, DECIMALS)) for one, other in corners]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(set(ring)) < 3:
        raise DomainError("area.few", "An area needs at least three different corners.")
    if len(ring) > MOST_CORNERS:
        raise DomainError(
            "area.many",
            "The area has {count} corners; at most {most} are searched. Draw it more simply, or choose municipalities.",
            count=len(ring),
            most=MOST_CORNERS,
        )
    if any(not (WEST <= one <= EAST and SOUTH <= other <= NORTH) for one, other in ring):
        raise DomainError("area.outside", "The area reaches outside Denmark: draw it within the country.")
    if not Polygon(ring).is_valid:
        raise DomainError("area.crossing", "The border of the area crosses itself: draw it so that it does not.")
    _check_size(ring)
    return tuple(ring)


def _check_size(ring: Sequence[tuple[float, float]]) -> None:
    size = area_km2(ring)
    if size > LARGEST_KM2:
        raise DomainError(
            "area.large",
            "The area is {size} km², more than {most} km²: draw a smaller one, or choose municipalities.",
            size=round(size),
            most=LARGEST_KM2,
        )
    if size < SMALLEST_KM2:
        raise DomainError("area.small", "The area is too small to hold anything: draw a larger one.")


def area_km2(ring: Sequence[tuple[float, float]]) -> float:
    """How large a ring is, on a plane that touches the earth at its middle."""
    middle = radians(sum(latitude for _, latitude in ring) / len(ring))
    return float(Polygon(ring).area) * KM_PER_DEGREE**2 * cos(middle)


def circle(latitude: float, longitude: float, radius_km: float) -> Ring:
    """Everything within a radius of a place, as a ring of 36 corners. Raises ``DomainError`` as ``checked_ring``."""
    if not 0.05 <= radius_km <= MOST_RADIUS_KM:
        raise DomainError("area.radius", "The radius must be from 0.05 to {most} km.", most=MOST_RADIUS_KM)
    up = radius_km / KM_PER_DEGREE
    aside = up / cos(radians(latitude))
    angles = [2 * pi * number / CIRCLE_CORNERS for number in range(CIRCLE_CORNERS)]
    return checked_ring([(longitude + aside * cos(angle), latitude + up * sin(angle)) for angle in angles])


def written(ring: Ring) -> str:
    """A ring as ``read_ring`` reads it."""
    return ",".join(f"{longitude:.{DECIMALS}f} {latitude:.{DECIMALS}f}" for longitude, latitude in ring)


def touches(ring: Ring, bounds: tuple[float, float, float, float]) -> bool | None:
    """Whether a ring meets bounds (west, south, east, north): None where they lie wholly inside it."""
    polygon, box = Polygon(ring), shapely.box(*bounds)
    return None if polygon.contains(box) else bool(polygon.intersects(box))
