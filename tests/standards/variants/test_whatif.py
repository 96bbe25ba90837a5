"""A pack against itself with other values, dwelling by dwelling."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.engine.assess import assess
from standards.engine.outcome import BREACHED, Outcome
from standards.facts.known import DwellingFacts, RoomFacts
from standards.measures.frames import KEY, frames_of
from standards.rules.pack import Pack, load_pack
from standards.variants.scenario import changed_pack
from standards.variants.whatif import compare_frames, compared_columns, counts_of

AS_OF = date(2026, 3, 2)
ACT = load_pack("dk-indkvarteringslov-2025")
CAP = "dk-indkvarteringslov-2025.cap"
FULFILLED = {
    "toilets": 2,
    "not_hazardous": True,
    "drinking_water": True,
    "wastewater_drain": True,
    "electricity": True,
    "heating": True,
    "protected_damp_cold_heat_noise": True,
    "indoor_climate_ok": True,
}


def a_house(key: str, *residents: int, area_m2: float = 60.0, **facts: object) -> DwellingFacts:
    """A house with a bedroom for each number of residents."""
    seen = {"daylight": True, "window_openable": True, "heating": True}
    rooms = tuple(RoomFacts(name="Værelse", use="bedroom", residents=count, **seen) for count in residents)
    known = {"residents": sum(residents), "area_m2": area_m2} | FULFILLED | facts
    return DwellingFacts(key=key, rooms=rooms, kind="house", **known)  # type: ignore[arg-type]  # facts by name


def compared(houses: list[DwellingFacts], changed: Pack) -> dict[str, dict[str, int]]:
    frame = compare_frames(*frames_of(houses), ACT, changed, as_of=AS_OF)
    moved = frame.with_columns(expression.alias(name) for name, expression in counts_of().items())
    return {row[KEY]: row for row in moved.iter_rows(named=True)}


def moves(row: dict[str, int]) -> set[str]:
    return {name for name in counts_of() if row[name]}


def test_a_lower_limit_newly_fails_those_between_and_counts_their_rooms() -> None:
    three = [a_house("crowded", 3, 3), a_house("full", 2, 2), a_house("roomy", 1, 1)]
    found = compared(three, changed_pack(ACT, {"cap": 1.0}))
    assert moves(found["crowded"]) == {"still_failing"}
    assert moves(found["full"]) == {"newly_failing"}
    assert moves(found["roomy"]) == {"still_passing"}
    assert [found[key]["rooms_newly_failing"] for key in ("crowded", "full", "roomy")] == [0, 2, 0]


def test_a_higher_limit_lets_those_between_pass() -> None:
    found = compared([a_house("crowded", 3, 3), a_house("full", 2, 2)], changed_pack(ACT, {"cap": 3.0}))
    assert moves(found["crowded"]) == {"newly_passing", "no_longer_failing"}
    assert found["crowded"]["rooms_no_longer_failing"] == 2
    assert moves(found["full"]) == {"still_passing"}


def test_an_exception_that_is_granted_sooner_lets_pass_too() -> None:
    found = compared([a_house("wide", 3, 3, area_m2=96.0)], changed_pack(ACT, {"cap.unless.area_20_m2": 15.0}))
    assert moves(found["wide"]) == {"newly_passing", "no_longer_failing"}


def test_a_breach_of_another_rule_stays_while_the_changed_rule_is_told_apart() -> None:
    found = compared([a_house("cold", 3, 3, indoor_climate_ok=False)], changed_pack(ACT, {"cap": 3.0}))["cold"]
    assert moves(found) == {"still_failing"}
    before, after = compared_columns(CAP)
    assert (found[before], found[after]) == (BREACHED, 1)


def test_what_lacks_facts_is_neither_failing_nor_passing() -> None:
    found = compared([a_house("unknown", 2, 2, drinking_water=None)], changed_pack(ACT, {"cap": 3.0}))["unknown"]
    assert moves(found) == {"not_assessed"}
    freed = compared([a_house("unknown", 3, 3, drinking_water=None)], changed_pack(ACT, {"cap": 3.0}))["unknown"]
    assert moves(freed) == {"failing_now_open", "no_longer_failing"}


def test_rooms_of_the_same_name_are_counted_apart() -> None:
    found = compared([a_house("mixed", 3, 3, 1)], changed_pack(ACT, {"cap": 4.0}))["mixed"]
    assert found["rooms_no_longer_failing"] == 2


def test_no_dwellings_give_no_rows() -> None:
    frame = compare_frames(*frames_of([]), ACT, changed_pack(ACT, {"cap": 1.0}), as_of=AS_OF)
    assert frame.is_empty()
    assert frame.columns[:3] == [KEY, "before", "after"]


HOUSES = st.lists(
    st.builds(
        lambda residents, area, known: a_house("one", *residents, area_m2=area, **known),
        st.lists(st.integers(0, 5), min_size=1, max_size=4),
        st.floats(20, 200),
        st.fixed_dictionaries({"drinking_water": st.sampled_from([True, False, None])}),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25)
@given(HOUSES, st.sampled_from([0.5, 1.0, 1.5, 3.0, 4.0]))
def test_before_and_after_are_what_the_engine_says_of_each_pack(found: list[DwellingFacts], cap: float) -> None:
    changed = changed_pack(ACT, {"cap": cap})
    numbers = {outcome: number for number, outcome in enumerate(Outcome)}
    for one in found:
        row = compared([one], changed)["one"]
        assert row["before"] == numbers[assess(one, ACT, as_of=AS_OF).verdict]
        assert row["after"] == numbers[assess(one, changed, as_of=AS_OF).verdict]
        assert len(moves(row) - {"no_longer_failing"}) == 1


@settings(max_examples=15)
@given(HOUSES)
def test_a_lower_cap_never_lets_a_dwelling_pass(found: list[DwellingFacts]) -> None:
    frame = pl.concat(
        [compare_frames(*frames_of([one]), ACT, changed_pack(ACT, {"cap": 1.0}), as_of=AS_OF) for one in found]
    )
    assert frame.filter((pl.col("before") == BREACHED) & (pl.col("after") != BREACHED)).is_empty()
