"""The six levels as a tree. Ids follow from employer, address and the history of rooms; nothing of it is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from uuid import UUID, uuid5


class Level(StrEnum):
    """From whom to where one person sleeps."""

    EMPLOYER = "employer"
    SITE = "site"
    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    BED = "bed"


@dataclass(frozen=True)
class DeclaredRoom:
    """A room of one version; ``beds`` None is not told, ``sleeps`` whether it is a bedroom."""

    name: str
    position: int
    beds: int | None
    sleeps: bool = True


@dataclass(frozen=True)
class DeclaredUnit:
    """A dwelling of the employer: the parts of its address, and its rooms in each version, the one in force last."""

    postcode: str
    postal_town: str
    street: str
    house_number: str
    unit: str
    address_key: str
    versions: tuple[tuple[DeclaredRoom, ...], ...]

    @property
    def keys(self) -> tuple[str, str, str]:
        """The keys of site, building and unit: the address key as far as each level reaches."""
        postcode, street, number, _unit = self.address_key.split("|")
        return f"{postcode}|{street}", f"{postcode}|{street}|{number}", self.address_key


@dataclass(frozen=True)
class Node:
    """One thing on one level. ``beds`` is the sum of those below; not whole where a bedroom tells no number."""

    id: UUID
    level: Level
    name: str
    children: tuple["Node", ...] = ()
    tells_beds: bool = True

    @property
    def beds(self) -> int:
        """How many beds it has."""
        return 1 if self.level is Level.BED else sum(child.beds for child in self.children)

    @property
    def is_whole(self) -> bool:
        """Whether every bedroom below tells its beds."""
        return self.tells_beds and all(child.is_whole for child in self.children)


def structure_of(employer_id: UUID, name: str, units: Iterable[DeclaredUnit]) -> Node:
    """The tree of one employer. Units come each once; their order does not matter."""
    ordered = sorted(units, key=lambda one: one.keys)
    sites = tuple(_site(employer_id, list(group)) for _key, group in groupby(ordered, key=lambda one: one.keys[0]))
    return Node(employer_id, Level.EMPLOYER, name, sites)


def _site(employer_id: UUID, units: list[DeclaredUnit]) -> Node:
    first = units[0]
    found = uuid5(employer_id, f"site|{first.keys[0]}")
    buildings = tuple(_building(found, list(group)) for _key, group in groupby(units, key=lambda one: one.keys[1]))
    return Node(found, Level.SITE, f"{first.street}, {first.postcode} {first.postal_town}", buildings)


def _building(site_id: UUID, units: list[DeclaredUnit]) -> Node:
    first = units[0]
    found = uuid5(site_id, f"building|{first.keys[1]}")
    children = tuple(_unit(found, one) for one in units)
    return Node(found, Level.BUILDING, f"{first.street} {first.house_number}", children)


def _unit(building_id: UUID, one: DeclaredUnit) -> Node:
    found = uuid5(building_id, f"unit|{one.keys[2]}")
    rooms = one.versions[-1] if one.versions else ()
    ids = room_ids(found, one.versions)
    return Node(found, Level.UNIT, one.unit, tuple(_room(ids[room.position], room) for room in rooms))


def _room(room_id: UUID, room: DeclaredRoom) -> Node:
    beds = tuple(
        Node(uuid5(room_id, f"bed|{number}"), Level.BED, str(number)) for number in range(1, (room.beds or 0) + 1)
    )
    return Node(room_id, Level.ROOM, room.name, beds, tells_beds=room.beds is not None or not room.sleeps)


def room_ids(unit_id: UUID, versions: Sequence[Sequence[DeclaredRoom]]) -> dict[int, UUID]:
    """The ids of the rooms of the last version, by position.

    A room is the one that last bore its name; else the one at its place in the version before, if that one is not
    there any more (it was renamed); else it is new. Names are compared without case and outer blanks.
    """
    by_name: dict[str, UUID] = {}
    before: dict[int, UUID] = {}
    made = 0
    for rooms in versions:
        now = _named(rooms, by_name)
        for room in rooms:
            if room.position in now:
                continue
            there = before.get(room.position)
            if there is None or there in now.values():
                made += 1
                there = uuid5(unit_id, f"room|{made}")
            now[room.position] = there
        by_name |= {_folded(room.name): now[room.position] for room in rooms if _folded(room.name)}
        before = now
    return before


def _named(rooms: Sequence[DeclaredRoom], by_name: dict[str, UUID]) -> dict[int, UUID]:
    """Rooms that bear a name known before; of two with one name the first."""
    found: dict[int, UUID] = {}
    for room in rooms:
        known = by_name.get(_folded(room.name))
        if known is not None and known not in found.values():
            found[room.position] = known
    return found


def _folded(name: str) -> str:
    return name.strip().casefold()
