"""Random facts about dwellings of every kind, and a pack that asks for every measure there is."""

from datetime import date, timedelta
from random import Random
from typing import Any

import yaml

from standards import DwellingFacts, Pack, RoomFacts, read_pack
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.fact import Fact
from standards.measures.measure import Measure
from standards.measures.registry import MEASURES

_SMALL = {"residents": 12, "habitable_rooms": 8, "toilets": 4, "showers": 4, "beds": 4, "men": 6}


def made_up_facts(rng: Random, key: str) -> DwellingFacts:
    """A dwelling with up to four rooms; how much of it is known differs."""
    known = rng.choice((0.3, 0.8, 0.97, 1.0))
    rooms = tuple(_room(rng, known) for _ in range(rng.randint(0, 4)))
    return DwellingFacts(key=key, rooms=rooms, **{fact.key: _value(rng, fact, known) for fact in DWELLING_FACTS})


def _room(rng: Random, known: float) -> RoomFacts:
    facts = {fact.key: _value(rng, fact, known) for fact in ROOM_FACTS}
    use = rng.choice(("bedroom", facts["use"]))
    return RoomFacts(**facts | {"use": use, "residents": rng.choice((None, 0, 1, 2, 3))})


def _value(rng: Random, fact: Fact, known: float) -> Any:
    if rng.random() > known:
        return None
    low = fact.low or 0
    choices = {
        "bool": lambda: rng.random() < 0.8,
        "int": lambda: rng.randint(0, _SMALL.get(fact.key, 40)),
        "number": lambda: low + rng.randint(0, 160) / 4,
        "choice": lambda: rng.choice(fact.choices),
        "list": lambda: tuple(choice for choice in fact.choices if rng.random() < 0.9),
        "date": lambda: date(1960, 1, 1) + timedelta(days=rng.randint(0, 24_000)),
        "text": lambda: rng.choice("ABC"),
    }
    return choices[fact.kind]()


_TEXT = {"da": "Prøve", "en": "Test"}
_HEAD = {
    "id": "xx",
    "title": _TEXT,
    "jurisdiction": "XX",
    "legal_status": "guidance",
    "release": "draft",
    "version": "1",
}
_AREA = {"id": "area", "measure": "dwelling.area_per_person_m2", "op": ">=", "value": 20.0, "unit": "m2/person"}
_FAMILY = {"id": "family", "fact": "increase_by_own_family", "op": "is", "value": True, "claimed": True}
_OF_FAMILY = {"id": "unit", "fact": "rooms.family_unit", "op": "is", "value": True}
_STEPS = [{"up_to": 2, "value": 3.0}, {"up_to": 4, "value": 6.0}, {"value": 9.0}]


def pack_of_everything() -> Pack:
    """Each measure with a limit, by turns with a scope, with exceptions, by sex, by a table."""
    rules = [rule for measure in MEASURES.values() for rule in _limits(measure)]
    numbered = [_rule(number, **rule) for number, rule in enumerate(rules)]
    return read_pack(yaml.safe_dump(_HEAD | {"requirements": numbered}), origin="everything")


def _limits(measure: Measure) -> list[dict[str, Any]]:
    named = {"measure": measure.key, "unit": measure.unit}
    if measure.kind == "flag":
        return [named | {"op": "is", "value": True}]
    if measure.kind == "items":
        return [named | {"op": "has", "value": list(measure.items)[:3]}]
    if measure.kind == "size":
        return [named | {"op": ">=", "value": [2.0] * len(measure.sides)}]
    if measure.fixtures is not None:
        limit = named | {"op": "<=", "value": 5.0, "best": 3.0, "min_count": 1}
        return [limit, limit | {"per_sex": True}] if measure.fixtures.by_sex else [limit]
    return [
        named | {"op": "<=", "value": 6.0},
        named | {"op": ">=", "value": 6.0},
        named | {"op": "by_table", "table": {"compare": ">=", "steps": _STEPS}},
    ]


def _rule(number: int, **rule: Any) -> dict[str, Any]:
    of_room = MEASURES[rule["measure"]].level == "room"
    turns: tuple[dict[str, Any], ...] = (
        {},
        {"applies": {"stay_days": {"min": 8}, "facility": ["house", "flat"]}},
        {"unless": [condition | {"text": _TEXT} for condition in (_AREA, _FAMILY)]},
        {"applies": {"room_occupancy": {"min": 2}}} if of_room else {"applies": {"min_residents": 3}},
        {"unless_room": [_OF_FAMILY | {"text": _TEXT}]} if of_room else {},
    )
    return {
        "id": f"xx.rule_{number}",
        "severity": ("breach", "breach", "advisory")[number % 3],
        "reference": {"title": "Guide", "section": "1"},
        "confidence": "V",
        "source_sites": ["example.org"],
        "text": _TEXT,
        "remedy": _TEXT,
        **rule,
        **turns[number % len(turns)],
    }
