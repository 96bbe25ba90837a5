"""Example houses, for seeing how packs judge: well known ones, so that there is much to judge."""

from dataclasses import dataclass, replace
from functools import cache

from standards.casework import read_document
from standards.facts import DwellingFacts, RoomFacts
from standards.parse import parse_facts
from standards.text import Text

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
    document = read_document(KNOWN_HOUSE)
    return replace(parse_facts({key: document[key] for key in ("dwelling", "rooms")}), key=None)


def _crowded(house: DwellingFacts) -> DwellingFacts:
    """More people than it was furnished for: 3, 3, 2 and 2 in the bedrooms."""
    persons = iter((3, 3, 2, 2))
    rooms = tuple(
        replace(room, residents=count, beds=count) if room.use == "bedroom" and (count := next(persons, 0)) else room
        for room in house.rooms
    )
    residents = sum(room.residents or 0 for room in rooms)
    return replace(house, residents=residents, toilets=1, showers=1, rooms=rooms)


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
    shared = {"residents": 24, "area_m2": 190.0, "toilets": 4, "showers": 3, "habitable_rooms": 7}
    return replace(house, kind="commercial_building", rooms=(*rooms, common), **shared)  # type: ignore[arg-type]
