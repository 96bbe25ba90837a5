"""What differs between two versions, field by field, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.declarations.presenters import HIDDEN, shown_value
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.fact import Fact
from standards.facts.known import DwellingFacts, RoomFacts

ROOM_NAME = "name"


@dataclass(frozen=True)
class Difference:
    """One field that changed; an empty ``where`` is the dwelling itself, else it names a room."""

    where: str
    what: str
    before: str
    after: str


def differences(before: DwellingFacts, after: DwellingFacts) -> list[Difference]:
    """What ``after`` says otherwise than ``before``: facts of the dwelling, then rooms by their names.

    A room renamed is one room gone and one new: the register cannot know better.
    """
    facts = [fact for fact in DWELLING_FACTS if fact.key not in HIDDEN]
    return [*_of(facts, before, after, where=""), *_of_rooms(before.rooms, after.rooms)]


def _of(facts: Sequence[Fact], before: Any, after: Any, *, where: str) -> Iterator[Difference]:
    for fact in facts:
        old, new = getattr(before, fact.key), getattr(after, fact.key)
        if old != new:
            yield Difference(where, in_language(fact.label), shown_value(fact, old), shown_value(fact, new))


def _of_rooms(before: Sequence[RoomFacts], after: Sequence[RoomFacts]) -> Iterator[Difference]:
    old, new = _named(before), _named(after)
    facts = [fact for fact in ROOM_FACTS if fact.key != ROOM_NAME]
    for name, room in new.items():
        if name in old:
            yield from _of(facts, old[name], room, where=name)
        else:
            yield Difference(name, _("Room"), "–", _("added"))
    for name in old:
        if name not in new:
            yield Difference(name, _("Room"), _("was declared"), _("removed"))


def _named(rooms: Sequence[RoomFacts]) -> dict[str, RoomFacts]:
    """Rooms by name; the second of one name gets a number."""
    seen: Counter[str] = Counter()
    found = {}
    for room in rooms:
        name = room.name or "–"
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = room
    return found
