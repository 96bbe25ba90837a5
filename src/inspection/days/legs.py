"""The drives of a day: as the plan reckoned them while its order holds, else estimated anew. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspection.planning.travel import Place, Roads, TravelRules


@dataclass(frozen=True, slots=True)
class Halt:
    """A stop of the day. ``position`` is its number in the tour of its plan, which reckoned the drive to it.

    ``position`` None: it was not planned. ``place`` None: nobody knows where it is.
    """

    starts_min: int
    ends_min: int
    place: Place | None
    position: int | None = None
    travel_min: int = 0
    travel_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Leg:
    """The drive to a stop. ``travel_min`` None: not known. ``slack_min`` below nought: the stop is reached too late."""

    travel_min: int | None
    travel_km: float | None
    arrive_min: int
    slack_min: int


def legs_of(start: Place | None, halts: Sequence[Halt], roads: Roads | None = None) -> list[Leg]:
    """The drive to each stop, in order. A stop is reached when the one before has ended and the drive is done.

    The figures of the plan hold while a stop follows the one that it followed in the plan; otherwise ``roads`` tell the
    drive (None: the rule of thumb). The first stop is driven to in time for its beginning.
    """
    found: list[Leg] = []
    before, place = 0, start
    for number, halt in enumerate(halts):
        minutes, km = _drive(halt, before, place, roads)
        ready = halts[number - 1].ends_min + (minutes or 0) if number else halt.starts_min
        found.append(Leg(minutes, km, ready, halt.starts_min - ready))
        before, place = halt.position or -1, halt.place
    return found


def home_leg(end: Place | None, last: Halt, roads: Roads | None = None) -> tuple[int | None, float | None]:
    """Minutes and kilometres from the last stop to where the day ends."""
    return _estimate(last.place, end, roads)


def _drive(halt: Halt, before: int, place: Place | None, roads: Roads | None) -> tuple[int | None, float | None]:
    if halt.position is not None and halt.position == before + 1:
        return halt.travel_min, halt.travel_km
    return _estimate(place, halt.place, roads)


def _estimate(start: Place | None, end: Place | None, roads: Roads | None) -> tuple[int | None, float | None]:
    if start is None or end is None:
        return None, None
    travel = (roads or TravelRules()).between([start], [end])
    return int(travel.minutes[0, 0]), round(float(travel.km[0, 0]), 1)
