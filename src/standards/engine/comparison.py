"""A measure against a limit: on the rows of one frame, before scope and exceptions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add

import polars as pl

from standards.engine.outcome import BREACHED, MET, NOT_ASSESSED, code
from standards.measures.measure import EPSILON, Fixtures, Measure, OneSex, per
from standards.measures.registry import measure_named
from standards.rules.requirement import Requirement

Lay = Callable[[pl.Expr], pl.Expr]
"""Lays out a step that several others read, so that it is worked out once; gives what stands for it."""

NO_COUNT = pl.lit(None, dtype=pl.Int64)
NO_NUMBER = pl.lit(None, dtype=pl.Float64)
NO_FLAG = pl.lit(None, dtype=pl.Boolean)


@dataclass(frozen=True)
class Comparison:
    """Columns that tell how a measure stands against its limit.

    `excess` is how far it is on the wrong side (negative: on the right side); it orders rooms from bad to
    good. A truth value is measured as such, and its excess follows; of a list, `items` tells of each item whether it is
    there (and counts follow from that). `needs` maps the path of each fact to a column that is null where it is absent.
    """

    state: pl.Expr
    measured: pl.Expr = NO_NUMBER
    excess: pl.Expr = NO_NUMBER
    required: pl.Expr = NO_NUMBER
    best_met: pl.Expr = NO_FLAG
    present: pl.Expr = NO_COUNT
    needed: pl.Expr = NO_COUNT
    items: Mapping[str, pl.Expr] = field(default_factory=dict)
    needs: Mapping[str, pl.Expr] = field(default_factory=dict)


def _as_it_is(step: pl.Expr) -> pl.Expr:
    return step


def compare(requirement: Requirement, lay: Lay = _as_it_is) -> Comparison:
    """Compile one requirement whose value is set.

    The expressions read a prepared frame of the level of its measure, with the steps that were laid out.
    """
    measure = _laid(measure_named(requirement.measure), lay)
    if measure.fixtures is not None:
        made = _fixtures(requirement, measure.fixtures, lay)
    elif measure.kind == "size":
        made = _size(requirement, measure, lay)
    elif measure.kind == "items":
        made = _items(requirement, measure, lay)
    elif measure.kind == "flag":
        made = _flag(requirement, measure.known_value)
    else:
        made = _number(requirement, measure.known_value, lay)
    return replace(made, needs=_needs(requirement, measure))


def _laid(measure: Measure, lay: Lay) -> Measure:
    """The measure with its quantities laid out: most of them are read several times."""
    shared = measure.fixtures
    if shared is not None:
        laid = replace(
            shared,
            persons=lay(shared.persons),
            units=lay(shared.units),
            own_units=lay(shared.own_units),
            own_most=lay(shared.own_most),
        )
        return replace(measure, fixtures=laid)
    return replace(
        measure,
        value=None if measure.value is None else lay(measure.value),
        sides=tuple(lay(side) for side in measure.sides),
    )


def _needs(requirement: Requirement, measure: Measure) -> dict[str, pl.Expr]:
    needs = measure.needs_of(requirement.items)
    if requirement.per_sex and measure.fixtures is not None:
        needs |= {"men": pl.col("men")} | {sex.fact: sex.units for sex in measure.fixtures.by_sex}
    if requirement.table is not None and measure.level == "dwelling":
        needs[requirement.table.by] = pl.col(requirement.table.by)
    return needs


def _state(known: pl.Expr, fine: pl.Expr) -> pl.Expr:
    return pl.when(known & fine).then(code(MET)).when(known).then(code(BREACHED)).otherwise(code(NOT_ASSESSED))


def _number(requirement: Requirement, value: pl.Expr, lay: Lay) -> Comparison:
    limit, operator = _limit(requirement)
    sign = 1.0 if operator == "<=" else -1.0
    excess = lay((value - limit) * sign)
    best = NO_FLAG if requirement.best is None else (value - requirement.best) * sign <= EPSILON
    return Comparison(
        state=_state(excess.is_not_null(), excess <= EPSILON),
        measured=value,
        excess=excess,
        required=limit,
        best_met=best,
    )


def _limit(requirement: Requirement) -> tuple[pl.Expr, str]:
    if requirement.table is None:
        return pl.lit(requirement.value, dtype=pl.Float64), requirement.op
    persons = pl.col(requirement.table.by)
    line = requirement.table.line
    if line is not None:
        return line.base + line.each * (persons - line.above).clip(lower_bound=0), requirement.table.compare
    limit = NO_NUMBER
    for step in reversed(requirement.table.steps):
        within = persons.is_not_null() if step.up_to is None else persons <= step.up_to
        limit = pl.when(within).then(pl.lit(step.value)).otherwise(limit)
    return limit, requirement.table.compare


def _flag(requirement: Requirement, value: pl.Expr) -> Comparison:
    right, wrong = (MET, BREACHED) if requirement.value is True else (BREACHED, MET)
    return Comparison(
        state=pl.when(value.is_null()).then(code(NOT_ASSESSED)).when(value).then(code(right)).otherwise(code(wrong)),
        measured=value,
        required=pl.lit(float(requirement.value is True)),
    )


def _size(requirement: Requirement, measure: Measure, lay: Lay) -> Comparison:
    """Compare every side with its limit; what is told is the side that falls shortest."""
    pairs = list(zip(measure.sides, requirement.sides, strict=True))
    excesses = [lay(pl.lit(limit) - side) for side, limit in pairs]
    known = pl.all_horizontal(one.is_not_null() for one in excesses)
    worst = lay(pl.max_horizontal(excesses))
    measured = required = NO_NUMBER
    for excess, (side, limit) in zip(reversed(excesses), reversed(pairs), strict=True):
        measured = pl.when(excess == worst).then(side).otherwise(measured)
        required = pl.when(excess == worst).then(pl.lit(limit)).otherwise(required)
    short = worst > EPSILON
    return Comparison(
        state=_state(known | short.fill_null(False), ~short),
        measured=measured,
        excess=worst,
        required=required,
    )


def _items(requirement: Requirement, measure: Measure, lay: Lay) -> Comparison:
    items = {name: lay(measure.items[name]) for name in requirement.items}
    lacks = lay(pl.any_horizontal((~item).fill_null(False) for item in items.values()))
    known = lay(lacks | pl.all_horizontal(item.is_not_null() for item in items.values()))
    return Comparison(state=_state(known, ~lacks), required=pl.lit(float(len(items))), items=items)


def _fixtures(requirement: Requirement, shared: Fixtures, lay: Lay) -> Comparison:
    """Compare the number present with max(min_count, ceil(persons / ratio)); never the quotient alone."""
    limit = requirement.limit
    present = lay(shared.own_units + shared.units)
    needed = lay(_needed(requirement, shared, limit))
    best = NO_FLAG if requirement.best is None else present >= _needed(requirement, shared, requirement.best)
    lacking = lay(_lacking(requirement, shared, needed, present))
    crowd = pl.max_horizontal(per(shared.persons, shared.units), shared.own_most.cast(pl.Float64))
    return Comparison(
        state=_state(lacking.is_not_null(), lacking <= 0),
        measured=pl.when(lacking.is_not_null()).then(crowd),
        excess=lacking.cast(pl.Float64),
        required=pl.lit(limit),
        best_met=best,
        present=present.cast(pl.Int64),
        needed=needed.cast(pl.Int64),
    )


def _needed(requirement: Requirement, shared: Fixtures, limit: float) -> pl.Expr:
    """Units needed in all: those of rooms (more where too many share one), and those for the others."""
    for_own = shared.own_units + (_units_for(shared.own_most, limit) - 1).clip(lower_bound=0)
    persons = [sex.persons for sex in shared.by_sex] if requirement.per_sex else [shared.persons]
    for_others = reduce(add, (_units_for(one, limit) for one in persons))
    return (for_own + for_others).clip(lower_bound=requirement.min_count)


def _lacking(requirement: Requirement, shared: Fixtures, needed: pl.Expr, present: pl.Expr) -> pl.Expr:
    """Units lacking; by sex, what one sex has too many of does not serve the other."""
    lacking = needed - present
    if requirement.per_sex:
        short = reduce(add, (_short(sex, requirement.limit) for sex in shared.by_sex))
        return pl.when(lacking > 0).then(pl.max_horizontal(lacking, short)).otherwise(short)
    if shared.units_at_most is None:
        return lacking
    at_least = needed - shared.units_at_most
    return pl.when(lacking.is_null() & (at_least > 0)).then(at_least).otherwise(lacking)


def _short(sex: OneSex, limit: float) -> pl.Expr:
    return (_units_for(sex.persons, limit) - sex.units).clip(lower_bound=0)


def _units_for(persons: pl.Expr, limit: float) -> pl.Expr:
    return (persons / limit - EPSILON).ceil().cast(pl.Int64)
