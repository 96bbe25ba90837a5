"""The residents' sheet about a rehousing order: one A4, in their language, without any personal data.

It says what was decided about the housing, until when, who may be called, and carries at most the resident's own key
and code. Grounds, findings, other places and whatever the letter to the party leaves out have no place here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from husly.kit import pdf
from husly.kit.codes import grouped
from husly.settings import Settings
from inspection.enforcement.models import Addressee
from inspection.enforcement.queries import CaseFile
from inspection.letters.resident_sheets import Housing, apart, dated, housing_of, resident_sheet, sheet_pdf
from inspection.rehousing.models import Payer, RehousingOrder
from inspection.rehousing.queries import RehousingFile
from inspection.rehousing.texts import RehousingWords, rehousing_words
from inspection.rehousing.transitions import BEFORE_ISSUE


@dataclass(frozen=True)
class Rehousing:
    """What one sheet is made of; ``key`` and ``code`` are empty on the one that is hung up.

    ``addressee`` must offer the other place; ``payer`` is None while nobody has decided it.
    """

    housing: Housing
    addressee: Addressee
    from_on: date
    until_on: date | None
    payer: Payer | None
    key: str = ""
    code: str = ""
    url: str = ""


def sheets_pdf(
    settings: Settings, file: CaseFile, found: RehousingFile, site: str, *, language: str, key: str
) -> bytes:
    """The sheet as PDF; before the order is issued it bears UDKAST, in a demonstration PRØVE."""
    order = found.order
    code = found.resident(key).code if key else ""
    told = replace(
        _rehousing_of(settings, file, order),
        key=key,
        code=grouped(code, 4),
        url=f"{site}/rehoused/{code}?text={language}" if code else "",
    )
    sheet = rehousing_sheet(told, rehousing_words(language))
    return sheet_pdf(sheet, settings, issued=order.state not in BEFORE_ISSUE)


def enclosed_sheet(settings: Settings, file: CaseFile, order: RehousingOrder, language: str, *, final: bool) -> bytes:
    """The sheet to hang up as it goes with the letter, without any key; ``final`` when the letter is issued."""
    sheet = rehousing_sheet(_rehousing_of(settings, file, order), rehousing_words(language))
    return sheet_pdf(sheet, settings, issued=final)


def _rehousing_of(settings: Settings, file: CaseFile, order: RehousingOrder) -> Rehousing:
    return Rehousing(
        housing=housing_of(settings, file),
        addressee=file.case.addressee,
        from_on=order.from_on,
        until_on=order.until_on,
        payer=order.payer,
    )


def rehousing_sheet(told: Rehousing, words: RehousingWords) -> pdf.Sheet:
    """The sheet before it is set."""
    return resident_sheet(
        told.housing,
        words,
        _told(told, words),
        code=pdf.Code(told.url, told.code) if told.url else None,
        facts=((words.text.your_key, apart(told.key)),) if told.url else (),
    )


def _told(told: Rehousing, words: RehousingWords) -> Iterator[pdf.Element]:
    text, door = words.text, words.door
    yield pdf.Paragraph(text.decided.format(name=apart(told.housing.contact.name)))
    yield pdf.Paragraph(dated(text.offer[told.addressee], door, told.from_on))
    until = text.until_done if told.until_on is None else dated(text.until_day, door, told.until_on)
    paid = () if told.payer is None else (text.pays[told.payer],)
    yield pdf.Bullets((until, text.together, *paid, text.choice))
    if told.url:
        yield pdf.Heading(text.tell_heading)
        yield pdf.Paragraph(text.tell)
