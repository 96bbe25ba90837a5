"""Reading the meetings of the reader's authority, with their items, actions, and what earlier meetings left open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import own_within
from inspection.joint.authorities import own_authority
from inspection.meetings.models import ActionState, CaseMeeting, MeetingAction, MeetingItem, MeetingParticipant
from inspection.meetings.receiving import Openness, Receiver, receivers_of


@dataclass(frozen=True)
class Carried:
    """An action of an earlier meeting with the item that it came from."""

    action: MeetingAction
    item: MeetingItem
    decided_on: date


@dataclass(frozen=True)
class MeetingFile:
    """One meeting with all that belongs to it; ``carried`` are actions of earlier meetings, the first due first."""

    meeting: CaseMeeting
    participants: tuple[MeetingParticipant, ...]
    items: tuple[MeetingItem, ...]
    actions: tuple[MeetingAction, ...]
    carried: tuple[Carried, ...]

    def actions_of(self, item_id: UUID) -> list[MeetingAction]:
        """The actions decided on an item, the first due first."""
        return [one for one in self.actions if one.item_id == item_id]

    def receivers(self, by: Actor) -> list[Receiver]:
        """Every authority that something of the meeting may be shown to, but our own."""
        earlier = [one.item for one in self.carried]
        return receivers_of([openness_of(one) for one in (*self.items, *earlier)], but=(own_authority(by),))


def openness_of(item: MeetingItem) -> Openness:
    """To whom an item may be shown."""
    return Openness(legal_basis=item.legal_basis, shown_to=item.shown_to, municipality_codes=item.municipality_codes)


def _scope(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    whose = {"authority": col(CaseMeeting.authority), "municipality_code": col(CaseMeeting.municipality_code)}
    return own_within(by, permission, **whose)


def list_meetings(session: Session, *, by: Actor, limit: int = 50, offset: int = 0) -> tuple[list[CaseMeeting], int]:
    """The own authority's meetings within the area, the newest first, and how many there are."""
    scope = _scope(by, Permission.READ_PLANS)
    count = session.execute(sa.select(sa.func.count()).select_from(CaseMeeting).where(scope)).scalar_one()
    order = (col(CaseMeeting.held_on).desc(), col(CaseMeeting.id))
    return list(session.exec(select(CaseMeeting).where(scope).order_by(*order).limit(limit).offset(offset))), count


def count_open(session: Session, meeting_ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """(items, open actions) of each meeting."""
    items = sa.select(col(MeetingItem.meeting_id), sa.func.count()).where(col(MeetingItem.meeting_id).in_(meeting_ids))
    actions = (
        sa.select(col(MeetingItem.meeting_id), sa.func.count())
        .join(MeetingAction, col(MeetingAction.item_id) == col(MeetingItem.id))
        .where(col(MeetingItem.meeting_id).in_(meeting_ids), col(MeetingAction.state) == ActionState.OPEN)
    )
    by_meeting = col(MeetingItem.meeting_id)
    counted = {row[0]: int(row[1]) for row in session.execute(items.group_by(by_meeting))}
    still_open = {row[0]: int(row[1]) for row in session.execute(actions.group_by(by_meeting))}
    return {one: (counted.get(one, 0), still_open.get(one, 0)) for one in meeting_ids}


def get_meeting(session: Session, meeting_id: UUID, *, by: Actor, to_change: bool = False) -> MeetingFile:
    """One meeting, held when it is to be changed. Raises ``NotFoundError``, also for another authority's."""
    permission = Permission.PLAN_VISITS if to_change else Permission.READ_PLANS
    statement = select(CaseMeeting).where(col(CaseMeeting.id) == meeting_id, _scope(by, permission))
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    meeting = session.exec(statement).one_or_none()
    if meeting is None:
        raise NotFoundError("meeting")
    items = session.exec(
        select(MeetingItem).where(MeetingItem.meeting_id == meeting_id).order_by(col(MeetingItem.position))
    ).all()
    order = (col(MeetingAction.due_on), col(MeetingAction.made_at), col(MeetingAction.id))
    of_items = col(MeetingAction.item_id).in_([one.id for one in items])
    actions = session.exec(select(MeetingAction).where(of_items).order_by(*order)).all()
    who = (col(MeetingParticipant.authority), col(MeetingParticipant.municipality_code))
    participants = session.exec(
        select(MeetingParticipant).where(MeetingParticipant.meeting_id == meeting_id).order_by(*who)
    ).all()
    return MeetingFile(meeting, tuple(participants), tuple(items), tuple(actions), list_carried(session, meeting))


def same_area(authority: str, municipality_code: str | None) -> sa.ColumnElement[bool]:
    """The condition on meetings of one authority for one area; None is the whole country."""
    code = col(CaseMeeting.municipality_code)
    return sa.and_(col(CaseMeeting.authority) == authority, code.is_not_distinct_from(municipality_code))


def list_carried(session: Session, meeting: CaseMeeting) -> tuple[Carried, ...]:
    """Every action of earlier meetings of the same authority and area that is open, or was ended since the last one."""
    area = same_area(meeting.authority, meeting.municipality_code)
    earlier = sa.and_(area, col(CaseMeeting.held_on) < meeting.held_on)
    last = session.execute(sa.select(sa.func.max(col(CaseMeeting.held_on))).where(earlier)).scalar_one()
    if last is None:
        return ()
    counts = sa.or_(col(MeetingAction.state) == ActionState.OPEN, col(MeetingAction.moved_on) >= last)
    statement = (
        sa.select(MeetingAction, MeetingItem, col(CaseMeeting.held_on))
        .join(MeetingItem, col(MeetingItem.id) == col(MeetingAction.item_id))
        .join(CaseMeeting, col(CaseMeeting.id) == col(MeetingItem.meeting_id))
        .where(earlier, counts)
        .order_by(col(MeetingAction.due_on), col(MeetingAction.made_at), col(MeetingAction.id))
    )
    return tuple(Carried(*row) for row in session.execute(statement))


def find_action(session: Session, action_id: UUID, *, by: Actor) -> tuple[MeetingAction, MeetingItem]:
    """An action to be moved on, with its item. Raises ``NotFoundError``, also outside the area."""
    statement = (
        select(MeetingAction, MeetingItem)
        .join(MeetingItem, col(MeetingItem.id) == col(MeetingAction.item_id))
        .join(CaseMeeting, col(CaseMeeting.id) == col(MeetingItem.meeting_id))
        .where(col(MeetingAction.id) == action_id, _scope(by, Permission.PLAN_VISITS))
    )
    row = session.exec(statement).one_or_none()
    if row is None:
        raise NotFoundError("action")
    return row[0], row[1]
