"""Meetings as people of the own authority read them: the list, one meeting with its items, proposals and actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from husly.kit.access import Actor
from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.joint.authorities import authority_name, choices
from inspection.meetings.agenda import ActionLine, action_line, receiver_name
from inspection.meetings.facts import Fact, stored_facts
from inspection.meetings.labels import REASONS
from inspection.meetings.models import ActionState, CaseMeeting, ItemReason, MeetingAction, MeetingItem
from inspection.meetings.proposals import Proposed
from inspection.meetings.queries import MeetingFile
from inspection.meetings.receiving import Receiver


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in the list."""

    id: UUID
    day: str
    area: str
    items: int
    open_actions: int
    is_closed: bool


def area_of(meeting: CaseMeeting, names: Mapping[str, str]) -> str:
    """Where a meeting is about."""
    code = meeting.municipality_code
    return _("The whole country") if code is None else names.get(code, code)


def meeting_row(meeting: CaseMeeting, counts: tuple[int, int], names: Mapping[str, str]) -> MeetingRow:
    """One meeting in the list."""
    area = area_of(meeting, names)
    return MeetingRow(meeting.id, format_date(meeting.held_on), area, *counts, meeting.closed_at is not None)


@dataclass(frozen=True)
class ActionCard:
    """One action with the way to move it on."""

    action: MeetingAction
    line: ActionLine
    about: str
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether it can still be moved on."""
        return self.action.state is ActionState.OPEN


@dataclass(frozen=True)
class ItemCard:
    """One item of the agenda."""

    item: MeetingItem
    reason: str
    facts: Sequence[tuple[str, str]]
    """(sentence, for whom alone) of what is known."""
    actions: Sequence[ActionCard]

    @property
    def shown_to(self) -> str:
        """To whom it may be shown, in words."""
        return ", ".join(authority_name(one) for one in self.item.shown_to) or _("Nobody")

    @property
    def receivers(self) -> list[tuple[str, str, bool]]:
        """(key, name, chosen) of everybody it may be shown to."""
        return [(key, name, key in self.item.shown_to) for key, name in choices()]


@dataclass(frozen=True)
class MeetingPage:
    """One meeting. ``hidden`` are dwellings whose reason for a visit is hidden from the reader, who is to visit."""

    file: MeetingFile
    names: Mapping[str, str]
    today: date
    by: Actor
    proposals: Sequence[Proposed] = ()
    hidden: frozenset[UUID] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def meeting(self) -> CaseMeeting:
        """The meeting itself."""
        return self.file.meeting

    @property
    def title(self) -> str:
        """The heading."""
        return _("Case meeting on %(day)s", day=format_date(self.meeting.held_on))

    @property
    def area(self) -> str:
        """Where it is about."""
        return area_of(self.meeting, self.names)

    @property
    def is_open(self) -> bool:
        """Whether its items can still be changed."""
        return self.meeting.closed_at is None

    @property
    def items(self) -> list[ItemCard]:
        """The agenda, in its order."""
        return [self._card(one) for one in self.file.items]

    def _card(self, item: MeetingItem) -> ItemCard:
        is_hidden = item.reason is ItemReason.REFERRAL and item.dwelling_id in self.hidden
        reason = _(REASONS[ItemReason.BY_HAND if is_hidden else item.reason])
        facts = [(one.sentence, _only(one)) for one in stored_facts(item.facts)]
        actions = [self._action(one, item.title) for one in self.file.actions_of(item.id)]
        return ItemCard(item, reason, facts, actions)

    def _action(self, action: MeetingAction, about: str) -> ActionCard:
        is_late = action.state is ActionState.OPEN and action.due_on < self.today
        return ActionCard(action, action_line(action), about, is_late)

    @property
    def carried(self) -> list[ActionCard]:
        """What earlier meetings left open, or was ended since the last one."""
        return [self._action(one.action, one.item.title) for one in self.file.carried]

    @property
    def proposed(self) -> list[tuple[Proposed, str]]:
        """What the register proposes, with the rules in words."""
        return [(one, "; ".join(_(REASONS[reason]) for reason in one.reasons)) for one in self.proposals]

    @property
    def participants(self) -> list[tuple[str, str]]:
        """(authority, people) of those who take part."""
        return [
            (receiver_name(Receiver(one.authority, one.municipality_code), self.names), one.people or "–")
            for one in self.file.participants
        ]

    @property
    def receivers(self) -> list[tuple[str, str]]:
        """(address of its agenda, name) of every authority that something may be shown to."""
        return [
            (f"/meetings/{self.meeting.id}/agenda/{one.authority}{_query(one)}", receiver_name(one, self.names))
            for one in self.file.receivers(self.by)
        ]

    @property
    def authorities(self) -> list[tuple[str, str]]:
        """(key, name) of every authority."""
        return choices()


def _query(receiver: Receiver) -> str:
    return f"?municipality={receiver.municipality_code}" if receiver.municipality_code else ""


def _only(fact: Fact) -> str:
    return ", ".join(authority_name(one) for one in fact.only)
