"""What goes into a letter, typed: sender and recipient, the dwelling, each breach, the visit, the complaint.

None of these records has a place for the name or statement of a resident, or for where a tip came from: a
letter to an employer can therefore not carry them by accident.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from inspection.enforcement.deadlines import ComplaintTerm
from inspection.enforcement.waivers import HearingWaiver, NoticeWaiver
from inspection.letters.blocks import AddressForm
from inspection.letters.references import LegalReference
from standards.rules.approval import Standing


@dataclass(frozen=True)
class Sender:
    """The authority. `authority` is its code in the table of powers, `name` what the letter shows."""

    authority: str
    name: str
    address_lines: tuple[str, ...]
    cvr_number: str
    phone: str
    email: str
    privacy_url: str
    payment: str = ""


@dataclass(frozen=True)
class Recipient:
    """The addressee: the employer, whoever owns the dwelling. Never a personal number.

    A foreign firm that has not registered in RUT is named by its own country's number. Those who live at an address are
    addressed together, `unnumbered`.
    """

    name: str
    address_lines: tuple[str, ...]
    form: AddressForm = AddressForm.I
    attention: str = ""
    cvr_number: str = ""
    rut_number: str = ""
    foreign_number: str = ""
    p_number: str = ""
    unnumbered: bool = False


@dataclass(frozen=True)
class Header:
    """Case number, date, and the caseworker who signs, with title."""

    case_number: str
    dated_on: date
    caseworker: str
    caseworker_title: str = ""


@dataclass(frozen=True)
class Property:
    """The dwelling: address, address id (DAR) and property number (BFE)."""

    address: str
    dar_id: str = ""
    bfe_number: str = ""


@dataclass(frozen=True)
class LetterHead:
    """What every letter opens with."""

    sender: Sender
    recipient: Recipient
    header: Header
    property: Property


class FindingOrigin(StrEnum):
    """How a fact was established; letters keep data apart from judgement."""

    COMPUTED = "computed"
    MEASURED = "measured"
    OBSERVED = "observed"
    JUDGED = "judged"


@dataclass(frozen=True)
class Citation:
    """The requirement a breach rests on, as on the governing date, with what the release rule asks about.

    `outcome` is the engine's answer (breached, not_assessed ...); `jurisdiction` and `legal_status` are the
    pack's; `standing` tells how far exactly this requirement is approved.
    """

    requirement_id: str
    pack_id: str
    pack_version: str
    clause: LegalReference
    outcome: str
    jurisdiction: str
    legal_status: str
    standing: Standing
    governing_on: date
    valid_from: date | None
    valid_to: date | None = None


@dataclass(frozen=True)
class Breach:
    """One breach: rule, observation, what must be achieved (the result, never the method), until when.

    `measured`, `required` and `shortfall` are Danish text with unit. In a hearing `due_on` is contemplated.
    """

    title: str
    rule: str
    measured: str
    required: str
    citation: Citation
    observed_on: date
    origin: FindingOrigin
    result: str
    rooms: tuple[str, ...] = ()
    shortfall: str = ""
    due_on: date | None = None
    at_once: bool = False
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: its id in the case, what it shows, and when it was recorded."""

    evidence_id: str
    description: str
    recorded_on: date


@dataclass(frozen=True)
class ComplaintGuidance:
    """Complaint guidance (*klagevejledning*): body, where to send it, the time for it, and its effect."""

    body: str
    send_to: str
    term: ComplaintTerm
    suspensive: bool

    @property
    def is_complete(self) -> bool:
        """True when no part is empty."""
        return bool(self.body.strip() and self.send_to.strip())


class NoComplaintReason(StrEnum):
    """Why a letter carries no complaint guidance."""

    FAVOURABLE = "favourable"
    NOT_A_DECISION = "not_a_decision"
    LAWYER_DECIDED_NONE = "lawyer_decided_none"


Complaint = ComplaintGuidance | NoComplaintReason | None


@dataclass(frozen=True)
class EarlierNotice:
    """A notice that was sent and counts no more: when it was issued, and the day of visit it named."""

    issued_on: date
    visit_on: date


@dataclass(frozen=True)
class VisitNotice:
    """Notice of visit (*varsling*), RSL § 5(2). `waiver` explains a notice shorter than 14 days.

    `replaces` is the notice of another day that this one withdraws.
    """

    head: LetterHead
    visit_on: date
    starts_at: time
    ends_at: time
    act: LegalReference
    facts: str
    legal_basis: LegalReference
    proportionality_reason: str
    objection_due_on: date
    who_comes: str
    scope: str
    complaint: Complaint = None
    waiver: NoticeWaiver | None = None
    replaces: EarlierNotice | None = None


@dataclass(frozen=True)
class Hearing:
    """Hearing of the party (*partshøring*), FVL § 19. `suspicion` adds the note on the right to silence.

    `reply_page` is where the party answers with `reply_code`, which is made when the letter leaves: a draft has none.
    """

    head: LetterHead
    visit_on: date
    contemplated_reaction: str
    legal_basis: LegalReference
    breaches: tuple[Breach, ...]
    due_on: date
    evidence: tuple[Evidence, ...] = ()
    suspicion: bool = False
    reply_page: str = ""
    reply_code: str = ""


@dataclass(frozen=True)
class ReplyPoint:
    """One point of the party's reply, and how the authority considered it."""

    point: str
    answer: str


@dataclass(frozen=True)
class HearingHeld:
    """The hearing that came before an order; without reply points the party did not answer."""

    issued_on: date
    due_on: date
    reply: tuple[ReplyPoint, ...] = ()


@dataclass(frozen=True)
class Corrected:
    """The decision that a letter corrects: when it was issued, what was wrong in it, and what holds now."""

    issued_on: date
    wrong: str
    holds: str


@dataclass(frozen=True)
class Injunction:
    """Order with deadlines (*påbud*), FVL §§ 22-25. With ``report_code`` its addressee reports at ``report_url``.

    ``may_prohibit``: whoever issues it may follow it with a prohibition of use (byfornyelsesloven § 76).
    """

    head: LetterHead
    visit_on: date
    legal_basis: LegalReference
    breaches: tuple[Breach, ...]
    decisive_facts: str
    hearing: HearingHeld | HearingWaiver | None
    report_due_on: date
    penalty: LegalReference | None
    may_prohibit: bool = False
    main_considerations: str = ""
    report_code: str = ""
    report_url: str = ""
    evidence: tuple[Evidence, ...] = ()
    complaint: Complaint = None
    corrects: Corrected | None = None
