"""Written reasons for a decision given orally (*skriftlig begrundelse*), FVL § 23."""

from dataclasses import dataclass, replace
from datetime import date

from husly.kit.access import Permission
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import Complaint, LetterHead
from inspection.letters.danish import danish_date, full_sentence
from inspection.letters.from_case import Source, complaint_of, head_of, power
from inspection.letters.kinds.kind import LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading
from inspection.letters.models import Letter
from inspection.letters.parts import complaint_guidance, rights, written_letter
from inspection.letters.references import LegalReference
from inspection.letters.writer import BlockWriter


@dataclass(frozen=True)
class LaterReasons:
    """What was decided by word of mouth and when, who asked when, and the reasons."""

    head: LetterHead
    decided_on: date
    decision: str
    requested_on: date
    facts: str
    considerations: str
    legal_basis: LegalReference
    complaint: Complaint = None


def content_of(source: Source, letter: Letter) -> LaterReasons:
    """The reasons as drafted."""
    choices = letter.choices
    return LaterReasons(
        head=head_of(source, letter),
        decided_on=date.fromisoformat(choices["decided_on"]),
        decision=choices.get("decision", ""),
        requested_on=date.fromisoformat(choices["requested_on"]),
        facts=choices.get("facts", ""),
        considerations=choices.get("considerations", ""),
        legal_basis=power(source, "strakspaabud"),
        complaint=complaint_of(source, letter),
    )


def write_reasons(reasons: LaterReasons, *, print_unverified: bool = False) -> WrittenLetter:
    """Write the reasons."""
    head = reasons.head
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    decided, asked = danish_date(reasons.decided_on), danish_date(reasons.requested_on)
    body: list[LetterElement] = [
        writer.paragraph("mundtlig", adresse=head.property.address, dato=decided, anmodet=asked),
        LetterHeading("Afgørelsen"),
        writer.paragraph("mundtlig_afgoerelse", afgoerelse=full_sentence(reasons.decision)),
        LetterHeading("Begrundelse"),
        writer.paragraph("begrundelse", hjemmel=reasons.legal_basis, fakta=full_sentence(reasons.facts)),
    ]
    if reasons.considerations.strip():
        body.append(writer.paragraph("hovedhensyn", hovedhensyn=full_sentence(reasons.considerations)))
    body += [*complaint_guidance(writer, reasons.complaint), *rights(writer, head)]
    written = written_letter(LetterKind.BEGRUNDELSE_EFTERFOELGENDE, head, body, writer)
    return replace(written, complaint=reasons.complaint)


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_reasons(content_of(source, letter), print_unverified=print_unverified)


TYPE = LetterType(LetterKind.BEGRUNDELSE_EFTERFOELGENDE, Permission.ISSUE_DECISIONS, _write)
