"""The drives of one tour when its visits are given: who is reached when, and what the day comes to. Pure.

No visit is shifted: others have their hours in letters already. A drive that is too long is told instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from inspection.planning.travel import Place, Roads


@dataclass(frozen=True)
class Call:
    """One visit of a tour: its id, where, and from when to when (minutes after midnight)."""

    id: UUID
    place: Place
    starts_min: int
    ends_min: int


@dataclass(frozen=True)
class Leg:
    """The drive to a visit, its place in the tour, and by how many minutes it comes too late."""

    id: UUID
    position: int
    arrive_min: int
    travel_min: int
    travel_km: float
    late_min: int


@dataclass(frozen=True)
class TimedTour:
    """A tour with its drives; minutes after midnight."""

    legs: tuple[Leg, ...]
    depart_min: int
    return_min: int
    travel_min: int
    travel_km: float


def timed_tour(start: Place, calls: Sequence[Call], roads: Roads, *, end: Place | None = None) -> TimedTour | None:
    """The drives from ``start`` through the visits in the order of their hours and to ``end`` (or back); None without
    visits.
    """
    ordered = sorted(calls, key=lambda one: (one.starts_min, one.ends_min, str(one.id)))
    if not ordered:
        return None
    places = [start, *(one.place for one in ordered), end or start]
    travel = roads.between(places[:-1], places[1:])
    minutes = [int(travel.minutes[at, at]) for at in range(len(places) - 1)]
    kilometres = [float(travel.km[at, at]) for at in range(len(places) - 1)]
    legs, free_from = [], ordered[0].starts_min - minutes[0]
    depart = free_from
    for number, call in enumerate(ordered):
        arrive = free_from + minutes[number]
        late = max(0, arrive - call.starts_min)
        legs.append(Leg(call.id, number + 1, arrive, minutes[number], kilometres[number], late))
        free_from = max(call.ends_min, arrive)
    return TimedTour(tuple(legs), depart, free_from + minutes[-1], sum(minutes), sum(kilometres))


def overlapping(call: Call, others: Sequence[Call]) -> tuple[Call, ...]:
    """The visits of the same person that lie in the same hours."""
    return tuple(one for one in others if one.starts_min < call.ends_min and call.starts_min < one.ends_min)
