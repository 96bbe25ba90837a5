"""The gates before issue: one table of what must hold for which letter (G1-G12), and what a page then bears.

G6 (an objection is answered) guards the visit, not a letter, and stands in the table of lawful moves. The
release rule (G2) holds for a report and a hearing as for an order, because no letter may cite a draft. `fields`, every
placeholder filled, `signs`, every letter and sign held by a font, and `days`, no day told that has passed, have
no number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from inspection.enforcement.reasons import Reason
from inspection.letters import checks, day_checks
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


_K = LetterKind
_ALL = frozenset(LetterKind)
_ORDERS = frozenset({_K.PAABUD, _K.STRAKSPAABUD})
_ADVERSE = _ORDERS | {_K.GENHUSNING, _K.FORBUD}
"""Decisions against the party that follow what was found."""

_REACTIONS = _ADVERSE | {_K.BOEDEFORELAEG}
_CITING = _REACTIONS | {_K.PARTSHOERING, _K.TILSYNSRAPPORT}
_VISITING = frozenset({_K.VARSLING, _K.BESLUTNING_UVARSLET})
_DECISIONS = _ADVERSE | _VISITING | {_K.FASTHOLDELSE, _K.BEGRUNDELSE_EFTERFOELGENDE}
"""What can be complained of, unless a lawyer decided otherwise; closing a case is favourable and needs nothing."""

GATES: tuple[Gate, ...] = (
    Gate("fields", _ALL, checks.unfilled),
    Gate("signs", _ALL, checks.unreadable),
    Gate("G1", _ALL, checks.unreviewed),
    Gate("G2", _CITING, checks.uncitable),
    Gate("G3", _CITING, checks.unassessed),
    Gate("G4", _ADVERSE, checks.unheard),
    Gate("G5", frozenset({_K.VARSLING}), checks.unnoticed),
    Gate("G7", _VISITING | {_K.OPLYSNINGSANMODNING, _K.PARTSHOERING}, checks.suspected),
    Gate("G8", _DECISIONS, checks.unguided),
    Gate("G9", _ORDERS, checks.unresolved),
    Gate("G10", _ALL, checks.indiscreet),
    Gate("G11", _ADVERSE, checks.on_hold),
    Gate("G12", _REACTIONS | _DECISIONS, checks.unauthorised),
    Gate("days", _ALL, day_checks.passed),
)


OF_BURDENS = frozenset({"G4", "G8", "G9", "G11", "G12"})
"""Gates that a letter passes by when it only takes a burden away, such as a withdrawal (FVL §§ 22 and 25)."""


def issue_gates(letter: Letter, facts: IssueFacts) -> tuple[GateResult, ...]:
    """Return the result of every gate that guards this kind of letter, in the order of the table."""
    return tuple(
        GateResult(gate.name, gate.problems(letter, facts))
        for gate in GATES
        if letter.kind in gate.kinds and not (letter.favourable and gate.name in OF_BURDENS)
    )


def marking(letter: Letter, facts: IssueFacts) -> Marking:
    """Return what every page of the letter bears; only a letter that may be issued for real bears nothing."""
    if not is_reviewed(letter, facts):
        return Marking.UNREVIEWED
    if facts.demo_mode:
        return Marking.TRIAL
    if all(result.passed for result in issue_gates(letter, facts)):
        return Marking.NONE
    return Marking.NOT_ISSUED
