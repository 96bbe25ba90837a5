"""Example houses, for seeing how packs judge: well known ones, so that there is much to judge."""

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from standards.casework.cases import read_document
from standards.facts.catalogue import fact_at
from standards.facts.known import DwellingFacts, RoomFacts
from standards.facts.parse import parse_facts
from standards.measures.registry import measure_named
from standards.rules.pack import list_packs, load_pack
from standards.text import Text

Part = TypeVar("Part", DwellingFacts, RoomFacts)

KNOWN_HOUSE = "dk-arbejdsgruppe-2021"
"""The cases of this pack describe the house that the examples are made from."""


@dataclass(frozen=True)
class ExampleHouse:
    """A house with a name and a line about it."""

    key: str
    name: Text
    about: Text
    facts: DwellingFacts


@cache
def example_houses() -> dict[str, ExampleHouse]:
    """The examples, by key."""
    good = _good_house()
    houses = (
        ExampleHouse(
            "good",
            Text("Et godt hus", "A good house"),
            Text("Fire beboere, hver sit værelse på 12 m², to bade.", "Four residents, 12 m² bedroom each, two baths."),
            good,
        ),
        ExampleHouse(
            "crowded",
            Text("Et fyldt hus", "A crowded house"),
            Text("Samme hus med ti beboere, tre i hvert af to værelser.", "The same house with ten, three to a room."),
            _crowded(good),
        ),
        ExampleHouse(
            "dormitory",
            Text("En sovesal", "A dormitory"),
            Text("24 mænd, seks rum på 16 m², fire toiletter.", "24 men, six rooms of 16 m², four toilets."),
            _dormitory(good),
        ),
    )
    return {one.key: one for one in houses}


def _good_house() -> DwellingFacts:
    """The house of the cases, and whatever else any pack asks for and a single fact answers: in order, all of it."""
    document = read_document(KNOWN_HOUSE)
    house = parse_facts({key: document[key] for key in ("dwelling", "rooms")})
    in_order = _PLAIN | _facts_in_order()
    rooms = tuple(_completed(room, in_order, "rooms.") if room.use == "bedroom" else room for room in house.rooms)
    return replace(_completed(house, in_order, ""), key=None, rooms=rooms)


_PLAIN: dict[str, Any] = {
    "basins": 2,
    "urinals": 1,
    "laundry_trays": 1,
    "built_on": date(1990, 1, 1),
    "men": 4,
    "toilets_men": 2,
    "toilets_women": 0,
    "construction_site": False,
    "posted_workers": False,
    "seasonal_workers": False,
    "combustion_appliance": False,
    "not_on_work_premises": True,
    "privy": False,
    "cold_climate": True,
    "rooms.bunk_tiers": 1,
    "rooms.bed_length_cm": 200.0,
    "rooms.bed_width_cm": 90.0,
    "rooms.window_area_m2": 1.8,
    "rooms.combined_use": False,
}
"""What is so of the house besides: an ordinary house away from the work, without bunks."""


def _completed(part: Part, in_order: dict[str, Any], prefix: str) -> Part:
    """What is not known of a dwelling or room, as it should be."""
    own = {field.name: in_order.get(f"{prefix}{field.name}") for field in fields(part)}
    unknown = {name: value for name, value in own.items() if value is not None and getattr(part, name) is None}
    return replace(part, **unknown)


def _facts_in_order() -> dict[str, Any]:
    """For each fact that a rule of some pack limits by itself: the answer, or the figure, that satisfies them all."""
    asked: dict[str, set[tuple[str, float]]] = {}
    for rule in (rule for pack_id in list_packs() for rule in load_pack(pack_id).requirements):
        paths = list(measure_named(rule.measure).needs)
        fact = fact_at(paths[0]) if len(paths) == 1 else None
        if (
            fact is not None
            and not fact.claim
            and fact.kind in ("bool", "number")
            and isinstance(rule.value, float | bool)
        ):
            asked.setdefault(fact.path, set()).add((rule.op, rule.value))
    return {path: answer for path, limits in asked.items() if (answer := _answer(limits)) is not None}


def _answer(limits: set[tuple[str, float]]) -> float | bool | None:
    """Yes or no where all agree; the strictest of limits that point one way. None: they do not agree."""
    ways = {op for op, _ in limits}
    figures = [value for _, value in limits]
    if len(ways) > 1:
        return None
    if ways == {"is"}:
        return bool(figures[0]) if len(limits) == 1 else None
    return max(figures) if ways == {">="} else min(figures)


def _crowded(house: DwellingFacts) -> DwellingFacts:
    """More people than it was furnished for: 3, 3, 2 and 2 in the bedrooms."""
    persons = iter((3, 3, 2, 2))
    rooms = tuple(
        replace(room, residents=count, beds=count) if room.use == "bedroom" and (count := next(persons, 0)) else room
        for room in house.rooms
    )
    residents = sum(room.residents or 0 for room in rooms)
    return replace(house, residents=residents, men=residents, toilets=1, toilets_men=1, showers=1, rooms=rooms)


def _dormitory(house: DwellingFacts) -> DwellingFacts:
    """Four to a room, shared baths, one large common room; nothing is said of furniture."""
    bedroom = RoomFacts(
        use="bedroom",
        area_m2=16.0,
        ceiling_m=2.5,
        residents=4,
        beds=4,
        window_openable=True,
        daylight=True,
        heating=True,
        electricity=True,
        lockable=False,
    )
    rooms = tuple(replace(bedroom, name=f"{number}") for number in range(1, 7))
    common = RoomFacts(name="7", use="living", area_m2=40.0, ceiling_m=2.5, residents=0)
    shared = {
        "residents": 24,
        "area_m2": 190.0,
        "men": 24,
        "toilets": 4,
        "toilets_men": 4,
        "showers": 3,
        "habitable_rooms": 7,
    }
    return replace(house, kind="commercial_building", rooms=(*rooms, common), **shared)  # type: ignore[arg-type]
