"""Several employers and shifts at one dwelling."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from standards import DwellingFacts, Outcome, RoomFacts, assess
from standards.capacity.occupancy import (
    Period,
    Shared,
    Stay,
    forbids_shared_beds,
    over_capacity,
    peak,
    periods,
    shared_beds,
    told_to,
    with_others,
)
from standards_packs import AREA, BEDS, TOILETS, pack_of

DAY = date(2026, 3, 1)
MARCH, APRIL, MAY, JUNE = (date(2026, month, 1) for month in (3, 4, 5, 6))
FIRST, SECOND = Stay("gartner", 5, MARCH, MAY), Stay("bygger", 4, APRIL, JUNE)


def test_5_and_4_in_a_house_for_8_are_one_too_many_while_they_overlap_and_only_then() -> None:
    assert over_capacity([FIRST, SECOND], 8) == (Period(APRIL, MAY, 9, over=1),)


def test_both_are_told_and_neither_learns_who_the_other_is() -> None:
    stays = [FIRST, SECOND]
    assert told_to("gartner", stays, 8) == (Shared(APRIL, MAY, own=5, others=4, over=1),)
    assert told_to("bygger", stays, 8) == (Shared(APRIL, MAY, own=4, others=5, over=1),)
    assert "bygger" not in repr(told_to("gartner", stays, 8))
    assert told_to("tredje", stays, 8) == ()


def test_the_day_of_departure_is_not_counted() -> None:
    one, next_one = Stay("a", 5, MARCH, APRIL), Stay("b", 5, APRIL)
    assert over_capacity([one, next_one], 8) == ()
    assert periods([one, next_one]) == (Period(MARCH, None, 5),)


def test_the_peak_is_the_period_with_most_persons() -> None:
    assert peak([FIRST, SECOND]) == Period(APRIL, MAY, 9)
    assert peak([]) is None


def test_two_persons_on_one_bed_in_two_shifts_count_as_two_and_the_bed_is_flagged() -> None:
    shifts = [
        Stay("a", 1, MARCH, MAY, shift="dag", bed="Øst 1"),
        Stay("a", 1, MARCH, shift="nat", bed="Øst 1"),
        Stay("a", 1, MARCH, shift="nat", bed="Øst 2"),
    ]
    (bed,) = shared_beds(shifts)
    assert (bed.bed, bed.starts_on, bed.ends_on, bed.persons, bed.shifts) == ("Øst 1", MARCH, MAY, 2, ("dag", "nat"))
    room = RoomFacts(name="Øst", use="bedroom", area_m2=6.0, residents=2, beds=1)
    persons = peak(shifts[:2])
    assert persons is not None
    found = assess(
        DwellingFacts(residents=persons.persons, toilets=1, rooms=(room,)), pack_of(AREA, TOILETS, BEDS), as_of=DAY
    )
    assert found.result("area").measured == 3.0
    assert found.result("wc").measured == 2.0
    assert found.result("bed").outcome is Outcome.BREACHED


def test_a_pack_forbids_turns_in_a_bed_by_wanting_one_for_each() -> None:
    assert forbids_shared_beds(pack_of(AREA, BEDS), as_of=DAY) == ("test.bed",)
    assert forbids_shared_beds(pack_of(AREA), as_of=DAY) == ()


def test_those_of_others_count_for_the_house_and_leave_its_rooms_open() -> None:
    facts = DwellingFacts(residents=5, toilets=1, rooms=(RoomFacts(use="bedroom", area_m2=50.0, residents=5),))
    pack = pack_of(AREA, TOILETS)
    assert assess(facts, pack, as_of=DAY).verdict is Outcome.MET
    found = assess(with_others(facts, 4), pack, as_of=DAY)
    assert found.result("wc").outcome is Outcome.BREACHED
    assert found.result("area").missing == ("rooms",)
    assert with_others(facts, 0) == facts
    assert with_others(DwellingFacts(), 4) == DwellingFacts()


DAYS = st.integers(0, 30).map(lambda number: MARCH + timedelta(days=number))
STAYS = st.builds(
    lambda employer, persons, start, length: Stay(
        employer, persons, start, None if length is None else start + timedelta(days=length)
    ),
    st.sampled_from("abc"),
    st.integers(0, 5),
    DAYS,
    st.none() | st.integers(1, 20),
)


@given(stays=st.lists(STAYS, max_size=6), capacity=st.integers(0, 12), day=DAYS)
def test_on_every_day_the_periods_say_what_counting_heads_says(stays: list[Stay], capacity: int, day: date) -> None:
    heads = sum(stay.persons for stay in stays if stay.covers(day))
    found = [one for one in periods(stays, capacity=capacity) if Stay("", 0, one.starts_on, one.ends_on).covers(day)]
    assert sum(one.persons for one in found) == heads
    assert sum(one.over for one in found) == max(heads - capacity, 0)
    told = [one for one in told_to("a", stays, capacity) if Stay("", 0, one.starts_on, one.ends_on).covers(day)]
    own = sum(stay.persons for stay in stays if stay.employer == "a" and stay.covers(day))
    assert all((one.own, one.others) == (own, heads - own) for one in told)
    assert bool(told) == bool(own and (heads > own or heads > capacity))
