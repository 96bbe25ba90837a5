"""Distance as the crow flies.

On a sphere with the earth's mean radius of curvature at 56° north, which in Denmark stays within 0.5 % of the
geodesic on the WGS 84 ellipsoid (a test compares it with geopy).
"""

from collections.abc import Sequence

import numpy as np

from inspection.planning.travel.places import Floats, Place

RADIUS_KM = 6385.9


def great_circle_km(starts: Sequence[Place], ends: Sequence[Place]) -> Floats:
    """Distance as the crow flies, shape (starts, ends)."""
    return distances_km(points_of(starts), points_of(ends))


def points_of(places: Sequence[Place]) -> Floats:
    """Places as points on a sphere of radius 1, shape (3, places)."""
    degrees = np.array([(place.lat, place.lon) for place in places], dtype=np.float64).reshape(-1, 2)
    lat, lon = np.radians(degrees).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def distances_km(starts: Floats, ends: Floats) -> Floats:
    """Distance along the sphere between points, shape (starts, ends); exactly 0 between equal ones.

    By the chord, which needs no cosine for each pair: a tenth of the work of the haversine formula.
    """
    squared = np.zeros((starts.shape[1], ends.shape[1]))
    step = np.empty_like(squared)
    for here, there in zip(starts, ends, strict=True):
        np.subtract(here[:, None], there[None, :], out=step)
        np.multiply(step, step, out=step)
        squared += step
    return _of_chords(squared)


def along_km(starts: Floats, ends: Floats) -> Floats:
    """Distance from each point to the one in the same place of `ends`, shape (places,)."""
    return _of_chords(np.sum((starts - ends) ** 2, axis=0))


def _of_chords(squared: Floats) -> Floats:
    """Arcs in km for squared chords; the array given is used up."""
    half = np.sqrt(squared, out=squared)
    half *= 0.5
    np.minimum(half, 1.0, out=half)
    np.arcsin(half, out=half)
    half *= 2 * RADIUS_KM
    return half
