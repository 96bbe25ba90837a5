"""Counting by group, and hiding what would single out one employer."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.employers.sectors import section_of
from register.whatif.tallies import FEWEST_EMPLOYERS, OTHER, alone, tallies, total

MET, OPEN, BREACHED = 1, 2, 3
COLUMNS = ("place", "employer", "municipality", "before", "after", "residents")


def rows(*given: tuple[str, str, str, int, int, int]) -> pl.DataFrame:
    frame = pl.DataFrame(given, schema=COLUMNS, orient="row").with_columns(pl.col("before", "after").cast(pl.Int8))
    return frame.with_columns(rooms_newly_failing=pl.lit(1), rooms_no_longer_failing=pl.lit(0))


def spread(code: str, employers: int, before: int, after: int) -> list[tuple[str, str, str, int, int, int]]:
    return [(f"{code}{number}", f"e{code}{number}", code, before, after, 4) for number in range(employers)]


def test_dwellings_residents_rooms_and_employers_are_counted() -> None:
    found = total(
        rows(
            ("p1", "a", "0461", MET, BREACHED, 4),
            ("p2", "a", "0461", BREACHED, BREACHED, 6),
            ("p3", "b", "0461", MET, BREACHED, 2),
        ),
        all_shown=True,
    )
    assert found is not None
    assert (found["dwellings"], found["newly_failing"], found["still_failing"]) == (3, 2, 1)
    assert found["residents_newly_failing"] == 6
    assert found["rooms_newly_failing"] == 3
    assert (found["employers"], found["employers_newly_failing"]) == (2, 1), "one of them failed before"
    assert found.share("newly_failing") == pytest.approx(2 / 3)


def test_a_dwelling_of_two_employers_is_one_and_fails_when_one_part_does() -> None:
    found = total(rows(("p", "a", "0461", MET, BREACHED, 4), ("p", "b", "0461", MET, MET, 6)), all_shown=True)
    assert found is not None
    assert (found["dwellings"], found["newly_failing"], found["residents_newly_failing"]) == (1, 1, 10)
    assert found["employers_newly_failing"] == 1


def test_groups_come_with_the_largest_effect_first() -> None:
    frame = rows(*spread("0101", 4, MET, MET), *spread("0461", 5, MET, BREACHED))
    assert [one.key for one in tallies(frame, "municipality", all_shown=False)] == ["0461", "0101"]


def test_a_small_group_goes_together_with_the_smallest_other() -> None:
    frame = rows(*spread("0101", 9, MET, MET), *spread("0461", 2, MET, MET), *spread("0479", 5, MET, MET))
    found = {one.key: one["dwellings"] for one in tallies(frame, "municipality", all_shown=False)}
    assert found == {"0101": 9, OTHER: 7}
    assert len(tallies(frame, "municipality", all_shown=True)) == 3


def test_one_employer_hit_among_many_is_not_shown_alone() -> None:
    frame = rows(*spread("0101", 9, MET, BREACHED), *spread("0461", 9, MET, MET), ("x", "x", "0461", MET, BREACHED, 4))
    assert [one.key for one in tallies(frame, "municipality", all_shown=False)] == [OTHER]


def test_nothing_is_shown_where_even_all_together_are_few() -> None:
    frame = rows(*spread("0101", 2, MET, BREACHED))
    assert tallies(frame, "municipality", all_shown=False) == []
    assert total(frame, all_shown=False) is None
    assert total(frame, all_shown=True) is not None


def test_nobody_housed_is_nothing_counted() -> None:
    empty = total(rows().cast({"residents": pl.Int64}), all_shown=False)
    assert empty is not None
    assert empty["dwellings"] == 0
    assert empty.share("newly_failing") == 0


def test_a_rule_alone_is_counted_by_its_own_outcome() -> None:
    frame = rows(*spread("0101", 4, BREACHED, BREACHED)).with_columns(
        pl.lit(MET, pl.Int8).alias("before p.cap"), pl.lit(BREACHED, pl.Int8).alias("after p.cap")
    )
    found = total(alone(frame, ["p.cap"]), all_shown=False)
    assert found is not None
    assert (found["newly_failing"], found["still_failing"]) == (4, 0)


housing = st.lists(
    st.tuples(
        st.integers(0, 12).map(str),
        st.integers(0, 9).map("e{}".format),
        st.sampled_from(["0101", "0461", "0479", "0561"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60)
@given(housing)
def test_no_group_shown_to_statistics_has_few_employers_and_none_is_lost(
    found: list[tuple[str, str, str, int, int, int]],
) -> None:
    at_home = [(f"{row[2]}-{row[0]}", *row[1:]) for row in found]  # a dwelling lies in one municipality
    frame = rows(*at_home)
    shown = tallies(frame, "municipality", all_shown=False)
    for one in shown:
        assert one["employers"] >= FEWEST_EMPLOYERS
        assert one["employers_newly_failing"] <= one["employers"]
    if shown:
        whole = total(frame, all_shown=True)
        assert whole is not None
        for name in ("dwellings", "newly_failing", "still_passing", "residents_newly_failing"):
            assert sum(one[name] for one in shown) == whole[name]


SECTORS = {"01.13": "A", "562100": "I", "78": "N", None: "", "": "", "x1": "", "34": ""}


@pytest.mark.parametrize(("code", "section"), SECTORS.items())
def test_a_sector_code_lies_in_its_section(code: str | None, section: str) -> None:
    assert section_of(code) == section
