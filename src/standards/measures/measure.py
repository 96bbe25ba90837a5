"""What a measure is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT
from standards.facts.fact import Fact, Level
from standards.measures.together import SLEEPING
from standards.text import Text

LAW = "LOV 1445/2024 § 3"
COVID = "lov 159/2021"
PROPOSAL = "working group 2021"
"""Where the need for a measure comes from."""

EPSILON = 1e-9
"""Slack for the rounding of binary fractions; far below any difference that a rule makes."""

NONE = pl.lit(0, dtype=pl.Int64)

MeasureKind = Literal["number", "flag", "items", "fixtures", "size"]


@dataclass(frozen=True)
class OneSex:
    """Men or women who share units of their own; `fact` counts those units."""

    persons: pl.Expr
    units: pl.Expr
    fact: str


@dataclass(frozen=True)
class Fixtures:
    """Things shared by persons (toilets, showers). Own ones serve their room only and are kept apart.

    `persons` share `units`; `own_units` are fixtures that belong to one room, `own_most` the most who
    share such a one. Where `units` is not known, `units_at_most` may still tell that they do not suffice. `by_sex` are
    the persons and units of men and of women, for rules that count them apart.
    """

    persons: pl.Expr
    units: pl.Expr
    own_units: pl.Expr = NONE
    own_most: pl.Expr = NONE
    units_at_most: pl.Expr | None = None
    by_sex: tuple[OneSex, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A named quantity over the columns of a prepared frame.

    `value` gives a number or a truth value (null: not known); `items` one truth value per item of a list;
    `fixtures` counts; `sides` the sides of a thing with a size, each of which has its own limit. `needs` maps each
    fact to name when it is missing to the column that shows it; `item_needs` tells which of them an item of a list goes
    by (no entry: all). `scope` picks the rooms that a room measure is about.
    """

    key: str
    level: Level
    kind: MeasureKind
    label: Text
    unit: str
    formula: str
    source: str
    needs: Mapping[str, pl.Expr]
    value: pl.Expr | None = None
    items: Mapping[str, pl.Expr] = field(default_factory=dict)
    item_needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fixtures: Fixtures | None = None
    sides: tuple[pl.Expr, ...] = ()
    scope: pl.Expr = SLEEPING

    def needs_of(self, items: Collection[str]) -> dict[str, pl.Expr]:
        """The facts that these items of a list go by; all facts where items do not differ in that."""
        if not self.item_needs:
            return dict(self.needs)
        asked = {path for item in items for path in self.item_needs.get(item, tuple(self.needs))}
        return {path: column for path, column in self.needs.items() if path in asked}

    @property
    def known_value(self) -> pl.Expr:
        """The value of a measure that has one; raises TypeError for lists, sizes and fixtures."""
        if self.value is None:
            raise TypeError(f"{self.key} has no single value")
        return self.value


def needs_facts(*keys: str, room: bool = False) -> dict[str, pl.Expr]:
    """Name the facts that a measure needs, each shown by the column of the same name."""
    return {f"rooms.{key}" if room else key: pl.col(key) for key in keys}


def per(amount: pl.Expr, count: pl.Expr) -> pl.Expr:
    """Divide: nothing for nobody is 0, something for nobody infinite, the unknown stays unknown."""
    known = amount.is_not_null() & count.is_not_null()
    quotient = pl.when(count > 0).then(amount / count).when(amount > 0).then(float("inf")).otherwise(0.0)
    return pl.when(known).then(quotient)


def stated(key: str, fact: str, source: str) -> Measure:
    """Make a measure of a fact about the dwelling, as it stands."""
    return _stated(key, DWELLING_FACT[fact], fact, source)


def stated_in_room(key: str, fact: str, source: str) -> Measure:
    """Make a measure of a fact about each sleeping room, as it stands."""
    return _stated(key, ROOM_FACT[fact], f"{fact} of each sleeping room", source)


def _stated(key: str, fact: Fact, formula: str, source: str) -> Measure:
    column = pl.col(fact.key)
    return Measure(
        key=key,
        level=fact.level,
        kind="flag" if fact.kind == "bool" else "number",
        label=fact.label,
        unit=fact.unit,
        formula=formula,
        source=source,
        needs={fact.path: column},
        value=column if fact.kind == "bool" else column.cast(pl.Float64),
    )
