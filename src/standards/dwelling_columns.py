"""From raw comparisons to outcomes: what the rule presupposes, missing facts, exceptions, dates."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

import polars as pl

from standards.columns import Slot
from standards.comparison import NO_COUNT, NO_FLAG, NO_LIST, NO_NUMBER, Comparison, compare
from standards.conditions import exception, presuppositions
from standards.measures import measure_named
from standards.outcome import BREACHED, MET, NOT_APPLICABLE, NOT_ASSESSED, code
from standards.pack import Pack
from standards.requirement import Requirement

_EMPTY = pl.lit([], dtype=pl.List(pl.String))
_NO_NUMBERS = pl.lit(None, dtype=pl.List(pl.Float64))
_NO_FLAGS = pl.lit(None, dtype=pl.List(pl.Boolean))


def not_applicable(slot: Slot, reason: str) -> list[pl.Expr]:
    """Columns of a requirement that is silent that day: outside its validity, or without a set value."""
    columns = {
        "state": code(NOT_APPLICABLE),
        "reason": pl.lit(reason),
        "measured": NO_NUMBER,
        "required": NO_NUMBER,
        "shortfall": NO_NUMBER,
        "best_met": NO_FLAG,
        "present": NO_COUNT,
        "needed": NO_COUNT,
        "lacking": _EMPTY,
        "rooms": _EMPTY,
        "missing": _EMPTY,
        "exception_measured": _NO_NUMBERS,
        "exception_fulfilled": _NO_FLAGS,
    }
    return [expression.alias(slot.final(part)) for part, expression in columns.items()]


def raw_columns(slot: Slot, requirement: Requirement) -> list[pl.Expr]:
    """Columns of a requirement on the dwelling itself, before scope and exceptions."""
    made = compare(requirement)
    columns = [getattr(made, part).alias(slot.raw(part)) for part in Comparison.parts()]
    columns += [absent.alias(slot.raw(f"missing {path}")) for path, absent in made.missing.items()]
    return columns


def settled_columns(slot: Slot, requirement: Requirement, pack: Pack, known: Iterable[str]) -> list[pl.Expr]:
    """Whether the rule applies, and its outcome: what most columns of the result ask for, so worked out once."""
    return _Settling(slot, requirement, pack, set(known)).settled()


def final_columns(slot: Slot, requirement: Requirement, pack: Pack, known: Iterable[str]) -> list[pl.Expr]:
    """The other columns of the result, after `settled_columns`. `known` are the raw columns there are."""
    return _Settling(slot, requirement, pack, set(known)).columns()


class _Settling:
    """One requirement on its way from the raw comparison to the outcome.

    A row that only works out one reading of a rule (`variant`) shows its comparison although an exception
    is unknown; the rule itself stays open then.
    """

    def __init__(self, slot: Slot, requirement: Requirement, pack: Pack, known: set[str]) -> None:
        self.slot, self.requirement, self.known = slot, requirement, known
        self.variant = requirement.id in pack.variants
        self.presupposed = [*presuppositions(pack.applies), *presuppositions(requirement.applies)]
        self.exceptions = [exception(condition) for condition in requirement.unless]
        self.raw = pl.col(slot.raw("state"))
        self.applicable, self.state = pl.col(slot.raw("applicable")), pl.col(slot.final("state"))

    def settled(self) -> list[pl.Expr]:
        applies = pl.all_horizontal([pl.lit(True), *(question.holds for question in self.presupposed)])
        state = (
            pl.when(applies.is_null())
            .then(code(NOT_ASSESSED))
            .when(applies)
            .then(self._after_exceptions())
            .otherwise(code(NOT_APPLICABLE))
        )
        return [applies.alias(self.slot.raw("applicable")), state.alias(self.slot.final("state"))]

    def columns(self) -> list[pl.Expr]:
        final = {
            "reason": self._reason(),
            "measured": self._finite(self._kept("measured", NO_NUMBER)),
            "required": self._kept("required", NO_NUMBER),
            "shortfall": pl.when(self.state == BREACHED).then(self._shortfall()),
            "best_met": pl.when(self.state == MET).then(self._kept("best_met", NO_FLAG)),
            "present": self._kept("present", NO_COUNT),
            "needed": self._kept("needed", NO_COUNT),
            "lacking": pl.when(self.state == BREACHED).then(self._kept("lacking", NO_LIST)).fill_null(_EMPTY),
            "rooms": pl.when(self.state == self.raw).then(self._kept("rooms", NO_LIST)).fill_null(_EMPTY),
            "missing": pl.when(self.state == NOT_ASSESSED).then(self._missing()).otherwise(_EMPTY),
            "exception_measured": self._of_exceptions("measured", _NO_NUMBERS),
            "exception_fulfilled": self._of_exceptions("holds", _NO_FLAGS),
        }
        return [expression.alias(self.slot.final(part)) for part, expression in final.items()]

    def _kept(self, part: str, otherwise: pl.Expr) -> pl.Expr:
        return pl.col(self.slot.raw(part)) if self.slot.raw(part) in self.known else otherwise

    @staticmethod
    def _finite(number: pl.Expr) -> pl.Expr:
        return pl.when(number.is_finite()).then(number)

    def _shortfall(self) -> pl.Expr:
        if measure_named(self.requirement.measure).kind == "flag":
            return NO_NUMBER
        return self._finite(self._kept("excess", NO_NUMBER))

    def _after_exceptions(self) -> pl.Expr:
        if not self.exceptions:
            return self.raw
        fulfilled = _any(question.holds.fill_null(False) for question in self.exceptions)
        open_still = pl.lit(not self.variant) & _any(one.holds.is_null() for one in self.exceptions)
        return (
            pl.when(fulfilled & (self.raw >= NOT_ASSESSED))
            .then(code(MET))
            .when(open_still & (self.raw == BREACHED))
            .then(code(NOT_ASSESSED))
            .otherwise(self.raw)
        )

    def _reason(self) -> pl.Expr:
        unmet = [_name_where(~question.holds, f"scope:{question.id}") for question in self.presupposed]
        granted = [_name_where(question.holds, f"exception:{question.id}") for question in self.exceptions]
        open_reading = self._kept("readings_differ", pl.lit(False)) & self.applicable
        return (
            pl.when(self.state == NOT_APPLICABLE)
            .then(pl.coalesce([*unmet, pl.lit("scope:room_occupancy")]))
            .when(self.state == NOT_ASSESSED)
            .then(pl.when(open_reading).then(pl.lit("reading_open")).otherwise(pl.lit("fact_missing")))
            .when((self.state == MET) & (self.raw >= NOT_ASSESSED))
            .then(pl.coalesce([*granted, pl.lit(None, dtype=pl.String)]))
        )

    def _missing(self) -> pl.Expr:
        """Name the facts that would decide: of an open scope, else of the measure and the exceptions."""
        absent: dict[str, list[pl.Expr]] = {}
        for question in self.presupposed:
            _add(absent, question.needs, self.applicable.is_null())
        prefix = self.slot.raw("missing ")
        for name in sorted(name for name in self.known if name.startswith(prefix)):
            unknown = pl.col(name).fill_null(False) & (self.raw == NOT_ASSESSED) & self.applicable
            absent.setdefault(name.removeprefix(prefix), []).append(unknown)
        for question in self.exceptions:
            _add(absent, question.needs, (self.raw == BREACHED) & question.holds.is_null() & self.applicable)
        named = [_name_where(_any(reasons), path) for path, reasons in absent.items()]
        return pl.concat_list(named).list.drop_nulls() if named else _EMPTY

    def _of_exceptions(self, part: str, otherwise: pl.Expr) -> pl.Expr:
        if not self.exceptions:
            return otherwise
        columns = [getattr(question, part) for question in self.exceptions]
        return pl.concat_list(self._finite(one) if part == "measured" else one for one in columns)


def _name_where(truth: pl.Expr, name: str) -> pl.Expr:
    return pl.when(truth).then(pl.lit(name))


def _add(absent: dict[str, list[pl.Expr]], needs: Mapping[str, pl.Expr], when: pl.Expr) -> None:
    for path, column in needs.items():
        absent.setdefault(path, []).append(column.is_null() & when)


def _any(truths: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, truths)
