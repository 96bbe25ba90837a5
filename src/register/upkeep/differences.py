"""What differs between two versions, field by field, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.declarations.presenters import HIDDEN, shown_value
from register.declarations.queries import Declared
from register.declarations.term_presenters import (
    RENT_FACTS,
    Rows,
    contact_rows,
    occupancy_rows,
    owner_rows,
    rent_rows,
    work_rows,
)
from register.declarations.terms import Terms
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.fact import Fact
from standards.facts.known import RoomFacts

ROOM_NAME = "name"


@dataclass(frozen=True)
class Difference:
    """One field that changed; an empty ``where`` is the dwelling itself, else it names a room."""

    where: str
    what: str
    before: str
    after: str


def differences(before: Declared, after: Declared, *, sees_rent: bool) -> list[Difference]:
    """What ``after`` says otherwise than ``before``: facts of the dwelling, terms, then rooms by their names.

    A room renamed is one room gone and one new: the register cannot know better. Rent is told to those who may see it.
    """
    hidden = HIDDEN - set(RENT_FACTS) if sees_rent else HIDDEN | set(RENT_FACTS)
    facts = [fact for fact in DWELLING_FACTS if fact.key not in hidden]
    old, new = before.facts, after.facts
    return [
        *_of(facts, old, new, where=""),
        *_of_terms(_term_rows(before.terms, sees_rent=sees_rent), _term_rows(after.terms, sees_rent=sees_rent)),
        *_of_rooms(old.rooms, new.rooms),
    ]


def _term_rows(terms: Terms, *, sees_rent: bool) -> dict[tuple[str, str], str]:
    """What is told besides facts, in words, by (part, label)."""
    groups: list[tuple[str, Rows]] = [
        (_("Contact on site"), contact_rows(terms.contact)),
        (_("Owner"), owner_rows(terms.owner)),
        (_("Work"), work_rows(terms.work)),
        (_("Rent and wages"), rent_rows(terms.rent) if sees_rent else []),
        (_("Residents"), occupancy_rows(terms.occupancy)),
    ]
    return {(part, label): value for part, rows in groups for label, value in rows}


def _of_terms(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> Iterator[Difference]:
    for part, label in [*after, *(key for key in before if key not in after)]:
        old, new = before.get((part, label), "–"), after.get((part, label), "–")
        if old != new:
            yield Difference(part, label, old, new)


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
