"""From a written letter to a page: which part stands in which place of the sheet."""

import re
from pathlib import Path

from husly.kit import pdf
from inspection.letters.danish import danish_date
from inspection.letters.gates import Marking
from inspection.letters.letter import (
    Letter,
    LetterElement,
    LetterHeading,
    LetterItem,
    LetterParagraph,
    LetterRows,
)

BANNERS = {
    Marking.UNREVIEWED: pdf.Banner("UDKAST", "UDKAST – skal godkendes af en jurist"),
    Marking.NOT_ISSUED: pdf.Banner("UDKAST", "UDKAST – ikke udstedt"),
    Marking.TRIAL: pdf.Banner("PRØVE", "PRØVE – uden retsvirkning"),
    Marking.NONE: None,
}


def letter_pdf(letter: Letter, marking: Marking, *, fonts: Path = pdf.FONTS) -> bytes:
    """Return the letter as PDF with its marking on every page; equal letters give equal bytes."""
    return pdf.render_letter(letter_document(letter), banner=BANNERS[marking], fonts=fonts)


def letter_document(letter: Letter) -> pdf.Document:
    """Return the letter as a document of the kit."""
    sender, header = letter.head.sender, letter.head.header
    address = ", ".join(sender.address_lines)
    return pdf.Document(
        title=f"{letter.subject}, sagsnr. {header.case_number}",
        author=sender.name,
        language="da-DK",
        masthead=sender.name,
        return_line=" · ".join((sender.name, *sender.address_lines)),
        address=_address(letter),
        margin=_margin(letter),
        subject=letter.subject,
        body=(_concerns(letter), *(_element(one) for one in letter.body), _sign_off(letter)),
        footer=(
            f"{sender.name} · {address} · CVR-nr. {sender.cvr_number}",
            f"Telefon {sender.phone} · {sender.email}",
        ),
        running_head=f"{sender.name} · Sagsnr. {header.case_number} · {danish_date(header.dated_on)}",
        page_label="Side {page} af {pages}",
    )


def _address(letter: Letter) -> tuple[str, ...]:
    recipient = letter.head.recipient
    attention = (f"Att.: {recipient.attention}",) if recipient.attention else ()
    return (recipient.name, *attention, *recipient.address_lines)


def _margin(letter: Letter) -> tuple[tuple[str, str], ...]:
    header, recipient = letter.head.header, letter.head.recipient
    rows = (
        ("Dato", danish_date(header.dated_on)),
        ("Sagsnr.", header.case_number),
        ("Sagsbehandler", header.caseworker),
        ("CVR-nr.", recipient.cvr_number),
        ("RUT-nr.", recipient.rut_number),
        ("Udenlandsk nr.", recipient.foreign_number),
        ("P-nr.", recipient.p_number),
    )
    return tuple((label, value) for label, value in rows if value)


def _concerns(letter: Letter) -> pdf.Pairs:
    place = letter.head.property
    ids = (("BFE-nr.", place.bfe_number), ("adresse-id", place.dar_id))
    printed = " · ".join(f"{label} {value}" for label, value in ids if value)
    return pdf.Pairs((("Vedrører", "\n".join(line for line in (place.address, printed) if line)),))


_GLUE = re.compile(r"(§§?|\b(?:stk|nr)\.|\bVærelse|\bkl\.) (?=\d)")


def _glued(text: str) -> str:
    """Keep a sign and its number on one line, as in § 3."""
    return _GLUE.sub("\\1\u00a0", text)


def _glued_rows(rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((label, _glued(value)) for label, value in rows)


def _element(element: LetterElement) -> pdf.Element:
    match element:
        case LetterHeading(text):
            return pdf.Heading(text)
        case LetterParagraph(text):
            return pdf.Paragraph(_glued(text))
        case LetterRows(rows):
            return pdf.Pairs(_glued_rows(rows))
        case LetterItem(number, title, rows):
            return pdf.NumberedItem(number, _glued(title), _glued_rows(rows))


def _sign_off(letter: Letter) -> pdf.SignOff:
    header, sender = letter.head.header, letter.head.sender
    lines = (header.caseworker, header.caseworker_title, sender.name)
    return pdf.SignOff("Med venlig hilsen", tuple(line for line in lines if line))
