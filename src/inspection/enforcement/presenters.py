"""What the pages of cases show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from husly.kit.access import Actor
from husly.kit.i18n import format_clock, format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from husly.settings import Settings
from inspection.enforcement.checklist import AS_THE_RULE_SAYS
from inspection.enforcement.headings import heading_of
from inspection.enforcement.labels import (
    BADGES,
    BASES,
    DECLARED_OUTCOMES,
    KINDS,
    LETTERS,
    MOVES,
    OUTCOMES,
    STATES,
)
from inspection.enforcement.models import Addressee, CaseMove, Finding, FindingOutcome, OrderItem, Visit
from inspection.enforcement.queries import CaseFile, CaseFilter, CaseRow
from inspection.enforcement.running_dues import running_due
from inspection.enforcement.steps import Step, offer_for, open_steps
from inspection.enforcement.timetable import Deadline, deadlines_of
from inspection.enforcement.transitions import CaseState
from inspection.letters.models import Letter
from register.owners.models import OwnerContest
from register.owners.presenters import reason_words

STAGES: tuple[tuple[str, frozenset[CaseState]], ...] = (
    (mark("Planned"), frozenset({CaseState.PLANNED})),
    (mark("Announced"), frozenset({CaseState.NOTIFIED, CaseState.UNANNOUNCED_DECIDED})),
    (mark("Visited"), frozenset({CaseState.VISITED})),
    (mark("Findings"), frozenset({CaseState.FINDINGS_RECORDED})),
    (mark("Hearing"), frozenset({CaseState.HEARD})),
    (mark("Order"), frozenset({CaseState.ORDER_DRAFTED, CaseState.ORDER_APPROVED, CaseState.ORDER_ISSUED})),
    (mark("Follow-up"), frozenset({CaseState.ORDER_DELIVERED, CaseState.COMPLIANCE_REPORTED})),
)
"""The stages of a case in the order of the procedure; every later state counts as having passed them all."""


@dataclass(frozen=True)
class Link:
    """A link."""

    text: str
    href: str


@dataclass(frozen=True)
class ListRow:
    """One case of the list, ready to read."""

    number: Link
    address: str
    party: str
    municipality: str
    state: str
    badge: str
    due_on: str
    is_overdue: bool
    inspector: str


class CaseList:
    """The list of cases with its filters and pages."""

    def __init__(
        self,
        rows: list[CaseRow],
        count: int,
        wanted: CaseFilter,
        number: int,
        *,
        today: date,
        municipalities: Mapping[str, str],
        inspectors: Mapping[str, str],
    ) -> None:
        self.count, self.wanted, self.number = count, wanted, number
        self.today, self.inspectors, self.names = today, inspectors, municipalities
        self.rows = [self._row(row) for row in rows]

    def _row(self, row: CaseRow) -> ListRow:
        case = row.case
        return ListRow(
            number=Link(case.case_number, f"/cases/{case.id}"),
            address=row.dwelling.address,
            party=_("%(name)s (owner)", name=row.party_name) if case.addressee is Addressee.OWNER else row.party_name,
            municipality=self.names.get(case.municipality_code, case.municipality_code),
            state=_(STATES[case.state]),
            badge=BADGES.get(case.state, ""),
            due_on=format_date(row.next_due_on),
            is_overdue=row.next_due_on is not None and row.next_due_on < self.today,
            inspector=self.inspectors.get(case.inspector_id, ""),
        )

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to choose from."""
        return [(state.value, _(label)) for state, label in STATES.items()]

    @property
    def municipalities(self) -> list[tuple[str, str]]:
        """The municipalities to choose from, by name."""
        return sorted(self.names.items(), key=lambda pair: pair[1])

    @property
    def paging(self) -> Paging:
        """The other pages of the same list."""
        wanted = self.wanted
        query = {
            "standing": wanted.state,
            "municipality": wanted.municipality_code,
            "search": wanted.search,
            "overdue": "true" if wanted.overdue_on else "",
        }
        return Paging(self.number, self.count, "/cases", query)


@dataclass(frozen=True)
class FindingRow:
    """One finding beside what was declared."""

    number: int
    title: str
    rule: str
    clause: str
    declared: str
    declared_outcome: str
    found: str
    outcome: str
    badge: str
    required: str
    shortfall: str
    remedy: str
    rooms: str
    how: str


@dataclass(frozen=True)
class LetterRow:
    """One letter of the case."""

    title: str
    href: str
    status: str
    issued: str
    delivered: str
    sha256: str


@dataclass(frozen=True)
class MoveRow:
    """One line of the case's history."""

    what: str
    when: str
    who: str
    note: str


