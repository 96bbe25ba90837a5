"""Writing the three letters: which blocks stand in which order, and what fills them.

Each function takes `print_unverified` for demonstration letters only: it prints references that no lawyer has
verified yet. Paragraphs are written in the order of reading, because an act's first mention is the long one.
"""

from collections.abc import Sequence
from dataclasses import replace

from inspection.letters.blocks import AddressForm, LetterKind, load_blocks
from inspection.letters.contents import Hearing, Injunction, LetterHead, NoComplaintReason, VisitNotice
from inspection.letters.danish import danish_date, danish_time, danish_weekday_date, full_sentence
from inspection.letters.items import breach_items
from inspection.letters.letter import Letter, LetterElement, LetterHeading, LetterRows
from inspection.letters.parts import (
    complaint_guidance,
    empty_parts_of,
    evidence_list,
    hearing_account,
    rights,
    short_notice,
)
from inspection.letters.writer import BlockWriter


def write_visit_notice(notice: VisitNotice, *, print_unverified: bool = False) -> Letter:
    """Write the notice of visit (RSL § 5(2))."""
    writer = BlockWriter(notice.head.recipient.form, print_unverified=print_unverified)
    body = [
        *_decision_to_visit(writer, notice),
        *_course_of_visit(writer, notice),
        LetterHeading("Indsigelser mod besøget"),
        writer.paragraph("indsigelse", frist=danish_weekday_date(notice.objection_due_on)),
        *complaint_guidance(writer, notice.complaint),
        *rights(writer, notice.head),
    ]
    return replace(
        _letter(LetterKind.VARSLING, notice.head, body, writer),
        complaint=notice.complaint,
        visit_on=notice.visit_on,
        objection_due_on=notice.objection_due_on,
    )


def write_hearing(hearing: Hearing, *, print_unverified: bool = False) -> Letter:
    """Write the hearing of the party (FVL § 19)."""
    head = hearing.head
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    due, visited = danish_weekday_date(hearing.due_on), danish_date(hearing.visit_on)
    body: list[LetterElement] = [
        writer.paragraph("hoering", reaktion=hearing.contemplated_reaction, frist=due),
        *([writer.paragraph("ret_til_tavshed")] if hearing.suspicion else []),
        LetterHeading("Det lægger vi vægt på"),
        writer.paragraph("hoering_fakta", adresse=head.property.address, dato=visited),
        *breach_items(writer, hearing.breaches, contemplated=True),
        *evidence_list(hearing.evidence),
        LetterHeading("Regler og videre forløb"),
        writer.paragraph("hoering_regel", hjemmel=hearing.legal_basis),
        writer.paragraph("hoering_tavshed"),
        LetterHeading("Sådan svarer I" if head.recipient.form is AddressForm.I else "Sådan svarer du"),
        writer.paragraph("hoering_svar", email=head.sender.email, sagsnummer=head.header.case_number),
        *rights(writer, head),
    ]
    return replace(
        _letter(LetterKind.PARTSHOERING, head, body, writer),
        breaches=hearing.breaches,
        complaint=NoComplaintReason.NOT_A_DECISION,
        visit_on=hearing.visit_on,
        has_silence_note=hearing.suspicion,
    )


def write_injunction(order: Injunction, *, print_unverified: bool = False) -> Letter:
    """Write the order with deadlines (FVL §§ 22-25)."""
    writer = BlockWriter(order.head.recipient.form, print_unverified=print_unverified)
    body = [
        *_decision_to_order(writer, order),
        *_reasons(writer, order),
        LetterHeading("Partshøring"),
        *hearing_account(writer, order.hearing),
        *_what_follows(writer, order),
        *complaint_guidance(writer, order.complaint),
        *rights(writer, order.head),
    ]
    return replace(
        _letter(LetterKind.PAABUD, order.head, body, writer),
        breaches=order.breaches,
        complaint=order.complaint,
        visit_on=order.visit_on,
    )


def _letter(kind: LetterKind, head: LetterHead, body: Sequence[LetterElement], writer: BlockWriter) -> Letter:
    library = load_blocks()
    return Letter(
        kind=kind,
        version=library.versions[kind],
        head=head,
        subject=library.titles[kind],
        body=tuple(body),
        missing=(*empty_parts_of(head), *writer.missing),
        blocks=tuple(writer.used),
    )


def _hours(notice: VisitNotice) -> tuple[str, str]:
    return danish_time(notice.starts_at), danish_time(notice.ends_at)


def _decision_to_visit(writer: BlockWriter, notice: VisitNotice) -> list[LetterElement]:
    sender, place = notice.head.sender.name, notice.head.property.address
    day, (start, end) = danish_weekday_date(notice.visit_on), _hours(notice)
    return [
        writer.paragraph("besoeg", myndighed=sender, adresse=place, dato=day, fra=start, til=end),
        writer.paragraph("formaal", lov=notice.act),
        LetterHeading("Baggrund og retsgrundlag"),
        writer.paragraph("grundlag", fakta=full_sentence(notice.facts), hjemmel=notice.legal_basis),
        writer.paragraph("proportionalitet", begrundelse=notice.proportionality_reason),
        *short_notice(writer, notice),
    ]


def _course_of_visit(writer: BlockWriter, notice: VisitNotice) -> list[LetterElement]:
    sender, place = notice.head.sender.name, notice.head.property.address
    day, (start, end) = danish_weekday_date(notice.visit_on), _hours(notice)
    return [
        LetterHeading("Sådan foregår besøget"),
        LetterRows((("Tid", f"{day} kl. {start}–{end}"), ("Sted", place))),
        writer.paragraph("hvem_og_hvad", myndighed=sender, titler=notice.who_comes, forhold=notice.scope),
        writer.paragraph("legitimation"),
        writer.paragraph("rapport"),
    ]


def _decision_to_order(writer: BlockWriter, order: Injunction) -> list[LetterElement]:
    sender, place = order.head.sender.name, order.head.property.address
    visited = danish_date(order.visit_on)
    return [
        LetterHeading("Afgørelse"),
        writer.paragraph("paabud_afgoerelse", myndighed=sender, adresse=place, dato=visited),
        *breach_items(writer, order.breaches, contemplated=False),
        *evidence_list(order.evidence),
    ]


def _reasons(writer: BlockWriter, order: Injunction) -> list[LetterElement]:
    reasons: list[LetterElement] = [
        LetterHeading("Begrundelse"),
        writer.paragraph("begrundelse", hjemmel=order.legal_basis, fakta=order.decisive_facts),
    ]
    if order.main_considerations.strip():
        reasons.append(writer.paragraph("hovedhensyn", hovedhensyn=full_sentence(order.main_considerations)))
    return reasons


def _what_follows(writer: BlockWriter, order: Injunction) -> list[LetterElement]:
    email, case_number = order.head.sender.email, order.head.header.case_number
    due = danish_date(order.report_due_on)
    return [
        LetterHeading("Tilbagemelding"),
        writer.paragraph("tilbagemelding", frist=due, email=email, sagsnummer=case_number),
        LetterHeading("Hvis påbuddet ikke efterkommes"),
        writer.paragraph("foelge", straffebestemmelse=order.penalty),
    ]
