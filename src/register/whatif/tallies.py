"""Counting who is hit: in all and by group, and hiding what would single out one employer. Frames in, frames out."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from standards.engine.outcome import BREACHED
from standards.variants.whatif import ROOM_COUNTS, compared_columns, counts_of

GROUPS = ("municipality", "sector", "kind")
OTHER = "other"
"""The group that takes in those too small to be shown."""

FEWEST_EMPLOYERS = 3
"""Fewer employers than these, in a group or among those hit, are not shown to readers of statistics."""

_FAILING = pl.col("before") != BREACHED, pl.col("after") == BREACHED
HIT = _FAILING[0] & _FAILING[1]
FREED = ~_FAILING[0] & ~_FAILING[1]

COUNTS = (
    "dwellings",
    *counts_of(),
    *ROOM_COUNTS,
    "residents_newly_failing",
    "residents_no_longer_failing",
    "employers",
    "employers_newly_failing",
    "employers_no_longer_failing",
)
"""What is counted of each group, in the order of tables and files."""

_SAFETY = ("employers_hit", "employers_freed")


@dataclass(frozen=True)
class Tally:
    """What a scenario does to some housing."""

    key: str
    counts: dict[str, int]

    def __getitem__(self, name: str) -> int:
        """One count."""
        return self.counts[name]

    def share(self, name: str) -> float:
        """The share of dwellings that a count is."""
        return self.counts[name] / self.counts["dwellings"] if self.counts["dwellings"] else 0.0


def tallies(rows: pl.DataFrame, group: str, *, all_shown: bool) -> list[Tally]:
    """Count by group; the largest effect first. Unless all is shown, small groups are put together as `OTHER`;
    nothing is given where even that would single out an employer.

    `rows` has one row per accommodation: `place`, `employer`, the groups, `before`, `after`, `residents`, and the
    counts of rooms. A dwelling fails when one of its accommodations does.
    """
    rows = rows.with_columns(pl.col(group).fill_null("").cast(pl.String).alias("group"))
    found = _counted(rows)
    while not all_shown and (small := _small(found)):
        rows = rows.with_columns(
            pl.when(pl.col("group").is_in(small)).then(pl.lit(OTHER)).otherwise("group").alias("group")
        )
        found = _counted(rows)
    if not all_shown and _unsafe(found).any():
        return []
    order = ["newly_failing", "no_longer_failing", "dwellings"]
    found = found.sort([*order, "group"], descending=[True, True, True, False])
    return [_tally(row) for row in found.iter_rows(named=True)]


def total(rows: pl.DataFrame, *, all_shown: bool) -> Tally | None:
    """Count everything; None when it may not be shown."""
    found = _counted(rows.with_columns(group=pl.lit("")))
    if found.is_empty():
        return Tally("", dict.fromkeys(COUNTS, 0))
    return _tally(found.row(0, named=True)) if all_shown or not _unsafe(found).any() else None


def _tally(row: dict[str, int | str]) -> Tally:
    return Tally(str(row["group"]), {name: int(row[name]) for name in COUNTS})


def _small(found: pl.DataFrame) -> list[str]:
    """The groups to put together next; empty when nothing is left to hide.

    One hidden group alone could be found by subtraction, and so could a remainder of few employers: the smallest
    group that may be shown goes with them.
    """
    unsafe = found.filter(_unsafe(found))["group"].to_list()
    if not unsafe or unsafe == [OTHER] == found["group"].to_list():
        return []
    together = {*unsafe, OTHER}
    if len(unsafe) > 1 and OTHER not in unsafe:
        return sorted(together)
    rest = found.filter(~pl.col("group").is_in(together)).sort("dwellings", "group")["group"].to_list()
    return sorted({*together, *rest[:1]})


def _unsafe(found: pl.DataFrame) -> pl.Series:
    few = [pl.col(name).is_between(1, FEWEST_EMPLOYERS - 1) for name in _SAFETY]
    return found.select(pl.any_horizontal(pl.col("employers") < FEWEST_EMPLOYERS, *few)).to_series()


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    places = rows.group_by("group", "place").agg(
        pl.col("before", "after").max(), pl.col("residents", *ROOM_COUNTS).sum()
    )
    employers = rows.group_by("group", "employer").agg(
        HIT.any().alias("hit"), FREED.any().alias("freed"), pl.col("before", "after").max()
    )
    return (
        places.group_by("group")
        .agg(
            pl.len().alias("dwellings"),
            *(moved.sum().alias(name) for name, moved in counts_of().items()),
            pl.col(ROOM_COUNTS).sum(),
            pl.col("residents").filter(HIT).sum().alias("residents_newly_failing"),
            pl.col("residents").filter(FREED).sum().alias("residents_no_longer_failing"),
        )
        .join(
            employers.group_by("group").agg(
                pl.len().alias("employers"),
                HIT.sum().alias("employers_newly_failing"),
                FREED.sum().alias("employers_no_longer_failing"),
                pl.col("hit").sum().alias(_SAFETY[0]),
                pl.col("freed").sum().alias(_SAFETY[1]),
            ),
            on="group",
        )
    )


def alone(rows: pl.DataFrame, requirement_ids: Sequence[str]) -> pl.DataFrame:
    """The same rows judged by some changed requirements only, whatever the others say: the worst of these counts."""
    columns = [compared_columns(key) for key in requirement_ids]
    return rows.with_columns(
        before=pl.max_horizontal(before for before, _ in columns),
        after=pl.max_horizontal(after for _, after in columns),
    )
