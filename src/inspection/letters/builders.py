"""Writing the three letters: which blocks stand in which order, and what fills them.

Each function takes `print_unverified` for demonstration letters only: it prints references that no lawyer has
verified yet. Paragraphs are written in the order of reading, because an act's first mention is the long one.
"""

from dataclasses import replace
from datetime import date

from husly.kit.codes import grouped
from inspection.letters.blocks import AddressForm, LetterKind
from inspection.letters.contents import Hearing, Injunction, NoComplaintReason, VisitNotice
from inspection.letters.danish import danish_date, danish_time, danish_weekday_date, full_sentence
from inspection.letters.items import breach_items
from inspection.letters.letter import Letter, LetterElement, LetterHeading, LetterRows
from inspection.letters.parts import (
    code_square,
    complaint_guidance,
    correction_of,
    evidence_list,
    hearing_account,
    rights,
    short_notice,
    written_letter,
)
from inspection.letters.writer import BlockWriter


def write_visit_notice(notice: VisitNotice, *, print_unverified: bool = False) -> Letter:
    """Write the notice of visit (RSL § 5(2))."""
    writer = BlockWriter(notice.head.recipient.form, print_unverified=print_unverified)
    body = [
        *decision_to_visit(writer, notice),
        *course_of_visit(writer, notice),
        LetterHeading("Indsigelser mod besøget"),
        writer.paragraph("indsigelse", frist=danish_weekday_date(notice.objection_due_on)),
        *complaint_guidance(writer, notice.complaint),
        *rights(writer, notice.head),
    ]
    return replace(
        written_letter(LetterKind.VARSLING, notice.head, body, writer),
        complaint=notice.complaint,
        visit_on=notice.visit_on,
        told=hours_told(notice),
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
        *_how_to_reply(writer, hearing),
        *rights(writer, head),
    ]
    return replace(
        written_letter(LetterKind.PARTSHOERING, head, body, writer),
        breaches=hearing.breaches,
        complaint=NoComplaintReason.NOT_A_DECISION,
        visit_on=hearing.visit_on,
        told=(("comments", hearing.due_on), *_where_to_reply(hearing)),
        has_silence_note=hearing.suspicion,
    )


def _how_to_reply(writer: BlockWriter, hearing: Hearing) -> list[LetterElement]:
    """By the code on the page, or by mail; and how to ask for more time."""
    head = hearing.head
    by_mail = writer.paragraph("hoering_svar", email=head.sender.email, sagsnummer=head.header.case_number)
    if not hearing.reply_page:
        return [by_mail]
    code = grouped(hearing.reply_code, 4) if hearing.reply_code else "sættes ind, når brevet udstedes"
    return [
        writer.paragraph("hoering_kode"),
        LetterRows((("Side", hearing.reply_page), ("Kode", code))),
        *code_square(writer, hearing.reply_page, code if hearing.reply_code else ""),
        by_mail,
    ]


def _where_to_reply(hearing: Hearing) -> tuple[tuple[str, str], ...]:
    """Page and code, as the English summary repeats them."""
    if not hearing.reply_page:
        return ()
    code = (("code", grouped(hearing.reply_code, 4)),) if hearing.reply_code else ()
    return (("page", hearing.reply_page), *code)


def write_injunction(order: Injunction, *, print_unverified: bool = False) -> Letter:
    """Write the order with deadlines (FVL §§ 22-25)."""
    writer = BlockWriter(order.head.recipient.form, print_unverified=print_unverified)
    body = [
        *correction_of(writer, order.corrects),
        *items_of_order(writer, order),
        *reasons_of_order(writer, order),
        LetterHeading("Partshøring"),
        *hearing_account(writer, order.hearing),
        *what_follows(writer, order),
        *complaint_guidance(writer, order.complaint),
        *rights(writer, order.head),
    ]
    return replace(
        written_letter(LetterKind.PAABUD, order.head, body, writer),
        breaches=order.breaches,
        complaint=order.complaint,
        visit_on=order.visit_on,
        told=report_told(order),
    )


def report_told(order: Injunction) -> tuple[tuple[str, date | str], ...]:
    """Until when and where compliance is reported, as the English summary repeats it."""
    where = (("page", order.report_url), ("code", order.report_code)) if order.report_code else ()
    return (("report", order.report_due_on), *where)


