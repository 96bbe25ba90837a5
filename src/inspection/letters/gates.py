"""The gates before issue: one table of what must hold for which letter (G1-G12), and what a page then bears.

G6 (an objection is answered) guards the visit, not a letter, and stands in the table of lawful moves. The
release rule (G2) holds for a hearing as for an order, because no letter may cite a draft. `fields`, every
placeholder filled, has no number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from inspection.enforcement.reasons import Reason
from inspection.letters import checks
from inspection.letters.blocks import LetterKind
from inspection.letters.issue_facts import IssueFacts, is_reviewed
from inspection.letters.letter import Letter


@dataclass(frozen=True)
class Gate:
    """One row of the table: its name, the letters it guards, and the question it asks."""

    name: str
    kinds: frozenset[LetterKind]
    problems: Callable[[Letter, IssueFacts], tuple[Reason, ...]]


@dataclass(frozen=True)
class GateResult:
    """A gate and what keeps it closed."""

    gate: str
    problems: tuple[Reason, ...]

    @property
    def passed(self) -> bool:
        """True when the gate is open."""
        return not self.problems


class Marking(StrEnum):
    """What every page bears: unreviewed draft, draft, trial without legal effect, or nothing."""

    UNREVIEWED = "unreviewed"
    NOT_ISSUED = "not_issued"
    TRIAL = "trial"
    NONE = "none"


_VARSLING, _HEARING, _ORDER = LetterKind.VARSLING, LetterKind.PARTSHOERING, LetterKind.PAABUD
_ALL = frozenset(LetterKind)

GATES: tuple[Gate, ...] = (
    Gate("fields", _ALL, checks.unfilled),
    Gate("G1", _ALL, checks.unreviewed),
    Gate("G2", frozenset({_HEARING, _ORDER}), checks.uncitable),
    Gate("G3", frozenset({_HEARING, _ORDER}), checks.unassessed),
    Gate("G4", frozenset({_ORDER}), checks.unheard),
    Gate("G5", frozenset({_VARSLING}), checks.unnoticed),
    Gate("G7", frozenset({_VARSLING, _HEARING}), checks.suspected),
    Gate("G8", frozenset({_VARSLING, _ORDER}), checks.unguided),
    Gate("G9", frozenset({_ORDER}), checks.unresolved),
    Gate("G10", _ALL, checks.indiscreet),
    Gate("G11", frozenset({_ORDER}), checks.on_hold),
    Gate("G12", frozenset({_ORDER}), checks.unauthorised),
)


def issue_gates(letter: Letter, facts: IssueFacts) -> tuple[GateResult, ...]:
    """Return the result of every gate that guards this kind of letter, in the order of the table."""
    return tuple(GateResult(gate.name, gate.problems(letter, facts)) for gate in GATES if letter.kind in gate.kinds)


def marking(letter: Letter, facts: IssueFacts) -> Marking:
    """Return what every page of the letter bears; only a letter that may be issued for real bears nothing."""
    if not is_reviewed(letter, facts):
        return Marking.UNREVIEWED
    if facts.demo_mode:
        return Marking.TRIAL
    if all(result.passed for result in issue_gates(letter, facts)):
        return Marking.NONE
    return Marking.NOT_ISSUED
