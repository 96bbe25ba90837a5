"""Rooms folded into dwellings, and rooms that name the row of their dwelling."""

from datetime import date
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up_facts import made_up_facts
from standards import DwellingFacts, RoomFacts, assess_frames, frames_of, list_packs, load_pack, outcome_frames
from standards.measures.folding import Bounds, Fold, fold_rooms

NUMBERS = st.none() | st.integers(0, 9)
PLACED = st.lists(st.tuples(st.integers(0, 5), NUMBERS), max_size=30)
X = pl.col("x")
FOLDS = (
    Fold("sum", "sum", X),
    Fold("fractions", "sum", X / 4),
    Fold("count", "count", X > 4),
    Fold("any", "any", X > 7),
    Fold("worst", "worst", (X % 4).cast(pl.Int8)),
    Fold("max", "max", X),
    Fold("min", "min", X.cast(pl.Float64)),
    *(Fold(f"any {number}", "any", number == X) for number in range(10)),
)
"""More truths than are folded at once."""

DAY = date(2026, 3, 1)
ACT = load_pack("dk-indkvarteringslov-2025")


def expected(values: list[int | None]) -> dict[str, object]:
    """What the values of one dwelling come to; of no rooms nothing is told."""
    known = [one for one in values if one is not None]
    if not values:
        return dict.fromkeys(one.name for one in FOLDS)
    return {
        "sum": sum(known),
        "fractions": sum(known) / 4,
        "count": sum(one > 4 for one in known),
        "any": any(one > 7 for one in known),
        "worst": max((one % 4 for one in known), default=None),
        "max": max(known, default=None),
        "min": min(known, default=None),
        **{f"any {number}": number in known for number in range(10)},
    }


@given(placed=PLACED, block=st.sampled_from([1, 2, 16_384]))
def test_each_dwelling_gets_what_its_own_rooms_come_to(placed: list[tuple[int, int | None]], block: int) -> None:
    placed.sort(key=lambda one: one[0])
    rows = pl.Series([row for row, _ in placed], dtype=pl.UInt32)
    rooms = pl.DataFrame({"x": pl.Series([value for _, value in placed], dtype=pl.Int64)})
    bounds = Bounds.of(rows, 6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("standards.measures.folding.BLOCK", block)
        found = pl.DataFrame(fold_rooms(rooms.select(one.column for one in FOLDS), FOLDS, bounds))
    each = [[value for row, value in placed if row == place] for place in range(6)]
    assert found.rows(named=True) == [expected(values) for values in each]
    assert bounds.counts.tolist() == [len(values) for values in each]


def made_up(count: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Dwellings, their rooms by key, and the same rooms by row."""
    rng = Random(5)  # noqa: S311 - made-up houses
    dwellings, rooms = frames_of([made_up_facts(rng, key=f"d{number}") for number in range(count)])
    row = {key: place for place, key in enumerate(dwellings["dwelling"])}
    by_row = rooms.select(
        pl.col("dwelling").replace_strict(row, return_dtype=pl.UInt32).alias("dwelling_row"), pl.exclude("dwelling")
    )
    return dwellings, rooms, by_row


@pytest.mark.parametrize("pack_id", list_packs())
def test_rooms_may_name_the_row_of_their_dwelling_and_come_in_any_order(pack_id: str) -> None:
    dwellings, rooms, by_row = made_up(40)
    pack = load_pack(pack_id)
    at_once = outcome_frames(dwellings, rooms, pack, as_of=DAY)
    mixed = by_row.gather(np.random.default_rng(3).permutation(by_row.height))
    assert outcome_frames(dwellings, by_row, pack, as_of=DAY).equals(at_once)
    assert outcome_frames(dwellings, mixed, pack, as_of=DAY).equals(at_once)
    told = assess_frames(dwellings, rooms, pack, as_of=DAY)
    assert assess_frames(dwellings, by_row, pack, as_of=DAY).equals(told)


@pytest.mark.parametrize("kind", [pl.Enum(["bedroom", "living", "kitchen", "bath", "other"]), pl.Categorical()])
def test_a_choice_may_be_an_enumeration(kind: pl.DataType) -> None:
    dwellings, rooms, _ = made_up(40)
    chosen = rooms.with_columns(pl.col("use").cast(kind))
    assert outcome_frames(dwellings, chosen, ACT, as_of=DAY).equals(outcome_frames(dwellings, rooms, ACT, as_of=DAY))


@pytest.mark.parametrize(
    ("rows", "told"),
    [([1], "row 1 of 1"), ([-1], "row -1 of 1"), ([None], "whole numbers"), ([0.5], "whole numbers")],
)
def test_a_row_that_is_not_there_is_refused(rows: list[object], told: str) -> None:
    dwellings, _ = frames_of([DwellingFacts(key="a", rooms=(RoomFacts(),))])
    with pytest.raises(ValueError, match=told):
        outcome_frames(dwellings, pl.DataFrame({"dwelling_row": rows}), ACT, as_of=DAY)


def test_an_area_that_is_no_number_meets_nothing() -> None:
    rooms = (RoomFacts(use="living", area_m2=float("nan")),)
    dwellings, described = frames_of([DwellingFacts(residents=1, rooms=rooms)])
    pack = load_pack("no-arbeidsplassforskriften-3a")
    found = outcome_frames(dwellings, described, pack, as_of=DAY)
    areas = [rule.id for rule in pack.in_force(DAY) if rule.measure == "living.area_per_person_m2"]
    assert areas
    assert 1 not in found.select(areas).row(0)
