"""A pack made ready for one day: every requirement turned into expressions, once."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from standards.columns import PARTS, Slot
from standards.dwelling_columns import final_columns, not_applicable, raw_columns, settled_columns
from standards.frames import KEY
from standards.measures import measure_named
from standards.pack import Pack
from standards.readings import follow_reading, weigh_readings
from standards.requirement import Basis, Requirement
from standards.room_columns import room_columns, told_of_dwellings, worst_rooms

Numbered = tuple[Slot, Requirement]


@dataclass(frozen=True)
class CompiledPack:
    """The steps of an assessment, each a list of expressions over the columns of the steps before.

    `rooms` adds columns to each room, `worst` sums them up per dwelling, `raw` compares dwellings,
    `readings` weighs rules open to two readings, `settled` decides scope and exceptions, `final` tells the
    rest, `rows` picks the columns of each requirement.
    """

    rooms: tuple[pl.Expr, ...]
    worst: tuple[pl.Expr, ...]
    raw: tuple[pl.Expr, ...]
    readings: tuple[pl.Expr, ...]
    settled: tuple[pl.Expr, ...]
    final: tuple[pl.Expr, ...]
    rows: tuple[tuple[pl.Expr, ...], ...]


@dataclass(frozen=True)
class _Sorted:
    """The requirements in force, by how they are worked out."""

    rows: tuple[Numbered, ...]
    silent: tuple[tuple[Slot, str], ...]
    on_dwelling: tuple[Numbered, ...]
    on_rooms: tuple[Numbered, ...]
    with_readings: tuple[Numbered, ...]


@lru_cache(maxsize=64)
def compile_pack(pack: Pack, as_of: date, room_cap_basis: Basis | None = None) -> CompiledPack:
    """Compile a pack as it stands on a day, with the reading that was settled on (None: both)."""
    found = _sort(pack, as_of)
    rooms = [column for slot, one in found.on_rooms for column in room_columns(slot, one)]
    worst = [column for slot, one in found.on_rooms for column in worst_rooms(slot, one)]
    raw = [column for slot, one in found.on_dwelling for column in raw_columns(slot, one)]
    raw.extend(told_of_dwellings(found.on_rooms))
    known = list(dict.fromkeys(column.meta.output_name() for column in (*worst, *raw)))
    readings = _readings(found, room_cap_basis, known)
    known += [column.meta.output_name() for column in readings]
    final = [column for slot, reason in found.silent for column in not_applicable(slot, reason)]
    judged = (*found.on_dwelling, *found.on_rooms, *found.with_readings)
    settled = [column for slot, one in judged for column in settled_columns(slot, one, pack, known)]
    final += [column for slot, one in judged for column in final_columns(slot, one, pack, known)]
    rows = tuple(_row(slot, one) for slot, one in found.rows)
    return CompiledPack(tuple(rooms), tuple(worst), tuple(raw), tuple(readings), tuple(settled), tuple(final), rows)


def _sort(pack: Pack, as_of: date) -> _Sorted:
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
    return _Sorted(rows, tuple(silent), dwelling, room, readings)


def _readings(found: _Sorted, basis: Basis | None, known: list[str]) -> list[pl.Expr]:
    slots = {one.id: slot for slot, one in found.rows}
    columns: list[pl.Expr] = []
    for slot, one in found.with_readings:
        if one.readings is None:
            continue
        lenient, strict = one.readings.lenient, one.readings.strict
        settled = [slots[way.requirement] for way in (lenient, strict) if way.basis == basis]
        if settled:
            columns.extend(follow_reading(slot, settled[0], known))
        else:
            columns.extend(weigh_readings(slot, slots[lenient.requirement], slots[strict.requirement], known))
    return columns


def _row(slot: Slot, requirement: Requirement) -> tuple[pl.Expr, ...]:
    labels = (pl.lit(requirement.id).alias("requirement_id"), pl.lit(requirement.severity).alias("severity"))
    return (pl.col(KEY), *labels, *(pl.col(slot.final(part)).alias(part) for part in PARTS))
