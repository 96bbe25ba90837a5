"""Requirements on rooms: compared room by room, then told about the dwelling as its worst room stands."""

from collections.abc import Iterable, Iterator

import polars as pl

from standards.columns import Slot
from standards.comparison import Comparison, compare
from standards.conditions import exception, room_presuppositions
from standards.frames import ROOMS
from standards.measures import measure_named
from standards.outcome import BREACHED, MET, NOT_APPLICABLE, NOT_ASSESSED, code
from standards.requirement import Requirement

_CARRIED = ("measured", "required", "best_met")


def room_columns(slot: Slot, requirement: Requirement) -> Iterator[pl.Expr]:
    """Columns of one room. A room that the measure is not about has no state."""
    made = compare(requirement)
    scope = measure_named(requirement.measure).scope
    state = _within_scope(requirement, made.state)
    concerned = pl.when(scope.is_null()).then(code(NOT_ASSESSED)).when(scope).then(state)
    yield concerned.alias(slot.raw("state"))
    yield pl.when(concerned >= MET).then(made.excess).alias(slot.raw("excess"))
    for part in (*_CARRIED, "lacking"):
        yield pl.when(concerned >= MET).then(getattr(made, part)).alias(slot.raw(part))
    for path, absent in _missing(requirement, made).items():
        yield (absent.fill_null(False) & (concerned == NOT_ASSESSED).fill_null(False)).alias(
            slot.raw(f"missing {path}")
        )


def _within_scope(requirement: Requirement, state: pl.Expr) -> pl.Expr:
    """What the rule presupposes of the room, and its exceptions for rooms."""
    granted = [exception(condition).holds for condition in requirement.unless_room]
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
    fits = pl.all_horizontal(asked)
    return pl.when(fits.is_null()).then(code(NOT_ASSESSED)).when(fits).then(state).otherwise(code(NOT_APPLICABLE))


def _missing(requirement: Requirement, made: Comparison) -> dict[str, pl.Expr]:
    scope = measure_named(requirement.measure).scope
    missing = dict(made.missing) | {"rooms.use": scope.is_null()}
    if requirement.table is not None:
        missing["rooms.residents"] = pl.col("residents").is_null()
    questions = [*room_presuppositions(requirement.applies), *(exception(one) for one in requirement.unless_room)]
    for question in questions:
        for path, column in question.needs.items():
            missing[path] = missing[path] | column.is_null() if path in missing else column.is_null()
    return missing


def worst_rooms(slot: Slot, requirement: Requirement) -> Iterator[pl.Expr]:
    """Sum up the rooms of each dwelling: worst outcome, worst measurement, the rooms that decide."""
    state, excess = pl.col(slot.raw("state")), pl.col(slot.raw("excess"))
    yield state.max()
    yield excess.max()
    for part in _CARRIED:
        by_excess = pl.col(slot.raw(part)).sort_by(excess, descending=True, nulls_last=True).first()
        yield pl.col(slot.raw(part)).min() if part == "best_met" else by_excess
    yield (pl.col(slot.raw("lacking")).list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True))
    worst = (state == state.max()) & (state >= NOT_ASSESSED)
    yield pl.col("name").filter(worst).alias(slot.raw("rooms"))
    for path in _missing(requirement, compare(requirement)):
        yield pl.col(slot.raw(f"missing {path}")).any()


def told_of_dwellings(requirements: Iterable[tuple[Slot, Requirement]]) -> Iterator[pl.Expr]:
    """Correct the raw columns of dwellings whose rooms are not all described: nothing is met there.

    To be applied after the columns of `worst_rooms` have been joined to the dwellings.
    """
    for slot, _ in requirements:
        state = pl.col(slot.raw("state"))
        unlisted = state.is_null() | (pl.col("rooms_incomplete") & (state <= NOT_ASSESSED))
        yield pl.when(unlisted).then(code(NOT_ASSESSED)).otherwise(state).alias(slot.raw("state"))
        yield unlisted.alias(slot.raw(f"missing {ROOMS}"))
