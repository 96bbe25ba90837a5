"""Requirements on rooms: compared room by room, then told about the dwelling as its worst room stands."""

from collections.abc import Iterable, Iterator

import polars as pl

from standards.columns import Slot
from standards.comparison import Comparison, compare
from standards.conditions import within
from standards.frames import ROOMS
from standards.measures import measure_named
from standards.outcome import MET, NOT_APPLICABLE, NOT_ASSESSED, code
from standards.requirement import Requirement

_CARRIED = ("measured", "required", "best_met")


def room_columns(slot: Slot, requirement: Requirement) -> Iterator[pl.Expr]:
    """Columns of one room. A room that the measure is not about has no state."""
    made = compare(requirement)
    scope = measure_named(requirement.measure).scope
    state = _within_occupancy(requirement, made.state)
    concerned = pl.when(scope.is_null()).then(code(NOT_ASSESSED)).when(scope).then(state)
    yield concerned.alias(slot.raw("state"))
    yield pl.when(concerned >= MET).then(made.excess).alias(slot.raw("excess"))
    for part in (*_CARRIED, "lacking"):
        yield pl.when(concerned >= MET).then(getattr(made, part)).alias(slot.raw(part))
    for path, absent in _missing(requirement, made).items():
        yield (absent.fill_null(False) & (concerned == NOT_ASSESSED).fill_null(False)).alias(
            slot.raw(f"missing {path}")
        )


def _within_occupancy(requirement: Requirement, state: pl.Expr) -> pl.Expr:
    span = requirement.applies.room_occupancy
    if span is None:
        return state
    fits = within(pl.col("residents"), span)
    return pl.when(fits.is_null()).then(code(NOT_ASSESSED)).when(fits).then(state).otherwise(code(NOT_APPLICABLE))


def _missing(requirement: Requirement, made: Comparison) -> dict[str, pl.Expr]:
    scope = measure_named(requirement.measure).scope
    missing = dict(made.missing) | {"rooms.use": scope.is_null()}
    if requirement.applies.room_occupancy is not None or requirement.table is not None:
        missing["rooms.residents"] = pl.col("residents").is_null()
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
