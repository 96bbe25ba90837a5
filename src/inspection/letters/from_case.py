"""Builds the typed content of each letter from the rows of a case and the settings. Nothing is typed in freely here.

The content has no place for residents' names or statements, or for where a tip came from: the reason for which a case
was opened never reaches a letter; the facts of a notice are written for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from husly.settings import Settings
from inspection.enforcement.deadlines import ComplaintTerm
from inspection.enforcement.from_register import case_facts, complaint_is_complete
from inspection.enforcement.models import Finding, FindingOutcome, LegalBasis, OrderItem
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.waivers import HearingWaiver
from inspection.letters.contents import (
    Breach,
    Citation,
    Complaint,
    ComplaintGuidance,
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
from inspection.letters.references import LegalReference
from standards.rules.approval import Standing
from standards.rules.release import jurisdiction_of

AUTHORITIES = {"state": "arbejdstilsynet", "municipality": "municipality"}
"""Who supervises (settings) as the table of powers names it."""

ACTS = {
    LegalBasis.EMPLOYEE_HOUSING_ACT: "lov nr. 1445 af 10. december 2024 om indkvartering af ansatte",
    LegalBasis.URBAN_RENEWAL_ACT: "byfornyelsesloven",
}
CASEWORKER_TITLE = "Tilsynsførende"
WHO_COMES = "en eller to tilsynsførende"
SCOPE = "de rum, beboerne bruger, og forhold som toilet, vand, afløb, dagslys, udluftning, varme og antal beboere"
REACTION = "påbyde jer at bringe forholdene nedenfor i orden"

StandingOf = Callable[[Finding], Standing]


@dataclass(frozen=True)
class Source:
    """What letters are built from: the case, who sends, the day on the letter, and how far each rule is approved."""

    file: CaseFile
    settings: Settings
    dated_on: date
    standing_of: StandingOf


def act(basis: LegalBasis) -> LegalReference:
    """The act itself, named and not cited by section."""
    return LegalReference(title=ACTS[basis], section="", confidence="V*")


def power(basis: LegalBasis) -> LegalReference:
    """The power that a visit, an order or a penalty rests on. Its section was not read (letters of the project's
    sources), so it is marked P: printed for demonstration only, and blocking issue until a lawyer has verified it.
    """
    return LegalReference(title=ACTS[basis], section="", confidence="P")


def notice_content(source: Source, letter: Letter) -> VisitNotice:
    """The notice of visit as drafted."""
    file, choices = source.file, letter.choices
    facts = case_facts(file, source.dated_on)
    return VisitNotice(
        head=_head(source, letter),
        visit_on=date.fromisoformat(choices["visit_on"]),
        starts_at=_clock(file.visit.from_min),
        ends_at=_clock(file.visit.to_min),
        act=act(file.case.legal_basis),
        facts=choices.get("facts", ""),
        legal_basis=power(file.case.legal_basis),
        proportionality_reason=file.visit.proportionality_reason,
        objection_due_on=date.fromisoformat(choices["objection_due_on"]),
        who_comes=WHO_COMES,
        scope=SCOPE,
        # Whether a notice carries complaint guidance is open in law: the operator decides it, there is no default.
        complaint=NoComplaintReason.LAWYER_DECIDED_NONE if source.settings.demo_mode else None,
        waiver=facts.notice_waiver,
    )


def hearing_content(source: Source, letter: Letter) -> Hearing:
    """The hearing as drafted: every breach found, with what is contemplated."""
    file = source.file
    breaches = [finding for finding in file.findings if finding.outcome is FindingOutcome.BREACHED]
    contemplated = date.fromisoformat(letter.choices["contemplated_due_on"])
    return Hearing(
        head=_head(source, letter),
        visit_on=file.visit.visited_on or file.visit.visit_on,
        contemplated_reaction=REACTION,
        legal_basis=power(file.case.legal_basis),
        breaches=tuple(_breach(source, finding, finding.remedy, contemplated) for finding in breaches),
        due_on=date.fromisoformat(letter.choices["due_on"]),
        evidence=tuple(_evidence(finding) for finding in breaches),
        suspicion=file.case.suspicion,
    )


def order_content(source: Source, letter: Letter) -> Injunction:
    """The order as drafted: one item for each breach, with its result and deadline."""
    file = source.file
    items = [(item, file.finding(item.finding_id)) for item in file.items]
    return Injunction(
        head=_head(source, letter),
        visit_on=file.visit.visited_on or file.visit.visit_on,
        legal_basis=power(file.case.legal_basis),
        breaches=tuple(_breach(source, finding, item.result, item.due_on) for item, finding in items),
        decisive_facts=_decisive_facts(items),
        hearing=_hearing_account(source),
        report_due_on=date.fromisoformat(letter.choices["report_due_on"]),
        penalty=power(file.case.legal_basis),
        main_considerations="" if file.order is None else file.order.considerations,
        evidence=tuple(_evidence(finding) for _, finding in items),
        complaint=_complaint(letter, source.settings),
    )


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _lines(text: str | None) -> tuple[str, ...]:
    parts = (text or "").replace("\n", ";").replace(",", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def _head(source: Source, letter: Letter) -> LetterHead:
    settings, file = source.settings, source.file
    return LetterHead(
        sender=Sender(
            authority=AUTHORITIES.get(settings.supervision_model, settings.supervision_model),
            name=settings.authority_name,
            address_lines=_lines(settings.authority_address),
            cvr_number=settings.authority_cvr,
            phone=settings.authority_phone,
            email=settings.authority_email,
            privacy_url=settings.privacy_url,
        ),
        recipient=Recipient(
            name=file.employer.name,
            address_lines=_lines(file.employer.postal_address),
            cvr_number=file.employer.cvr_number or "",
            rut_number=file.employer.rut_number or "",
            foreign_number=file.employer.foreign_number or "",
        ),
        header=Header(
            case_number=file.case.case_number,
            dated_on=source.dated_on,
            caseworker=letter.choices.get("caseworker", ""),
            caseworker_title=CASEWORKER_TITLE,
        ),
        property=Property(address=file.dwelling.address, dar_id=file.dwelling.dar_id or ""),
    )


def _breach(source: Source, finding: Finding, result: str, due_on: date) -> Breach:
    standing = source.standing_of(finding)
    # Two persons have read the rule in the law itself, whatever the pack's author had read.
    confidence = "V" if standing is Standing.APPROVED else finding.confidence
    return Breach(
        title=finding.title,
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
        evidence_ids=(finding.evidence_id,),
    )


def _evidence(finding: Finding) -> Evidence:
    return Evidence(finding.evidence_id, f"Notat fra besøget om “{finding.title}”", finding.observed_on)


def _decisive_facts(items: list[tuple[OrderItem, Finding]]) -> str:
    told = "; ".join(f"nr. {item.position}: {finding.measured or finding.note}" for item, finding in items)
    return f"{told}." if told and not told.endswith(".") else told


def _hearing_account(source: Source) -> HearingHeld | HearingWaiver | None:
    facts = case_facts(source.file, source.dated_on)
    if facts.hearing_waiver is not None:
        return facts.hearing_waiver
    hearing = source.file.hearing
    if hearing is None or facts.hearing is None:
        return None
    reply = () if hearing.replied_on is None else (ReplyPoint(hearing.reply, hearing.consideration),)
    return HearingHeld(issued_on=facts.hearing.issued_on, due_on=facts.hearing.runs_until, reply=reply)


def _complaint(letter: Letter, settings: Settings) -> Complaint:
    chosen = letter.choices.get("complaint")
    if chosen is None or not complaint_is_complete(chosen):
        return None
    days = int(chosen["days"])
    term = ComplaintTerm(weeks=days // 7) if days % 7 == 0 else ComplaintTerm(days=days)
    return ComplaintGuidance(
        body=chosen["body"], send_to=settings.authority_name, term=term, suspensive=bool(chosen["suspends"])
    )
