"""What the page of a letter shows: its words, its gates, where it stands."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from husly.kit.access import Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.i18n import format_date, format_moment, language
from husly.kit.i18n import gettext as _
from husly.kit.web.errors import translated
from inspection.authorities.belonging import OTHERS, is_own, may_act
from inspection.enforcement.labels import GATES, LETTERS
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.visit_demands import no_suspicion_or_consent
from inspection.letters.courtesy import courtesy_texts
from inspection.letters.gates import GateResult, Marking
from inspection.letters.kinds import Leaving, type_of
from inspection.letters.models import Letter, LetterEnclosure
from inspection.letters.rendering import Draft
from inspection.letters.rests_on_delivery import decided_on_delivery

STOOD_IN = frozenset({"fields", "G1", "G2", "G8", "G12"})
"""Gates that a demonstration approval may open although no lawyer has verified anything."""


@dataclass(frozen=True)
class GateRow:
    """One gate: what it asks, what keeps it closed, and whether it is open for demonstration only."""

    name: str
    asks: str
    problems: tuple[str, ...]
    stands_in: bool
    instead: str = ""
    """The police reports, where the criminal track keeps the gate closed (G7)."""


class LetterPage:
    """One letter beside its page; ``draft`` is None for a letter that was issued."""

    def __init__(self, leaving: Leaving, draft: Draft | None, enclosed: Sequence[LetterEnclosure] = ()) -> None:
        letter, file = leaving.letter, leaving.file
        self.letter, self.case = letter, file.case
        self.kind = _(LETTERS[letter.kind])
        self.title = _("%(kind)s, case %(number)s", kind=self.kind, number=file.case.case_number)
        content: dict[str, Any] = letter.content or {} if draft is None else asdict(draft.written)
        self.subject: str = content.get("subject", "")
        self.body: list[dict[str, Any]] = list(content.get("body", ()))
        self.courtesy: list[dict[str, Any]] = list(content.get("courtesy", ()))
        self.courtesy_heading = courtesy_texts().heading
        self.anchors = {finding.evidence_id: finding.number for finding in file.findings}
        self.banner = letter.banner if draft is None else draft.banner
        self.gates = [] if draft is None else [_gate_row(gate, draft.marking, file.case.id) for gate in draft.gates]
        self.waiting = _waiting(leaving) if draft is not None else ""
        self.may_issue = draft is not None and not draft.problems and not self.waiting
        self.pdf = f"/letters/{letter.id}.pdf"
        self.standing = _standing(letter)
        titles = [one.told for one in draft.enclosures] if draft else [one.title for one in enclosed]
        self.enclosed = [
            (
                _("Enclosure %(number)s: %(title)s", number=number, title=title),
                f"/letters/{letter.id}/enclosures/{number}",
            )
            for number, title in enumerate(titles, start=1)
        ]
        self.may_arrive = _may_arrive(leaving)
        self.may_correct = _may_correct(leaving)
        decided = decided_on_delivery(leaving) if self.may_correct else ""
        self.day_stands = _(decided) if decided else ""
        self.today = danish_date(leaving.at).isoformat()
        self.linked = _linked(file, letter)


def _linked(file: CaseFile, letter: Letter) -> list[tuple[str, str]]:
    """The letters that this one corrects or withdraws, or that correct or withdraw it: words and address."""
    found = [
        (_("This letter takes the place of the one of %(day)s", day=format_date(one.issued_at)), f"/letters/{one.id}")
        for one in file.letters
        if one.id == letter.supersedes_id and one.issued_at is not None
    ]
    for one in file.letters:
        if one.supersedes_id == letter.id:
            what = _("Taken back: %(reason)s", reason=letter.withdrawal_reason) if letter.withdrawn_at else ""
            words = what or _("A letter that takes the place of this one is in preparation")
            found.append((words, f"/letters/{one.id}"))
    return found


def _gate_row(gate: GateResult, marking: Marking, case_id: UUID) -> GateRow:
    problems = tuple(
        f"{problem.da if language() == 'da' else problem.en}{f' ({problem.law})' if problem.law else ''}"
        for problem in gate.problems
    )
    stands_in = marking is Marking.TRIAL and gate.gate in STOOD_IN and not problems
    stopped = no_suspicion_or_consent.reason in gate.problems
    instead = f"/cases/{case_id}/police" if stopped else ""
    return GateRow(gate.gate, _(GATES.get(gate.gate, gate.gate)), problems, stands_in, instead)


def _waiting(leaving: Leaving) -> str:
    """Why the reader cannot issue the letter although its gates may be open; empty when nothing is in the way."""
    kind, letter = type_of(leaving.letter.kind), leaving.letter
    if kind.second_person and letter.approved_by is None:
        return _("Someone other than the author must approve the letter before it is issued.")
    try:
        kind.may_leave(leaving)
    except DomainError as error:
        return translated(error)
    if not is_own(leaving.file.case, leaving.by):
        return _(OTHERS)
    if not may_act(leaving.file.case, leaving.by, kind.permission):
        return _("Only a decision-maker may do this.")
    return ""


def _may_arrive(leaving: Leaving) -> bool:
    """Whether the reader may note the day on which the letter arrived."""
    letter = leaving.letter
    waits = letter.issued_at is not None and letter.delivered_on is None
    return waits and may_act(leaving.file.case, leaving.by, Permission.PREPARE_LETTERS)


def _may_correct(leaving: Leaving) -> bool:
    """Whether the reader may put another day of delivery in the place of the recorded one."""
    may_change = may_act(leaving.file.case, leaving.by, Permission.PREPARE_LETTERS)
    return leaving.letter.delivered_on is not None and may_change


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
