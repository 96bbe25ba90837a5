"""The residents' sheet about a prohibition of use: one A4 in each language there are words in, with their letter.

The register may not use what it knows of residents' languages, so every language goes with the letter. A sheet says
that nobody may live there, by when to move and what the Danish letter holds; nothing that a caseworker typed.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from husly.kit import pdf
from husly.settings import Settings
from inspection.enforcement.queries import CaseFile
from inspection.letters.enclosures import Enclosure
from inspection.letters.resident_sheets import (
    Housing,
    SheetText,
    SheetWords,
    apart,
    dated,
    housing_of,
    languages_of,
    read_words,
    resident_sheet,
    sheet_pdf,
    title_in_letter,
)
from inspection.prohibitions.models import Prohibition

LANGUAGES = Path(__file__).parent / "languages"


class ProhibitionText(SheetText):
    """What the sheet says in one language."""

    decided: str
    part_only: str
    move_out: str
    after: str
    letter: str
    prevails: str


ProhibitionWords = SheetWords[ProhibitionText]


@cache
def prohibition_words(language: str) -> ProhibitionWords:
    """The words of a language that the door's sheet has. Raises ``NotFoundError`` for another."""
    return read_words(LANGUAGES, language, ProhibitionText)


def enclosed_sheets(
    settings: Settings, file: CaseFile, prohibition: Prohibition, *, final: bool
) -> tuple[Enclosure, ...]:
    """The sheets as they go with the residents' letter; ``final`` when it is issued."""
    housing = housing_of(settings, file)
    return tuple(
        Enclosure(
            title_in_letter(language),
            sheet_pdf(
                prohibition_sheet(housing, prohibition, prohibition_words(language)),
                settings,
                issued=final,
            ),
            language,
        )
        for language in languages_of(LANGUAGES)
    )


def prohibition_sheet(housing: Housing, prohibition: Prohibition, words: ProhibitionWords) -> pdf.Sheet:
    """The sheet before it is set."""
    return resident_sheet(housing, words, _told(housing, prohibition, words))


def _told(housing: Housing, prohibition: Prohibition, words: ProhibitionWords) -> Iterator[pdf.Element]:
    text = words.text
    yield pdf.Paragraph(text.decided.format(name=apart(housing.contact.name)))
    if prohibition.part:
        yield pdf.Paragraph(text.part_only)
    yield pdf.Bullets((dated(text.move_out, words.door, prohibition.move_out_on), text.after))
    yield pdf.Paragraph(f"{text.letter} {text.prevails}")
