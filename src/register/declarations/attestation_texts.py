"""The words that an employer signs, a file for each version; a version that was used is never changed."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from husly.kit.errors import NotFoundError
from standards.rules.yaml_text import read_yaml

TEXTS = Path(__file__).parent / "attestations"


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    da: str
    en: str


class AttestationText(BaseModel):
    """One version of the words, asked for from ``valid_from`` until the next version is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    version: str = Field(max_length=20)
    valid_from: date
    text: _Words

    @staticmethod
    def read_in(language: str) -> str:
        """The language in which somebody who reads the pages in ``language`` reads the words: Danish, else English."""
        return "da" if language == "da" else "en"

    def words(self, language: str) -> str:
        """The words as they are read."""
        return self.text.da if self.read_in(language) == "da" else self.text.en

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
