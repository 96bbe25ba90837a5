"""The residents' pages as they are shown, every word from the files of languages."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from register.residents.forms import LONGEST_CONTACT, LONGEST_PLACE, MOST_PHOTOS, PHOTO_MB, Problem, Typed
from register.residents.forms import LONGEST_TEXT as LONGEST
from register.residents.models import Report, ReportMessage
from register.residents.queries import Home
from register.residents.texts import PageText, Words, languages_told
from register.sheets.door import DoorSheet, day_told, number_told, rooms_told, rules_told


def _isolated(text: str) -> str:
    """Kept in its own order among words that run the other way (Unicode FSI and PDI)."""
    return f"\u2068{text}\u2069"


@dataclass(frozen=True)
class Frame:
    """What every page has: the words, its own address, whom to call."""

    words: Words
    path: str
    help_name: str = ""
    help_phone: str = ""

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        """(code, own name, is this one) of every language."""
        return [(code, name, code == self.words.language) for code, name in languages_told()]

    def to(self, path: str) -> str:
        """Another page in the same language."""
        return f"{path}?text={self.words.language}"

    @property
    def help(self) -> str:
        """Whom to call against force, where the operator says so."""
        if not self.help_phone:
            return ""
        told = (self.help_name, self.help_phone)
        name, phone = map(_isolated, told) if self.words.direction == "rtl" else told
        return self.words.page.help.format(name=name, phone=phone)

    @property
    def notes(self) -> list[str]:
        """What a reader must know of the translation."""
        page = self.words.page
        lacking = [page.in_english] if self.words.lacking else []
        return lacking if self.words.is_reviewed else [*lacking, page.not_reviewed]


@dataclass(frozen=True)
class ReportForm:
    """The form as typed, with what is wrong in the reader's words; ``once`` tells a second press from a new report."""

    frame: Frame
    typed: Typed = field(default_factory=Typed)
    problems: Sequence[Problem] = ()
    had_photos: bool = False
    longest_contact: int = LONGEST_CONTACT
    longest_place: int = LONGEST_PLACE

    @property
    def once(self) -> str:
        """A fresh random word, or the one of the form that is shown again."""
        return self.typed.once or secrets.token_urlsafe(16)

    @property
    def errors(self) -> Mapping[str, str]:
        """A sentence for each field that is wrong."""
        text = self.frame.words.page
        found: dict[str, str] = {}
        for one in self.problems:
            sentence = str(getattr(text, one.key)).format(**one.given)
            found[one.name] = f"{found[one.name]} {sentence}" if one.name in found else sentence
        if self.had_photos and found:
            found["photos"] = f"{found.get('photos', '')} {text.error_again}".strip()
        return found

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen) of each kind."""
        return [(kind.value, words, kind.value in self.typed.kinds) for kind, words in self._page.kinds.items()]

    @property
    def sources(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen) of each kind of sender."""
        return [(one.value, words, one.value == self.typed.source) for one, words in self._page.sources.items()]

    @property
    def text_hint(self) -> str:
        """How much may be written."""
        return self._page.text_hint.format(limit=LONGEST)

    @property
    def photos_hint(self) -> str:
        """How many photos, how large, and what to mind."""
        return self._page.photos_hint.format(count=MOST_PHOTOS, mb=PHOTO_MB)

    @property
    def _page(self) -> PageText:
        return self.frame.words.page


@dataclass(frozen=True)
class HomePage:
    """What is declared for a dwelling, and the form to confirm or report."""

    frame: Frame
    home: Home
    sheet: DoorSheet
    form: ReportForm

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Address, number of residents, size."""
        door, facts = self.frame.words.door, self.sheet.declared.facts
        area = door.unknown if facts.area_m2 is None else f"{number_told(door, facts.area_m2)} m²"
        persons = door.unknown if facts.residents is None else str(facts.residents)
        return [(door.address, self.sheet.declared.dwelling.address), (door.declared, persons), (door.area, area)]

    @property
    def rooms(self) -> tuple[tuple[str, ...], ...]:
        """Each room: number, use, size, people."""
        return rooms_told(self.sheet.declared.facts.rooms, self.frame.words.door)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules in short."""
        return rules_told(self.sheet, self.frame.words.door)

    @property
    def notes(self) -> list[str]:
        """That the sheet was replaced, that the housing has ended."""
        text, ends_on = self.frame.words.page, self.home.declared.accommodation.ends_on
        found = [text.renewed] if self.home.door.renewed_on is not None else []
        if ends_on is not None and ends_on < self.sheet.as_of:
            found.append(text.ended.format(date=day_told(self.frame.words.door, ends_on)))
        return found


@dataclass(frozen=True)
class SentPage:
    """The code to follow a report, once; empty where the same form was sent before."""

    frame: Frame
    code: str


@dataclass(frozen=True)
class FollowPage:
    """The page that asks for the code, and what is behind it."""

    frame: Frame
    code: str = ""
    report: Report | None = None
    messages: Sequence[ReportMessage] = ()
    error: str = ""
    message_error: str = ""
    is_sent: bool = False
    longest: int = LONGEST

    @property
    def state(self) -> str:
        """Where the report stands, in words; what came of it where it is closed."""
        if self.report is None:
            return ""
        text = self.frame.words.page
        return text.states[self.report.state] if self.report.outcome is None else text.outcomes[self.report.outcome]

    def day(self, on: date) -> str:
        """A date in the reader's language."""
        return day_told(self.frame.words.door, on)
