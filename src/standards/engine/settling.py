"""From a comparison to the outcome: what the rule presupposes, and its exceptions."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

import polars as pl

from standards.engine.conditions import Question, exception, presuppositions
from standards.engine.judged import Asked, Comparing, Judged, Weighing
from standards.engine.outcome import BREACHED, MET, NOT_APPLICABLE, NOT_ASSESSED, code
from standards.measures.columns import Cell, Sheets
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement

_ALWAYS = Cell(None, True, pl.lit(True))
_NEVER = Cell(None, NOT_APPLICABLE, code(NOT_APPLICABLE))


def settle(requirement: Requirement, raw: Comparing | Weighing, pack: Pack, sheets: Sheets) -> Judged:
    """Lay out the outcome of a requirement that speaks that day.

    A row that only works out one reading of a rule shows its comparison although an exception is unknown;
    the rule itself stays open then.
    """
    variant = requirement.id in pack.variants
    asked = [*presuppositions(pack.applies), *presuppositions(requirement.applies)]
    presupposed = tuple(_asked(question, sheets) for question in asked)
    exceptions = tuple(_asked(exception(condition), sheets) for condition in requirement.unless)
    applicable, state = _ALWAYS, _after_exceptions(raw.state.expression, exceptions, variant)
    if presupposed:
        applicable = sheets.dwellings.put(pl.all_horizontal(one.holds.expression for one in presupposed))
        state = _where(applicable.expression, state)
    settled = sheets.dwellings.put(state)
    return Judged(requirement, settled, applicable, None, variant, raw, presupposed, exceptions)


def keep_silent(requirement: Requirement, reason: str, pack: Pack) -> Judged:
    """Lay out a requirement that is silent that day: outside its validity, or without a set value."""
    return Judged(requirement, _NEVER, _ALWAYS, reason, requirement.id in pack.variants)


def _asked(question: Question, sheets: Sheets) -> Asked:
    return Asked(
        id=question.id,
        holds=sheets.dwellings.put(question.holds),
        measured=sheets.told.put(question.measured),
        needs=tuple((path, sheets.told.put(column)) for path, column in question.needs.items()),
    )


def _where(applicable: pl.Expr, state: pl.Expr) -> pl.Expr:
    within = pl.when(applicable).then(state)
    return within.when(applicable.is_null()).then(code(NOT_ASSESSED)).otherwise(code(NOT_APPLICABLE))


def _after_exceptions(raw: pl.Expr, exceptions: tuple[Asked, ...], variant: bool) -> pl.Expr:
    if not exceptions:
        return raw
    holds = [one.holds.expression for one in exceptions]
    met = pl.when(_any(one.fill_null(False) for one in holds) & (raw >= NOT_ASSESSED)).then(code(MET))
    if variant:
        return met.otherwise(raw)
    open_still = _any(one.is_null() for one in holds) & (raw == BREACHED)
    return met.when(open_still).then(code(NOT_ASSESSED)).otherwise(raw)


def _any(truths: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, truths)
