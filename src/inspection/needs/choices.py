"""What the form offers: languages by name, and how keys of skills are written."""

import re

from babel import Locale, UnknownLocaleError

from husly.kit.i18n import written_locale

LANGUAGES = (
    *("da", "en", "de", "pl", "ro", "lt", "lv", "et", "uk", "ru", "bg", "hu", "cs", "sk", "es", "pt", "it", "fr"),
    *("ar", "fa", "tr", "vi", "th", "ne", "hi", "ur", "tl", "zh"),
)
"""Languages that are offered by their ISO 639 codes."""

SKILL = re.compile(r"[a-z][a-z0-9_]{0,39}")


def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    try:
        name = Locale.parse(written_locale()).languages.get(code)
    except (UnknownLocaleError, ValueError):
        name = None
    return str(name) if name else code


def language_choices() -> list[tuple[str, str]]:
    """(code, name) by name."""
    return sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1].casefold())
