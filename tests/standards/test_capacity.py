"""How many may lawfully live in a dwelling, and what binds."""

from datetime import date

import polars as pl

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
