"""One page of the journey: its sections with their questions, and where it stands among the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from husly.kit.i18n import gettext as _
from register.declarations.journey.answers import Answers, FormField, RoomRow, RowsField, label_of_place, shown_answer
from register.declarations.journey.merging import part_of, seen_mark, shows_rooms
from register.declarations.journey.reading import MAX_ROOMS
from register.declarations.journey.states import Needs
from register.declarations.questions import ROOMS, SECTION, STEPS, Section, Step

FIXED = frozenset(
    {"employer.cvr_number", "employer.foreign_number", "employer.rut_number", "period.starts_on"}
    | {f"address.{key}" for key in ("street", "house_number", "unit", "postcode", "postal_town")}
)
"""Answers that an amendment shows but cannot change."""


@dataclass(frozen=True)
class GroupPart:
    """Questions under one heading."""

    heading: str
    fields: list[FormField | RowsField]


@dataclass(frozen=True)
class SectionPart:
    """One section of the page; ``number`` is its place in the task list."""

    key: str
    number: int
    heading: str
    lead: str
    groups: list[GroupPart]
    has_rooms: bool
    is_later: bool


@dataclass(frozen=True)
class Difference:
    """One answer that was saved elsewhere while this page was open."""

    label: str
    saved: str
    typed: str


@dataclass(frozen=True)
class StepPage:
    """One page. ``stored`` is the draft as it is saved, ``document`` what the page shows."""

    step: Step
    stored: Mapping[str, Any]
    document: Mapping[str, Any]
    needs: Needs
    draft_id: str
    later: Sequence[str] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    origins: tuple[int | None, ...] = ()
    blank_rooms: int = 0
    blank_rows: Mapping[str, int] = field(default_factory=dict)
    amends: bool = False
    is_stored: bool = True
    back: str = ""
    told: str = ""
    conflict: bool = False

    @property
    def fixed(self) -> frozenset[str]:
        """Answers that are shown and cannot be changed."""
        return FIXED if self.amends else frozenset()

    @property
    def asked(self) -> tuple[str, ...]:
        """Every question on the page."""
        return self.needs.asked_on(self.step)

    @property
    def action(self) -> str:
        """Where the page is sent."""
        if not self.is_stored:
            return "/declarations/new"
        return f"/declarations/drafts/{self.draft_id}/steps/{self.step.key}"

    @property
    def tasks_href(self) -> str:
        """Back to the task list; before anything is saved, to the declarations."""
        return f"/declarations/drafts/{self.draft_id}" if self.is_stored else "/declarations"

    @property
    def assess_href(self) -> str:
        """Where the page is judged while it is typed."""
        draft = f"&draft={self.draft_id}" if self.is_stored else ""
        return f"/declarations/assess?step={self.step.key}{draft}"

    @property
    def heading(self) -> str:
        """What the page is about."""
        return _(self.step.heading)

    @property
    def place(self) -> str:
        """Which page of how many."""
        return _("Step %(number)s of %(all)s", number=STEPS.index(self.step) + 1, all=len(STEPS))

    @property
    def seen(self) -> str:
        """What the page carries to notice that its answers were saved elsewhere meanwhile."""
        return seen_mark(self.stored, self.asked)

    @property
    def sections(self) -> list[SectionPart]:
        """What is asked, section by section."""
        keys = list(SECTION)
        return [self._section(SECTION[key], keys.index(key) + 1) for key in self.step.sections]

    @cached_property
    def rooms(self) -> list[RoomRow]:
        """The rooms told so far, then blank ones: as many as asked for, and one where there would be none."""
        told = len(self.document.get(ROOMS) or [])
        blank = max(self.blank_rooms, 0 if told else 1)
        origins = [*self.origins, *[None] * (told + blank - len(self.origins))]
        return [self._answers.room(number, origins[number]) for number in range(told + blank)]

    @property
    def shows_rooms(self) -> bool:
        """Whether the rooms fit on the page."""
        return shows_rooms(self.stored)

    @property
    def too_many_rooms(self) -> str:
        """What is said where they do not."""
        return _(
            "There are %(count)s rooms, and a page takes %(most)s. They stay as they are. Change them with a file.",
            count=len(self.document.get(ROOMS) or []),
            most=MAX_ROOMS,
        )

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) of each thing to correct, in the order of the page."""
        known = {one.name: one for one in self._all_fields()}
        shown = [
            (one.id, f"{self._named(one)}: {self.errors[name]}") for name, one in known.items() if name in self.errors
        ]
        rest = [(name, text) for name, text in self.errors.items() if name not in known]
        return shown + [(ROOMS if name.startswith(ROOMS) else "form", text) for name, text in rest]

    @property
    def differences(self) -> list[Difference]:
        """What was saved elsewhere and what is typed here, where the two differ."""
        if not self.conflict:
            return []
        saved, typed = part_of(self.stored, self.asked), part_of(self.document, self.asked)
        return [
            Difference(label_of_place(path), shown_answer(path, saved.get(path)), shown_answer(path, typed.get(path)))
            for path in self.asked
            if saved.get(path) != typed.get(path)
        ]

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self.document, self.errors, self.fixed)

    def _section(self, section: Section, number: int) -> SectionPart:
        asked = self.needs.asked_of(section)
        groups = [
            GroupPart(_(group.heading) if group.heading else "", [self._question(path) for path in here])
            for group in section.groups
            if (here := [path for path in group.asked if path in asked and path != ROOMS])
        ]
        if section.key == "services" and self.needs.also:
            more = [self._question(f"dwelling.{key}") for key in self.needs.also]
            groups.append(GroupPart(_("Other facts that the rules need"), more))
        return SectionPart(
            key=section.key,
            number=number,
            heading=_(section.heading),
            lead=_(section.lead) if section.lead else "",
            groups=groups,
            has_rooms=ROOMS in asked,
            is_later=section.key in self.later,
        )

    def _question(self, path: str) -> FormField | RowsField:
        return self._answers.question(path, blank_rows=self.blank_rows.get(path, 1))

    def _named(self, one: FormField | RowsField) -> str:
        place, dot, _key = one.name.rpartition(".")
        path, dash, number = place.rpartition("-")
        if not (dot and dash):
            return one.label
        if path == ROOMS:
            return f"{self.rooms[int(number)].title}, {one.label}"
        row = _("Row %(number)s", number=int(number) + 1)
        return f"{label_of_place(path)}, {row}, {one.label}"

    def _all_fields(self) -> list[FormField | RowsField]:
        found: list[FormField | RowsField] = []
        for section in self.sections:
            if section.has_rooms and self.shows_rooms:
                found += [one for room in self.rooms for one in (*room.fields, *room.flags)]
            for one in (one for group in section.groups for one in group.fields):
                found.append(one)
                if isinstance(one, RowsField):
                    found += [part for row in one.rows for part in row]
        return found
