"""Matching whole groups of residents to places with room, pure: who fits where, in which order places are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

FARTHEST_KM = 30.0
"""As the crow flies (U7)."""


class Relation(IntEnum):
    """Whose place it is, in the order in which places are shown."""

    SAME_EMPLOYER = 0
    LINKED_EMPLOYER = 1
    OTHER = 2


@dataclass(frozen=True)
class Group:
    """Residents who stay together; ``label`` may be empty for those who may be placed one by one."""

    label: str
    persons: int


@dataclass(frozen=True)
class FreePlace:
    """A dwelling with lawful room: how many more may live there, how far away in a straight line."""

    dwelling_id: UUID
    address: str
    relation: Relation
    employer: str
    free: int
    distance_km: float


@dataclass(frozen=True)
class Fit:
    """A place with the groups that would fit in it whole, taken by themselves, and whether all would together."""

    place: FreePlace
    groups: tuple[str, ...]
    takes_all: bool


def in_order(places: Sequence[FreePlace]) -> list[FreePlace]:
    """Places within reach and with room: those of the employer first, then of linked firms; the nearest first."""
    reached = [one for one in places if one.free > 0 and one.distance_km <= FARTHEST_KM]
    return sorted(reached, key=lambda one: (one.relation, one.distance_km, one.address, str(one.dwelling_id)))


def fits(places: Sequence[FreePlace], groups: Sequence[Group]) -> list[Fit]:
    """What each place could take; a place in which no group fits whole is left out."""
    wanted = sum(group.persons for group in groups)
    found = [
        Fit(place, tuple(one.label for one in groups if one.persons <= place.free), wanted <= place.free)
        for place in in_order(places)
    ]
    return [one for one in found if one.groups]


def shared_out(places: Sequence[FreePlace], groups: Sequence[Group]) -> tuple[dict[UUID, list[str]], list[str]]:
    """Give every group, the largest first, to the first place in order that still has room for the whole of it.

    Returns the labels by dwelling, and those for which no place has room. A group is never split.
    """
    left = {one.dwelling_id: one.free for one in in_order(places)}
    given: dict[UUID, list[str]] = {}
    unplaced: list[str] = []
    for group in sorted(groups, key=lambda one: (-one.persons, one.label)):
        home = next((dwelling for dwelling, free in left.items() if free >= group.persons), None)
        if home is None:
            unplaced.append(group.label)
            continue
        left[home] -= group.persons
        given.setdefault(home, []).append(group.label)
    return given, unplaced
