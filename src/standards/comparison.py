"""A measure against a limit: on the rows of one frame, before scope and exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from operator import add

import polars as pl

from standards.measure import EPSILON, Fixtures, Measure, OneSex, per
from standards.measures import measure_named
from standards.outcome import BREACHED, MET, NOT_ASSESSED, code
from standards.requirement import Requirement

NO_LIST = pl.lit(None, dtype=pl.List(pl.String))
NO_COUNT = pl.lit(None, dtype=pl.Int64)
NO_NUMBER = pl.lit(None, dtype=pl.Float64)
NO_FLAG = pl.lit(None, dtype=pl.Boolean)


@dataclass(frozen=True)
class Comparison:
    """Columns that tell how a measure stands against its limit.

    `excess` is how far it is on the wrong side (negative: on the right side); it orders rooms from bad to
    good. `missing` maps the path of each fact to whether its absence leaves the row open.
    """

    state: pl.Expr
    measured: pl.Expr
    excess: pl.Expr
    required: pl.Expr = NO_NUMBER
    best_met: pl.Expr = NO_FLAG
    present: pl.Expr = NO_COUNT
    needed: pl.Expr = NO_COUNT
    lacking: pl.Expr = NO_LIST
    missing: Mapping[str, pl.Expr] = field(default_factory=dict)

    @staticmethod
    def parts() -> tuple[str, ...]:
        """The columns, without the facts that may be missing."""
        return tuple(part.name for part in fields(Comparison) if part.name != "missing")


def compare(requirement: Requirement) -> Comparison:
    """Compile one requirement whose value is set.

    The expressions read a prepared frame of the level of its measure.
    """
    measure = measure_named(requirement.measure)
    if measure.fixtures is not None:
        made = _fixtures(requirement, measure.fixtures)
    elif measure.kind == "size":
        made = _size(requirement, measure)
    elif measure.kind == "items":
        made = _items(requirement, measure)
    elif measure.kind == "flag":
        made = _flag(requirement, measure.known_value)
    else:
        made = _number(requirement, measure.known_value)
    return replace(made, missing=_missing(requirement, measure, made.state))


def _missing(requirement: Requirement, measure: Measure, state: pl.Expr) -> dict[str, pl.Expr]:
    needs = dict(measure.needs)
    if requirement.per_sex and measure.fixtures is not None:
        needs |= {"men": pl.col("men")} | {sex.fact: sex.units for sex in measure.fixtures.by_sex}
    if requirement.table is not None and measure.level == "dwelling":
        needs[requirement.table.by] = pl.col(requirement.table.by)
    return {path: column.is_null() & (state == NOT_ASSESSED) for path, column in needs.items()}


def _state(known: pl.Expr, fine: pl.Expr) -> pl.Expr:
    return pl.when(~known).then(code(NOT_ASSESSED)).when(fine).then(code(MET)).otherwise(code(BREACHED))


def _number(requirement: Requirement, value: pl.Expr) -> Comparison:
    limit, operator = _limit(requirement)
    sign = 1.0 if operator == "<=" else -1.0
    excess = (value - limit) * sign
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
    wrong = value != pl.lit(requirement.value)
    return Comparison(
        state=_state(value.is_not_null(), ~wrong),
        measured=value.cast(pl.Float64),
        excess=wrong.cast(pl.Float64),
        required=pl.lit(float(requirement.value is True)),
    )


def _size(requirement: Requirement, measure: Measure) -> Comparison:
    """Compare every side with its limit; what is told is the side that falls shortest."""
    pairs = list(zip(measure.sides, requirement.sides, strict=True))
    excesses = [pl.lit(limit) - side for side, limit in pairs]
    known = pl.all_horizontal(one.is_not_null() for one in excesses)
    worst = pl.max_horizontal(excesses)
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


def _items(requirement: Requirement, measure: Measure) -> Comparison:
    items = {name: measure.items[name] for name in requirement.items}
    absent = {name: (~item).fill_null(False) for name, item in items.items()}
    known = pl.any_horizontal(absent.values()) | pl.all_horizontal(item.is_not_null() for item in items.values())
    lacking = [pl.when(gone).then(pl.lit(name)) for name, gone in absent.items()]
    there = pl.sum_horizontal(item.fill_null(False).cast(pl.Float64) for item in items.values())
    return Comparison(
        state=_state(known, pl.all_horizontal(items.values()).fill_null(False)),
        measured=pl.when(known).then(there),
        excess=pl.sum_horizontal(gone.cast(pl.Float64) for gone in absent.values()),
        required=pl.lit(float(len(items))),
        lacking=pl.concat_list(lacking).list.drop_nulls(),
    )


def _fixtures(requirement: Requirement, shared: Fixtures) -> Comparison:
    """Compare the number present with max(min_count, ceil(persons / ratio)); never the quotient alone."""
    limit = requirement.limit
    present = shared.own_units + shared.units
    needed = _needed(requirement, shared, limit)
    best = NO_FLAG if requirement.best is None else present >= _needed(requirement, shared, requirement.best)
    lacking = _lacking(requirement, shared, needed, present)
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
