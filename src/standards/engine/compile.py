"""A pack made ready for one day: every requirement turned into expressions, once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from standards.engine.comparing import compare_dwelling, compare_rooms, weigh_readings
from standards.engine.judged import Comparing, Judged, Weighing
from standards.engine.outcome import NOT_APPLICABLE, code
from standards.engine.settling import keep_silent, settle
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT
from standards.measures.columns import Sheet, Sheets, Step, names_read
from standards.measures.folding import Fold
from standards.measures.frames import KEY
from standards.measures.registry import measure_named
from standards.measures.together import COMPLETED, FOLDS, ROOMS_COMPLETED
from standards.rules.pack import Pack
from standards.rules.requirement import Basis, Readings, Requirement

VERDICT = "verdict"
"""Column of the worst outcome of the rows that count."""


@dataclass(frozen=True)
class Steps:
    """The way of an assessment: only facts that the pack asks for, only columns that lead to the outcomes.

    `dwelling_facts` and `room_facts` are read. `rooms` adds columns to each room, step after step; `folds` fold
    the last of them into what the rooms of a dwelling say together; `dwellings` adds columns to each dwelling, step
    after step.
    """

    dwelling_facts: tuple[str, ...]
    room_facts: tuple[str, ...]
    rooms: tuple[Step, ...]
    folds: tuple[Fold, ...]
    dwellings: tuple[Step, ...]


@dataclass(frozen=True)
class CompiledPack:
    """The requirements in the order of the pack, the steps to their outcomes, and to all there is to tell."""

    judged: tuple[Judged, ...]
    outcomes: Steps
    explained: Steps

    @property
    def columns(self) -> Step:
        """From the columns of the last step: key, the outcome of each requirement under its id, `verdict`."""
        counted = [one.state.expression for one in self.judged if one.counted]
        verdict = pl.max_horizontal(code(NOT_APPLICABLE), *counted)
        outcomes = (one.state.expression.alias(one.requirement.id) for one in self.judged)
        return (pl.col(KEY), *outcomes, verdict.alias(VERDICT))


@lru_cache(maxsize=256)
def compile_pack(pack: Pack, as_of: date, room_cap_basis: Basis | None = None) -> CompiledPack:
    """Compile a pack as it stands on a day, with the reading that was settled on (None: both)."""
    sheets = Sheets()
    judged = tuple(_judge_all(pack, as_of, room_cap_basis, sheets))
    outcomes = _steps((sheets.rooms,), (sheets.dwellings,))
    explained = _steps((sheets.rooms, sheets.told_rooms), (sheets.dwellings, sheets.told), "name")
    return CompiledPack(judged, outcomes, explained)


def _judge_all(pack: Pack, as_of: date, basis: Basis | None, sheets: Sheets) -> Iterator[Judged]:
    rules = pack.in_force(as_of)
    silent = {rule.id: reason for rule in rules if (reason := _silent(rule, pack, as_of))}
    compared = {rule.id: _compare(rule, sheets) for rule in rules if rule.id not in silent and rule.readings is None}
    for rule in rules:
        if rule.id in silent:
            yield keep_silent(rule, silent[rule.id], pack)
        elif rule.readings is None:
            yield settle(rule, compared[rule.id], pack, sheets)
        else:
            yield settle(rule, _read(rule.readings, compared, basis, sheets), pack, sheets)


def _silent(rule: Requirement, pack: Pack, as_of: date) -> str | None:
    if not pack.is_valid(rule, as_of):
        return "outside_validity"
    return "value_open" if rule.value_open else None


def _compare(rule: Requirement, sheets: Sheets) -> Comparing:
    on_rooms = measure_named(rule.measure).level == "room"
    return compare_rooms(rule, sheets) if on_rooms else compare_dwelling(rule, sheets)


def _read(
    readings: Readings, compared: Mapping[str, Comparing], basis: Basis | None, sheets: Sheets
) -> Comparing | Weighing:
    for way in (readings.lenient, readings.strict):
        if way.basis == basis:
            return compared[way.requirement]
    return weigh_readings(compared[readings.lenient.requirement], compared[readings.strict.requirement], sheets)


def _steps(of_rooms: Sequence[Sheet], of_dwellings: Sequence[Sheet], *keys: str) -> Steps:
    """Leave out whatever does not lead to the columns of the sheets."""
    completed: list[Step] = []
    read = set().union(*(sheet.reads for sheet in of_dwellings))
    for step in reversed(COMPLETED):
        completed.insert(0, tuple(column for column in step if column.meta.output_name() in read))
        read |= names_read(completed[0])
    folds = tuple(one for one in FOLDS if one.name in read)
    read_of_rooms = names_read(one.of for one in folds).union(keys, *(sheet.reads for sheet in of_rooms))
    begun = tuple(column for column in ROOMS_COMPLETED if column.meta.output_name() in read_of_rooms)
    read_of_rooms |= names_read(begun)
    rooms = tuple(step for sheet in of_rooms for step in sheet.steps)
    made = [column.meta.output_name() for step in rooms for column in step]
    folds += tuple(Fold(name, "worst", pl.col(name)) for name in made if name in read)
    rooms = (begun, *rooms, tuple(one.column for one in folds))
    added = (step for sheet in of_dwellings for step in sheet.steps)
    return Steps(
        dwelling_facts=tuple(fact for fact in DWELLING_FACT if fact in read),
        room_facts=tuple(fact for fact in ROOM_FACT if fact in read_of_rooms),
        rooms=tuple(step for step in rooms if step),
        folds=folds,
        dwellings=tuple(step for step in (*completed, *added) if step),
    )
