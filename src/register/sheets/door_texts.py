"""The texts of the residents' sheet, a file for each language; each file says whether a native speaker reviewed it."""

from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale

from husly.kit.errors import NotFoundError
from register.sheets.language_files import Reviewable, filled, read_language

LANGUAGES = Path(__file__).parent / "languages"
ORIGINAL = "da"
"""The language the others were translated from."""

FALLBACK = "en"
"""The language that tells what another lacks."""

Topic = Literal[
    "hazard", "toilet", "water", "drain", "protection", "daylight", "window", "heating", "climate", "persons"
]
Use = Literal["bedroom", "living", "kitchen", "bath", "other"]


class DoorText(Reviewable):
    """Everything the sheet says in one language. ``{...}`` are filled in; a rule without its topic is not shown.

    ``lacking`` are the keys that the file lacks; they are told in English.
    """

    name: str
    lacking: tuple[str, ...] = ()
    title: str
    intro: str
    address: str
    declared_heading: str
    declared: str
    area: str
    unknown: str
    room: str
    use: str
    size: str
    people: str
    uses: dict[Use, str]
    rules_heading: str
    rules: dict[Topic, str]
    rules_draft: str
    report_heading: str
    report: str
    report_nobody: str
    emergency: str
    not_reviewed: str
    page: str

    @property
    def is_original(self) -> bool:
        """Whether the others were translated from this one."""
        return self.language == ORIGINAL

    @property
    def direction(self) -> str:
        """``rtl`` for a language that is read from the right, else ``ltr``: the ``dir`` of HTML."""
        return str(Locale.parse(self.language).text_direction)


@cache
def door_texts() -> tuple[DoorText, ...]:
    """Every language there is, Danish first, then English, then by code. Raises when a file is not as it should be."""
    english = read_language(LANGUAGES, FALLBACK)
    found = [_door_text(read_language(LANGUAGES, path.stem), english) for path in LANGUAGES.glob("*.yaml")]
    return tuple(sorted(found, key=lambda one: (one.language != ORIGINAL, one.language != FALLBACK, one.language)))


def _door_text(own: dict[str, object], english: dict[str, object]) -> DoorText:
    whole, lacking = filled(own, english)
    return DoorText.model_validate({**whole, "lacking": tuple(lacking)})


def door_text(language: str) -> DoorText:
    """The texts of one language. Raises ``NotFoundError``."""
    for one in door_texts():
        if one.language == language:
            return one
    raise NotFoundError("language")
