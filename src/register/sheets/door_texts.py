"""The texts of the residents' sheet, a file for each language; each file says whether a native speaker reviewed it."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from husly.kit.errors import NotFoundError
from standards.rules.yaml_text import read_yaml

LANGUAGES = Path(__file__).parent / "languages"
ORIGINAL = "da"
"""The language the others were translated from."""

Topic = Literal[
    "hazard", "toilet", "water", "drain", "protection", "daylight", "window", "heating", "climate", "persons"
]
Use = Literal["bedroom", "living", "kitchen", "bath", "other"]


class DoorText(BaseModel):
    """Everything the sheet says in one language. ``{...}`` are filled in; a rule without its topic is not shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    name: str
    reviewed: bool
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


@cache
def door_texts() -> tuple[DoorText, ...]:
    """Every language there is, Danish first, then English, then by code. Raises when a file is not as it should be."""
    found = [
        DoorText.model_validate(read_yaml(path.read_text(encoding="utf-8")).document)
        for path in sorted(LANGUAGES.glob("*.yaml"))
    ]
    return tuple(sorted(found, key=lambda one: (one.language != ORIGINAL, one.language != "en", one.language)))


def door_text(language: str) -> DoorText:
    """The texts of one language. Raises ``NotFoundError``."""
    for one in door_texts():
        if one.language == language:
            return one
    raise NotFoundError("language")
