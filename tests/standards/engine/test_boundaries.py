"""Just on this side and just on that side of each limit of the Danish act and its readings."""

from datetime import date
from typing import Any

import pytest

from standards import Assessment, DwellingFacts, Outcome, Result, RoomFacts, assess, load_pack
from standards.rules.requirement import Basis

ACT = load_pack("dk-indkvarteringslov-2025")
IN_FORCE = date(2026, 3, 1)


def crowd(*in_rooms: int, **facts: Any) -> DwellingFacts:
    """A dwelling with so many persons in each of its bedrooms."""
    rooms = tuple(RoomFacts(name=f"R{n}", use="bedroom", residents=n_in) for n, n_in in enumerate(in_rooms, 1))
    return DwellingFacts(residents=sum(in_rooms), rooms=rooms, **facts)


def cap(facts: DwellingFacts, basis: Basis | None = None, as_of: date = IN_FORCE) -> Result:
    return assess(facts, ACT, as_of=as_of, room_cap_basis=basis).result("cap")


def test_nine_persons_in_four_rooms_breach_the_cap_below_20_m2_each() -> None:
    found = cap(crowd(3, 2, 2, 2, area_m2=179.0))
    assert (found.outcome, found.measured) == (Outcome.BREACHED, 2.25)
    exception = next(one for one in found.exceptions if one.id == "area_20_m2")
    assert exception.measured == pytest.approx(19.888888889)


def test_exactly_20_m2_each_is_exempt_and_a_little_less_is_not() -> None:
    assert cap(crowd(3, 2, 2, 2, area_m2=180.0)).reason == "exception:area_20_m2"
    assert cap(crowd(3, 2, 2, 2, area_m2=179.99)).outcome is Outcome.BREACHED


def test_eight_persons_in_three_rooms_breach_the_cap_in_both_readings() -> None:
    assert cap(crowd(3, 3, 2, area_m2=96)).outcome is Outcome.BREACHED
    for basis in ("room", "dwelling"):
        assert cap(crowd(3, 3, 2, area_m2=96), basis).outcome is Outcome.BREACHED


def test_a_breach_for_the_dwelling_stands_although_the_rooms_are_not_described() -> None:
    facts = DwellingFacts(residents=8, habitable_rooms=3, area_m2=96)
    assert cap(facts).outcome is Outcome.BREACHED


def test_eight_in_four_rooms_with_three_in_one_is_left_open_until_the_reading_is_settled() -> None:
    facts = crowd(3, 2, 2, 1, area_m2=96)
    found = cap(facts)
    assert (found.outcome, found.reason) == (Outcome.NOT_ASSESSED, "reading_open")
    assert cap(facts, "dwelling").outcome is Outcome.MET
    by_room = cap(facts, "room")
    assert (by_room.outcome, by_room.measured, by_room.unit, by_room.rooms) == (
        Outcome.BREACHED,
        3.0,
        "person",
        ("R1",),
    )


def test_the_rows_of_the_readings_never_decide_the_verdict() -> None:
    assessment = assess(crowd(3, 2, 2, 1, area_m2=96), ACT, as_of=IN_FORCE)
    room = assessment.result("cap_room")
    assert room.outcome is Outcome.BREACHED
    assert not room.counted
    assert assessment.breaches() == ()


def test_own_family_that_came_during_the_stay_is_exempt_only_when_claimed() -> None:
    assert cap(crowd(3, 3, 2, area_m2=96, increase_by_own_family=True)).reason == "exception:own_family"
    assert cap(crowd(3, 3, 2, area_m2=96, increase_by_own_family=False)).outcome is Outcome.BREACHED


def test_an_unknown_area_leaves_an_exceeded_cap_open() -> None:
    found = cap(crowd(3, 3, 2))
    assert (found.outcome, found.missing) == (Outcome.NOT_ASSESSED, ("area_m2",))


