"""How many may lawfully live in a dwelling, and what binds."""

from datetime import date

import polars as pl
import pytest

from standards import (
    DwellingFacts,
    Outcome,
    RoomFacts,
    assess,
    capacity_frames,
    frames_of,
    lawful_capacity,
    load_pack,
)
from standards_packs import AREA, BEDS, LIVING, SHOWERS, TOILETS, pack_of, rule

DAY = date(2026, 3, 1)
ACT = load_pack("dk-indkvarteringslov-2025")
PROPOSAL = load_pack("dk-arbejdsgruppe-2021")


def bedrooms(count: int) -> tuple[RoomFacts, ...]:
    return tuple(RoomFacts(use="bedroom") for _ in range(count))


def test_the_act_allows_two_per_habitable_room_or_one_per_20_m2() -> None:
    rooms = {"habitable_rooms": 4}
    assert lawful_capacity(DwellingFacts(**rooms, area_m2=96), ACT, as_of=DAY).persons == 8
    assert lawful_capacity(DwellingFacts(**rooms, area_m2=199.9), ACT, as_of=DAY).persons == 9
    assert lawful_capacity(DwellingFacts(**rooms, area_m2=200), ACT, as_of=DAY).persons == 10


def test_the_capacity_is_the_most_that_the_cap_calls_met() -> None:
    for area_m2 in (96.0, 200.0):
        facts = DwellingFacts(habitable_rooms=4, area_m2=area_m2)
        persons = lawful_capacity(facts, ACT, as_of=DAY).persons or 0
        outcomes = [
            assess(
                DwellingFacts(residents=n, habitable_rooms=4, area_m2=area_m2),
                ACT,
                as_of=DAY,
                room_cap_basis="dwelling",
            )
            .result("cap")
            .outcome
            for n in (persons, persons + 1)
        ]
        assert outcomes == [Outcome.MET, Outcome.BREACHED]


def test_the_least_constraint_binds_and_is_named() -> None:
    twelve_by_room = DwellingFacts(toilets=2, showers=3, rooms=bedrooms(12))
    found = lawful_capacity(twelve_by_room, PROPOSAL, as_of=DAY)
    assert (found.persons, found.binding) == (10, ("dk-arbejdsgruppe-2021.toilet_ratio",))
    more_toilets = DwellingFacts(toilets=3, showers=3, rooms=bedrooms(12))
    found = lawful_capacity(more_toilets, PROPOSAL, as_of=DAY)
    assert (found.persons, found.binding) == (12, ("dk-arbejdsgruppe-2021.single_room",))
    assert found.complete
    assert found.sentence.en == "At most 12 residents: single room."


def test_an_own_toilet_counts_for_the_one_who_has_it() -> None:
    own = RoomFacts(use="bedroom", residents=1, own_toilet=True)
    facts = DwellingFacts(toilets=2, showers=9, rooms=(own, *bedrooms(8)))
    assert lawful_capacity(facts, PROPOSAL, as_of=DAY).persons == 6


def test_what_is_not_known_is_said() -> None:
    found = lawful_capacity(DwellingFacts(toilets=1), PROPOSAL, as_of=DAY)
    assert found.persons == 5
    assert not found.complete
    assert "may be lower" in found.sentence.en
    missing = {one.requirement_id.rpartition(".")[2]: one.missing for one in found.constraints}
    assert missing == {"single_room": ("rooms",), "toilet_ratio": (), "shower_ratio": ("showers",)}
    nothing = lawful_capacity(DwellingFacts(), ACT, as_of=DAY)
    assert nothing.persons is None
    assert nothing.binding == ()


def test_rooms_that_are_not_all_described_give_no_number() -> None:
    half = DwellingFacts(residents=5, rooms=(RoomFacts(use="bedroom", residents=2),))
    constraint = next(
        one for one in lawful_capacity(half, PROPOSAL, as_of=DAY).constraints if "single" in one.requirement_id
    )
    assert constraint.persons is None


