"""The texts of the residents' sheet, a file for each language; each file says whether a native speaker reviewed it."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Self

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field, model_validator

from husly.kit.errors import NotFoundError
from register.sheets.language_files import filled, read_language

LANGUAGES = Path(__file__).parent / "languages"
ORIGINAL = "da"
"""The language the others were translated from."""

FALLBACK = "en"
"""The language that tells what another lacks."""

Topic = Literal[
    "hazard", "toilet", "water", "drain", "protection", "daylight", "window", "heating", "climate", "persons"
]
Use = Literal["bedroom", "living", "kitchen", "bath", "other"]


class DoorText(BaseModel):
    """Everything the sheet says in one language. ``{...}`` are filled in; a rule without its topic is not shown.

    ``reviewed_by`` and ``reviewed_on`` name the native speaker who read the printed sheet, and when. ``lacking`` are
    the keys that the file lacks; they are told in English.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    name: str
    reviewed: bool
    reviewed_by: str = ""
    reviewed_on: date | None = None
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

    @model_validator(mode="after")
    def _a_review_has_a_name_and_a_day(self) -> Self:
        if self.reviewed != bool(self.reviewed_by and self.reviewed_on):
            raise ValueError("a reviewed text names who read it and when: reviewed, reviewed_by, reviewed_on")
        return self


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