def test_habitable_rooms_are_counted_only_from_a_complete_list() -> None:
    complete = crowd(2, 2, area_m2=50)
    assert cap(complete).measured == 2.0
    half = DwellingFacts(residents=8, area_m2=50, rooms=complete.rooms)
    assert cap(half).outcome is Outcome.NOT_ASSESSED
    assert "habitable_rooms" in cap(half).missing


@pytest.mark.parametrize(
    ("pack_id", "day", "in_force"),
    [
        ("dk-indkvarteringslov-2025", date(2025, 6, 30), False),
        ("dk-indkvarteringslov-2025", date(2025, 7, 1), True),
        ("dk-covidbolig-2021", date(2021, 2, 1), False),
        ("dk-covidbolig-2021", date(2021, 2, 2), True),
        ("dk-covidbolig-2021", date(2021, 10, 31), True),
        ("dk-covidbolig-2021", date(2021, 11, 1), False),
    ],
)
def test_an_act_speaks_from_its_first_day_to_the_day_before_its_end(pack_id: str, day: date, in_force: bool) -> None:
    found = assess(DwellingFacts(residents=2, toilets=0), load_pack(pack_id), as_of=day)
    expected = Outcome.BREACHED if in_force else Outcome.NOT_APPLICABLE
    assert found.result("toilet").outcome is expected
    if not in_force:
        assert found.verdict is Outcome.NOT_APPLICABLE
        assert {row.reason for row in found.results} == {"outside_validity"}


def test_one_toilet_for_eight_is_unruled_by_the_act_but_fails_the_proposal() -> None:
    facts = DwellingFacts(residents=8, toilets=1)
    assert assess(facts, ACT, as_of=IN_FORCE).result("toilet").outcome is Outcome.MET
    proposal = assess(facts, load_pack("dk-arbejdsgruppe-2021"), as_of=IN_FORCE).result("toilet_ratio")
    assert (proposal.outcome, proposal.present, proposal.needed) == (Outcome.BREACHED, 1, 2)


def proposal_toilets(residents: int, toilets: int, rooms: tuple[RoomFacts, ...] = ()) -> Result:
    facts = DwellingFacts(residents=residents, toilets=toilets, rooms=rooms)
    pack = load_pack("dk-arbejdsgruppe-2021")
    return assess(facts, pack, as_of=IN_FORCE).result("toilet_ratio")


def test_four_share_well_five_share_lawfully_six_do_not() -> None:
    found = [(row.outcome, row.best_met) for row in (proposal_toilets(n, 1) for n in (4, 5, 6))]
    assert found == [(Outcome.MET, True), (Outcome.MET, False), (Outcome.BREACHED, None)]


def test_no_toilet_at_all_is_breached_without_a_quotient() -> None:
    found = proposal_toilets(3, 0)
    assert (found.outcome, found.measured, found.needed, found.shortfall) == (Outcome.BREACHED, None, 1, 1.0)


def test_those_with_an_own_toilet_do_not_thin_out_the_queue_of_the_others() -> None:
    own = tuple(RoomFacts(use="bedroom", residents=1, own_toilet=True) for _ in range(2))
    others = tuple(RoomFacts(use="bedroom", residents=4) for _ in range(2))
    found = proposal_toilets(10, 3, own + others)
    assert (found.outcome, found.measured, found.present, found.needed) == (Outcome.BREACHED, 8.0, 3, 4)


def test_a_dwelling_with_no_rooms_described_is_not_assessed_on_rooms() -> None:
    found: Assessment = assess(DwellingFacts(residents=2), ACT, as_of=IN_FORCE)
    assert found.result("daylight").missing == ("rooms",)


def test_a_room_that_nobody_described_is_never_taken_for_good() -> None:
    bright = (RoomFacts(use="bedroom", residents=2, daylight=True),)
    found = assess(DwellingFacts(residents=5, rooms=bright), ACT, as_of=IN_FORCE).result("daylight")
    assert (found.outcome, found.missing) == (Outcome.NOT_ASSESSED, ("rooms",))
    all_of_it = assess(DwellingFacts(residents=2, rooms=bright), ACT, as_of=IN_FORCE).result("daylight")
    assert all_of_it.outcome is Outcome.MET