def test_a_pack_that_is_not_in_force_allows_and_forbids_nothing() -> None:
    found = lawful_capacity(DwellingFacts(habitable_rooms=4), ACT, as_of=date(2025, 6, 30))
    assert (found.persons, found.constraints) == (None, ())


def test_many_dwellings_come_out_as_each_alone() -> None:
    many = [DwellingFacts(key=str(n), habitable_rooms=n, area_m2=50.0 * n) for n in range(1, 6)]
    by_rule, _ = capacity_frames(*frames_of(many), ACT, as_of=DAY)
    together = dict(by_rule.group_by("dwelling").agg(pl.col("together").min()).iter_rows())
    assert together == {one.key: lawful_capacity(one, ACT, as_of=DAY).persons for one in many}


def short(binding: tuple[str, ...]) -> list[str]:
    return [one.rpartition(".")[2] for one in binding]


def test_room_for_12_by_area_10_by_toilet_15_by_shower_is_10_and_a_toilet_more_makes_it_12() -> None:
    pack = pack_of(AREA, TOILETS, SHOWERS)
    rooms = tuple(RoomFacts(name=f"Værelse {n}", use="bedroom", area_m2=16.0) for n in (1, 2, 3))
    found = lawful_capacity(DwellingFacts(toilets=2, showers=3, rooms=rooms), pack, as_of=DAY)
    assert {one.requirement_id: one.persons for one in found.constraints} == {
        "test.area": 12,
        "test.wc": 10,
        "test.shower": 15,
    }
    assert (found.persons, short(found.binding)) == (10, ["wc"])
    found = lawful_capacity(DwellingFacts(toilets=3, showers=3, rooms=rooms), pack, as_of=DAY)
    assert (found.persons, short(found.binding)) == (12, ["area"])


def test_each_room_has_its_number_and_the_rule_that_binds_it() -> None:
    rooms = (
        RoomFacts(name="A", use="bedroom", area_m2=9.0, beds=4),
        RoomFacts(name="B", use="bedroom", area_m2=20.0, beds=1),
        RoomFacts(name="Stue", use="living", area_m2=30.0),
    )
    found = lawful_capacity(DwellingFacts(rooms=rooms), pack_of(AREA, BEDS), as_of=DAY)
    assert [(room.name, room.persons, short(room.binding)) for room in found.rooms] == [
        ("A", 2, ["area"]),
        ("B", 1, ["bed"]),
    ]
    assert {short((one.requirement_id,))[0]: one.persons for one in found.constraints} == {"area": 7, "bed": 5}
    assert (found.persons, short(found.binding)) == (3, ["area", "bed"])
    assert found.sentence.en == "At most 3 residents: sleeping area per person; own bed."


def test_a_cap_open_to_two_readings_gives_a_range() -> None:
    rooms = (*bedrooms(2), RoomFacts(use="living"))
    found = lawful_capacity(DwellingFacts(area_m2=60, rooms=rooms), ACT, as_of=DAY)
    assert (found.persons, found.safe) == (6, 4)
    assert found.sentence.en.startswith("At most 6 residents, or 4 if the limit is read for each room")
    assert found.strict is not None
    assert [room.persons for room in found.strict.rooms] == [2, 2]
    settled = lawful_capacity(DwellingFacts(area_m2=60, rooms=rooms), ACT, as_of=DAY, room_cap_basis="room")
    assert (settled.persons, settled.strict) == (4, None)


def test_20_m2_each_lifts_the_cap_on_rooms_and_then_no_room_is_bound() -> None:
    facts = DwellingFacts(area_m2=200, rooms=bedrooms(4))
    found = lawful_capacity(facts, ACT, as_of=DAY, room_cap_basis="room")
    assert (found.persons, found.rooms) == (10, ())


def test_own_family_counts_for_those_who_live_there_and_nobody_more() -> None:
    family = {"habitable_rooms": 2, "area_m2": 60.0, "increase_by_own_family": True}
    assert lawful_capacity(DwellingFacts(**family, residents=6), ACT, as_of=DAY).persons == 6
    assert lawful_capacity(DwellingFacts(**family, residents=3), ACT, as_of=DAY).persons == 4


