"""What a table of lawful moves is made of: one row a move, with its demands and who may make it.

A kind of matter (an order, an appeal ...) has an enumeration of states, one of moves, and a tuple of rows.
A move that is in no row does not exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from husly.kit.access import Permission
from husly.kit.errors import DomainError
from inspection.enforcement.demands import Demand
from inspection.enforcement.reasons import Reason
from inspection.enforcement.words import in_words

Facts = TypeVar("Facts")
State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)


@dataclass(frozen=True)
class Row(Generic[State, Move, Facts]):
    """One move from one state to another: who may make it, and its demands in the order of reading.

    With ``second_person`` it is made by another than whoever wrote what it acts on.
    """

    move: Move
    source: State
    target: State
    permission: Permission
    demands: tuple[Demand[Facts], ...] = ()
    second_person: bool = False


@dataclass(frozen=True)
class Check(Generic[State, Move]):
    """Whether a move is lawful now; ``unmet`` says what is missing."""

    move: Move
    target: State
    permission: Permission
    unmet: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        """True when no demand is unmet."""
        return not self.unmet


def checks_from(table: Iterable[Row[State, Move, Facts]], state: State, facts: Facts) -> list[Check[State, Move]]:
    """Every move that leaves the state, lawful or not, each with its unmet demands."""
    return [
        Check(row.move, row.target, row.permission, tuple(one.reason for one in row.demands if not one.holds(facts)))
        for row in table
        if row.source is state
    ]


def target_of(table: Iterable[Row[State, Move, Facts]], state: State, move: Move, facts: Facts) -> State:
    """Where a move leads. Raises ``DomainError`` named after the first unmet demand, or ``step.moved_on``."""
    for row in table:
        if row.source is state and row.move is move:
            require_demands(row.demands, facts)
            return row.target
    raise DomainError(
        "step.moved_on",
        "This step is not open now; perhaps somebody acted at the same time. Read the page again.",
    )


def require_demands(demands: Iterable[Demand[Facts]], facts: Facts) -> None:
    """Raise ``DomainError`` named after the first demand that is not met, with every one in words."""
    unmet = [one.reason for one in demands if not one.holds(facts)]
    if unmet:
        reasons = " ".join(in_words(reason) for reason in unmet)
        raise DomainError(unmet[0].rule, "This step is not lawful yet. {reasons}", reasons=reasons)
