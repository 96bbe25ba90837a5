"""The capacity against every way to place people there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standards import DwellingFacts, Outcome, Pack, RoomFacts, lawful_capacity, load_pack
from standards.capacity.filling import housed
from standards.engine.assess import assess_many
from standards_packs import AREA, BEDS, LIVING, SHOWERS, TOILETS, pack_of, rule

DAY = date(2026, 3, 1)
FEW = settings(max_examples=15, suppress_health_check=list(HealthCheck))
CAP = rule(
    "cap",
    "room.persons",
    "<=",
    2.0,
    "person",
    unless=[
        {
            "id": "large",
            "measure": "dwelling.area_per_person_m2",
            "op": ">=",
            "value": 20.0,
            "unit": "m2/person",
            "text": {"da": "Stor", "en": "Large"},
        }
    ],
)
OWN = {"id": "own", "measure": "san.own_toilet", "op": "is", "value": True, "text": {"da": "Eget", "en": "Own"}}
PACKS = [
    pack_of(AREA, TOILETS, SHOWERS),
    pack_of(CAP, BEDS, LIVING),
    pack_of(CAP, AREA, TOILETS | {"unless": [OWN]}),
    pack_of(LIVING, TOILETS | {"min_count": 2}),
]
UPPER = 6


@st.composite
def dwellings(draw: st.DrawFn) -> DwellingFacts:
    """A small dwelling of which all is known that the rules ask for, with a toilet and a bath for everybody."""
    own = st.sampled_from([None, None, True])
    room = st.builds(
        RoomFacts,
        use=st.just("bedroom"),
        area_m2=st.sampled_from([6.0, 8.0, 12.0, 18.0]),
        beds=st.integers(1, 3),
        own_toilet=own,
        own_shower=own,
    )
    rooms = draw(st.lists(room, min_size=1, max_size=3))
    common = RoomFacts(use="living", area_m2=draw(st.sampled_from([10.0, 20.0, 28.0])), residents=0)
    counts = {
        f"{thing}s": sum(getattr(one, f"own_{thing}") is True for one in rooms) + draw(st.integers(1, 2))
        for thing in ("toilet", "shower")
    }
    return DwellingFacts(rooms=(*rooms, common), area_m2=draw(st.sampled_from([50.0, 90.0, 130.0])), **counts)


def ways(facts: DwellingFacts, persons: int) -> Iterator[DwellingFacts]:
    """Every way to place so many people in the bedrooms."""
    count = len(facts.rooms) - 1
    for shares in product(range(persons + 1), repeat=count):
        if sum(shares) == persons:
            placed = [replace(room, residents=n) for room, n in zip(facts.rooms, (*shares, 0), strict=True)]
            yield replace(facts, residents=persons, rooms=tuple(placed))


def lawful(dwellings: list[DwellingFacts], pack: Pack) -> bool:
    """Whether one of these breaks no rule."""
    keyed = [replace(one, key=str(n)) for n, one in enumerate(dwellings)]
    return any(not one.breaches() for one in assess_many(keyed, pack, as_of=DAY))


@FEW
@given(facts=dwellings(), pack=st.sampled_from(PACKS))
def test_no_arrangement_holds_one_more_than_the_capacity_and_one_holds_it(facts: DwellingFacts, pack: Pack) -> None:
    found = lawful_capacity(facts, pack, as_of=DAY)
    assert found.complete
    persons = UPPER if found.persons is None else found.persons
    if 0 < persons <= UPPER:
        assert lawful([housed(facts, pack, persons, as_of=DAY, room_cap_basis="dwelling")], pack)
    if persons < UPPER:
        assert not lawful(list(ways(facts, persons + 1)), pack)


def test_a_room_without_a_way_to_a_toilet_or_bath_is_filled_last() -> None:
    bedroom = RoomFacts(use="bedroom", area_m2=12.0, beds=1)
    rooms = (replace(bedroom, own_toilet=True), replace(bedroom, own_shower=True))
    facts = DwellingFacts(rooms=rooms, toilets=2, showers=1, area_m2=50.0)
    found = lawful_capacity(facts, PACKS[0], as_of=DAY)
    assert found.persons is not None
    assert found.persons >= 1
    assert lawful(list(ways(replace(facts, rooms=(*rooms, RoomFacts(use="living", residents=0))), 1)), PACKS[0])


@FEW
@given(facts=dwellings(), basis=st.sampled_from(["dwelling", "room"]))
@pytest.mark.parametrize("pack_id", ["dk-indkvarteringslov-2025", "dk-arbejdsgruppe-2021"])
def test_at_capacity_no_rule_of_the_pack_that_limits_persons_is_broken_and_with_one_more_one_is(
    facts: DwellingFacts, basis: str, pack_id: str
) -> None:
    pack = load_pack(pack_id)
    found = lawful_capacity(facts, pack, as_of=DAY, room_cap_basis=basis)
    assert found.persons is not None
    limiting = {one.requirement_id for one in found.constraints}
    full, over = (housed(facts, pack, found.persons + more, as_of=DAY, room_cap_basis=basis) for more in (0, 1))
    for state, expected in ((full, False), (over, True)):
        (result,) = assess_many([state], pack, as_of=DAY, room_cap_basis=basis)
        broken = [row for row in result.results if row.requirement_id in limiting and row.outcome is Outcome.BREACHED]
        assert bool(broken) is expected
