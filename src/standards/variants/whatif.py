"""What-if: a pack with other values, and what that does to each dwelling. Nothing here is law, nothing is kept.

A scenario names requirements and the values they would have. The engine judges every dwelling by the pack as it stands
and by the pack as changed; only outcomes are compared, and the rooms that decide are counted, not named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from standards.engine.judging import assess_frames, outcome_frames
from standards.engine.outcome import BREACHED, NOT_APPLICABLE, NOT_ASSESSED
from standards.measures.frames import KEY, ROOM_SCHEMA, conform
from standards.rules.pack import Pack
from standards.rules.requirement import Basis, Requirement

ROOM_COUNTS = ("rooms_newly_failing", "rooms_no_longer_failing")


def compared_columns(requirement_id: str) -> tuple[str, str]:
    """The columns of `compare_frames` that hold the outcome of a changed requirement before and after."""
    return f"before {requirement_id}", f"after {requirement_id}"


def changed_requirements(pack: Pack, changed: Pack) -> tuple[str, ...]:
    """Which requirements differ. One that only works out a reading of another differing one is not named."""
    before, after = _versions(pack), _versions(changed)
    differ = tuple(key for key, versions in before.items() if after.get(key) != versions)
    return tuple(key for key in differ if key not in pack.variants)


def _versions(pack: Pack) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for one in pack.requirements:
        found.setdefault(one.id, []).append(one)
    return found


def compare_frames(
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    pack: Pack,
    changed: Pack,
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
) -> pl.DataFrame:
    """Judge dwellings (frames as in `standards.measures.frames`) by the pack and by the changed pack.

    Returns one row per dwelling: `dwelling`; `before` and `after`, the verdict as the numbers of
    `standards.engine.outcome`; for each changed requirement its outcome in two more columns (`compared_columns`); and
    how many rooms newly fail, or no longer fail, any of them. Give a large register in chunks: memory follows their
    size.
    """
    told = changed_requirements(pack, changed)
    how = _How(as_of, room_cap_basis)
    renamed = [pl.col(key).alias(compared_columns(key)[1]) for key in told]
    after = _outcomes(dwellings, rooms, changed, how).select(KEY, *renamed)
    wide = _outcomes(dwellings, rooms, pack, how).join(after, on=KEY, maintain_order="left")
    counted = [one.id for one in pack.in_force(as_of) if one.severity == "breach" and one.id not in pack.variants]
    columns = [
        pl.col(KEY),
        _worst(counted).alias("before"),
        _worst([compared_columns(key)[1] if key in told else key for key in counted]).alias("after"),
        *(pl.col(key).alias(compared_columns(key)[0]) for key in told),
        *(pl.col(compared_columns(key)[1]) for key in told),
    ]
    compared = wide.select(columns)
    counts = _rooms_of(compared, dwellings, rooms, (pack, changed), told, how)
    return compared.join(counts, on=KEY, how="left", maintain_order="left").select(
        pl.all().exclude(ROOM_COUNTS), pl.col(ROOM_COUNTS).fill_null(0)
    )


@dataclass(frozen=True)
class _How:
    as_of: date
    basis: Basis | None


def _outcomes(dwellings: pl.DataFrame, rooms: pl.DataFrame, pack: Pack, how: _How) -> pl.DataFrame:
    return outcome_frames(dwellings, rooms, pack, as_of=how.as_of, room_cap_basis=how.basis)


def _rooms_of(
    compared: pl.DataFrame,
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    packs: tuple[Pack, Pack],
    told: tuple[str, ...],
    how: _How,
) -> pl.DataFrame:
    """Count rooms where a changed requirement is breached: only there are they looked at one by one."""
    either = [pl.col(column) == BREACHED for key in told for column in compared_columns(key)]
    concerned = compared.filter(pl.any_horizontal(pl.lit(False), *either)).select(KEY)
    part = dwellings.join(concerned, on=KEY, how="semi")
    numbered = conform(rooms, ROOM_SCHEMA).with_columns(name=pl.int_range(pl.len()).cast(pl.String))
    theirs = numbered.join(concerned, on=KEY, how="semi")
    before, after = (_some(part, theirs, pack, told, how) for pack in packs)
    return _rooms(before, after)


def _some(dwellings: pl.DataFrame, rooms: pl.DataFrame, pack: Pack, told: tuple[str, ...], how: _How) -> pl.DataFrame:
    """The results of the changed requirements only, with the rooms that decide."""
    readings = [one.readings for one in pack.requirements if one.id in told and one.readings is not None]
    needed = {*told, *(way.requirement for both in readings for way in (both.lenient, both.strict))}
    part = pack.model_copy(update={"requirements": tuple(one for one in pack.requirements if one.id in needed)})
    found = assess_frames(dwellings, rooms, part, as_of=how.as_of, room_cap_basis=how.basis)
    return found.filter(pl.col("requirement_id").is_in(list(told)))


def _worst(keys: list[str]) -> pl.Expr:
    nothing = pl.lit(NOT_APPLICABLE, dtype=pl.Int8)
    return pl.max_horizontal([nothing, *(pl.col(key) for key in keys)])


def _rooms(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Count the rooms of each dwelling that fail a changed requirement in one pack and none in the other."""
    failing, failing_then = _failing_rooms(before), _failing_rooms(after)
    newly = failing_then.join(failing, on=[KEY, "rooms"], how="anti").group_by(KEY).len(ROOM_COUNTS[0])
    no_longer = failing.join(failing_then, on=[KEY, "rooms"], how="anti").group_by(KEY).len(ROOM_COUNTS[1])
    return newly.join(no_longer, on=KEY, how="full", coalesce=True)


def _failing_rooms(results: pl.DataFrame) -> pl.DataFrame:
    breached = results.filter(pl.col("outcome").to_physical() == BREACHED).select(KEY, "rooms")
    return breached.explode("rooms", keep_nulls=False, empty_as_null=False).unique()


Counted = Mapping[str, pl.Expr]


def counts_of(before: str = "before", after: str = "after") -> Counted:
    """How dwellings moved, as truth values over two columns of outcomes.

    Every dwelling is in exactly one of the first six; `no_longer_failing` counts those that failed and now do not,
    whether they pass or lack facts. Not applicable counts as passing: nothing is demanded of them.
    """
    failed, fails = pl.col(before) == BREACHED, pl.col(after) == BREACHED
    passed, passes = pl.col(before) < NOT_ASSESSED, pl.col(after) < NOT_ASSESSED
    return {
        "newly_failing": fails & ~failed,
        "still_failing": fails & failed,
        "newly_passing": passes & ~passed,
        "still_passing": passes & passed,
        "failing_now_open": failed & ~fails & ~passes,
        "not_assessed": ~failed & ~fails & ~passes,
        "no_longer_failing": failed & ~fails,
    }
