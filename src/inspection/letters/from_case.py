"""Builds the typed content of each letter from the rows of a case and the settings. Nothing is typed in freely here.

The content has no place for residents' names or statements, or for where a tip came from: the reason for which a case
was opened never reaches a letter; the facts of a notice are written for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from husly.kit.clock import danish_date as danish_day
from husly.kit.errors import DomainError
from husly.kit.postal import postal_lines
from husly.settings import Settings
from inspection.authorities.belonging import authority_of_case, power_holder
from inspection.authorities.letterheads import Letterhead
from inspection.enforcement.deadlines import ComplaintTerm
from inspection.enforcement.from_register import case_facts, complaint_is_complete
from inspection.enforcement.headings import heading_of
from inspection.enforcement.hearing_days import promised_until
from inspection.enforcement.models import Addressee, Finding, FindingOutcome, LegalBasis, OrderItem
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.waivers import HearingWaiver
from inspection.hearings.reactions import POWER_OF, reactions_in_words, reactions_of
from inspection.hearings.translations import as_quoted
from inspection.letters.blocks import AddressForm, LetterKind
from inspection.letters.contents import (
    Breach,
    Citation,
    Complaint,
    ComplaintGuidance,
    Corrected,
    EarlierNotice,
    Evidence,
    FindingOrigin,
    Header,
    Hearing,
    HearingHeld,
    Injunction,
    LetterHead,
    NoComplaintReason,
    Property,
    Recipient,
    ReplyPoint,
    Sender,
    VisitNotice,
)
from inspection.letters.models import Letter
from inspection.letters.powers import PURPOSES, Power, load_powers, powers_of
from inspection.letters.references import LegalReference
from standards.rules.approval import Standing
from standards.rules.release import jurisdiction_of

ACTS = {
    LegalBasis.EMPLOYEE_HOUSING_ACT: "lov nr. 1445 af 10. december 2024 om indkvartering af ansatte",
    LegalBasis.URBAN_RENEWAL_ACT: "byfornyelsesloven",
}
GENITIVES = {LegalBasis.URBAN_RENEWAL_ACT: "byfornyelseslovens"}
CASEWORKER_TITLE = "Tilsynsførende"
WHO_COMES = "en eller to tilsynsførende"
SCOPE = "de rum, beboerne bruger, og forhold som toilet, vand, afløb, dagslys, udluftning, varme og antal beboere"

StandingOf = Callable[[Finding], Standing]


@dataclass(frozen=True)
class Source:
    """What letters are built from: the case, who sends, the day on the letter, how far each rule is approved.

    ``letterhead`` is None where the authority of the case has none; ``guidance`` is the letter's rule of complaint;
    ``powers`` say which section gives which power.
    """

    file: CaseFile
    settings: Settings
    dated_on: date
    standing_of: StandingOf
    letterhead: Letterhead | None = None
    guidance: dict[str, Any] | None = None
    powers: frozenset[Power] = field(default_factory=load_powers)


def act(basis: LegalBasis) -> LegalReference:
    """The act itself, named and not cited by section."""
    return LegalReference(title=ACTS[basis], section="", confidence="V*")


def power(source: Source, *purposes: str) -> LegalReference:
    """What a sentence rests on, by its purpose (a key of ``PURPOSES``; several for a hearing): section and act.

    A section that nobody has read leaves it unprintable, so that the letter names it as missing and is not issued.
    """
    case, model = source.file.case, source.settings.supervision_model
    holder = power_holder(authority_of_case(case, model))
    known = {
        one.reaction: one
        for one in source.powers
        if (one.authority, one.basis) == (holder, case.legal_basis.value) and model in one.models and one.section
    }
    unread = [one for one in purposes if one not in known or not known[one].is_verified]
    is_whole, weakest = known.keys() >= set(purposes), (unread or purposes)[0]
    return LegalReference(
        title=ACTS[case.legal_basis],
        section=" og ".join(dict.fromkeys(known[one].section for one in purposes)) if is_whole else "",
        confidence=known[weakest].confidence if is_whole else "P",
        genitive=GENITIVES.get(case.legal_basis, ""),
        provision=f"{holder}.{case.legal_basis.value}.{weakest}",
        about=", ".join(PURPOSES[one] for one in unread),
    )


def notice_content(source: Source, letter: Letter) -> VisitNotice:
    """The notice of visit as drafted."""
    file, choices = source.file, letter.choices
    facts = case_facts(file, source.dated_on)
    return VisitNotice(
        head=head_of(source, letter),
        visit_on=date.fromisoformat(choices["visit_on"]),
        starts_at=_clock(choices.get("from_min", file.visit.from_min)),
        ends_at=_clock(choices.get("to_min", file.visit.to_min)),
        act=act(file.case.legal_basis),
        facts=choices.get("facts", ""),
        legal_basis=power(source, "varsling"),
        proportionality_reason=file.visit.proportionality_reason,
        objection_due_on=date.fromisoformat(choices["objection_due_on"]),
        who_comes=choices.get("who_comes") or WHO_COMES,
        scope=SCOPE,
        # Whether a notice carries complaint guidance is open in law: the operator decides it, there is no default.
        complaint=complaint_of(source, letter)
        or (NoComplaintReason.LAWYER_DECIDED_NONE if source.settings.demo_mode else None),
        waiver=facts.notice_waiver,
        replaces=_replaced(file, letter),
    )


def process_complaint(source: Source, letter: Letter) -> Complaint:
    """Whether a decision to visit carries complaint guidance is open in law: the operator decides, without default."""
    return complaint_of(source, letter) or (
        NoComplaintReason.LAWYER_DECIDED_NONE if source.settings.demo_mode else None
    )


def _replaced(file: CaseFile, letter: Letter) -> EarlierNotice | None:
    """The notice that this one takes the place of, when it had left the house."""
    if letter.supersedes_id is None:
        return None
    earlier = file.letter(letter.supersedes_id)
    if earlier.issued_at is None:
        return None
    return EarlierNotice(danish_day(earlier.issued_at), date.fromisoformat(earlier.choices["visit_on"]))


def hearing_content(source: Source, letter: Letter) -> Hearing:
    """The hearing as drafted: every breach found, with what is contemplated; the days run from when it leaves."""
    file = source.file
    breaches = [finding for finding in file.findings if finding.outcome is FindingOutcome.BREACHED]
    contemplated = date.fromisoformat(letter.choices["contemplated_due_on"])
    head, reactions = head_of(source, letter), reactions_of(letter.choices.get("reactions", ()))
    return Hearing(
        head=head,
        visit_on=file.visit.visited_on or file.visit.visit_on,
        contemplated_reaction=reactions_in_words(reactions, head.recipient.form),
        legal_basis=power(source, *(POWER_OF[one] for one in reactions)),
        breaches=tuple(breach_of(source, finding, finding.remedy, contemplated) for finding in breaches),
        due_on=promised_until(letter.choices, leaves_on=source.dated_on, calendar=file.calendar),
        evidence=tuple(evidence_of(finding) for finding in breaches),
        suspicion=file.case.suspicion,
        reply_page=reply_page(source.settings),
        reply_code=letter.choices.get("reply_code", ""),
    )


def reply_page(settings: Settings) -> str:
    """Where a party answers with the code of a letter."""
    return f"{settings.public_url.rstrip('/')}/reply" if settings.public_url else "Huslys side /reply"


def order_content(source: Source, letter: Letter) -> Injunction:
    """The order as drafted, or as a correction gives it anew: one item for each breach with result and deadline."""
    file, correction = source.file, letter.choices.get("correction")
    order_items = corrected_items(letter, order_id=letter.id) if correction else file.items
    items = [(item, file.finding(item.finding_id)) for item in order_items]
    weighed = "" if file.order is None else file.order.considerations
    return Injunction(
        head=head_of(source, letter),
        visit_on=file.visit.visited_on or file.visit.visit_on,
        legal_basis=power(source, letter.kind.value),
        breaches=tuple(
            breach_of(source, finding, item.result, item.due_on, at_once=item.at_once) for item, finding in items
        ),
        decisive_facts=_decisive_facts(items),
        hearing=hearing_account_of(source),
        report_due_on=date.fromisoformat(letter.choices["report_due_on"]),
        penalty=power(source, "straf"),
        may_prohibit=_may_prohibit(source),
        report_code=letter.choices.get("report_code", ""),
        report_url=f"{source.settings.public_url.rstrip('/')}/comply"
        if source.settings.public_url
        else "Huslys side /comply",
        main_considerations=correction["considerations"] if correction else weighed,
        evidence=tuple(evidence_of(finding) for _, finding in items),
        complaint=complaint_of(source, letter),
        corrects=_corrected(file, letter),
    )


def _may_prohibit(source: Source) -> bool:
    """Whether the authority of the case has the power of a prohibition on its legal basis."""
    case, model = source.file.case, source.settings.supervision_model
    holder = power_holder(authority_of_case(case, model))
    granted = powers_of(load_powers(), model=model, authority=holder, kind=LetterKind.FORBUD)
    return any(one.basis == case.legal_basis for one in granted)


def corrected_items(letter: Letter, *, order_id: UUID) -> list[OrderItem]:
    """The items of a correction as its letter holds them; they are stored when it is issued."""
    return [
        OrderItem(
            order_id=order_id,
            finding_id=UUID(item["finding_id"]),
            position=item["position"],
            result=item["result"],
            due_on=date.fromisoformat(item["due_on"]),
            at_once=item["at_once"],
        )
        for item in letter.choices["correction"]["items"]
    ]


def _corrected(file: CaseFile, letter: Letter) -> Corrected | None:
    correction = letter.choices.get("correction")
    if correction is None or letter.supersedes_id is None:
        return None
    return Corrected(issued_on_of(file.letter(letter.supersedes_id)), correction["wrong"], correction["holds"])


def issued_on_of(letter: Letter) -> date:
    """The day on which a letter was issued. Raises ``DomainError`` for one that was not."""
    if letter.issued_at is None:
        raise DomainError("letter.not_issued", "This letter has not been issued.")
    return danish_day(letter.issued_at)


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def head_of(source: Source, letter: Letter) -> LetterHead:
    """Sender, recipient, case and dwelling as every letter of a case opens with them."""
    settings, file = source.settings, source.file
    head = source.letterhead or Letterhead(name="")
    return LetterHead(
        sender=Sender(
            authority=power_holder(authority_of_case(file.case, settings.supervision_model)),
            name=head.name,
            address_lines=postal_lines(head.postal_address),
            cvr_number=head.cvr_number,
            phone=head.phone,
            email=head.email,
            privacy_url=head.privacy_url,
            payment=head.payment,
        ),
        recipient=_recipient(file, letter),
        header=Header(
            case_number=file.case.case_number,
            dated_on=source.dated_on,
            caseworker=letter.choices.get("caseworker", ""),
            caseworker_title=head.signature_title or CASEWORKER_TITLE,
        ),
        property=Property(file.dwelling.address, file.dwelling.dar_id or "", file.dwelling.bfe_number or ""),
    )


def _recipient(file: CaseFile, letter: Letter) -> Recipient:
    """Who gets the letter: whom it names, else the addressee of the case, who is the employer or the owner (ORD-05)."""
    if letter.recipient is not None:
        given = letter.recipient
        return Recipient(
            name=given["name"],
            address_lines=postal_lines(given.get("address")),
            form=AddressForm(given.get("form", AddressForm.I)),
            attention=given.get("attention", ""),
            cvr_number=given.get("cvr_number", ""),
            foreign_number=given.get("foreign_number", ""),
            unnumbered=bool(given.get("unnumbered")),
        )
    if file.case.addressee is Addressee.OWNER:
        is_person = not (file.case.owner_cvr_number or file.case.owner_foreign_number)
        return Recipient(
            name=file.case.owner_name,
            address_lines=postal_lines(file.case.owner_postal_address),
            form=AddressForm.DU if is_person else AddressForm.I,
            cvr_number=file.case.owner_cvr_number,
            foreign_number=file.case.owner_foreign_number,
        )
    return Recipient(
        name=file.employer.name,
        address_lines=postal_lines(file.employer.postal_address),
        cvr_number=file.employer.cvr_number or "",
        rut_number=file.employer.rut_number or "",
        foreign_number=file.employer.foreign_number or "",
        p_number=file.case.employer_p_number,
    )


def breach_of(source: Source, finding: Finding, result: str, due_on: date | None, *, at_once: bool = False) -> Breach:
    """A finding as a letter shows it: rule, observation, result, deadline, evidence."""
    standing = source.standing_of(finding)
    # Two persons have read the rule in the law itself, whatever the pack's author had read.
    confidence = "V" if standing is Standing.APPROVED else finding.confidence
    return Breach(
        title=heading_of(finding),
        rule=finding.rule,
        measured=finding.measured or finding.note,
        required=finding.required,
        citation=Citation(
            requirement_id=finding.requirement_id,
            pack_id=finding.pack_id,
            pack_version=finding.pack_version,
            clause=LegalReference(finding.clause_title, finding.clause_section, confidence),
            outcome=finding.outcome.value,
            jurisdiction=jurisdiction_of(finding.pack_id),
            legal_status=finding.legal_status,
            standing=standing,
            governing_on=finding.observed_on,
            valid_from=finding.valid_from,
            valid_to=finding.valid_to,
        ),
        observed_on=finding.observed_on,
        origin=FindingOrigin(finding.kind.value),
        result=result,
        rooms=tuple(finding.rooms),
        shortfall=finding.shortfall,
        due_on=due_on,
        at_once=at_once,
        evidence_ids=(finding.evidence_id,),
    )


def evidence_of(finding: Finding) -> Evidence:
    """The note of a finding, as evidence that letters name."""
    return Evidence(finding.evidence_id, f"Notat fra besøget om “{heading_of(finding)}”", finding.observed_on)


def _decisive_facts(items: list[tuple[OrderItem, Finding]]) -> str:
    told = "; ".join(
        f"nr. {item.position}: {finding.measured or finding.note} ({finding.evidence_id})" for item, finding in items
    )
    return f"{told}." if told and not told.endswith(".") else told


def hearing_account_of(source: Source) -> HearingHeld | HearingWaiver | None:
    """How the party was heard in this round, or why it was not; None while neither is known."""
    facts = case_facts(source.file, source.dated_on)
    if facts.hearing_waiver is not None:
        return facts.hearing_waiver
    hearing = source.file.hearing
    if hearing is None or facts.hearing is None:
        return None
    reply = tuple(
        _reply_point(point.text, point.consideration, about=point.about) for point in source.file.reply_points
    )
    if not reply and hearing.replied_on is not None:  # one from before replies came point by point
        reply = (_reply_point(hearing.reply, hearing.consideration),)
    return HearingHeld(issued_on=facts.hearing.issued_on, due_on=facts.hearing.runs_until, reply=reply)


def _reply_point(text: str, consideration: str, *, about: str = "") -> ReplyPoint:
    said, answer = as_quoted(text, consideration)
    return ReplyPoint(f"{about}: {said}" if about else said, answer)


def complaint_of(source: Source, letter: Letter) -> Complaint:
    """What a letter tells of complaints: as drafted, else by the rule of the authority; None while undecided."""
    chosen = letter.choices.get("complaint") or source.guidance
    if chosen and chosen.get("none_reason"):
        return NoComplaintReason.LAWYER_DECIDED_NONE
    if chosen is None or not complaint_is_complete(chosen):
        return None
    days = int(chosen["days"])
    term = ComplaintTerm(weeks=days // 7) if days % 7 == 0 else ComplaintTerm(days=days)
    return ComplaintGuidance(
        body=chosen["body"],
        send_to=chosen.get("send_to") or (source.letterhead or Letterhead(name="")).name,
        term=term,
        suspensive=bool(chosen["suspends"]),
    )
