"""Names of the working columns that the engine adds for requirement number `i` of a pack."""

from dataclasses import dataclass

PARTS = (
    "state",
    "reason",
    "measured",
    "required",
    "shortfall",
    "best_met",
    "present",
    "needed",
    "lacking",
    "rooms",
    "missing",
    "exception_measured",
    "exception_fulfilled",
)
"""What the engine says about each dwelling and requirement, in the order of the columns of the result."""


@dataclass(frozen=True)
class Slot:
    """The columns of one requirement."""

    number: int

    def raw(self, part: str) -> str:
        """Column of a part before scope and exceptions are applied."""
        return f"{self.number}:raw:{part}"

    def final(self, part: str) -> str:
        """Column of a part of the result."""
        return f"{self.number}:{part}"
