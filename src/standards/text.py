"""A text in the two languages of the product."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["da", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same statement in Danish (the language of the cases) and English."""

    da: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the wording in that language."""
        return self.da if language == "da" else self.en