def hours_told(notice: VisitNotice) -> tuple[tuple[str, str], ...]:
    """Between which hours the visit begins and ends, as the English summary repeats it."""
    return (("hours", f"{notice.starts_at:%H:%M}–{notice.ends_at:%H:%M}"),)


def _hours(notice: VisitNotice) -> tuple[str, str]:
    return danish_time(notice.starts_at), danish_time(notice.ends_at)


def decision_to_visit(writer: BlockWriter, notice: VisitNotice) -> list[LetterElement]:
    """What is decided, why, and on what it rests: of a visit that is announced, or of one that is not."""
    sender, place = notice.head.sender.name, notice.head.property.address
    day, (start, end) = danish_weekday_date(notice.visit_on), _hours(notice)
    return [
        *_withdrawal(writer, notice),
        writer.paragraph("besoeg", myndighed=sender, adresse=place, dato=day, fra=start, til=end),
        writer.paragraph("formaal", lov=notice.act),
        LetterHeading("Baggrund og retsgrundlag"),
        writer.paragraph("grundlag", fakta=full_sentence(notice.facts), hjemmel=notice.legal_basis),
        writer.paragraph("proportionalitet", begrundelse=notice.proportionality_reason),
        *short_notice(writer, notice),
    ]


def _withdrawal(writer: BlockWriter, notice: VisitNotice) -> list[LetterElement]:
    """That an earlier notice counts no more, before anything else; nothing where there was none."""
    earlier = notice.replaces
    if earlier is None:
        return []
    told, day = danish_date(earlier.issued_on), danish_weekday_date(earlier.visit_on)
    return [writer.paragraph("erstatter_varsel", varslet=told, dato=day)]


def course_of_visit(writer: BlockWriter, notice: VisitNotice) -> list[LetterElement]:
    """Who comes, what is looked at, and what follows."""
    return [
        LetterHeading("Sådan foregår besøget"),
        writer.paragraph(
            "hvem_og_hvad", myndighed=notice.head.sender.name, titler=notice.who_comes, forhold=notice.scope
        ),
        writer.paragraph("legitimation"),
        writer.paragraph("rapport"),
    ]


def items_of_order(
    writer: BlockWriter, order: Injunction, *, block_id: str = "paabud_afgoerelse"
) -> list[LetterElement]:
    """The decision and its numbered items."""
    sender, place = order.head.sender.name, order.head.property.address
    visited = danish_date(order.visit_on)
    return [
        LetterHeading("Afgørelse"),
        writer.paragraph(block_id, myndighed=sender, adresse=place, dato=visited),
        *breach_items(writer, order.breaches, contemplated=False),
        *evidence_list(order.evidence),
    ]


def reasons_of_order(writer: BlockWriter, order: Injunction) -> list[LetterElement]:
    """Rules, facts and, where a judgement decided, the main considerations (FVL § 24)."""
    reasons: list[LetterElement] = [
        LetterHeading("Begrundelse"),
        writer.paragraph("begrundelse", hjemmel=order.legal_basis, fakta=order.decisive_facts),
    ]
    if order.main_considerations.strip():
        reasons.append(writer.paragraph("hovedhensyn", hovedhensyn=full_sentence(order.main_considerations)))
    return reasons


def what_follows(writer: BlockWriter, order: Injunction) -> list[LetterElement]:
    """How compliance is reported, and what happens otherwise."""
    email, case_number = order.head.sender.email, order.head.header.case_number
    due = danish_date(order.report_due_on)
    return [
        LetterHeading("Tilbagemelding"),
        writer.paragraph("tilbagemelding", frist=due, email=email, sagsnummer=case_number),
        *_by_code(writer, order),
        LetterHeading("Konsekvenser"),
        writer.paragraph("foelge", straffebestemmelse=order.penalty),
        *([writer.paragraph("foelge_forbud")] if order.may_prohibit else []),
    ]


def _by_code(writer: BlockWriter, order: Injunction) -> list[LetterElement]:
    """Where the addressee reports without an account; nothing where the letter has no code."""
    if not order.report_code:
        return []
    return [
        writer.paragraph("tilbagemelding_kode", netadresse=order.report_url, kode=order.report_code),
        *code_square(writer, order.report_url, order.report_code),
    ]
