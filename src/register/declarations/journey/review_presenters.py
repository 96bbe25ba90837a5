"""The review of a draft: everything told, what is missing, what stands in the way, and the words to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from husly.kit.i18n import gettext as _
from husly.kit.i18n import language
from register.declarations.attestation_texts import AttestationText
from register.declarations.drafts import readable_facts
from register.declarations.journey.answers import label_of_place, shown_answer
from register.declarations.journey.merging import part_of
from register.declarations.journey.models import DeclarationDraft
from register.declarations.journey.problems import sentence
from register.declarations.journey.states import Needs, SectionState, Standing, in_the_way, is_answered
from register.declarations.journey.task_presenters import TaskRow, draft_href, draft_title, task_row
from register.declarations.presenters import RoomCard, room_card, room_headings
from register.declarations.questions import REQUIRED, ROOMS, SECTION, SectionKey
from standards.facts.problems import Problem

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class ReviewSection:
    """One section with what was told in it and what is lacking."""

    task: TaskRow
    rows: Rows
    rooms: list[RoomCard]
    lacking: list[str]
    is_later: bool


@dataclass(frozen=True)
class ReviewPage:
    """The page before the declaration is submitted. ``errors`` are about the words to sign."""

    draft: DeclarationDraft
    standings: Sequence[Standing]
    problems: Sequence[Problem]
    needs: Needs
    text: AttestationText
    signer: str
    errors: Mapping[str, str] = field(default_factory=dict)
    alerts: Sequence[str] = ()
    base_version: int | None = None

    @property
    def href(self) -> str:
        """The task list."""
        return draft_href(self.draft)

    @property
    def title(self) -> str:
        """What is declared."""
        return draft_title(self.draft.document)

    @property
    def words(self) -> str:
        """The words to sign."""
        return self.text.words(language())

    @property
    def room_columns(self) -> list[str]:
        """Headings of the table of rooms."""
        return room_headings()

    @property
    def sections(self) -> list[ReviewSection]:
        """Everything told, section by section."""
        return [self._section(one, number) for number, one in enumerate(self.standings, 1)]

    @property
    def in_the_way(self) -> list[tuple[str, str]]:
        """(link, sentence) of each thing without which nothing can be submitted."""
        found = in_the_way(self.draft.document, self.problems, self.needs)
        links = {section.task.key: section.task.href for section in self.sections}
        return [(links[key], text) for key, paths in found.items() for text in self._sentences(key, paths)]

    def _sentences(self, key: SectionKey, paths: Sequence[str]) -> list[str]:
        heading = _(SECTION[key].heading)
        told = {problem.path: sentence(problem) for problem in self.problems}
        empty = _("Fill in this field.")
        shown = [f"{_named(path)}: {told.get(path, empty)}" for path in paths]
        return [f"{heading} – {text}" for text in dict.fromkeys(shown)]

    def _section(self, standing: Standing, number: int) -> ReviewSection:
        asked = self.needs.asked_of(SECTION[standing.key])
        told = part_of(self.draft.document, asked)
        has_rooms = ROOMS in asked and bool(told.get(ROOMS))
        return ReviewSection(
            task=task_row(self.draft, standing, number, back="review"),
            rows=[(label_of_place(path), shown_answer(path, told[path])) for path in asked if path in told],
            rooms=[room_card(room) for room in readable_facts(self.draft.document)[0].rooms] if has_rooms else [],
            lacking=[label_of_place(path) for path in standing.unanswered],
            is_later=standing.state is SectionState.LATER,
        )


def _named(path: str) -> str:
    """A place of the document in words; a room by its number."""
    if not path.startswith("rooms["):
        return label_of_place(path)
    number, _dot, key = path.removeprefix("rooms[").partition("].")
    room = _("Room %(number)s", number=int(number) + 1)
    return f"{room}, {label_of_place(f'rooms.{key}')}"


def is_ready(draft: DeclarationDraft, problems: Sequence[Problem]) -> bool:
    """Whether nothing stands in the way of submitting."""
    return not problems and all(is_answered(draft.document, path) for path in REQUIRED)
