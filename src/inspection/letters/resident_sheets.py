"""Sheets for residents, in their own language, that go with a letter: what is the same on each of them.

One A4 without personal data: the housing, what was decided in plain words, and whom to turn to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from babel import Locale

from husly.kit import pdf
from husly.settings import Settings
from inspection.enforcement.queries import CaseFile
from register.residents.texts import words_of
from register.sheets.door import SCALES, Contact, day_told
from register.sheets.door_texts import FALLBACK, ORIGINAL, DoorText, door_text
from register.sheets.language_files import Reviewable, filled, read_language

TRIAL = pdf.Banner("PRØVE", "PRØVE – uden retsvirkning · TEST – without legal effect")
DRAFT = pdf.Banner("UDKAST", "UDKAST – ikke udstedt · DRAFT – not issued")


class SheetText(Reviewable):
    """What a sheet says in one language. ``{...}`` are filled in."""

    title: str


Text = TypeVar("Text", bound=SheetText)


@dataclass(frozen=True)
class SheetWords(Generic[Text]):
    """One language: the words of the matter and those of the door's sheet; ``lacking`` are told in English."""

    text: Text
    door: DoorText
    lacking: tuple[str, ...]

    @property
    def is_reviewed(self) -> bool:
        """Whether the reader needs no word of caution."""
        return self.text.reviewed or self.door.language == ORIGINAL


@dataclass(frozen=True)
class Housing:
    """Which housing a sheet is about, in which case, and whom its residents may turn to."""

    address: str
    number: str
    contact: Contact
    help_name: str = ""
    help_phone: str = ""


def read_words(folder: Path, language: str, text: type[Text]) -> SheetWords[Text]:
    """The words of a language that the door's sheet has. Raises ``NotFoundError`` for another."""
    door = door_text(language)
    own = read_language(folder, language)
    merged, lacking = filled(own, read_language(folder, FALLBACK))
    about = {"language": language, "reviewed": bool(own.get("reviewed", False))}
    merged.pop("name", None)
    return SheetWords(text.model_validate({**merged, **about}), door, tuple(lacking))


def languages_of(folder: Path) -> tuple[str, ...]:
    """The languages that have a file: Danish first, then English, then by code."""
    found = [path.stem for path in folder.glob("*.yaml")]
    return tuple(sorted(found, key=lambda one: (one != ORIGINAL, one != FALLBACK, one)))


def title_in_letter(language: str) -> str:
    """What a letter calls the sheet of a language: Ark til beboerne på polsk."""
    return f"Ark til beboerne på {Locale.parse('da').languages[language]}"


def housing_of(settings: Settings, file: CaseFile) -> Housing:
    """The housing of a case, and whom its authority names."""
    return Housing(
        address=file.dwelling.address,
        number=file.case.case_number,
        contact=Contact(settings.authority_name, settings.authority_phone, settings.authority_email),
        help_name=settings.help_line_name,
        help_phone=settings.help_line_phone,
    )


def resident_sheet(
    housing: Housing,
    words: SheetWords[Text],
    told: Iterable[pdf.Element],
    *,
    code: pdf.Code | None = None,
    facts: tuple[tuple[str, str], ...] = (),
) -> pdf.Sheet:
    """The sheet before it is set: the address, what is ``told``, whom to turn to."""
    text, door = words.text, words.door
    note = () if words.is_reviewed else (door.not_reviewed,)
    return pdf.Sheet(
        title=f"{text.title}, {housing.address}",
        author=housing.contact.name,
        language=door.language,
        masthead=housing.contact.name,
        subject=text.title,
        body=(pdf.Pairs(((door.address, apart(housing.address)),)), *told, *_whom_to_turn_to(housing, door)),
        footer=(apart(housing.number), *note),
        page_label=door.page,
        scales=SCALES,
        code=code,
        facts=facts,
    )


def sheet_pdf(sheet: pdf.Sheet, settings: Settings, *, issued: bool) -> bytes:
    """The sheet as PDF; before the decision is issued it bears UDKAST, in a demonstration PRØVE."""
    return pdf.render_sheet(sheet, banner=TRIAL if settings.demo_mode else None if issued else DRAFT)


def _whom_to_turn_to(housing: Housing, door: DoorText) -> Iterator[pdf.Element]:
    contact = housing.contact
    yield pdf.Heading(door.report_heading)
    ways = " · ".join(apart(_whole(way)) for way in (contact.phone, contact.email) if way)
    name = apart(contact.name)
    yield pdf.Paragraph(door.report.format(name=name, contact=ways) if ways else door.report_nobody.format(name=name))
    if housing.help_phone:
        told_help = words_of(door.language).page.help
        yield pdf.Paragraph(told_help.format(name=apart(housing.help_name), phone=apart(_whole(housing.help_phone))))
    yield pdf.Paragraph(door.emergency)


def dated(text: str, door: DoorText, day: date) -> str:
    """A text with its day; one stop where the day ends in one itself, as the year does in Ukrainian."""
    return text.format(day=day_told(door, day)).replace("..", ".")


def _whole(number: str) -> str:
    """A telephone number that is not broken at the end of a line."""
    return number.replace(" ", "\u00a0")


def apart(value: str) -> str:
    """A value that is read from the left also among words that are read from the right."""
    return f"\u2066{value}\u2069"
