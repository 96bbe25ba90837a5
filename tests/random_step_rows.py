"""Which row of which table of lawful moves a step took, and which rows no walk has taken yet."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from inspection.enforcement import tables
from inspection.enforcement.actions import steps
from inspection.enforcement.tables import Row
from inspection.procedures.registry import PROCEDURES

Taken = tuple[str, str, str, str]
"""A row: the key of its procedure, its move, whence and whither."""

ROWS: dict[int, Taken] = {
    id(row): (one.key, row.move.value, row.source.value, row.target.value) for one in PROCEDURES for row in one.rows
}
ASKS_ONLY = "inspection.letters.kinds.genhusning"
"""Asks the table before it acts; the move itself is counted where it is made."""


def _row_of(table: Iterable[Row[Any, Any, Any]], state: Any, move: Any) -> Taken:
    return next(ROWS[id(row)] for row in table if row.source is state and row.move is move)


@contextmanager
def watched() -> Iterator[list[Taken]]:
    """A list that every lawful move is added to, as long as it is open."""
    taken: list[Taken] = []
    asked, led = tables.target_of, steps.lawful_target

    def target_of(table: Any, state: Any, move: Any, facts: Any) -> Any:
        found = asked(table, state, move, facts)
        taken.append(_row_of(table, state, move))
        return found

    def lawful_target(state: Any, move: Any, facts: Any) -> Any:
        found = led(state, move, facts)
        taken.append(_row_of(steps_table(), state, move))
        return found

    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("inspection.") and name != ASKS_ONLY and getattr(module, "target_of", None) is asked:
                stack.enter_context(patch.object(module, "target_of", target_of))
        stack.enter_context(patch.object(steps, "lawful_target", lawful_target))
        yield taken


def steps_table() -> tuple[Row[Any, Any, Any], ...]:
    """The rows of a case itself, from the visit to its closing."""
    return tuple(
        row for one in PROCEDURES if one.key in ("inspection", "hearing", "order", "follow-up") for row in one.rows
    )


def coverage(moves: Counter[Taken]) -> Iterator[str]:
    """Line by line: each table, how many of its rows were taken, how often, and which never."""
    for one in PROCEDURES:
        rows = [ROWS[id(row)] for row in one.rows]
        never = [row for row in rows if not moves[row]]
        yield f"{one.key}: {len(rows) - len(never)} of {len(rows)} rows, {sum(moves[row] for row in rows)} moves"
        for row in sorted(rows, key=lambda row: -moves[row]):
            yield f"  {moves[row] or 'never':>6} {row[1]}: {row[2]} -> {row[3]}"
