"""What lies in an area, as a condition of a query beside ``Dwelling``; the same on both databases."""

import sqlalchemy as sa
from sqlmodel import col

from inspection.map.areas.shapes import Area, Ring, touches
from register.dwellings.grid import keys_between
from register.dwellings.models import Dwelling

Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


WIDE_DEG = 1.2
"""From this width on bounds hold so much that runs of keys save nothing."""


def is_wide(bounds: Bounds) -> bool:
    """Whether bounds hold a good part of the country."""
    return bounds[2] - bounds[0] > WIDE_DEG


def within_bounds(bounds: Bounds) -> sa.ColumnElement[bool]:
    """Dwellings with a point between west and east, south and north; found by the index of squares."""
    west, south, east, north = bounds
    key = col(Dwelling.map_key)
    exact = (col(Dwelling.longitude).between(west, east), col(Dwelling.latitude).between(south, north))
    if is_wide(bounds):
        return sa.and_(key.is_not(None), *exact)
    runs = [key.between(first, last) for first, last in keys_between(*bounds)]
    return sa.and_(sa.or_(sa.false(), *runs), *exact)


def within_area(area: Area, *, seen: Bounds | None = None) -> sa.ColumnElement[bool]:
    """Dwellings in an area; ``seen`` are bounds that the query keeps to anyway, so that what lies wholly inside the
    ring, or outside it, costs nothing.
    """
    parts: list[sa.ColumnElement[bool]] = []
    if area.ring:
        met = True if seen is None else touches(area.ring, seen)
        if met is None:
            return col(Dwelling.latitude).is_not(None)
        if met:
            parts.append(sa.and_(within_bounds(area.bounds), _inside(area.ring)))
    if area.municipality_codes:
        parts.append(col(Dwelling.municipality_code).in_(area.municipality_codes))
    if area.postcodes:
        parts.append(col(Dwelling.postcode).in_(area.postcodes))
    return sa.or_(sa.false(), *parts)


def _inside(ring: Ring) -> sa.ColumnElement[bool]:
    """Whether a ray to the east crosses the ring an odd number of times."""
    edges = zip(ring, (*ring[1:], ring[0]), strict=True)
    crossings = [_crosses(start, end) for start, end in edges if start[1] != end[1]]
    total = crossings[0]
    for one in crossings[1:]:
        total = total + one
    return total % 2 == 1


def _crosses(start: tuple[float, float], end: tuple[float, float]) -> sa.ColumnElement[int]:
    (low_x, low_y), (high_x, high_y) = sorted((start, end), key=lambda corner: corner[1])
    latitude, longitude = col(Dwelling.latitude), col(Dwelling.longitude)
    slope = (high_x - low_x) / (high_y - low_y)
    meets = sa.and_(latitude >= low_y, latitude < high_y, longitude < low_x + slope * (latitude - low_y))
    return sa.case((meets, 1), else_=0)