@pytest.mark.parametrize(("toilets", "persons"), [(0, 0), (1, 5), (2, 10), (3, 15), (100, 500)])
def test_fixtures_are_counted_whole(toilets: int, persons: int) -> None:
    assert lawful_capacity(DwellingFacts(toilets=toilets), pack_of(TOILETS), as_of=DAY).persons == persons


def test_a_least_count_takes_effect_at_the_first_person() -> None:
    two_at_least = pack_of(TOILETS | {"min_count": 2})
    assert lawful_capacity(DwellingFacts(toilets=1), two_at_least, as_of=DAY).persons == 0
    assert lawful_capacity(DwellingFacts(toilets=2), two_at_least, as_of=DAY).persons == 10


def test_own_toilets_are_filled_first_and_no_further_than_they_serve() -> None:
    own = RoomFacts(name="Egen", use="bedroom", area_m2=100.0, own_toilet=True)
    facts = DwellingFacts(toilets=2, rooms=(RoomFacts(name="A", use="bedroom", area_m2=100.0), own))
    assert lawful_capacity(facts, pack_of(AREA, TOILETS), as_of=DAY).persons == 10


def test_a_limit_that_rises_with_the_number_of_people_is_turned_round() -> None:
    steps = [{"up_to": 4, "value": 8.0}, {"up_to": 8, "value": 10.0}, {"value": 12.0}]
    table = rule("table", "dwelling.area_per_person_m2", "by_table", unit="m2/person")
    pack = pack_of(table | {"table": {"compare": ">=", "steps": steps}})
    persons = {area: lawful_capacity(DwellingFacts(area_m2=area), pack, as_of=DAY).persons for area in (39, 50, 120)}
    assert persons == {39: 4, 50: 5, 120: 10}


def test_a_size_asked_of_double_rooms_only_makes_a_small_one_a_single() -> None:
    double = rule("double", "sleep.room_area_m2", ">=", 10.0, "m2", applies={"room_occupancy": {"min": 2}})
    rooms = (RoomFacts(use="bedroom", area_m2=9.0), RoomFacts(use="bedroom", area_m2=40.0))
    found = lawful_capacity(DwellingFacts(rooms=rooms[:1]), pack_of(double), as_of=DAY)
    assert (found.persons, short(found.binding)) == (1, ["double"])
    assert lawful_capacity(DwellingFacts(rooms=rooms), pack_of(double), as_of=DAY).constraints == ()


def test_a_rule_from_two_residents_on_leaves_one_alone() -> None:
    shared = pack_of(LIVING, applies={"min_residents": 2})
    small = (RoomFacts(use="bedroom"), RoomFacts(use="living", area_m2=3.0))
    assert lawful_capacity(DwellingFacts(rooms=small), shared, as_of=DAY).persons == 1


def test_a_fact_that_could_raise_the_number_is_named_and_the_number_stands() -> None:
    found = lawful_capacity(DwellingFacts(habitable_rooms=4), ACT, as_of=DAY)
    assert (found.persons, found.complete, found.missing) == (8, True, ("area_m2",))
    assert found.may_rise
    assert found.sentence.en.endswith("The number may be higher once the missing facts are known.")


def test_a_strict_reading_whose_facts_are_missing_makes_no_number_lower() -> None:
    found = lawful_capacity(DwellingFacts(residents=6, habitable_rooms=4, area_m2=96), ACT, as_of=DAY)
    assert found.strict is not None
    assert (found.persons, found.strict.persons, found.strict.missing, found.safe) == (8, 4, ("rooms",), 8)


def test_a_list_of_some_rooms_does_not_pass_for_all_however_few_are_tried() -> None:
    described = (RoomFacts(use="bedroom", residents=6), RoomFacts(use="bedroom", residents=3))
    found = lawful_capacity(DwellingFacts(residents=13, area_m2=73, rooms=described), ACT, as_of=DAY)
    assert (found.persons, found.may_rise, found.missing) == (3, True, ("habitable_rooms",))
