"""Made-up housing: one dwelling with its rooms as facts, in the vocabulary of ``standards.facts.known``.

Cheap (a random generator, no objects but the dicts), since a demonstration needs a million of them.
Sizes are log-normal with median 6 places and mean 23; about one dwelling in four breaches the act, mostly by too many
residents for its rooms, some by defects.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

MEDIAN_PLACES = 6
SIGMA = 1.64
MAX_PLACES = 1500
BREACH_SHARE = 0.25

Facts = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of dwelling: how often it occurs, how many it houses at most, how likely it is a bad place to live."""

    weight: float
    most_places: int
    breach_factor: float = 1.0


KINDS: Mapping[str, Kind] = {
    "house": Kind(34, 24),
    "flat": Kind(24, 12),
    "farm": Kind(14, 40),
    "hotel": Kind(6, MAX_PLACES, 0.5),
    "holiday_home": Kind(6, 16),
    "employer_home": Kind(3, 8, 0.8),
    "container": Kind(4, 400, 1.5),
    "caravan": Kind(2, 6, 1.8),
    "site_hut": Kind(1.5, 8, 1.8),
    "workplace_room": Kind(2, 20, 2.0),
    "commercial_building": Kind(3, MAX_PLACES, 1.6),
    "vehicle": Kind(0.5, 2, 2.2),
}
KIND_WEIGHTS: Mapping[str, float] = {name: kind.weight for name, kind in KINDS.items()}
DOUBTFUL = ("container", "caravan", "site_hut", "workplace_room", "commercial_building", "vehicle")
"""Kinds of which it is asked whether they are approved for habitation (REG-08)."""

_SOUND: Facts = {
    "not_hazardous": True,
    "drinking_water": True,
    "wastewater_drain": True,
    "electricity": True,
    "heating": True,
    "protected_damp_cold_heat_noise": True,
    "indoor_climate_ok": True,
    "maintained": True,
    "sanitary_lockable": True,
    "kitchen": True,
    "kitchen_running_water": True,
    "fridge": True,
    "dining_place": True,
    "laundry_wash": True,
    "smoke_alarm": True,
}
_SOUND_ROOM: Facts = {"window_openable": True, "daylight": True, "heating": True, "electricity": True}
_DWELLING_DEFECTS = ("drinking_water", "wastewater_drain", "protected_damp_cold_heat_noise", "indoor_climate_ok")
_ROOM_DEFECTS = ("window_openable", "daylight", "heating")
CROWDED_SHARE = 0.65
"""Of the dwellings in breach, how many have too many residents for their rooms; the others have defects."""

_MU = math.log(MEDIAN_PLACES)
_SELDOM_TOLD = ("laundry_wash", "dining_place", "sanitary_lockable", "maintained", "smoke_alarm")
_COOKING = (["stove", "oven"], ["hotplate"], ["hotplate", "microwave"], ["stove", "oven", "kettle"])


def make_housing(
    rng: Random, kind_weights: Mapping[str, float] = KIND_WEIGHTS, *, breach_share: float = BREACH_SHARE
) -> tuple[Facts, list[Facts]]:
    """One dwelling: its facts, and its rooms. The same generator state gives the same dwelling."""
    places = min(max(1, round(rng.lognormvariate(_MU, SIGMA))), MAX_PLACES)
    names = [name for name in kind_weights if KINDS[name].most_places >= places] or list(kind_weights)
    name = rng.choices(names, [kind_weights[name] for name in names])[0]
    places = min(places, KINDS[name].most_places)
    breaches = rng.random() < breach_share * KINDS[name].breach_factor
    per_room = rng.choice((3, 4, 4, 5, 6)) if breaches and rng.random() < CROWDED_SHARE else 2
    rooms = _rooms(rng, places, per_room)
    habitable = sum(room["use"] in ("bedroom", "living") for room in rooms)
    dwelling = _dwelling(rng, name, places, rooms)
    if breaches and places <= 2 * habitable:
        _damage(rng, dwelling, rooms)
    return dwelling, rooms


def _rooms(rng: Random, places: int, per_room: int) -> list[Facts]:
    """Bedrooms filled one after the other, and the rooms that are shared."""
    bedroom = _SOUND_ROOM | {
        "use": "bedroom",
        "area_m2": _half(rng.uniform(3, 5) * per_room if per_room > 2 else rng.uniform(6, 10) * per_room),
        "residents": per_room,
        "beds": per_room,
        "lockable": rng.random() < 0.7,
    }
    rooms: list[Facts] = []
    left = places
    while left > 0:
        here = min(left, per_room)
        room = {"name": f"Værelse {len(rooms) + 1}", **bedroom}
        if here < per_room:
            room["residents"] = room["beds"] = here
        rooms.append(room)
        left -= here
    if per_room == 2 and rng.random() < 0.6:
        rooms.append({"name": "Stue", **_SOUND_ROOM, "use": "living", "area_m2": _half(rng.uniform(14, 30))})
    rooms.append({"name": "Køkken", "use": "kitchen", "area_m2": _half(rng.uniform(6, 20))})
    return rooms


def _half(area_m2: float) -> float:
    return max(round(area_m2 * 2) / 2, 4.0)


def _dwelling(rng: Random, name: str, places: int, rooms: Sequence[Facts]) -> Facts:
    fixtures = max(1, -(-places // rng.choice((4, 6, 8))))
    dwelling: Facts = {
        "kind": name,
        "residents": places,
        "area_m2": round(sum(room["area_m2"] for room in rooms) * 1.15),
        "toilets": fixtures,
        "showers": fixtures,
        "stay_days": rng.choice((21, 60, 90, 120, 180, 365)),
        **_SOUND,
        "cooking": rng.choice(_COOKING),
        "internet": rng.random() < 0.85,
    }
    if rng.random() < 0.75:  # the others do not say whether they have an accommodation plan
        dwelling["plan"] = rng.random() < 0.7
    if name in DOUBTFUL:
        dwelling["approved_for_habitation"] = rng.random() < 0.4
    for key in _SELDOM_TOLD:  # people leave questions open; nothing is breached on what is not known
        if rng.random() < 0.1:
            del dwelling[key]
    return dwelling


def _damage(rng: Random, dwelling: Facts, rooms: Sequence[Facts]) -> None:
    """Make one or two of the act's requirements fail."""
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.5:
            dwelling[rng.choice(_DWELLING_DEFECTS)] = False
        else:
            rooms[0][rng.choice(_ROOM_DEFECTS)] = False
