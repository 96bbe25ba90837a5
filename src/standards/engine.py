"""The one engine: a rule pack against frames of dwellings, whether one or a million."""

from datetime import date

import polars as pl

from standards.columns import PARTS
from standards.compile import compile_pack
from standards.frames import KEY, prepare
from standards.outcome import named
from standards.pack import Pack
from standards.requirement import Basis


def assess_frames(
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    pack: Pack,
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
) -> pl.DataFrame:
    """Assess many dwellings (frames as in `standards.frames`) against a pack as it stands on a day.

    Returns one row per dwelling and requirement: `dwelling`, `requirement_id`, `outcome`, `severity`,
    `reason`, `measured`, `required` (in the unit of the measure; a truth value is 1 or 0; of a list, the
    number of items), `shortfall` (in the same unit; units missing for fixtures; items missing for lists),
    `best_met`, `present` and `needed` (fixtures), `lacking` (items), `rooms` (those that decide),
    `missing` (paths of facts), and how each exception stands. Raises ValueError on frames that are not of
    this form.
    """
    dwellings, rooms = prepare(dwellings, rooms)
    compiled = compile_pack(pack, as_of, room_cap_basis)
    worst = rooms.with_columns(compiled.rooms).group_by(KEY).agg(compiled.worst)
    wide = dwellings.join(worst, on=KEY, how="left", maintain_order="left")
    for step in (compiled.raw, compiled.readings, compiled.settled, compiled.final):
        wide = wide.with_columns(step)
    long = pl.concat([wide.select(row) for row in compiled.rows])
    return long.select(KEY, "requirement_id", named(pl.col("state")).alias("outcome"), "severity", *PARTS[1:])
