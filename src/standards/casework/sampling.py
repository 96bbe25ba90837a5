"""Houses on both sides of a limit: one sound house, changed one fact at a time. Pure; always the same houses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil, floor
from typing import Any, TypeVar

from standards.facts.catalogue import fact_at
from standards.facts.fact import Fact
from standards.facts.known import DwellingFacts, RoomFacts
from standards.measures.registry import measure_named
from standards.rules.condition import Applies, Condition, Span
from standards.rules.requirement import Requirement

Part = TypeVar("Part", DwellingFacts, RoomFacts)

MOST_RESIDENTS = 40
STEPS = 24

_ROOMS = 4
_DWELLING: dict[str, Any] = {
    "kind": "house",
    "residents": 4,
    "area_m2": 78.0,
    "toilets": 2,
    "showers": 2,
    "stay_days": 90,
}


def sound_house(rule: Requirement, applies: Applies) -> DwellingFacts:
    """Four persons in four bedrooms: every fact known that the rule asks for, in its scope, under no exception."""
    house = _housing(_DWELLING["residents"], DwellingFacts(**_DWELLING, rooms=_rooms()))
    for path in measure_named(rule.measure).needs:
        house = _answered(house, path)
    for scope in (applies, rule.applies):
        house = _in_scope(house, scope)
    for condition in (*rule.unless, *rule.unless_room):
        house = _stated(house, condition, holds=False)
    return house


def _rooms() -> tuple[RoomFacts, ...]:
    bedroom = RoomFacts(use="bedroom", area_m2=12.0, ceiling_m=2.5, residents=1, beds=1)
    living = RoomFacts(name="Stue", use="living", area_m2=24.0, ceiling_m=2.5, residents=0)
    return (*(replace(bedroom, name=f"Rum {number}") for number in range(1, _ROOMS + 1)), living)


def _answered(house: DwellingFacts, path: str) -> DwellingFacts:
    """Fill in a fact that is still unknown, with the answer that no rule minds."""
    fact = fact_at(path)
    if fact is None:
        return house
    if fact.level == "room":
        return replace(house, rooms=tuple(_filled(room, fact) for room in house.rooms))
    return _filled(house, fact)


def _filled(part: Part, fact: Fact) -> Part:
    usual: dict[str, Any] = {"bool": True, "list": fact.choices, "number": _middle(fact), "int": int(_middle(fact))}
    if getattr(part, fact.key) is not None or fact.kind not in usual:
        return part
    return replace(part, **{fact.key: usual[fact.kind]})


def _middle(fact: Fact) -> float:
    return min((fact.low or 0.0) + 4.0, fact.high if fact.high is not None else 4.0)


def _in_scope(house: DwellingFacts, applies: Applies) -> DwellingFacts:
    changes: dict[str, Any] = {}
    if "any" not in applies.facility:
        changes["kind"] = applies.facility[0]
    if applies.min_residents is not None or applies.max_residents is not None:
        house = _housing(max(applies.min_residents or 1, min(4, applies.max_residents or 4)), house)
    for key, span in (("stay_days", applies.stay_days), ("works_seasonal_weeks", applies.season_weeks)):
        if span is not None:
            changes[key] = _within(span)
    if applies.built is not None:
        since, before = applies.built.since, applies.built.before
        changes["built_on"] = since if since is not None or before is None else before - timedelta(days=1)
    house = replace(house, **changes)
    for condition in applies.when:
        house = _stated(house, condition, holds=True)
    return house


def _within(span: Span) -> int:
    return int(span.min if span.min is not None else span.max or 0)


def _stated(house: DwellingFacts, condition: Condition, *, holds: bool) -> DwellingFacts:
    """The house with a condition on a fact that holds, or does not; one on a measure is left as it is."""
    if condition.fact is None:
        return house
    value = _holding(condition) if holds else _failing(condition)
    return _with_fact(house, condition.fact, value)


def _holding(condition: Condition) -> Any:
    if isinstance(condition.value, tuple):
        return condition.value[0]
    if isinstance(condition.value, date):
        return condition.value - timedelta(days=condition.op == "before")
    return condition.value


def _failing(condition: Condition) -> Any:
    value = condition.value
    if isinstance(value, bool):
        return not value
    if isinstance(value, tuple):
        fact = fact_at(str(condition.fact))
        return next((one for one in (fact.choices if fact else ()) if one not in value), None)
    if isinstance(value, date):
        return value - timedelta(days=condition.op == "since")
    return max(0.0, value - 1) if condition.op == ">=" else value + 1


def _with_fact(house: DwellingFacts, path: str, value: Any) -> DwellingFacts:
    fact = fact_at(path)
    if fact is None:
        return house
    if fact.kind == "int" and value is not None:
        value = int(value)
    if fact.level == "room":
        return replace(house, rooms=tuple(replace(room, **{fact.key: value}) for room in house.rooms))
    return replace(house, **{fact.key: value})


def houses_around(house: DwellingFacts, rule: Requirement) -> Iterator[DwellingFacts]:
    """The house itself, more or fewer persons or rooms in it, and each fact that the rule asks for, over its range."""
    limit = rule.value if isinstance(rule.value, float) else 1.0
    yield house
    for residents in range(MOST_RESIDENTS + 1):
        yield _housing(residents, house)
    for first in range(1, len(house.rooms)):
        yield _housing(house.residents or 0, replace(house, rooms=house.rooms[first:]))
    for path in measure_named(rule.measure).needs:
        yield from (_changed(house, path, value) for value in _values(path, limit, house.residents or 1))


def _housing(residents: int, house: DwellingFacts) -> DwellingFacts:
    """The house with so many persons, spread evenly over its bedrooms (over all rooms where there are none)."""
    slept_in = [place for place, room in enumerate(house.rooms) if room.use == "bedroom"] or range(len(house.rooms))
    rooms, each = list(house.rooms), divmod(residents, len(slept_in) or 1)
    for turn, place in enumerate(slept_in):
        people = each[0] + (turn < each[1])
        rooms[place] = replace(rooms[place], residents=people, beds=max(1, people))
    return replace(house, residents=residents, rooms=tuple(rooms))


def _values(path: str, limit: float, residents: int) -> list[Any]:
    """Answers worth trying: all over the plausible range, and close to the limit, per person and in all."""
    fact = fact_at(path)
    if fact is None:
        return []
    if fact.kind == "bool":
        return [True, False]
    if fact.kind == "list":
        return [fact.choices[:count] for count in range(len(fact.choices) + 1)]
    if fact.kind not in ("number", "int"):
        return list(fact.choices)
    low, high = fact.low or 0.0, fact.high if fact.high is not None else max(100.0, limit * residents * 2)
    spread = [low + (high - low) * step / STEPS for step in range(STEPS + 1)]
    near = [limit * people + off for people in (1, residents) for off in (-1.0, -0.1, -0.01, 0.0, 0.01, 0.1, 1.0)]
    found = [value for value in (*spread, *near) if low <= value <= high]
    if fact.kind == "int":
        return sorted({whole for value in found for whole in (floor(value), ceil(value))} | set(range(13)))
    return sorted({round(value, 6) for value in found})


def _changed(house: DwellingFacts, path: str, value: Any) -> DwellingFacts:
    if path in ("residents", "rooms.residents") and value is not None:  # the rooms must place as many as live there
        residents = int(value) * (_ROOMS if path == "rooms.residents" else 1)
        return _housing(residents, house) if residents <= MOST_RESIDENTS else house
    return _with_fact(house, path, value)


def unknowns_of(house: DwellingFacts, rule: Requirement) -> Iterator[DwellingFacts]:
    """The house with one fact unknown that the rule asks for, each in turn, and then without any room described."""
    paths = list(measure_named(rule.measure).needs)
    yield from (_changed(house, path, None) for path in paths)
    yield from (_changed(replace(house, rooms=()), path, None) for path in paths)
