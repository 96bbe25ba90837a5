"""Rooms added, copied and removed on the page, before anything is saved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from register.declarations.journey.merging import Typed
from register.declarations.journey.reading import MAX_ROOMS, count_rooms
from register.declarations.journey.sent import Sent
from register.declarations.questions import ROOMS

Room = dict[str, Any]


@dataclass(frozen=True)
class RoomsShown:
    """The rooms that the page shows next: told ones, their origins, how many blank ones; too many are refused."""

    typed: Typed
    blank: int = 0
    refused: bool = False


def change_rooms(typed: Typed, fields: Mapping[str, Any], sent: Sent) -> RoomsShown:
    """What the button said. ``typed`` is read without the room that is removed."""
    rooms, origins = list(typed.document.get(ROOMS) or []), list(typed.origins)
    if sent.wish == "copy-room" and rooms:
        for _ in range(max(1, sent.copies)):
            rooms.append(_like(rooms[-1]))
            origins.append(origins[-1])
    if len(rooms) > MAX_ROOMS:
        return RoomsShown(typed, refused=True)
    blank = count_rooms(fields) + 1 - len(rooms) if sent.wish == "add-room" else 0
    if len(rooms) + blank > MAX_ROOMS:
        return RoomsShown(typed, blank=max(0, blank - 1), refused=True)
    return RoomsShown(Typed({**typed.document, ROOMS: rooms}, tuple(origins)), blank)


def without_room(fields: Mapping[str, Any], number: int | None) -> Mapping[str, Any]:
    """The fields of a page without those of one room."""
    return {name: value for name, value in fields.items() if not name.startswith(f"{ROOMS}-{number}.")}


def _like(room: Room) -> Room:
    """A room like another, numbered one higher where its name ends in a number."""
    match = re.fullmatch(r"(.*?)(\d{1,4})", str(room.get("name", "")))
    name = f"{match[1]}{int(match[2]) + 1}" if match else ""
    return {**{key: value for key, value in room.items() if key != "name"}, **({"name": name} if name else {})}
