"""Languages of the pages: gettext catalogues, and dates and numbers written as the language writes them.

The English text is the key. The language of the moment is a context variable that the web layer sets per request.
"""

from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import dates, numbers
from babel.support import Translations

from husly.kit.clock import DANISH_TIME

LOCALE_PATH = Path(__file__).parents[1] / "locale"
LANGUAGES = {"da": "Dansk", "en": "English"}
LOCALES = {"da": "da", "en": "en_GB"}
"""How each language writes dates and numbers: English as in Europe, day before month."""

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
    """The translations of a language; English needs none."""
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


def mark(message: str) -> str:
    """Mark a text for translation where it is written but not yet shown (tables of labels)."""
    return message


def format_date(value: date | datetime | None) -> str:
    """A date as the language writes it: 3. november 2026."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(DANISH_TIME).date()
    return dates.format_date(value, "long", locale=written_locale())


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


def format_clock(minutes: int) -> str:
    """Minutes after midnight as a time of day."""
    return time(minutes // 60 % 24, minutes % 60).strftime("%H:%M")


def format_number(value: float | int | None, digits: int = 2, *, locale: str | None = None) -> str:
    """A number as the language writes it, 4,65 in Danish; ``locale`` is the language where it is not the page's."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return numbers.format_decimal(value, format=pattern, locale=locale or written_locale())
