"""The task list of a draft, the list of drafts, and the pages that ask before something is begun or thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from husly.kit.i18n import format_moment, mark
from husly.kit.i18n import gettext as _
from register.declarations.journey.answers import label_of_place
from register.declarations.journey.models import DeclarationDraft
from register.declarations.journey.states import SectionState, Standing
from register.declarations.questions import SECTION, STEP_OF

STATES = {
    SectionState.NOT_BEGUN: ("none", mark("Not begun")),
    SectionState.BEGUN: ("info", mark("Begun")),
    SectionState.COMPLETE: ("success", mark("Complete")),
    SectionState.LATER: ("warning", mark("To be told later")),
    SectionState.ERRORS: ("error", mark("Has errors")),
}


@dataclass(frozen=True)
class TaskRow:
    """One section in the task list."""

    number: int
    key: str
    href: str
    heading: str
    state: tuple[str, str]
    missing: str
    is_done: bool


def draft_href(draft: DeclarationDraft) -> str:
    """The task list of a draft."""
    return f"/declarations/drafts/{draft.id}"


def section_href(draft: DeclarationDraft, standing: Standing, *, back: str = "") -> str:
    """The page of a section, at its heading."""
    asked = f"?back={back}" if back else ""
    return f"{draft_href(draft)}/steps/{STEP_OF[standing.key].key}{asked}#{standing.key}"


def task_row(draft: DeclarationDraft, standing: Standing, number: int, *, back: str = "") -> TaskRow:
    """One section with its state in words and what it lacks."""
    kind, label = STATES[standing.state]
    shown = [label_of_place(path) for path in standing.unanswered]
    is_told = standing.state is not SectionState.NOT_BEGUN
    return TaskRow(
        number=number,
        key=standing.key,
        href=section_href(draft, standing, back=back),
        heading=_(SECTION[standing.key].heading),
        state=(kind, _(label)),
        missing=", ".join(shown) if is_told else "",
        is_done=standing.state in (SectionState.COMPLETE, SectionState.LATER),
    )


def draft_title(document: Mapping[str, Any]) -> str:
    """What a draft is called: its address as far as it is told."""
    told = document.get("address") or {}
    street = " ".join(str(told[key]) for key in ("street", "house_number") if told.get(key))
    unit = str(told.get("unit") or "")
    town = " ".join(str(told[key]) for key in ("postcode", "postal_town") if told.get(key))
    return ", ".join(part for part in (street, unit, town) if part) or _("Address not told yet")


@dataclass(frozen=True)
class TaskPage:
    """The task list of one draft."""

    draft: DeclarationDraft
    standings: Sequence[Standing]

    @property
    def title(self) -> str:
        """What is declared."""
        return draft_title(self.draft.document)

    @property
    def heading(self) -> str:
        """What is done here."""
        return _("Amend the declaration") if self.draft.accommodation_id else _("Declare housing")

    @property
    def rows(self) -> list[TaskRow]:
        """The sections in order."""
        return [task_row(self.draft, one, number) for number, one in enumerate(self.standings, 1)]

    @property
    def progress(self) -> str:
        """How many of them are done."""
        done = sum(row.is_done for row in self.rows)
        return _("%(done)s of %(all)s sections are done", done=done, all=len(self.rows))

    @property
    def saved(self) -> str:
        """When it was last saved."""
        return _("Saved %(at)s", at=format_moment(self.draft.changed_at))

    @property
    def href(self) -> str:
        """The task list."""
        return draft_href(self.draft)

    @property
    def next_href(self) -> str:
        """The first page that is not done, or the review."""
        for row in self.rows:
            if not row.is_done:
                return row.href
        return f"{self.href}/review"


@dataclass(frozen=True)
class DraftRow:
    """One draft in the list."""

    href: str
    title: str
    employer: str
    kind: str
    changed_at: str


def draft_rows(drafts: Sequence[DeclarationDraft], addresses: Mapping[UUID, str]) -> list[DraftRow]:
    """The drafts as the list of declarations shows them; ``addresses`` of those that amend."""
    return [
        DraftRow(
            href=draft_href(one),
            title=addresses.get(one.accommodation_id or one.id) or draft_title(one.document),
            employer=str((one.document.get("employer") or {}).get("name") or "–"),
            kind=_("Amendment") if one.accommodation_id else _("New declaration"),
            changed_at=format_moment(one.changed_at),
        )
        for one in drafts
    ]
