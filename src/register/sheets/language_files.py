"""Files of texts, one for each language: reading them, and telling in English what one lacks."""

from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from standards.rules.yaml_text import read_yaml

ABOUT = frozenset({"language", "name", "reviewed", "reviewed_by", "reviewed_on"})
"""Keys that say what a file is; all others are texts."""


class Reviewable(BaseModel):
    """What every file says of itself. ``reviewed_by`` and ``reviewed_on`` name the native speaker and the day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    reviewed: bool
    reviewed_by: str = ""
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _a_review_has_a_name_and_a_day(self) -> Self:
        if self.reviewed != bool(self.reviewed_by and self.reviewed_on):
            raise ValueError("a reviewed text names who read it and when: reviewed, reviewed_by, reviewed_on")
        return self


def read_language(folder: Path, language: str) -> dict[str, object]:
    """The file of a language as it is; nothing where there is none. Raises ``YamlTextError`` where it is no YAML."""
    path = folder / f"{language}.yaml"
    if not path.is_file():
        return {}
    document = read_yaml(path.read_text(encoding="utf-8")).document
    return document if isinstance(document, dict) else {}


def filled(own: dict[str, object], english: dict[str, object], at: str = "") -> tuple[dict[str, object], list[str]]:
    """The texts of a language with the English ones where it has none, and the keys of those (``rules.water``)."""
    whole: dict[str, object] = dict(own)
    lacking: list[str] = []
    for key, value in english.items():
        if isinstance(value, dict):
            mine = own.get(key)
            whole[key], inner = filled(mine if isinstance(mine, dict) else {}, value, f"{at}{key}.")
            lacking += inner
        elif not own.get(key) and key not in ABOUT:
            whole[key] = value
            lacking.append(f"{at}{key}")
    return whole, lacking
