"""What a page says laid over what a draft holds: only what the page asked for changes, everything else stays."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from husly.kit.audit import digest
from register.declarations.journey.reading import MAX_ROOMS, Document, Fields, read_fields, read_rooms
from register.declarations.questions import ROOM_FIELDS, ROOM_FLAGS, ROOMS
from register.declarations.terms import TERM_PARTS

ASKED_OF_ROOMS = frozenset((*ROOM_FIELDS, *ROOM_FLAGS))


@dataclass(frozen=True)
class Typed:
    """The document with a page's answers in it; ``origins`` are the rooms of the draft that its rooms come from."""

    document: Document
    origins: tuple[int | None, ...] = ()


def shows_rooms(document: Mapping[str, Any]) -> bool:
    """Whether the rooms fit on a page; more of them come by file and stay as they are."""
    return len(document.get(ROOMS) or []) <= MAX_ROOMS


def merge(stored: Mapping[str, Any], fields: Fields, *, asked: Collection[str]) -> Typed:
    """The draft with what was typed in the fields of a page.

    ``asked`` are the questions that the page asked and that may change. A room keeps what the page does not ask of
    rooms, by the room that it was shown from.
    """
    typed, document = read_fields(fields), deepcopy(dict(stored))
    for path in asked:
        _take(document, typed, path)
    for part in TERM_PARTS:
        if not document.get(part):
            document.pop(part, None)
    if ROOMS not in asked:
        return Typed(document, tuple(range(len(document.get(ROOMS) or []))))
    rooms = read_rooms(fields)
    document[ROOMS] = [_kept(stored, origin) | room for room, origin in rooms]
    return Typed(document, tuple(origin for _, origin in rooms))


def _take(document: Document, typed: Document, path: str) -> None:
    """Put what was typed at a place there, or take away what stood there."""
    part, _, key = path.partition(".")
    if key:
        document.setdefault(part, {}).pop(key, None)
        if key in typed.get(part, {}):
            document[part][key] = typed[part][key]
    elif path != ROOMS:
        document.pop(path, None)
        if path in typed:
            document[path] = typed[path]


def _kept(stored: Mapping[str, Any], origin: int | None) -> Document:
    rooms = stored.get(ROOMS) or []
    if origin is None or origin >= len(rooms):
        return {}
    return {key: value for key, value in rooms[origin].items() if key not in ASKED_OF_ROOMS}


def part_of(document: Mapping[str, Any], asked: Collection[str]) -> Document:
    """What a document says to these questions, by question."""
    found: Document = {}
    for path in sorted(asked):
        part, _, key = path.partition(".")
        value = (document.get(part) or {}).get(key) if key else document.get(part)
        if value not in (None, "") and (value != [] or key):
            found[path] = value
    return found


def seen_mark(document: Mapping[str, Any], asked: Collection[str]) -> str:
    """What a page carries to tell later whether its answers changed elsewhere meanwhile."""
    return digest(part_of(document, asked))[:16]
