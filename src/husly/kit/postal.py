"""An address that somebody wrote in one field: its lines on an envelope, and whether it lies abroad."""

import re
from collections.abc import Sequence
from functools import cache

from babel import Locale
from babel.languages import get_official_languages

_TOWN = re.compile(r"(?:[A-Z]{1,3}[- ]?)?(?:\d{4,6}(?:-\d{3,4})?|\d{2}-\d{3}|\d{3}(?: \d{2})?) +(?:[A-Z]{2} +)?[^\W\d]")
"""A postal code and what it is the code of, as Europe writes them."""
_DANISH_TOWN = re.compile(r"(?:DK[- ]?)?\d{4} +[^\W\d]{2}")
_WITH = re.compile(r"(?:c/o|att\.?|v/)\s*\S", re.IGNORECASE)
_REALM = ("DK", "FO", "GL")
_NEIGHBOURS = (
    *("AT", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS"),
    *("IT", "LI", "LT", "LU", "LV", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR"),
    "UA",
)
"""Countries that are known by their own names too."""


def postal_lines(text: str | None) -> tuple[str, ...]:
    """The lines as written, where there are line breaks or semicolons; commas become the lines of the post.

    Those are: for whom (c/o), street with house and floor, postal code and town, country.
    """
    return tuple(line for part in re.split(r"[\n;]", text or "") for line in _by_commas(part))


def _by_commas(text: str) -> list[str]:
    parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
    lines = []
    while len(parts) > 1 and _WITH.match(parts[0]):
        lines.append(parts.pop(0))
    town = max((place for place, part in enumerate(parts) if _TOWN.match(part)), default=None)
    if town is None:
        last = parts[-1:] if len(parts) > 1 and not _has_digit(parts[-1]) else []
        return [*lines, *_line(parts[: len(parts) - len(last)]), *last]
    country = parts[-1:] if town < len(parts) - 1 and not _has_digit(parts[-1]) else []
    return [*lines, *_line(parts[:town]), *_line(parts[town : len(parts) - len(country)]), *country]


def _line(parts: list[str]) -> list[str]:
    return [", ".join(parts)] if parts else []


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def is_abroad(lines: Sequence[str]) -> bool:
    """Whether an address ends in the name of a foreign country or has no Danish postal code; not one without lines."""
    if not lines:
        return False
    last = lines[-1].rstrip(" .").casefold()
    has_code = any(_DANISH_TOWN.match(line) for line in lines)
    if _has_digit(last):
        return not has_code
    return last not in _names(of_the_realm=True) and (not has_code or last in _names(of_the_realm=False))


@cache
def _names(*, of_the_realm: bool) -> frozenset[str]:
    """Names of countries in Danish and English, and of some in the languages spoken there."""
    every = (str(code) for code in Locale("da").territories)
    known = {(code, language) for code in every if len(code) == 2 for language in ("da", "en")}
    known |= {
        (code, language)
        for code in (*_REALM, *_NEIGHBOURS)
        for language in get_official_languages(code, de_facto=True)
        if language != "cnr"
    }
    return frozenset(
        str(Locale.parse(language).territories[code]).casefold()
        for code, language in known
        if (code in _REALM) is of_the_realm
    )
