"""From a written letter to a page: which part stands in which place of the sheet."""

import re
from dataclasses import replace
from pathlib import Path

from husly.kit import pdf
from inspection.letters.courtesy import LANGUAGE, courtesy_texts
from inspection.letters.danish import danish_date
from inspection.letters.gates import Marking
from inspection.letters.letter import (
    Letter,
    LetterElement,
    LetterHeading,
    LetterItem,
    LetterParagraph,
    LetterRows,
    LetterScan,
)

BANNERS = {
    Marking.UNREVIEWED: pdf.Banner("UDKAST", "UDKAST – skal godkendes af en jurist"),
    Marking.NOT_ISSUED: pdf.Banner("UDKAST", "UDKAST – ikke udstedt"),
    Marking.TRIAL: pdf.Banner("PRØVE", "PRØVE – uden retsvirkning"),
    Marking.NONE: None,
}


DANISH = "da-DK"
SEAL_LABEL = "Myndighedens digitale segl"


def letter_pdf(letter: Letter, marking: Marking, *, with_seal: bool = False, fonts: Path = pdf.FONTS) -> bytes:
    """Return the letter as PDF with its marking on every page; equal letters give equal bytes.

    With ``with_seal`` it has a place for a digital seal.
    """
    document = replace(letter_document(letter), seal_label=SEAL_LABEL if with_seal else "")
    return pdf.render_letter(document, banner=BANNERS[marking], fonts=fonts)


def letter_document(letter: Letter) -> pdf.Document:
    """Return the letter as a document of the kit."""
    sender, header = letter.head.sender, letter.head.header
    address = ", ".join(sender.address_lines)
    return pdf.Document(
        title=f"{letter.subject}, sagsnr. {header.case_number}",
        author=sender.name,
        language=DANISH,
        masthead=sender.name,
        return_line=" · ".join((sender.name, *sender.address_lines)),
        address=_address(letter),
        margin=_margin(letter),
        subject=letter.subject,
        body=(_concerns(letter), *(_element(one) for one in letter.body), _sign_off(letter), *_courtesy(letter)),
        footer=(
            f"{sender.name} · {address} · CVR-nr. {sender.cvr_number}",
            f"Telefon {sender.phone} · {sender.email}",
        ),
        running_head=f"{sender.name} · Sagsnr. {header.case_number} · {danish_date(header.dated_on)}",
        page_label="Side {page} af {pages}",
    )


def _courtesy(letter: Letter) -> tuple[pdf.Annex, ...]:
    """The English page, where the letter has one."""
    if not letter.courtesy:
        return ()
    return (pdf.Annex(LANGUAGE, courtesy_texts().heading, tuple(_element(one) for one in letter.courtesy)),)


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


_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_GLUED = re.compile(
    r"(?:(?:§§?|\b(?:stk|nr|kl|sagsnr)\.|\bVærelse|\bden) (?=\d)"
    rf"|\d\. (?=(?:{_MONTHS})\b)"
    r"|\d (?=(?:uger|dage|timer|måneder|kr\.|m²|°C|beboere|personer|beboelsesrum)(?!\w))"
    r"|\bjf\. (?=\S)"
    r"|\b\d\) (?=\S)"
    r"|\b\d{4} (?=[A-ZÆØÅ][a-zæøå]+(?:[ ,.]|$))"
    r"|[a-zæøå] (?=\d{1,3}[A-Z]?,))"
)
"""A sign and its number, a day and its month, a number and its unit, a postal code and its town, a street and its
number: each with the space between them at its end."""


def _glued(text: str) -> str:
    """Keep on one line what is read as one, such as § 3 or 16. marts."""
    return _GLUED.sub(lambda found: f"{found[0][:-1]}\u00a0", text)


def _glued_rows(rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((label, _glued(value)) for label, value in rows)


def _in_its_language(text: str, danish: tuple[str, ...]) -> pdf.Text:
    return pdf.Foreign(_glued(text), DANISH) if text in danish else _glued(text)


def _element(element: LetterElement) -> pdf.Element:
    match element:
        case LetterHeading(text):
            return pdf.Heading(text)
        case LetterScan(text, url=url):
            return pdf.Scan(url, text)
        case LetterParagraph(text):
            return pdf.Paragraph(_glued(text))
        case LetterRows(rows):
            return pdf.Pairs(_glued_rows(rows))
        case LetterItem(number, title, rows, danish=danish):
            texts = tuple((label, _in_its_language(value, danish)) for label, value in rows)
            return pdf.NumberedItem(number, _in_its_language(title, danish), texts)


def _sign_off(letter: Letter) -> pdf.SignOff:
    header, sender = letter.head.header, letter.head.sender
    lines = (header.caseworker, header.caseworker_title, sender.name)
    return pdf.SignOff("Med venlig hilsen", tuple(line for line in lines if line))