class CasePage:
    """One case as a readable file: where it stands, what may be done, what is known."""

    def __init__(self, file: CaseFile, *, actor: Actor, settings: Settings, today: date, inspector: str) -> None:
        case, visit = file.case, file.planned
        self.file, self.case, self.visit = file, case, visit
        self.title = _("Case %(number)s", number=case.case_number)
        self.state, self.badge = _(STATES[case.state]), BADGES.get(case.state, "")
        self.basis, self.inspector = _(BASES[case.legal_basis]), inspector
        self.visit_when = _when(visit)
        steps = open_steps(offer_for(file, actor=actor, settings=settings, as_of=today))
        self.main_steps = sorted((step for step in steps if step.main), key=lambda step: bool(step.unmet))
        self.other_steps = [step for step in steps if not step.main and not step.unmet]
        self.closed_steps = [step for step in steps if not step.main and step.unmet]
        self.deadlines: list[Deadline] = deadlines_of(file, today)
        self.findings = [_finding_row(finding) for finding in file.findings]
        self.breaches = [row for row in self.findings if row.remedy]
        self.other_findings = [row for row in self.findings if not row.remedy]
        self.letters = [_letter_row(letter) for letter in reversed(file.letters)]
        self.history = [_move_row(move) for move in reversed(file.moves)]

    @property
    def stages(self) -> list[tuple[str, str]]:
        """Each stage with ``done``, ``here`` or ``ahead``."""
        if self.case.state is CaseState.UNDER_REVIEW:
            return [(_(label), "ahead") for label, _states in STAGES]
        places = [number for number, (_label, states) in enumerate(STAGES) if self.case.state in states]
        here = places[0] if places else len(STAGES)
        how = {-1: "done", 0: "here", 1: "ahead"}
        return [(_(label), how[(number > here) - (number < here)]) for number, (label, _states) in enumerate(STAGES)]

    @property
    def contests(self) -> list[tuple[OwnerContest, list[str]]]:
        """What owners contest in the case, with the reasons in words."""
        return [(one, reason_words(one.reasons)) for one in self.file.contests]

    @property
    def items(self) -> list[tuple[int, str, str, str, str]]:
        """The order's items: number, rule, result, deadline, and what was verified."""
        verified = {None: _("Not verified yet"), True: _("Met"), False: _("Not met")}
        return [
            (
                item.position,
                self.file.finding(item.finding_id).title,
                item.result,
                _running(item, self.file),
                verified[item.complied] + (f": {item.evidence}" if item.evidence else ""),
            )
            for item in self.file.items
        ]


def _running(item: OrderItem, file: CaseFile) -> str:
    """The deadline of an item as it runs, beside the one written where something moved it."""
    due = running_due(item, file.due_changes)
    written = format_date(item.due_on)
    if due is None:
        return _("%(day)s; stopped while the appeal suspends the order", day=written)
    if due == item.due_on:
        return written
    return _("%(day)s (in the order: %(written)s)", day=format_date(due), written=written)


def _when(visit: Visit | None) -> str:
    if visit is None:
        return _("Not decided yet")
    return f"{format_date(visit.visit_on)}, {format_clock(visit.from_min)}–{format_clock(visit.to_min)}"


def _finding_row(finding: Finding) -> FindingRow:
    badges = {FindingOutcome.BREACHED: "error", FindingOutcome.MET: "success", FindingOutcome.NOT_CHECKED: ""}
    return FindingRow(
        number=finding.number,
        title=heading_of(finding),
        rule=finding.rule,
        clause=finding.clause,
        declared=finding.declared,
        declared_outcome=_(DECLARED_OUTCOMES.get(finding.declared_outcome, "")),
        found="; ".join(part for part in (finding.measured, finding.note) if part) or "–",
        outcome=_(OUTCOMES[finding.outcome]),
        badge=badges[finding.outcome],
        required="" if finding.required == AS_THE_RULE_SAYS else finding.required,
        shortfall=finding.shortfall,
        remedy=finding.remedy if finding.outcome is FindingOutcome.BREACHED else "",
        rooms=", ".join(finding.rooms),
        how=_(KINDS[finding.kind]),
    )


def _letter_row(letter: Letter) -> LetterRow:
    issued = letter.issued_at is not None
    status = _("Draft")
    if letter.delivered_on is not None:
        status = _("Delivered")
    elif letter.dispatched_at is not None:
        status = _("Sent")
    elif issued:
        status = _("Issued, waiting for the post room")
    return LetterRow(
        title=_(LETTERS[letter.kind]),
        href=f"/letters/{letter.id}",
        status=status,
        issued=format_moment(letter.issued_at) if issued else "–",
        delivered=format_date(letter.delivered_on),
        sha256=letter.sha256 or "",
    )


def _move_row(move: CaseMove) -> MoveRow:
    return MoveRow(_(MOVES[move.move]), format_moment(move.at), move.by_name, _read_note(move.note))


def _read_note(note: str) -> str:
    """A note that is nothing but a day is written as one."""
    try:
        return format_date(date.fromisoformat(note))
    except ValueError:
        return note


__all__ = ["CaseList", "CasePage", "FindingRow", "LetterRow", "Link", "ListRow", "MoveRow", "Step"]
