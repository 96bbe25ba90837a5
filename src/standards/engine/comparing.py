"""Requirements laid out on the sheets: compared for the dwelling or room by room, or weighed in two readings."""

from collections.abc import Iterator, Mapping

import polars as pl

from standards.engine.comparison import Comparison, compare
from standards.engine.conditions import exception, room_presuppositions
from standards.engine.judged import PARTS, Comparing, Weighing
from standards.engine.outcome import BREACHED, MET, NOT_APPLICABLE, NOT_ASSESSED, code
from standards.measures.columns import Cell, Sheet, Sheets
from standards.measures.registry import measure_named
from standards.rules.requirement import Requirement


def compare_dwelling(requirement: Requirement, sheets: Sheets) -> Comparing:
    """Lay out a requirement on the dwelling itself."""
    made = compare(requirement, lambda step: sheets.dwellings.put(step).expression)
    return Comparing(
        state=sheets.dwellings.put(made.state),
        parts=_parts(made, sheets.told),
        items=_put_all(made.items, sheets.told),
        needs=tuple((path, sheets.told.put(column)) for path, column in made.needs.items()),
    )


def _put_all(columns: Mapping[str, pl.Expr], sheet: Sheet) -> Mapping[str, Cell]:
    return {name: sheet.put(column) for name, column in columns.items()}


def _parts(made: Comparison, sheet: Sheet) -> Mapping[str, Cell]:
    return {part: sheet.put(getattr(made, part)) for part in PARTS}


def compare_rooms(requirement: Requirement, sheets: Sheets) -> Comparing:
    """Lay out a requirement on rooms. A room that the measure is not about has no state.

    The dwelling stands as its worst room; where rooms are not all described nothing is met.
    """
    rooms = sheets.rooms
    made = compare(requirement, lambda step: rooms.put(step).expression)
    scope = rooms.put(measure_named(requirement.measure).scope).expression
    state = _within_scope(requirement, made.state, rooms)
    room_state = rooms.put(pl.when(scope).then(state).when(scope.is_null()).then(code(NOT_ASSESSED)))
    worst = room_state.expression
    incomplete = sheets.dwellings.put(pl.col("rooms_incomplete"))
    unlisted = worst.is_null() | (incomplete.expression & (worst <= NOT_ASSESSED))
    return Comparing(
        state=sheets.dwellings.put(pl.when(unlisted).then(code(NOT_ASSESSED)).otherwise(worst)),
        parts=_parts(made, sheets.told_rooms),
        items=_put_all(made.items, sheets.told_rooms),
        needs=tuple((path, sheets.told_rooms.put(column)) for path, column in _needs(requirement, made, scope)),
        room_state=room_state,
        incomplete=incomplete,
    )


def _within_scope(requirement: Requirement, state: pl.Expr, rooms: Sheet) -> pl.Expr:
    """What the rule presupposes of the room, and its exceptions for rooms."""
    granted = [rooms.put(exception(condition).holds).expression for condition in requirement.unless_room]
    if granted:
        exempt, unknown = pl.any_horizontal(granted), pl.any_horizontal(one.is_null() for one in granted)
        state = (
            pl.when(exempt.fill_null(False) & (state >= NOT_ASSESSED))
            .then(code(MET))
            .when(unknown & (state == BREACHED))
            .then(code(NOT_ASSESSED))
            .otherwise(state)
        )
    asked = [question.holds for question in room_presuppositions(requirement.applies)]
    if not asked:
        return state
    fits = rooms.put(pl.all_horizontal(asked)).expression
    return pl.when(fits).then(state).when(fits.is_null()).then(code(NOT_ASSESSED)).otherwise(code(NOT_APPLICABLE))


def _needs(requirement: Requirement, made: Comparison, scope: pl.Expr) -> Iterator[tuple[str, pl.Expr]]:
    settled = made.state != NOT_ASSESSED  # of several facts one may settle it, whatever else is absent
    for path, column in made.needs.items():
        yield path, pl.when(settled | column.is_not_null()).then(True) if len(made.needs) > 1 else column
    yield "rooms.use", scope
    if requirement.table is not None:
        yield "rooms.residents", pl.col("residents")
    for question in (*room_presuppositions(requirement.applies), *map(exception, requirement.unless_room)):
        yield from question.needs.items()


def weigh_readings(lenient: Comparing, strict: Comparing, sheets: Sheets) -> Weighing:
    """Lay out a rule while its reading is open.

    A breach in the lenient reading stands although the strict one lacks facts, for it is a breach in both;
    where one is met and the other breached, the outcome is left open.
    """
    mild, hard = lenient.state.expression, strict.state.expression
    differ = ((mild == MET) & (hard == BREACHED)) | ((mild == BREACHED) & (hard == MET))
    agreed = (mild == hard) | ((mild == BREACHED) & (hard == NOT_ASSESSED))
    return Weighing(
        state=sheets.dwellings.put(pl.when(agreed).then(mild).otherwise(code(NOT_ASSESSED))),
        lenient=lenient,
        strict=strict,
        differ=sheets.told.put(differ),
    )
