"""What a demand of the law is: a named predicate over what is known, and the sentence for when it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from inspection.enforcement.reasons import Reason

Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Demand(Generic[Facts]):
    """One precondition of a move: `holds` decides, `reason` says what is missing when it does not hold.

    `confidence` says how sure the project is of the provision: V read in the source, V* in a secondary
    source, M from general expertise; empty for a rule of the house.
    """

    reason: Reason
    confidence: str
    holds: Callable[[Facts], bool]


def demand(law: str, confidence: str, *, da: str, en: str) -> Callable[[Callable[[Facts], bool]], Demand[Facts]]:
    """Turn a predicate into a `Demand` whose rule is the predicate's name."""

    def name(holds: Callable[[Facts], bool]) -> Demand[Facts]:
        return Demand(Reason(holds.__name__, law, da, en), confidence, holds)

    return name
