"""Expressions gathered for one frame: each distinct one is worked out once, a constant not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

Step = tuple[pl.Expr, ...]
"""Columns added to a frame together; they read columns that were there before."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands once the expressions have run: in a column, or known beforehand."""

    column: str | None
    constant: Any
    expression: pl.Expr

    def read(self, row: Mapping[str, Any]) -> Any:
        """Take the value from a row that holds the columns."""
        return self.constant if self.column is None else row[self.column]


class Sheet:
    """New columns of one frame, made in as few steps as their reading each other allows.

    `name` starts the names of the new columns. `before` is a sheet worked out earlier on the same frame: what
    stands there is not worked out again. `reads` are the columns that are read, its own among them.
    """

    def __init__(self, name: str, before: "Sheet | None" = None) -> None:
        self.name, self.before = name, before
        self.reads: set[str] = set()
        self._cells: dict[bytes, Cell] = {}
        self._levels: dict[str, int] = {}
        self._columns: list[pl.Expr] = []

    @property
    def steps(self) -> tuple[Step, ...]:
        """The columns, step after step."""
        depth = max(self._levels.values(), default=-1) + 1
        levels = list(zip(self._columns, self._levels.values(), strict=True))
        return tuple(tuple(column for column, level in levels if level == step) for step in range(depth))

    def put(self, expression: pl.Expr) -> Cell:
        """Find where an expression stands; one that is new gets a column."""
        self.reads.update(expression.meta.root_names())
        key = expression.meta.serialize()
        known = self.find(key)
        if known is None:
            known = self._cells[key] = self._placed(expression)
        return known

    def find(self, key: bytes) -> Cell | None:
        """Look an expression (as it serialises) up here and in the sheets before."""
        return self._cells.get(key) or (self.before.find(key) if self.before else None)

    def _placed(self, expression: pl.Expr) -> Cell:
        if expression.meta.is_literal():
            return Cell(None, _value(expression), expression)
        if expression.meta.is_column():
            return Cell(expression.meta.output_name(), None, expression)
        column = f"{self.name}:{len(self._columns)}"
        self._levels[column] = (
            max((self._levels.get(name, -1) for name in expression.meta.root_names()), default=-1) + 1
        )
        self._columns.append(expression.alias(column))
        return Cell(column, None, pl.col(column))


def _value(literal: pl.Expr) -> Any:
    value = pl.select(literal).item()
    return value.to_list() if isinstance(value, pl.Series) else value


def names_read(expressions: Iterable[pl.Expr]) -> set[str]:
    """The columns that expressions read."""
    return {name for expression in expressions for name in expression.meta.root_names()}


class Sheets:
    """The sheets of a compiled pack.

    `rooms` leads to the outcomes of rooms (the greatest is added to the dwelling under the same name),
    `dwellings` to those of dwellings. `told_rooms` and `told` hold what is only asked for when outcomes are
    explained.
    """

    def __init__(self) -> None:
        self.rooms = Sheet("room")
        self.told_rooms = Sheet("room told", self.rooms)
        self.dwellings = Sheet("dwelling")
        self.told = Sheet("told", self.dwellings)
