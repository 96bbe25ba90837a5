"""For the operator: each language of the residents' texts, who reviewed it, and what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from husly.kit.i18n import LANGUAGES, WHOLE, format_date, is_reviewed, language
from husly.kit.i18n import gettext as _
from register.sheets.door_texts import FALLBACK, ORIGINAL, DoorText
from register.sheets.language_files import ABOUT, filled, read_language

PAGES = Path(__file__).parents[1] / "residents" / "languages"
"""The texts of the residents' pages, in files of the same shape beside those of the sheet."""


@dataclass(frozen=True)
class TextState:
    """How the texts of one paper or page stand: badge, its words, who reviewed, and the keys told in English."""

    badge: str
    words: str
    by: str
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class LanguageRow:
    """One language: the sheet and the page behind its code."""

    text: DoorText
    sheet: TextState
    page: TextState

    @property
    def called(self) -> str:
        """What the reader calls the language."""
        return str(Locale.parse(self.text.language).get_display_name(language()) or self.text.name).capitalize()

    @property
    def href(self) -> str:
        """The sheet of an invented dwelling."""
        return f"/door-sheets/{self.text.language}.pdf"


@dataclass(frozen=True)
class LanguagesPage:
    """All languages, how many of them nobody has reviewed, and those of the employers' pages."""

    rows: Sequence[LanguageRow]
    employers: Sequence[tuple[str, str, TextState]]

    @property
    def unreviewed(self) -> int:
        """Languages of which the sheet or the page waits for a native speaker."""
        return sum(1 for row in self.rows if row.sheet.badge != "success" or row.page.badge != "success")


def languages_page(texts: Sequence[DoorText]) -> LanguagesPage:
    """The rows in the order of the texts."""
    english = read_language(PAGES, FALLBACK)
    rows = [LanguageRow(one, _of_sheet(one), _of_page(one, english)) for one in texts]
    further = [(code, name) for code, name in LANGUAGES.items() if code not in WHOLE]
    return LanguagesPage(rows, [(code, name, _of_employers(code)) for code, name in further])


def _of_employers(code: str) -> TextState:
    return _state(code, reviewed=is_reviewed(code), by="", on="", lacking=())


def _of_sheet(text: DoorText) -> TextState:
    on = format_date(text.reviewed_on) if text.reviewed_on else ""
    return _state(text.language, reviewed=text.reviewed, by=text.reviewed_by, on=on, lacking=text.lacking)


def _of_page(text: DoorText, english: dict[str, object]) -> TextState:
    own = read_language(PAGES, text.language)
    lacking = tuple(filled(own, english)[1])
    by, on = str(own.get("reviewed_by", "")), str(own.get("reviewed_on", ""))
    if not set(own) - ABOUT:
        return TextState("error", _("Not translated, shown in English"), "", lacking)
    return _state(text.language, reviewed=own.get("reviewed") is True, by=by, on=on, lacking=lacking)


def _state(code: str, *, reviewed: bool, by: str, on: str, lacking: tuple[str, ...]) -> TextState:
    if reviewed:
        return TextState("success", _("Reviewed by a native speaker"), ", ".join(filter(None, (by, on))), lacking)
    if code == ORIGINAL:
        return TextState("warning", _("Original, not reviewed"), "", lacking)
    return TextState("warning", _("Translation not reviewed"), "", lacking)
