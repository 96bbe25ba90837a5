"""Whose rules a pack holds: countries, their parts, and texts between countries."""

from babel import Locale

from standards.rules.pack import HOME
from standards.text import Language, Text

_OWN: dict[str, Text] = {
    "INT": Text("Internationalt", "International"),
    "INTERNATIONAL": Text("Internationalt", "International"),
    "UK": Text("Storbritannien", "United Kingdom"),
}
_PARTS: dict[str, str] = {
    "US-WA": "Washington",
    "US-AK": "Alaska",
    "US-UT": "Utah",
    "US-CA": "California",
    "CA-PE": "Prince Edward Island",
    "CA-ON": "Ontario",
}


def country_of(jurisdiction: str) -> str:
    """Give the country part of a code such as `US-WA`."""
    return jurisdiction.partition("-")[0].upper()


def is_home(jurisdiction: str) -> bool:
    """Tell whether a pack of that jurisdiction can be law here."""
    return country_of(jurisdiction) == HOME


def country_name(jurisdiction: str, language: Language) -> str:
    """Name the country of a code; an unknown code as it stands."""
    code = country_of(jurisdiction)
    if code in _OWN:
        return _OWN[code].in_language(language)
    return str(Locale(language).territories.get(code, code))


def jurisdiction_name(jurisdiction: str, language: Language) -> str:
    """Name a jurisdiction with its part: `USA, Washington`."""
    country = country_name(jurisdiction, language)
    part = _PARTS.get(jurisdiction.upper(), jurisdiction.partition("-")[2])
    return f"{country}, {part}" if part else country


def home_first(jurisdiction: str, language: Language) -> tuple[int, str]:
    """Sort key: home, then countries by name, then what stands between countries."""
    between = country_of(jurisdiction) in ("EU", "INT", "INTERNATIONAL")
    return (0 if is_home(jurisdiction) else 2 if between else 1), country_name(jurisdiction, language)
