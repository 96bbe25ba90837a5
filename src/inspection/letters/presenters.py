"""What the page of a letter shows: its words, its gates, where it stands."""

from dataclasses import asdict, dataclass
from typing import Any

from husly.kit.access import Actor, Subject, may
from husly.kit.i18n import format_date, format_moment, language
from husly.kit.i18n import gettext as _
from inspection.enforcement.actions.issuing import ISSUING
from inspection.enforcement.labels import GATES, LETTERS
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.gates import GateResult, Marking
from inspection.letters.models import Letter
from inspection.letters.rendering import Draft

STEPS = {
    LetterKind.VARSLING: CaseState.PLANNED,
    LetterKind.PARTSHOERING: CaseState.FINDINGS_RECORDED,
    LetterKind.PAABUD: CaseState.ORDER_APPROVED,
}
"""At which state of the case each kind of letter may be issued."""

STOOD_IN = frozenset({"fields", "G1", "G2", "G8", "G12"})
"""Gates that a demonstration approval may open although no lawyer has verified anything."""


@dataclass(frozen=True)
class GateRow:
    """One gate: what it asks, what keeps it closed, and whether it is open for demonstration only."""

    name: str
    asks: str
    problems: tuple[str, ...]
    stands_in: bool


class LetterPage:
    """One letter beside its page; ``draft`` is None for a letter that was issued."""

    def __init__(self, file: CaseFile, letter: Letter, draft: Draft | None, *, actor: Actor) -> None:
        self.letter, self.case = letter, file.case
        self.kind = _(LETTERS[letter.kind])
        self.title = _("%(kind)s, case %(number)s", kind=self.kind, number=file.case.case_number)
        content: dict[str, Any] = letter.content or {} if draft is None else asdict(draft.written)
        self.subject: str = content.get("subject", "")
        self.body: list[dict[str, Any]] = list(content.get("body", ()))
        self.banner = letter.banner if draft is None else draft.banner
        self.gates = [] if draft is None else [_gate_row(gate, draft.marking) for gate in draft.gates]
        self.waiting = _waiting(file, letter, actor) if draft is not None else ""
        self.may_issue = draft is not None and not draft.problems and not self.waiting
        self.pdf = f"/letters/{letter.id}.pdf"
        self.standing = _standing(letter)


def _gate_row(gate: GateResult, marking: Marking) -> GateRow:
    problems = tuple(
        f"{problem.da if language() == 'da' else problem.en}{f' ({problem.law})' if problem.law else ''}"
        for problem in gate.problems
    )
    stands_in = marking is Marking.TRIAL and gate.gate in STOOD_IN and not problems
    return GateRow(gate.gate, _(GATES.get(gate.gate, gate.gate)), problems, stands_in)


def _waiting(file: CaseFile, letter: Letter, actor: Actor) -> str:
    """Why the reader cannot issue the letter although its gates may be open; empty when nothing is in the way."""
    state = file.case.state
    if letter.kind is LetterKind.PAABUD and state is CaseState.ORDER_DRAFTED:
        return _("Someone other than the author must approve the order before it is issued.")
    if state is not STEPS[letter.kind]:
        return _("The case has moved on, so this letter can no longer be issued.")
    if not may(actor, ISSUING[letter.kind], Subject(municipality_code=file.case.municipality_code)):
        return _("Only a decision-maker may do this.")
    return ""


def _standing(letter: Letter) -> list[tuple[str, str]]:
    """Where an issued letter stands, line by line."""
    if letter.issued_at is None:
        return []
    dispatched = format_moment(letter.dispatched_at) if letter.dispatched_at else _("Waiting for the post room")
    delivered = format_date(letter.delivered_on) if letter.delivered_on else _("Not recorded")
    return [
        (_("Issued"), f"{format_moment(letter.issued_at)}, {letter.issued_by_name}"),
        (_("Sent"), dispatched),
        (_("Delivered"), delivered),
        (_("Version of the texts"), letter.texts_version),
        ("SHA-256", letter.sha256 or ""),
    ]
