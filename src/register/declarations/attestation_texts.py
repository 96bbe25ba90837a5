"""The words that an employer signs, a file for each version; a version that was used is never changed."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from husly.kit.errors import NotFoundError
from husly.kit.i18n import WHOLE
from standards.rules.yaml_text import read_yaml

TEXTS = Path(__file__).parent / "attestations"


class AttestationText(BaseModel):
    """One version of the words, asked for from ``valid_from`` until the next version is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    version: str = Field(max_length=20)
    valid_from: date
    text: dict[str, str] = Field(description="The words by language; Danish and English always")

    @field_validator("text")
    @classmethod
    def _has_both(cls, text: dict[str, str]) -> dict[str, str]:
        lacking = [code for code in WHOLE if not text.get(code)]
        if lacking:
            raise ValueError(f"the words lack {', '.join(lacking)}: write them")
        return text

    def read_in(self, language: str) -> str:
        """The language in which somebody whose pages are in ``language`` reads the words: that one, else English."""
        return language if language in self.text else "en"

    def words(self, language: str) -> str:
        """The words as they are read."""
        return self.text[self.read_in(language)]

    def sha256(self, language: str) -> str:
        """The digest of the words as they are read."""
        return hashlib.sha256(self.words(language).encode()).hexdigest()


@cache
def attestation_texts(folder: Path = TEXTS) -> tuple[AttestationText, ...]:
    """Every version there is, the oldest first. Raises when a file is not as it should be."""
    found = [
        AttestationText.model_validate(read_yaml(path.read_text(encoding="utf-8")).document)
        for path in folder.glob("*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: (one.valid_from, one.version)))


def text_in_force(on: date, texts: tuple[AttestationText, ...] | None = None) -> AttestationText:
    """The version that is asked for on a day."""
    known = attestation_texts() if texts is None else texts
    return next((one for one in reversed(known) if one.valid_from <= on), known[0])


def attestation_text(version: str) -> AttestationText:
    """One version. Raises ``NotFoundError``."""
    for one in attestation_texts():
        if one.version == version:
            return one
    raise NotFoundError("attestation")
