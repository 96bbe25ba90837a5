"""Rubrics: what factors are about, in words and in the order in which people read them."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from inspection.risk.weights.factors import Rubric

RUBRIC_NAMES: dict[Rubric | None, str] = {
    Rubric.HOUSING: mark("The dwelling"),
    Rubric.DUTIES: mark("The employer's duties"),
    Rubric.HISTORY: mark("Earlier visits and orders"),
    Rubric.SURROUNDINGS: mark("Work and surroundings"),
    Rubric.REPORTS: mark("What others tell"),
    None: mark("Other things"),
}
"""The name of each rubric, the nearest to the dwelling first; sets of before the rubrics have none."""

Row = TypeVar("Row")


def by_rubric(rows: Iterable[Row], rubric_of: Callable[[Row], Rubric | None]) -> list[tuple[str, list[Row]]]:
    """The rows under the name of their rubric, each rubric once and none that is empty; rows keep their order.

    Where no row has a rubric there is one group without a name.
    """
    kept = list(rows)
    found = [(name, [row for row in kept if rubric_of(row) is one]) for one, name in RUBRIC_NAMES.items()]
    named = [(_(name), under) for name, under in found if under]
    return [("", kept)] if len(named) == 1 and named[0][1] and rubric_of(kept[0]) is None else named
