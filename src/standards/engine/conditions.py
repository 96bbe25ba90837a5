"""What a rule presupposes, and its exceptions: true, false or unknown (null) for each dwelling."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_

import polars as pl

from standards.measures.measure import EPSILON
from standards.measures.registry import measure_named
from standards.rules.condition import Applies, Condition, Span

OUTSIDE = "outside"
"""How the reason of a row begins that a condition takes outside the rules."""


@dataclass(frozen=True)
class Question:
    """A named question about a dwelling and the facts (path to column) that answer it."""

    id: str
    holds: pl.Expr
    measured: pl.Expr
    needs: Mapping[str, pl.Expr]


def exception(condition: Condition) -> Question:
    """Compile an exception. One that must be claimed is false, not unknown, while nobody claims it."""
    return _condition(condition)


def _condition(condition: Condition) -> Question:
    """Compile a condition with those joined to it: all of `also` must hold too, any of `or_else` will do alone."""
    own = _alone(condition)
    also, other = [_condition(one) for one in condition.also], [_condition(one) for one in condition.or_else]
    holds = reduce(and_, (one.holds for one in also), own.holds)
    holds = reduce(or_, (one.holds for one in other), holds)
    needs = dict(own.needs)
    for one in (*also, *other):
        needs |= one.needs
    return Question(own.id, holds, own.measured, needs)


def _alone(condition: Condition) -> Question:
    if condition.measure is not None:
        measure = measure_named(condition.measure)
        value, needs = measure.known_value, measure.needs
    else:
        path = str(condition.fact)
        value = pl.col(path.removeprefix("rooms."))
        needs = {path: value}
    measured = pl.lit(None, dtype=pl.Float64) if condition.op in _UNMEASURED else value.cast(pl.Float64)
    holds = _holds(value, condition)
    if condition.claimed:
        holds, needs = holds.fill_null(False), {}
    return Question(condition.id, holds, measured, needs)


_UNMEASURED = ("in", "since", "before")


def _holds(value: pl.Expr, condition: Condition) -> pl.Expr:
    limit = condition.value
    if isinstance(limit, bool):
        return value == pl.lit(limit)
    if isinstance(limit, tuple):
        return value.is_in(limit)
    if isinstance(limit, date):
        return value >= limit if condition.op == "since" else value < limit
    return value <= limit + EPSILON if condition.op == "<=" else value >= limit - EPSILON


def presuppositions(applies: Applies, *, crowd: bool = True) -> Iterator[Question]:
    """Compile what a rule presupposes of the dwelling (`crowd`: the number of residents too)."""
    if "any" not in applies.facility:
        yield _on_fact("facility", "kind", pl.col("kind").is_in(applies.facility))
    if crowd and applies.min_residents is not None:
        yield _on_fact("min_residents", "residents", pl.col("residents") >= applies.min_residents)
    if crowd and applies.max_residents is not None:
        yield _on_fact("max_residents", "residents", pl.col("residents") <= applies.max_residents)
    if applies.stay_days is not None:
        yield _on_fact("stay_days", "stay_days", within(pl.col("stay_days"), applies.stay_days))
    if applies.season_weeks is not None:
        weeks = "works_seasonal_weeks"
        yield _on_fact("season", weeks, within(pl.col(weeks), applies.season_weeks))
    if applies.built is not None:
        built = pl.col("built_on")
        after = pl.lit(True) if applies.built.since is None else built >= applies.built.since
        before = pl.lit(True) if applies.built.before is None else built < applies.built.before
        yield _on_fact("built", "built_on", after & before)
    yield from (_condition(condition) for condition in applies.when if not condition.of_room)
    yield from (_not_outside(condition) for condition in applies.outside)


def _not_outside(condition: Condition) -> Question:
    question = _condition(condition)
    return replace(question, id=f"{OUTSIDE}:{condition.id}", holds=~question.holds)


def room_presuppositions(applies: Applies) -> Iterator[Question]:
    """Compile what a rule presupposes of each room."""
    if applies.room_occupancy is not None:
        persons = pl.col("residents")
        holds = within(persons, applies.room_occupancy)
        yield Question("room_occupancy", holds, pl.lit(None, dtype=pl.Float64), {"rooms.residents": persons})
    yield from (_condition(condition) for condition in applies.when if condition.of_room)


def _on_fact(name: str, fact: str, holds: pl.Expr) -> Question:
    return Question(name, holds, pl.lit(None, dtype=pl.Float64), {fact: pl.col(fact)})


def within(value: pl.Expr, span: Span) -> pl.Expr:
    """Tell whether a number lies in a span, both ends included; unknown where the number is."""
    above = pl.lit(True) if span.min is None else value >= span.min
    below = pl.lit(True) if span.max is None else value <= span.max
    return pl.when(value.is_not_null()).then(above & below)
