"""What can be changed in a dwelling to cure a breach, one change at a time; whether it cures is tried afterwards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any

from standards.advice.costs import Kind, costs, in_words, more_of, sentence_case
from standards.capacity.limits import PERSONS
from standards.engine.assess import assess_many
from standards.engine.assessment import Result
from standards.engine.outcome import Outcome
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT, ROOM_FACTS
from standards.facts.fact import Fact
from standards.facts.known import DwellingFacts, RoomFacts
from standards.measures.registry import measure_named
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement
from standards.text import Text

MOST_MORE = 24
"""How many more of a thing are tried."""


@dataclass(frozen=True)
class Change:
    """Something done to the dwelling. `amount` counts it on the scale of costs; `enlarges`: it makes room for more."""

    kind: Kind
    amount: int
    text: Text
    apply: Callable[[DwellingFacts], DwellingFacts]
    enlarges: bool = True


def mended(rule: Requirement, facts: DwellingFacts) -> Change | None:
    """Make good what a rule finds wanting that does not count people.

    The text tells the result to be achieved, never the method; a rule that names none is told itself. None: no
    fact is known to be at fault.
    """
    needs = [path for path in measure_named(rule.measure).needs if path not in PERSONS]
    bad = [path for path in needs if any(_good(path, rule, held) != held for held in _held(path, facts))]
    if not bad:
        return None
    scale = costs()
    kind = max((scale.kind_of(path.removeprefix("rooms.")) for path in bad), key=scale.scale.index)

    def apply(before: DwellingFacts) -> DwellingFacts:
        for path in bad:
            before = _set(path, before, rule)
        return before

    return Change(kind, 1, rule.remedy if rule.remedy.da else rule.text, apply, enlarges=False)


def _held(path: str, facts: DwellingFacts) -> list[Any]:
    """The known values of a fact: one of the dwelling, or one for each room."""
    key = path.removeprefix("rooms.")
    if path not in DWELLING_FACT and key not in ROOM_FACT:
        return []
    held = [getattr(room, key) for room in facts.rooms] if path.startswith("rooms.") else [getattr(facts, key)]
    return [value for value in held if value is not None]


def _set(path: str, facts: DwellingFacts, rule: Requirement) -> DwellingFacts:
    key = path.removeprefix("rooms.")
    if not path.startswith("rooms."):
        return replace(facts, **{key: _good(path, rule, getattr(facts, key))})
    return replace(facts, rooms=tuple(_room_with(room, key, path, rule) for room in facts.rooms))


def _room_with(room: RoomFacts, key: str, path: str, rule: Requirement) -> RoomFacts:
    held = getattr(room, key)
    return room if held is None else replace(room, **{key: _good(path, rule, held)})


def _good(path: str, rule: Requirement, held: Any) -> Any:
    """The value of a fact that suits a rule: what it demands, or the best that the fact can say."""
    fact = _fact(path)
    if fact.kind == "bool":
        return rule.value if isinstance(rule.value, bool) and measure_named(rule.measure).kind == "flag" else True
    if fact.kind == "list":
        return fact.choices
    if isinstance(held, bool) or not isinstance(held, int | float):
        return held
    if isinstance(rule.value, float) and measure_named(rule.measure).kind == "number":
        kind = int if fact.kind == "int" else float
        return kind(min(held, rule.value) if rule.op == "<=" else max(held, rule.value))
    return max(held, 1)


def _fact(path: str) -> Fact:
    return ROOM_FACT[path.removeprefix("rooms.")] if path.startswith("rooms.") else DWELLING_FACT[path]


def enlarged(result: Result, rule: Requirement, facts: DwellingFacts, pack: Pack, *, as_of: date) -> Iterator[Change]:
    """Add what a rule that counts people has too little of: fixtures, rooms, area, beds.

    `pack` holds the rule in the reading to be met; of counts the least number that cures is sought.
    """
    measure = measure_named(rule.measure)
    for path in measure.needs:
        if path in PERSONS:
            continue
        if path == "rooms.area_m2" and measure.level == "dwelling":
            yield _living_room(ceil((result.shortfall or 0) * (facts.residents or 0)))
        elif path == "rooms.beds":
            yield from _beds(facts)
        elif path in DWELLING_FACT and DWELLING_FACT[path].kind == "int":
            yield from _counted(path, rule, facts, pack, as_of)


def _living_room(area_m2: int) -> Change:
    room = new_room(use="living", area_m2=float(area_m2), residents=0)
    text = Text(f"Et opholdsrum på {area_m2} m² mere", f"One more living room of {area_m2} m²")
    return Change("building", 1, text, lambda before: replace(before, rooms=(*before.rooms, room)))


def _beds(facts: DwellingFacts) -> Iterator[Change]:
    lacking = {
        place: (room.residents or 0) - room.beds
        for place, room in enumerate(facts.rooms)
        if room.beds is not None and (room.residents or 0) > room.beds
    }
    if not lacking:
        return

    def apply(before: DwellingFacts) -> DwellingFacts:
        rooms = tuple(
            replace(room, beds=(room.beds or 0) + lacking.get(place, 0)) if place in lacking else room
            for place, room in enumerate(before.rooms)
        )
        return replace(before, rooms=rooms)

    said = [_beds_more(count, room_name(facts, place)) for place, count in lacking.items()]
    text = Text(", ".join(one.da for one in said), ", ".join(one.en for one in said))
    yield Change("furniture", sum(lacking.values()), sentence_case(text), apply)


def _beds_more(count: int, room: Text) -> Text:
    if count == 1:
        return Text(f"en seng mere i {room.da}", f"one more bed in {room.en}")
    number = in_words(count)
    return Text(f"{number.da} senge mere i {room.da}", f"{number.en} more beds in {room.en}")


def _counted(path: str, rule: Requirement, facts: DwellingFacts, pack: Pack, as_of: date) -> Iterator[Change]:
    held = getattr(facts, path)
    if held is None and path != "habitable_rooms":
        return
    tried = [replace(_raised(facts, path, more), key=str(more)) for more in range(1, MOST_MORE + 1)]
    found = assess_many(tried, pack, as_of=as_of)
    fine = [one.result(rule.id).outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) for one in found]
    if True not in fine:
        return
    more = fine.index(True) + 1
    target = (held or 0) + more
    kind = costs().kind_of(path)

    def apply(before: DwellingFacts) -> DwellingFacts:
        have = getattr(before, path)
        return _raised(before, path, more if have is None else max(target - have, 0))

    yield Change(kind, more, more_of(path, more), apply)


def _raised(facts: DwellingFacts, path: str, more: int) -> DwellingFacts:
    """So many more of a counted thing; a habitable room is a room to sleep in as well."""
    if path != "habitable_rooms":
        return replace(facts, **{path: getattr(facts, path) + more})
    if facts.habitable_rooms is not None:
        facts = replace(facts, habitable_rooms=facts.habitable_rooms + more)
    if not facts.rooms:
        return facts
    added = new_room(use="bedroom", residents=0)
    return replace(facts, rooms=(*facts.rooms, *([added] * more)))


NEW = "+"
"""Name of a room that is not there yet."""


def new_room(**stated: Any) -> RoomFacts:
    """A room that is not there yet: sound in all that can be said of it with yes."""
    sound = {fact.key: True for fact in ROOM_FACTS if fact.kind == "bool" and not fact.claim}
    return RoomFacts(**sound | {"name": NEW} | stated)


def room_name(facts: DwellingFacts, place: int) -> Text:
    """What a room is called; one without a name by its number."""
    name = facts.rooms[place].name
    if name == NEW:
        return Text("det nye rum", "the new room")
    return Text(name, name) if name else Text(f"rum {place + 1}", f"room {place + 1}")


def cheapest(changes: Sequence[Change]) -> Change | None:
    """Pick the change that costs least on the scale."""
    return min(changes, key=lambda one: costs().weigh([(one.kind, one.amount)]), default=None)
