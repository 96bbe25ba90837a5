"""The decision to visit is upheld against an objection (*fastholdelse*), RSL § 5(3), FVL § 24."""

from dataclasses import dataclass, replace
from datetime import date

from husly.kit.access import Permission
from husly.kit.clock import danish_date as danish_day
from inspection.enforcement.actions.steps import require_state
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import Complaint, LetterHead
from inspection.letters.danish import danish_date, danish_weekday_date, full_sentence
from inspection.letters.from_case import Source, head_of, power, process_complaint
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading, LetterRows
from inspection.letters.models import Letter
from inspection.letters.parts import complaint_guidance, rights, written_letter
from inspection.letters.references import LegalReference
from inspection.letters.writer import BlockWriter


@dataclass(frozen=True)
class Upheld:
    """The objection, and why the visit takes place all the same."""

    head: LetterHead
    visit_on: date
    received_on: date
    objection: str
    reasons: str
    proportionality_reason: str
    legal_basis: LegalReference
    complaint: Complaint = None


def content_of(source: Source, letter: Letter) -> Upheld:
    """The letter as drafted."""
    file, choices = source.file, letter.choices
    return Upheld(
        head=head_of(source, letter),
        visit_on=file.visit.visit_on,
        received_on=date.fromisoformat(choices["received_on"]),
        objection=choices.get("objection", ""),
        reasons=choices.get("reasons", ""),
        proportionality_reason=file.visit.proportionality_reason,
        legal_basis=power(source, "varsling"),
        complaint=process_complaint(source, letter),
    )


def write_upheld(content: Upheld, *, print_unverified: bool = False) -> WrittenLetter:
    """Write that the visit is upheld."""
    head = content.head
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    day, received = danish_weekday_date(content.visit_on), danish_date(content.received_on)
    body: list[LetterElement] = [
        writer.paragraph("fastholder", adresse=head.property.address, dato=day, modtaget=received),
        LetterHeading("Indsigelsen"),
        LetterRows((("Indhold", writer.value("indsigelse", content.objection, where="indsigelse")),)),
        LetterHeading("Begrundelse"),
        writer.paragraph("fastholder_grund", begrundelse=full_sentence(content.reasons), hjemmel=content.legal_basis),
        writer.paragraph("proportionalitet", begrundelse=content.proportionality_reason),
        *complaint_guidance(writer, content.complaint),
        *rights(writer, head),
    ]
    written = written_letter(LetterKind.FASTHOLDELSE, head, body, writer)
    return replace(written, complaint=content.complaint, visit_on=content.visit_on)


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_upheld(content_of(source, letter), print_unverified=print_unverified)


def _may_leave(leaving: Leaving) -> None:
    require_state(leaving.file, CaseState.NOTIFIED)


def _on_issue(leaving: Leaving) -> None:
    leaving.file.visit.objection_upheld_on = danish_day(leaving.at)
    leaving.session.flush()


TYPE = LetterType(LetterKind.FASTHOLDELSE, Permission.ISSUE_DECISIONS, _write, _may_leave, _on_issue)
