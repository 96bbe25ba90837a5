"""Languages of the pages: gettext catalogues, and dates and numbers written as the language writes them.

The English text is the key. The language of the moment is a context variable that the web layer sets per request.
"""

from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale, dates, numbers
from babel.support import Translations

from husly.kit.clock import DANISH_TIME

LOCALE_PATH = Path(__file__).parents[1] / "locale"
WHOLE = ("da", "en")
"""The languages of every page; the others are those of the pages that employers use."""


def _own_name(code: str) -> str:
    name = Locale.parse(code).get_language_name(code) or code
    return name[0].upper() + name[1:]


LANGUAGES = {
    code: _own_name(code)
    for code in (
        *WHOLE,
        *sorted(folder.name for folder in LOCALE_PATH.iterdir() if folder.is_dir() and folder.name not in WHOLE),
    )
}
"""Each language by its own name. A new one is a new folder with one file, found when the program starts."""

UNREVIEWED = "nobody has reviewed it"

LOCALES = {code: code for code in LANGUAGES} | {"en": "en_GB", "pt": "pt_PT"}
"""How each language writes dates and numbers: English and Portuguese as in Europe."""

DAYS = {"bg": "d MMMM y", "lt": "y-MM-dd", "uk": "d MMMM y"}
"""How a day is written where the long form ends in a full stop (2026 р.), which would stand twice in a sentence."""

_language: ContextVar[str] = ContextVar("language", default="da")


def language() -> str:
    """The language of the moment."""
    return _language.get()


def written_locale() -> str:
    """The locale that dates and numbers of the moment follow."""
    return LOCALES[language()]


def use_language(code: str) -> None:
    """Set the language of the moment; an unknown code means Danish."""
    _language.set(code if code in LANGUAGES else "da")


@cache
def catalogue(code: str) -> NullTranslations:
    """The translations of a language; English needs none, and stands where another has no text."""
    if code == "en":
        return NullTranslations()
    return Translations.load(LOCALE_PATH, [code], domain="husly")


def gettext(message: str, **params: object) -> str:
    """A text in the language of the moment, with ``%(name)s`` filled from params."""
    text = catalogue(language()).gettext(message)
    return text % params if params else text


def ngettext(singular: str, plural: str, n: int, **params: object) -> str:
    """The same for texts that differ by number; ``%(num)s`` is the number."""
    return catalogue(language()).ngettext(singular, plural, n) % {"num": n, **params}


def is_reviewed(code: str) -> bool:
    """Whether a native speaker has reviewed the language: its file names the reviewer under ``Language-Team``."""
    return code in WHOLE or catalogue(code).info().get("language-team", UNREVIEWED) != UNREVIEWED


def own_sentence(message: str) -> str:
    """A message out of an address, where it is one of our own whole texts; otherwise nothing.

    Anybody can write a link, so a page repeats no words of it. A text with blanks to fill is not whole.
    """
    is_own = "%" not in message and catalogue("da").gettext(message) != message
    return message if message and is_own else ""


def mark(message: str) -> str:
    """Mark a text for translation where it is written but not yet shown (tables of labels)."""
    return message


def format_date(value: date | datetime | None) -> str:
    """A date as the language writes it: 3. november 2026."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(DANISH_TIME).date()
    return dates.format_date(value, DAYS.get(language(), "long"), locale=written_locale())


def format_moment(value: datetime | None) -> str:
    """Date and time in Denmark."""
    if value is None:
        return "–"
    return dates.format_datetime(
        value,
        "d. MMM y HH:mm" if language() == "da" else "d MMM y HH:mm",
        tzinfo=DANISH_TIME,
        locale=written_locale(),
    )


def weekday_name(weekday: int) -> str:
    """A day of the week as its own word: Mandag. Monday is 0."""
    name = str(dates.get_day_names("wide", locale=written_locale())[weekday])
    return name[0].upper() + name[1:]


def format_clock(minutes: int) -> str:
    """Minutes after midnight as a time of day."""
    return time(minutes // 60 % 24, minutes % 60).strftime("%H:%M")


def format_number(value: float | int | None, digits: int = 2, *, locale: str | None = None, fixed: bool = False) -> str:
    """A number as the language writes it, 4,65 in Danish; ``locale`` is the language where it is not the page's.

    ``fixed`` writes all digits, so that figures of one column are alike: 0,550.
    """
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + ("0" if fixed else "#") * digits if digits else "")
    return numbers.format_decimal(value, format=pattern, locale=locale or written_locale())
