"""The one engine: a rule pack against frames of dwellings, whether one or a million."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

import polars as pl

from standards.compile import CompiledPack, Steps, compile_pack
from standards.frames import KEY, conform, refuse_same_keys
from standards.judged import Judged
from standards.outcome import OUTCOMES
from standards.pack import Pack
from standards.requirement import Basis
from standards.telling import Told, tell

_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)

MANY_ROOMS = 20_000
"""From here on a plan that streams beats one that holds each step in memory; both come to the same."""

ASSESSED: dict[str, pl.DataType] = {
    KEY: pl.String(),
    "requirement_id": pl.String(),
    "outcome": OUTCOMES,
    "severity": pl.String(),
    "reason": pl.String(),
    "measured": pl.Float64(),
    "required": pl.Float64(),
    "shortfall": pl.Float64(),
    "best_met": pl.Boolean(),
    "present": pl.Int64(),
    "needed": pl.Int64(),
    "lacking": pl.List(pl.String()),
    "rooms": pl.List(pl.String()),
    "missing": pl.List(pl.String()),
    "exception_measured": pl.List(pl.Float64()),
    "exception_fulfilled": pl.List(pl.Boolean()),
}
"""Columns of `assess_frames`."""


def outcome_frames(
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    pack: Pack,
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
) -> pl.DataFrame:
    """Judge many dwellings (frames as in `standards.frames`) by a pack as it stands on a day; outcomes only.

    Returns one row per dwelling, in their order: `dwelling`, a column for each requirement under its id, and
    `verdict`, the worst outcome of the rows that count. An outcome is a number of `standards.outcome`
    (NOT_APPLICABLE, MET, NOT_ASSESSED, BREACHED: 0 to 3, the worst is the greatest), never null.
    Raises ValueError on frames that are not of this form.
    """
    compiled = compile_pack(pack, as_of, room_cap_basis)
    steps = compiled.outcomes
    rooms = conform(rooms, steps.room_schema)
    dwellings = conform(dwellings, steps.dwelling_schema)
    refuse_same_keys(dwellings)
    wide = _judged(dwellings.lazy(), rooms.lazy().with_columns(steps.rooms), steps)
    return wide.select(compiled.columns).collect(engine="streaming" if rooms.height > MANY_ROOMS else "in-memory")


def _judged(dwellings: _Frame, rooms: _Frame, steps: Steps) -> _Frame:
    if steps.sums:
        summed = rooms.group_by(KEY).agg(steps.sums)
        dwellings = dwellings.join(summed, on=KEY, how="left", maintain_order="left")
    for step in steps.dwellings:
        dwellings = dwellings.with_columns(step)
    return dwellings


def assess_frames(
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    pack: Pack,
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
) -> pl.DataFrame:
    """Assess dwellings (frames as in `standards.frames`) against a pack as it stands on a day, and explain.

    Returns one row per dwelling and requirement: `dwelling`, `requirement_id`, `outcome`, `severity`,
    `reason`, `measured`, `required` (in the unit of the measure; a truth value is 1 or 0; of a list, the
    number of items), `shortfall` (in the same unit; units missing for fixtures; items missing for lists),
    `best_met`, `present` and `needed` (fixtures), `lacking` (items), `rooms` (those that decide),
    `missing` (paths of facts), and how each exception stands. Where only outcomes are asked for,
    `outcome_frames` is faster by far. Raises ValueError on frames that are not of this form.
    """
    compiled = compile_pack(pack, as_of, room_cap_basis)
    rows = [
        {KEY: key, "outcome": OUTCOMES.categories[one["state"]], **_labels(judged), **one}
        for key, its in explain_frames(dwellings, rooms, compiled)
        for judged, one in zip(compiled.judged, its, strict=True)
    ]
    return pl.DataFrame(rows, schema=ASSESSED)


def _labels(judged: Judged) -> dict[str, str]:
    return {"requirement_id": judged.requirement.id, "severity": judged.requirement.severity}


def explain_frames(
    dwellings: pl.DataFrame, rooms: pl.DataFrame, compiled: CompiledPack
) -> Iterator[tuple[str, list[Told]]]:
    """Tell of each dwelling (its key), in their order, what is known of each requirement, in the order of the pack.

    Rooms without a name are numbered. Raises ValueError on frames that are not of the form.
    """
    steps = compiled.explained
    rooms = conform(rooms, steps.room_schema).with_columns(steps.rooms)
    dwellings = conform(dwellings, steps.dwelling_schema)
    refuse_same_keys(dwellings)
    its_rooms = _by_dwelling(rooms)
    for row in _judged(dwellings, rooms, steps).iter_rows(named=True):
        placed = its_rooms.get(row[KEY], ())
        yield row[KEY], [tell(one, row, placed) for one in compiled.judged]


def _by_dwelling(rooms: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for room in rooms.iter_rows(named=True):
        placed = found.setdefault(room[KEY], [])
        placed.append(room)
        room["name"] = room["name"] or f"Rum {len(placed)}"
    return found
