"""The residents' words about a rehousing, a file for each language; what one lacks is told in English."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from register.sheets.door_texts import FALLBACK, ORIGINAL, DoorText, door_text
from register.sheets.language_files import Reviewable, filled, read_language

LANGUAGES = Path(__file__).parent / "languages"


class RehousingText(Reviewable):
    """What sheet and page say in one language. ``{...}`` are filled in."""

    title: str
    decided: str
    offer: str
    until_done: str
    until_day: str
    together: str
    employer_pays: str
    choice: str
    tell_heading: str
    tell: str
    your_key: str
    page_lead: str
    moved: str
    declined: str
    thanks: str
    told: str
    unknown: str


@dataclass(frozen=True)
class RehousingWords:
    """One language: the words about rehousing and those of the door's sheet; ``lacking`` are told in English."""

    text: RehousingText
    door: DoorText
    lacking: tuple[str, ...]

    @property
    def is_reviewed(self) -> bool:
        """Whether the reader needs no word of caution."""
        return self.text.reviewed or self.door.language == ORIGINAL


@cache
def rehousing_words(language: str) -> RehousingWords:
    """The words of a language that the door's sheet has. Raises ``NotFoundError`` for another."""
    door = door_text(language)
    own = read_language(LANGUAGES, language)
    merged, lacking = filled(own, read_language(LANGUAGES, FALLBACK))
    about = {"language": language, "reviewed": bool(own.get("reviewed", False))}
    merged.pop("name", None)
    return RehousingWords(RehousingText.model_validate({**merged, **about}), door, tuple(lacking))
