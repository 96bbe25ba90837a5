"""How long the drive takes, without a road network: great-circle distance, a road factor, bridges, ferries
and speeds.

Rules of thumb for planning, not timetables and not navigation. Distance is on a sphere with the earth's
mean radius of curvature at 56° north, which in Denmark stays within 0.5 % of the geodesic on the WGS 84
ellipsoid (a test compares it with geopy). Zealand, Funen and Jutland are joined by the bridges only, so a
drive across the Kattegat goes round by them. A few islands need a ferry: a fixed time is added for sailing
and waiting. An unknown municipality code counts as no island.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

RADIUS_KM = 6385.9
GREAT_BELT = (55.342, 11.036)
LITTLE_BELT = (55.516, 9.722)
ZEALAND, FUNEN, JUTLAND, NOWHERE = 0, 1, 2, -1

FERRY_MIN = {"0400": 120, "0411": 180, "0492": 105, "0563": 40, "0741": 90, "0825": 120}
"""Minutes of sailing and waiting: Bornholm, Christiansø (by Bornholm), Ærø, Fanø, Samsø, Læsø. Langeland
(0482) has a bridge.
"""

_ISLAND_BELONGS_TO = {
    "0400": ZEALAND,
    "0411": ZEALAND,
    "0492": FUNEN,
    "0563": JUTLAND,
    "0741": NOWHERE,
    "0825": JUTLAND,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees (WGS 84), with its municipality where known."""

    lat: float
    lon: float
    municipality_code: str = ""


@dataclass(frozen=True, slots=True)
class TravelRules:
    """How distance becomes driving time.

    `speeds` are (up to km, km/h): the first 5 km of a drive go at 35 km/h, the next 15 at 60, and so on;
    the last band has no end. So a longer drive never takes less time, and its mean speed rises with its
    length.
    """

    road_factor: float = 1.3
    speeds: tuple[tuple[float, float], ...] = ((5, 35), (20, 60), (80, 75), (float("inf"), 95))

    def minutes(self, km: Floats) -> Ints:
        """Whole minutes of driving, rounded up, for road kilometres of any shape."""
        hours = np.zeros_like(km)
        begin = 0.0
        for end, speed in self.speeds:
            hours += np.clip(km - begin, 0, end - begin) / speed
            begin = end
        return np.ceil(hours * 60 - 1e-9).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Travel:
    """Road kilometres and whole minutes from each place (row) to each place (column)."""

    km: Floats
    minutes: Ints


def travel_between(starts: Sequence[Place], ends: Sequence[Place], rules: TravelRules) -> Travel:
    """Distances and times from each of `starts` to each of `ends`: arrays of shape (starts, ends)."""
    km = _over_land_km(starts, ends) * rules.road_factor
    return Travel(km, rules.minutes(km) + _ferries_min(starts, ends))


def great_circle_km(starts: Sequence[Place], ends: Sequence[Place]) -> Floats:
    """Distance as the crow flies, shape (starts, ends)."""
    lat1, lon1 = _radians(starts)
    lat2, lon2 = _radians(ends)
    half = (
        np.sin((lat2[None, :] - lat1[:, None]) / 2) ** 2
        + np.cos(lat1)[:, None] * np.cos(lat2)[None, :] * np.sin((lon2[None, :] - lon1[:, None]) / 2) ** 2
    )
    return np.asarray(2 * RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def _radians(places: Sequence[Place]) -> tuple[Floats, Floats]:
    degrees = np.array([(place.lat, place.lon) for place in places], dtype=np.float64).reshape(-1, 2)
    radians = np.radians(degrees)
    return radians[:, 0], radians[:, 1]


def _over_land_km(starts: Sequence[Place], ends: Sequence[Place]) -> Floats:
    great, little = Place(*GREAT_BELT), Place(*LITTLE_BELT)
    straight = great_circle_km(starts, ends)
    from_great, to_great = great_circle_km(starts, [great]), great_circle_km([great], ends)
    from_little, to_little = great_circle_km(starts, [little]), great_circle_km([little], ends)
    between = great_circle_km([great], [little])
    lands_from, lands_to = _lands(starts)[:, None], _lands(ends)[None, :]

    def joins(one: int, other: int) -> NDArray[np.bool_]:
        there = (lands_from == one) & (lands_to == other)
        return np.asarray(there | ((lands_from == other) & (lands_to == one)))

    east = lands_from == ZEALAND
    whole_way = np.where(east, from_great + between + to_little, from_little + between + to_great)
    km = np.where(joins(ZEALAND, FUNEN), from_great + to_great, straight)
    km = np.where(joins(FUNEN, JUTLAND), from_little + to_little, km)
    return np.where(joins(ZEALAND, JUTLAND), whole_way, km)


def _lands(places: Sequence[Place]) -> Ints:
    return np.array([_land(place.municipality_code) for place in places], dtype=np.int64)


def _land(code: str) -> int:
    """Municipality codes rise from Zealand (below 0400) over Funen (below 0500) to Jutland."""
    if code in _ISLAND_BELONGS_TO:
        return _ISLAND_BELONGS_TO[code]
    if not code.isdecimal():
        return NOWHERE
    return ZEALAND if code < "0400" else FUNEN if code < "0500" else JUTLAND


def _ferries_min(starts: Sequence[Place], ends: Sequence[Place]) -> Ints:
    crossing_from, island_from = _crossings(starts)
    crossing_to, island_to = _crossings(ends)
    elsewhere = island_from[:, None] != island_to[None, :]
    return np.where(elsewhere, crossing_from[:, None] + crossing_to[None, :], 0)


def _crossings(places: Sequence[Place]) -> tuple[Ints, Ints]:
    islands = list(FERRY_MIN)
    minutes = [FERRY_MIN.get(place.municipality_code, 0) for place in places]
    island = [islands.index(p.municipality_code) if p.municipality_code in FERRY_MIN else -1 for p in places]
    return np.array(minutes, dtype=np.int64), np.array(island, dtype=np.int64)
