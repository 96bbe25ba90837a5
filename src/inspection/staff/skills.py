"""The list of skills, from YAML; languages by their ISO codes."""

from functools import cache
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError

from husly.kit.i18n import language

SHIPPED = Path(__file__).with_name("skills.yaml")
LONGEST_KEY = 40

COMMON_LANGUAGES = (
    *("da", "en", "de", "pl", "ro", "lt", "lv", "et", "uk", "ru", "bg", "hu", "cs", "sk", "es", "pt", "it", "fr"),
    *("ar", "fa", "tr", "vi", "th", "ne", "hi", "ur", "tl", "zh"),
)
"""Languages spoken where workers are housed, offered by name; any other is given by its code."""


class SkillsError(Exception):
    """The list of skills cannot be used; the text says where and why."""


@cache
def skill_names(path: Path | None = None) -> dict[str, tuple[str, str]]:
    """Danish and English names by key, in the order of the list. Raises ``SkillsError``."""
    chosen = path or SHIPPED
    try:
        rows = yaml.safe_load(chosen.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SkillsError(f"{chosen}: cannot be read ({error}); name a YAML file in HUSLY_SKILLS_LIST") from None
    except yaml.YAMLError as error:
        raise SkillsError(f"{chosen}: not YAML ({error}); correct the file") from None
    if not isinstance(rows, list) or not rows:
        raise SkillsError(f"{chosen}: must be a list of skills; see the shipped skills.yaml")
    found: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(rows, start=1):
        key, names = _skill(row, f"{chosen}, skill {number}")
        if key in found:
            raise SkillsError(f"{chosen}, skill {number}: {key} stands twice; take one out")
        found[key] = names
    return found


def _skill(row: object, where: str) -> tuple[str, tuple[str, str]]:
    if not isinstance(row, dict) or set(row) != {"key", "da", "en"}:
        raise SkillsError(f"{where}: write key, da and en, and nothing else")
    key, danish, english = row["key"], row["da"], row["en"]
    if not all(isinstance(one, str) and one.strip() for one in (key, danish, english)) or len(key) > LONGEST_KEY:
        raise SkillsError(f"{where}: key, da and en are texts, the key of at most {LONGEST_KEY} characters")
    return key, (danish, english)


def skill_choices(path: Path | None = None) -> list[tuple[str, str]]:
    """(key, name in the language of the moment), in the order of the list."""
    place = 1 if language() == "en" else 0
    return [(key, names[place]) for key, names in skill_names(path).items()]


def is_language(code: str) -> bool:
    """Whether a code of ISO 639 stands for a language that has a name."""
    try:
        return code.isalpha() and code == code.lower() and bool(Locale.parse(code).get_language_name("en"))
    except (UnknownLocaleError, ValueError):
        return code.isalpha() and code == code.lower() and code in Locale("en").languages


def language_name(code: str) -> str:
    """The name of a language in the language of the moment; the code where nobody knows it."""
    name = Locale(language()).languages.get(code)
    return str(name).capitalize() if name else code


def language_choices() -> list[tuple[str, str]]:
    """(code, name) of the languages that are offered, by name, our own first."""
    named = [(code, language_name(code)) for code in COMMON_LANGUAGES]
    return [named[0], *sorted(named[1:], key=lambda one: one[1])]
