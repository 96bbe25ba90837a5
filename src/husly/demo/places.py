"""Believable places: made-up addresses at points inside real municipalities."""

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from register.municipalities.boundaries import Boundaries
from register.municipalities.table import Postcode, postcodes

SPREAD_DEG = (0.020, 0.035)
"""Standard deviation of the scatter around a postal town: latitude, longitude (about 2 km)."""


@dataclass(frozen=True)
class Place:
    """A point on land with the postal code around it."""

    postcode: Postcode
    municipality_code: str
    latitude: float
    longitude: float


def scatter_places(
    count: int, *, boundaries: Boundaries, data_path: Path, rng: random.Random, only: str | None = None
) -> list[Place]:
    """``count`` points scattered around postal towns, each inside a municipality, or all inside the one named."""
    towns = [
        town
        for town in postcodes(data_path).values()
        if town.latitude is not None and (only is None or town.municipality_code == only)
    ]
    draw = np.random.default_rng(rng.getrandbits(64))
    places: list[Place] = []
    while len(places) < count:
        places += _scatter(count - len(places), towns, boundaries, draw, only)
    return places[:count]


def _weights(towns: list[Postcode]) -> np.ndarray:
    """A city has many postal codes; weigh them down, or Copenhagen would hold nearly half of everything."""
    per_municipality = Counter(town.municipality_code for town in towns)
    weights = np.array([per_municipality[town.municipality_code] ** -0.6 for town in towns])
    return np.asarray(weights / weights.sum())


def _scatter(
    count: int, towns: list[Postcode], boundaries: Boundaries, draw: np.random.Generator, only: str | None
) -> list[Place]:
    chosen = draw.choice(len(towns), size=int(count * 1.3) + 8, p=_weights(towns))
    centres = np.array([(town.latitude, town.longitude) for town in towns])[chosen]
    points = centres + draw.normal(size=centres.shape) * SPREAD_DEG
    inside, areas = boundaries.tree.query(shapely.points(points[:, 1], points[:, 0]), predicate="within")
    found = {int(point): boundaries.codes[int(area)] for point, area in zip(inside, areas, strict=True)}
    return [
        Place(towns[int(chosen[i])], code, round(float(points[i, 0]), 6), round(float(points[i, 1]), 6))
        for i, code in sorted(found.items())
        if only is None or code == only
    ]
