"""The one engine: a rule pack against frames of dwellings, whether one or a million."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from standards.columns import PARTS, Slot
from standards.dwelling_columns import final_columns, not_applicable, raw_columns
from standards.frames import KEY, prepare
from standards.measures import measure_named
from standards.outcome import named
from standards.pack import Pack
from standards.readings import follow_reading, weigh_readings
from standards.requirement import Basis, Requirement
from standards.room_columns import compare_rooms, told_of_dwellings

Numbered = tuple[Slot, Requirement]


@dataclass(frozen=True)
class CompiledPack:
    """A pack on one day: which requirements say something then, and how the open cap is read."""

    pack: Pack
    as_of: date
    room_cap_basis: Basis | None
    rows: tuple[Numbered, ...]
    silent: tuple[tuple[Slot, str], ...]
    on_dwelling: tuple[Numbered, ...]
    on_rooms: tuple[Numbered, ...]
    with_readings: tuple[Numbered, ...]


@lru_cache(maxsize=64)
def compile_pack(pack: Pack, as_of: date, room_cap_basis: Basis | None = None) -> CompiledPack:
    """Sort the requirements of a pack as they stand on a day. Done once for each pack, day and reading."""
    rows = tuple((Slot(number), one) for number, one in enumerate(pack.in_force(as_of)))
    silent: list[tuple[Slot, str]] = []
    groups: dict[str, list[Numbered]] = {"dwelling": [], "room": [], "readings": []}
    for slot, one in rows:
        if not pack.is_valid(one, as_of):
            silent.append((slot, "outside_validity"))
        elif one.value_open:
            silent.append((slot, "value_open"))
        else:
            kind = "readings" if one.readings else measure_named(one.measure).level
            groups[kind].append((slot, one))
    dwelling, room, readings = (tuple(group) for group in groups.values())
    return CompiledPack(pack, as_of, room_cap_basis, rows, tuple(silent), dwelling, room, readings)


def assess_frames(
    dwellings: pl.DataFrame,
    rooms: pl.DataFrame,
    pack: Pack,
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
) -> pl.DataFrame:
    """Assess many dwellings (frames as in `standards.frames`) against a pack as it stands on a day.

    Returns one row per dwelling and requirement: `dwelling`, `requirement_id`, `outcome`, `severity`, `reason`, `measured`,
    `required` (in the unit of the measure; a truth value is 1 or 0; of a list, the number of items), `shortfall`
    (in the same unit; units missing for fixtures; items missing for lists), `best_met`, `present` and `needed` (fixtures), `lacking`
    (items), `rooms` (those that decide), `missing` (paths of facts), and how each exception stands.
    Raises ValueError on frames that are not of this form.
    """
    dwellings, rooms = prepare(dwellings, rooms)
    compiled = compile_pack(pack, as_of, room_cap_basis)
    return _long(_wide(dwellings, rooms, compiled), compiled)


def _wide(dwellings: pl.DataFrame, rooms: pl.DataFrame, compiled: CompiledPack) -> pl.DataFrame:
    wide = dwellings.join(compare_rooms(rooms, compiled.on_rooms), on=KEY, how="left", maintain_order="left")
    raw = [column for slot, one in compiled.on_dwelling for column in raw_columns(slot, one)]
    wide = wide.with_columns(*raw, *told_of_dwellings(compiled.on_rooms))
    wide = wide.with_columns(_readings(compiled, wide.columns))
    final = [column for slot, reason in compiled.silent for column in not_applicable(slot, reason)]
    for slot, one in (*compiled.on_dwelling, *compiled.on_rooms, *compiled.with_readings):
        final.extend(final_columns(slot, one, compiled.pack, wide.columns))
    return wide.with_columns(final)


def _readings(compiled: CompiledPack, known: list[str]) -> list[pl.Expr]:
    slots = {one.id: slot for slot, one in compiled.rows}
    columns: list[pl.Expr] = []
    for slot, one in compiled.with_readings:
        if one.readings is None:
            continue
        lenient, strict = one.readings.lenient, one.readings.strict
        settled = [
            slots[way.requirement] for way in (lenient, strict) if way.basis == compiled.room_cap_basis
        ]
        if settled:
            columns.extend(follow_reading(slot, settled[0], known))
        else:
            columns.extend(weigh_readings(slot, slots[lenient.requirement], slots[strict.requirement], known))
    return columns


def _long(wide: pl.DataFrame, compiled: CompiledPack) -> pl.DataFrame:
    parts = []
    for slot, one in compiled.rows:
        columns = [pl.col(slot.final(part)).alias(part) for part in PARTS]
        labels = [pl.lit(one.id).alias("requirement_id"), pl.lit(one.severity).alias("severity")]
        parts.append(wide.select(KEY, *labels, *columns))
    long = pl.concat(parts).with_columns(named(pl.col("state")).alias("outcome")).drop("state")
    return long.select(KEY, "requirement_id", "outcome", "severity", *PARTS[1:])
