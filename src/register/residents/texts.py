"""The texts of the residents' pages, a file for each language; what a language lacks is told in English.

Beside each file stands the one of the residents' sheet (``register.sheets.languages``): names of rooms, rules and the
language's own name come from there.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from register.residents.models import Outcome, ReportKind, ReportState, TipSource
from register.sheets.door_texts import FALLBACK, ORIGINAL, DoorText, door_text, door_texts
from register.sheets.language_files import Reviewable, filled, read_language

LANGUAGES = Path(__file__).parent / "languages"

Safety = Literal["anonymous", "employer", "visit", "guess", "device"]


class PageText(Reviewable):
    """Everything the pages say in one language. ``{...}`` are filled in."""

    languages: str
    optional: str
    send: str
    back: str
    home_title: str
    home_lead: str
    renewed: str
    ended: str
    question: str
    confirm: str
    confirm_hint: str
    report_heading: str
    safety_heading: str
    safety: dict[Safety, str]
    passed_heading: str
    passed: str
    emergency: str
    help: str
    kinds_label: str
    kinds: dict[ReportKind, str]
    text_label: str
    text_hint: str
    photos_label: str
    photos_hint: str
    contact_label: str
    contact_hint: str
    sent_title: str
    sent_lead: str
    sent_once: str
    sent_follow: str
    already: str
    tip_title: str
    tip_lead: str
    source_label: str
    sources: dict[TipSource, str]
    door_code_label: str
    door_code_hint: str
    address_label: str
    address_hint: str
    postcode_label: str
    postcode_hint: str
    follow_title: str
    follow_lead: str
    code_label: str
    code_hint: str
    show: str
    wrong_code: str
    wait: str
    state_label: str
    states: dict[ReportState, str]
    outcomes: dict[Outcome, str]
    received_label: str
    messages_heading: str
    from_authority: str
    from_you: str
    no_messages: str
    reply_label: str
    reply_sent: str
    errors_heading: str
    error_empty: str
    error_place: str
    error_source: str
    error_long: str
    error_photos: str
    error_photo: str
    error_photo_kind: str
    error_photo_large: str
    error_photo_broken: str
    error_photo_refused: str
    error_too_large: str
    error_busy: str
    error_again: str
    unknown_title: str
    unknown_text: str
    unknown_link: str
    scan: str
    in_english: str
    not_reviewed: str


@dataclass(frozen=True)
class Words:
    """One language of the pages: our texts and those of the sheet; ``lacking`` names what is told in English."""

    page: PageText
    door: DoorText
    lacking: tuple[str, ...]

    @property
    def language(self) -> str:
        """The code of the language that was asked for."""
        return self.door.language

    @property
    def direction(self) -> str:
        """``rtl`` for languages that are read from the right."""
        return self.door.direction

    @property
    def is_reviewed(self) -> bool:
        """Whether the reader needs no word of caution."""
        return self.page.reviewed or self.language == ORIGINAL


def languages_told() -> list[tuple[str, str]]:
    """Code and own name of each language that can be chosen: those of the sheet."""
    return [(one.language, one.name) for one in door_texts()]


@cache
def words_of(language: str) -> Words:
    """The texts of a language that the sheet has. Raises ``NotFoundError`` for another."""
    door = door_text(language)
    own = read_language(LANGUAGES, language)
    merged, lacking = filled(own, read_language(LANGUAGES, FALLBACK))
    about = {"language": language, "reviewed": bool(own.get("reviewed", False))}
    return Words(PageText.model_validate({**merged, **about}), door, tuple(lacking))
