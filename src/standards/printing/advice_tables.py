"""Capacity and advice as lines for a terminal."""

from collections.abc import Iterator

from standards.advice.advise import Guidance
from standards.capacity.lawful import Capacity, RoomCapacity
from standards.text import Language, Text

_STRICT = Text("Læst for hvert rum", "Read for each room")
_UNKNOWN = Text("kan ikke beregnes", "cannot be computed")
_ALL = Text("Sådan kan alle regler opfyldes (det nemmeste først):", "How to meet every rule (the easiest first):")
_ALONE = Text("Reglen om {rule} alene:", "The rule on {rule} alone:")
_NONE = Text("Ingen kur er fundet for: {rules}", "No cure was found for: {rules}")


def capacity_lines(capacity: Capacity, language: Language) -> Iterator[str]:
    """How many may live there, then room by room; rooms of the strict reading where only it limits them."""
    if capacity.constraints:
        yield capacity.sentence.in_language(language)
    strict = capacity.strict
    if capacity.rooms:
        yield from _rooms(capacity, language)
    elif strict is not None and strict.rooms:
        yield f"{_STRICT.in_language(language)}:"
        yield from _rooms(strict, language)


def _rooms(capacity: Capacity, language: Language) -> Iterator[str]:
    labels = {one.requirement_id: one.label.in_language(language).lower() for one in capacity.constraints}
    for room in capacity.rooms:
        yield f"  {room.name}: {_room(room, labels, language)}"


def _room(room: RoomCapacity, labels: dict[str, str], language: Language) -> str:
    if room.persons is None:
        return _UNKNOWN.in_language(language)
    why = ", ".join(labels[rule] for rule in room.binding if rule in labels)
    return f"{room.persons} ({why})" if why else str(room.persons)


def advice_lines(guidance: Guidance, language: Language) -> Iterator[str]:
    """The ways to comply, the easiest first; rules alone where no plan cures everything at once."""
    if guidance.plans:
        yield _ALL.in_language(language)
        yield from (f"  {plan.sentence.in_language(language)}" for plan in guidance.plans)
    else:
        for rule, ways in guidance.by_rule:
            if ways:
                name = rule.rpartition(".")[2]
                yield _ALONE.in_language(language).format(rule=name)
                yield from (f"  {way.sentence.in_language(language)}" for way in ways)
    if guidance.open_breaches:
        names = ", ".join(rule.rpartition(".")[2] for rule in guidance.open_breaches)
        yield _NONE.in_language(language).format(rules=names)
