"""The residents' sheet about a rehousing order: one A4, in their language, without any personal data.

It says what was decided about the housing, until when, who may be called, and carries at most the resident's own key
and code. Grounds, findings, other places and whatever the employer's letter leaves out have no place here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from husly.kit import pdf
from husly.kit.codes import grouped
from husly.settings import Settings
from inspection.enforcement.queries import CaseFile
from inspection.rehousing.models import Payer, RehousingOrder
from inspection.rehousing.queries import RehousingFile
from inspection.rehousing.texts import RehousingWords, rehousing_words
from inspection.rehousing.transitions import BEFORE_ISSUE
from register.residents.texts import words_of
from register.sheets.door import SCALES, Contact, day_told

TRIAL = pdf.Banner("PRØVE", "PRØVE – uden retsvirkning · TEST – without legal effect")
DRAFT = pdf.Banner("UDKAST", "UDKAST – ikke udstedt · DRAFT – not issued")


@dataclass(frozen=True)
class ResidentSheet:
    """What one sheet is made of; ``key`` and ``code`` are empty on the one that is hung up."""

    address: str
    from_on: date
    until_on: date | None
    employer_pays: bool
    contact: Contact
    help_name: str
    help_phone: str
    number: str
    key: str = ""
    code: str = ""
    url: str = ""


def sheets_pdf(
    settings: Settings, file: CaseFile, found: RehousingFile, site: str, *, language: str, key: str
) -> bytes:
    """The sheet as PDF; before the order is issued it bears UDKAST, in a demonstration PRØVE."""
    order = found.order
    code = found.resident(key).code if key else ""
    sheet = replace(
        _sheet_of(settings, file, order),
        key=key,
        code=grouped(code, 4),
        url=f"{site}/rehoused/{code}?text={language}" if code else "",
    )
    banner = TRIAL if settings.demo_mode else DRAFT if order.state in BEFORE_ISSUE else None
    return pdf.render_sheet(resident_sheet(sheet, rehousing_words(language)), banner=banner)


def enclosed_sheet(settings: Settings, file: CaseFile, order: RehousingOrder, language: str, *, final: bool) -> bytes:
    """The sheet to hang up as it goes with the letter, without any key; ``final`` when the letter is issued."""
    sheet = _sheet_of(settings, file, order)
    banner = TRIAL if settings.demo_mode else None if final else DRAFT
    return pdf.render_sheet(resident_sheet(sheet, rehousing_words(language)), banner=banner)


def _sheet_of(settings: Settings, file: CaseFile, order: RehousingOrder) -> ResidentSheet:
    return ResidentSheet(
        address=file.dwelling.address,
        from_on=order.from_on,
        until_on=order.until_on,
        employer_pays=order.payer is Payer.EMPLOYER,
        contact=Contact(settings.authority_name, settings.authority_phone, settings.authority_email),
        help_name=settings.help_line_name,
        help_phone=settings.help_line_phone,
        number=file.case.case_number,
    )


def resident_sheet(sheet: ResidentSheet, words: RehousingWords) -> pdf.Sheet:
    """The sheet before it is set."""
    text, door = words.text, words.door
    note = () if words.is_reviewed else (door.not_reviewed,)
    return pdf.Sheet(
        title=f"{text.title}, {sheet.address}",
        author=sheet.contact.name,
        language=door.language,
        masthead=sheet.contact.name,
        subject=text.title,
        body=tuple(_body(sheet, words)),
        footer=(_apart(sheet.number), *note),
        page_label=door.page,
        scales=SCALES,
        code=pdf.Code(sheet.url, sheet.code) if sheet.url else None,
        facts=((text.your_key, _apart(sheet.key)),) if sheet.url else (),
    )


def _body(sheet: ResidentSheet, words: RehousingWords) -> Iterator[pdf.Element]:
    text, door = words.text, words.door
    yield pdf.Pairs(((door.address, _apart(sheet.address)),))
    yield pdf.Paragraph(text.decided.format(name=_apart(sheet.contact.name)))
    yield pdf.Paragraph(_dated(text.offer, day_told(door, sheet.from_on)))
    until = text.until_done if sheet.until_on is None else _dated(text.until_day, day_told(door, sheet.until_on))
    told = (until, text.together, *((text.employer_pays,) if sheet.employer_pays else ()), text.choice)
    yield pdf.Bullets(told)
    if sheet.url:
        yield pdf.Heading(text.tell_heading)
        yield pdf.Paragraph(text.tell)
    yield pdf.Heading(door.report_heading)
    ways = " · ".join(_apart(_whole(way)) for way in (sheet.contact.phone, sheet.contact.email) if way)
    name = _apart(sheet.contact.name)
    yield pdf.Paragraph(door.report.format(name=name, contact=ways) if ways else door.report_nobody.format(name=name))
    if sheet.help_phone:
        told_help = words_of(door.language).page.help
        yield pdf.Paragraph(told_help.format(name=_apart(sheet.help_name), phone=_apart(_whole(sheet.help_phone))))
    yield pdf.Paragraph(door.emergency)


def _dated(text: str, day: str) -> str:
    """A text with its day; one stop where the day ends in one itself, as the year does in Ukrainian."""
    return text.format(day=day).replace("..", ".")


def _whole(number: str) -> str:
    """A telephone number that is not broken at the end of a line."""
    return number.replace(" ", "\u00a0")


def _apart(value: str) -> str:
    """A value that is read from the left also among words that are read from the right."""
    return f"\u2066{value}\u2069"
