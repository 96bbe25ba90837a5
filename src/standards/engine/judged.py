"""One requirement made ready for a day: where its parts stand in the columns that the engine works out."""

from collections.abc import Mapping
from dataclasses import dataclass

from standards.measures.columns import Cell
from standards.rules.requirement import Requirement

PARTS = ("measured", "excess", "required", "best_met", "present", "needed")
"""What a comparison tells besides its state."""


Needs = tuple[tuple[str, Cell], ...]
"""Paths of facts, each with a value that is null where the fact is absent; a path may stand there twice."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """A comparison before scope and exceptions: of the dwelling, or of each room.

    `state` is that of the dwelling; of a rule on rooms, `room_state` is that of each room, and `incomplete`
    tells that some rooms are not described. `parts` stand in the frame of the level, and so do `needs` and
    `items` (of each, whether it is there).
    """

    state: Cell
    parts: Mapping[str, Cell]
    items: Mapping[str, Cell]
    needs: Needs
    room_state: Cell | None = None
    incomplete: Cell | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """A rule open to two readings, both worked out as requirements of their own."""

    state: Cell
    lenient: Comparing
    strict: Comparing
    differ: Cell


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition of the rule: an exception, or what the rule presupposes."""

    id: str
    holds: Cell
    measured: Cell
    needs: Needs


@dataclass(frozen=True, slots=True)
class Judged:
    """A requirement on its way to the outcome.

    `silent` says why it has no outcome that day (None: it has one). `state` is the outcome as a number;
    `applicable` whether what it presupposes is so. A `variant` only works out one reading of another rule.
    """

    requirement: Requirement
    state: Cell
    applicable: Cell
    silent: str | None = None
    variant: bool = False
    raw: Comparing | Weighing | None = None
    presupposed: tuple[Asked, ...] = ()
    exceptions: tuple[Asked, ...] = ()

    @property
    def counted(self) -> bool:
        """Tell whether the row decides the verdict."""
        return self.requirement.severity == "breach" and not self.variant
