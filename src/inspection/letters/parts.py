"""The parts that letters share: what the head lacks, evidence, hearing, complaint guidance, rights."""

from collections.abc import Sequence

from inspection.enforcement.waivers import HearingWaiver, HearingWaiverGround
from inspection.letters.blocks import AddressForm, LetterKind, load_blocks
from inspection.letters.contents import (
    Complaint,
    ComplaintGuidance,
    Corrected,
    Evidence,
    HearingHeld,
    LetterHead,
    VisitNotice,
)
from inspection.letters.danish import danish_date, full_sentence
from inspection.letters.letter import Letter, LetterElement, LetterHeading, LetterRows
from inspection.letters.references import load_references
from inspection.letters.writer import BlockWriter

RECIPIENT_NUMBER = "modtagerens CVR-, RUT- eller udenlandske nr."


def empty_parts_of(head: LetterHead) -> tuple[str, ...]:
    """Return the name of each part that every letter head needs and this one lacks."""
    sender, recipient, header = head.sender, head.recipient, head.header
    parts = {
        "myndighed": sender.name,
        "myndighedens adresse": "".join(sender.address_lines),
        "myndighedens CVR-nr.": sender.cvr_number,
        "myndighedens telefon": sender.phone,
        "myndighedens e-mail": sender.email,
        "modtager": recipient.name,
        "modtagerens adresse": "".join(recipient.address_lines),
        RECIPIENT_NUMBER: recipient.cvr_number + recipient.rut_number + recipient.foreign_number,
        "sagsnr.": header.case_number,
        "sagsbehandler": header.caseworker,
        "boligens adresse": head.property.address,
    }
    if (
        recipient.form is AddressForm.DU or recipient.unnumbered
    ):  # a person may have no number but the one that letters never carry
        del parts[RECIPIENT_NUMBER]
    return tuple(f"{name} (brevhoved)" for name, value in parts.items() if not value.strip())


def written_letter(
    kind: LetterKind,
    head: LetterHead,
    body: Sequence[LetterElement],
    writer: BlockWriter,
    *,
    numbered: bool = True,
) -> Letter:
    """Return the letter made of its body; with ``numbered`` its recipient must have a number, as a firm has."""
    library, empty = load_blocks(), empty_parts_of(head)
    if not numbered:
        empty = tuple(name for name in empty if not name.startswith(RECIPIENT_NUMBER))
    return Letter(
        kind=kind,
        version=library.versions[kind],
        head=head,
        subject=library.titles[kind],
        body=tuple(body),
        missing=(*empty, *writer.missing),
        unread=tuple(writer.unread),
        blocks=tuple(writer.used),
    )


def short_notice(writer: BlockWriter, notice: VisitNotice) -> list[LetterElement]:
    """Return why the notice is shorter than 14 days, or nothing."""
    if notice.waiver is None:
        return []
    ground = load_references()[f"rsl_5_4_{notice.waiver.ground.number}"]
    return [writer.paragraph("kort_varsel", grund=notice.waiver.reason, hjemmel=ground)]


def evidence_list(evidence: tuple[Evidence, ...]) -> list[LetterElement]:
    """Return the list of evidence under its heading, or nothing."""
    if not evidence:
        return []
    rows = tuple((one.evidence_id, f"{one.description}, {danish_date(one.recorded_on)}") for one in evidence)
    return [LetterHeading("Dokumentation i sagen"), LetterRows(rows)]


def hearing_account(writer: BlockWriter, hearing: HearingHeld | HearingWaiver | None) -> list[LetterElement]:
    """Return how the party was heard before the decision, or why it was not."""
    match hearing:
        case HearingWaiver():
            ground = load_references()[hearing.ground.reference]
            waived: LetterElement = writer.paragraph("hoering_undladt", grund=hearing.reason, hjemmel=ground)
            reopens = hearing.ground is HearingWaiverGround.REOPENABLE
            return [waived, *([writer.paragraph("hoering_genoptages")] if reopens else [])]
        case HearingHeld(reply=()):
            due = danish_date(hearing.due_on)
            return [writer.paragraph("hoert_uden_svar", dato=danish_date(hearing.issued_on), frist=due)]
        case HearingHeld():
            rows = tuple(
                row for one in hearing.reply for row in (("Bemærkning", one.point), ("Vores vurdering", one.answer))
            )
            return [writer.paragraph("hoert_svar", dato=danish_date(hearing.issued_on)), LetterRows(rows)]
        case None:
            return [writer.paragraph("hoert_uden_svar", dato=None, frist=None)]


def correction_of(writer: BlockWriter, corrected: Corrected | None) -> list[LetterElement]:
    """Return which decision the letter takes the place of, what was wrong in it and what holds now; or nothing."""
    if corrected is None:
        return []
    wrong, holds = full_sentence(corrected.wrong), full_sentence(corrected.holds)
    return [
        LetterHeading("Rettelse"),
        writer.paragraph("rettelse", dato=danish_date(corrected.issued_on), fejl=wrong, gaelder=holds),
    ]


def complaint_guidance(writer: BlockWriter, complaint: Complaint, *, by: str = "") -> list[LetterElement]:
    """Return the complaint guidance under its heading, or nothing; ``by`` is a block that names its rules."""
    if not isinstance(complaint, ComplaintGuidance):
        return []
    term = complaint.term
    length = f"{term.weeks} uger" if term.weeks else f"{term.days} dage"
    effect = "har" if complaint.suspensive else "har ikke"
    paragraph = writer.paragraph(
        "klage",
        klageinstans=complaint.body,
        modtager=complaint.send_to,
        frist=f"{length} efter, at afgørelsen er modtaget",
        virkning=f"Klagen {effect} opsættende virkning.",
    )
    return [LetterHeading("Klagevejledning"), paragraph, *([writer.paragraph(by)] if by else [])]


def code_square(writer: BlockWriter, page: str, code: str) -> list[LetterElement]:
    """Return the square that opens a page with the letter's code typed in; nothing where the page has no address."""
    if not page.startswith(("https://", "http://")) or not code:
        return []
    return [writer.scan("kode_firkant", f"{page}?code={code}")]


def rights(writer: BlockWriter, head: LetterHead, *, to_documents: bool = True) -> list[LetterElement]:
    """Return the rights that every letter tells of; the right to see documents only where the party has it."""
    heading = "Jeres rettigheder" if head.recipient.form is AddressForm.I else "Dine rettigheder"
    return [
        LetterHeading(heading),
        writer.paragraph("bistand"),
        *([writer.paragraph("aktindsigt")] if to_documents else []),
        writer.paragraph("persondata", netadresse=head.sender.privacy_url),
    ]
