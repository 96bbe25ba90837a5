"""The one engine: a rule pack against frames of dwellings, whether one or a million."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl

from standards.engine.compile import CompiledPack, Steps, compile_pack
from standards.engine.governing import judge_by_text
from standards.engine.judged import Judged
from standards.engine.outcome import OUTCOMES
from standards.engine.telling import Told, tell
from standards.measures.columns import Step
from standards.measures.frames import DWELLING_SCHEMA, KEY, ROOM_SCHEMA, ROW, conform, place_rooms
from standards.measures.together import add_folded
from standards.rules.pack import Pack
from standards.rules.requirement import Basis

MANY_ROOMS = 20_000
"""From here on a plan that streams is the faster one; both come to the same."""

AS_WRITTEN = pl.QueryOptFlags.none()

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
    """Judge many dwellings (frames as in `standards.measures.frames`) by a pack as it stands on a day; outcomes only.

    Returns one row per dwelling, in their order: `dwelling`, a column for each requirement under its id, and
    `verdict`, the worst outcome of the rows that count. An outcome is a number of `standards.engine.outcome`
    (NOT_APPLICABLE, MET, NOT_ASSESSED, BREACHED: 0 to 3, the worst is the greatest), never null.
    Raises ValueError on frames that are not of this form.
    """
    return judge_by_text(
        dwellings,
        place_rooms(dwellings, rooms),
        pack,
        as_of,
        lambda part, its, day: _outcomes(part, its, compile_pack(pack, day, room_cap_basis)),
    )


def _outcomes(dwellings: pl.DataFrame, rooms: pl.DataFrame, compiled: CompiledPack) -> pl.DataFrame:
    steps = compiled.outcomes
    dwellings, rooms = _conformed(dwellings, rooms, steps)
    folded = _with(rooms.lazy(), steps.rooms).select(one.source for one in steps.folds)
    wide = add_folded(dwellings, rooms[ROW], _collect(folded, rooms.height), steps.folds).lazy()
    return _collect(_with(wide, steps.dwellings).select(compiled.columns), rooms.height)


def _collect(plan: pl.LazyFrame, rooms: int) -> pl.DataFrame:
    return plan.collect(engine="streaming") if rooms > MANY_ROOMS else _at_once(plan)


def _at_once(plan: pl.LazyFrame) -> pl.DataFrame:
    """For few dwellings it takes longer to improve a plan than to follow it."""
    return plan.collect(engine="in-memory", optimizations=AS_WRITTEN)


def _conformed(dwellings: pl.DataFrame, rooms: pl.DataFrame, steps: Steps) -> tuple[pl.DataFrame, pl.DataFrame]:
    rooms = conform(rooms, ROOM_SCHEMA, only=steps.room_facts, key=ROW)
    dwellings = conform(dwellings, DWELLING_SCHEMA, only=steps.dwelling_facts)
    return dwellings, rooms


def _with(frame: pl.LazyFrame, steps: Iterable[Step]) -> pl.LazyFrame:
    for step in steps:
        frame = frame.with_columns_seq(step)
    return frame


def assess_frames(
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    pack: Pack,
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
) -> pl.DataFrame:
    """Assess dwellings (frames as in `standards.measures.frames`) against a pack as it stands on a day, and explain.

    Returns one row per dwelling and requirement: `dwelling`, `requirement_id`, `outcome`, `severity`,
    `reason`, `measured`, `required` (in the unit of the measure; a truth value is 1 or 0; of a list, the
    number of items), `shortfall` (in the same unit; units missing for fixtures; items missing for lists),
    `best_met`, `present` and `needed` (fixtures), `lacking` (items), `rooms` (those that decide),
    `missing` (paths of facts), and how each exception stands. Where only outcomes are asked for,
    `outcome_frames` is faster by far. Raises ValueError on frames that are not of this form.
    """
    return judge_by_text(
        dwellings,
        place_rooms(dwellings, rooms),
        pack,
        as_of,
        lambda part, its, day: _assessed(part, its, compile_pack(pack, day, room_cap_basis)),
    )


def _assessed(dwellings: pl.DataFrame, rooms: pl.DataFrame, compiled: CompiledPack) -> pl.DataFrame:
    dwellings, rooms = _conformed(dwellings, rooms, compiled.explained)
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

    The frames hold the facts of `compiled.explained` and nothing else, and rooms are placed. Those without a name are
    numbered.
    """
    steps = compiled.explained
    rooms = _at_once(_with(rooms.lazy(), steps.rooms))
    wide = _with(add_folded(dwellings, rooms[ROW], rooms, steps.folds).lazy(), steps.dwellings)
    its_rooms = _by_dwelling(rooms)
    for place, row in enumerate(_at_once(wide).iter_rows(named=True)):
        placed = its_rooms.get(place, ())
        yield row[KEY], [tell(one, row, placed) for one in compiled.judged]


def _by_dwelling(rooms: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for room in rooms.iter_rows(named=True):
        placed = found.setdefault(room[ROW], [])
        placed.append(room)
        room["name"] = room["name"] or f"Rum {len(placed)}"
    return found
