"""How many may lawfully live there, in all and in each room, and which rule sets the limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from husly.kit.i18n import gettext as _
from husly.kit.i18n import ngettext
from register.assessments.sharing import ALONE, Beside, over_texts
from register.assessments.wording import facts_named, in_language
from standards.capacity.lawful import Capacity, RoomCapacity, lawful_capacity
from standards.facts.known import DwellingFacts
from standards.rules.pack import CITABLE_STATUS, Pack


@dataclass(frozen=True)
class RoomLine:
    """One room: how many may sleep there, and why no more."""

    name: str
    persons: str
    why: str


@dataclass(frozen=True)
class CapacityLine:
    """What the page says of capacity: one line, the rules behind it, each room, and a few words for a summary.

    ``over`` tells how many are too many and when, where several employers share the dwelling.
    """

    heading: str
    details: tuple[str, ...] = ()
    short: str = ""
    rooms_heading: str = ""
    rooms: tuple[RoomLine, ...] = ()
    over: tuple[str, ...] = ()


def capacity_line(facts: DwellingFacts, pack: Pack, *, as_of: date, beside: Beside = ALONE) -> CapacityLine:
    """The lawful capacity in words; nobody is too many under rules that nobody has to meet."""
    is_law = pack.legal_status in CITABLE_STATUS
    capacity = lawful_capacity(facts, pack, as_of=as_of)
    if not capacity.constraints:
        return CapacityLine(_("No rule here limits the number of residents"))
    heading, rooms = _rooms(capacity)
    unknown = _unknown(capacity)
    if capacity.persons is None:
        return CapacityLine(_("Room for: cannot be told yet"), unknown, rooms_heading=heading, rooms=rooms)
    persons = _persons(capacity.persons)
    binding = [in_language(one.text) for one in capacity.constraints if one.requirement_id in capacity.binding]
    reasons = tuple(_("This rule sets the limit: %(rule)s", rule=rule) for rule in binding)
    return CapacityLine(
        heading=_("Room for: %(persons)s", persons=persons),
        details=(*_strict(capacity), *reasons, *unknown),
        short=_("Room for: %(persons)s", persons=persons) + ".",
        rooms_heading=heading,
        rooms=rooms,
        over=() if capacity.may_rise or not is_law else over_texts(beside, capacity.persons, as_of),
    )


def _persons(count: int) -> str:
    return ngettext("%(num)s person", "%(num)s persons", count)


def _strict(capacity: Capacity) -> Iterator[str]:
    """The number in the strict reading, where it is another."""
    if capacity.persons is not None and capacity.safe is not None and capacity.safe < capacity.persons:
        yield _("Only %(persons)s if the limit is read for each room", persons=_persons(capacity.safe))


def _unknown(capacity: Capacity) -> tuple[str, ...]:
    """Which facts would settle the number, where it is not settled."""
    missing = dict.fromkeys(path for one in capacity.constraints if one.persons is None for path in one.missing)
    names = "; ".join(facts_named(missing))
    if not names and capacity.may_rise:
        return (_("The number may be higher; missing: %(names)s", names="; ".join(facts_named(capacity.missing))),)
    if not names:
        return ()
    if capacity.persons is None:
        return (_("Missing: %(names)s", names=names),)
    return (_("The number may be lower; missing: %(names)s", names=names),)


def _rooms(capacity: Capacity) -> tuple[str, tuple[RoomLine, ...]]:
    """Each room, in the reading that limits rooms."""
    if capacity.rooms:
        return _("Room by room"), _room_lines(capacity)
    if capacity.strict is not None and capacity.strict.rooms:
        return _("Room by room, if the limit is read for each room"), _room_lines(capacity.strict)
    return "", ()


def _room_lines(capacity: Capacity) -> tuple[RoomLine, ...]:
    labels = {one.requirement_id: in_language(one.label) for one in capacity.constraints}
    return tuple(_room_line(room, labels) for room in capacity.rooms)


def _room_line(room: RoomCapacity, labels: dict[str, str]) -> RoomLine:
    if room.persons is None:
        return RoomLine(room.name, _("not known"), "; ".join(facts_named(room.missing)))
    why = ", ".join(labels[rule].lower() for rule in room.binding if rule in labels)
    return RoomLine(room.name, _persons(room.persons), why)
