"""What comes of a meeting: who took part, who does what until when, minutes, the closing, papers for others."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.texts import one_line
from inspection.joint.authorities import MUNICIPALITY, known_authority
from inspection.meetings.actions import item_of, to_change, told, trace
from inspection.meetings.models import ActionState, MeetingAction, MeetingItem, MeetingParticipant
from inspection.meetings.queries import MeetingFile, find_action
from inspection.meetings.receiving import Receiver


def set_participant(
    session: Session,
    meeting_id: UUID,
    receiver: Receiver,
    *,
    people: str,
    by: Actor,
    at: datetime,
) -> MeetingParticipant:
    """Write down who comes from an authority; a municipality is named by its code."""
    to_change(session, meeting_id, by=by)
    known_authority(receiver.authority)
    if (receiver.authority == MUNICIPALITY) != bool(receiver.municipality_code):
        raise DomainError("meeting.municipality", "Choose which municipality takes part.")
    statement = select(MeetingParticipant).where(
        MeetingParticipant.meeting_id == meeting_id,
        MeetingParticipant.authority == receiver.authority,
        MeetingParticipant.municipality_code == receiver.municipality_code,
    )
    row = session.exec(statement).one_or_none() or MeetingParticipant(
        meeting_id=meeting_id, authority=receiver.authority, municipality_code=receiver.municipality_code
    )
    row.people = one_line(people, 500)
    session.add(row)
    session.flush()
    trace(session, meeting_id, "participant_set", by=by, at=at, authority=receiver.authority)
    return row


def add_action(
    session: Session,
    meeting_id: UUID,
    item_id: UUID,
    *,
    authority: str,
    what: str,
    due_on: date,
    by: Actor,
    at: datetime,
) -> MeetingAction:
    """Write down who does what until when."""
    item = item_of(to_change(session, meeting_id, by=by), item_id)
    if due_on < danish_date(at):
        raise DomainError("meeting.due", "That day has passed; choose a later one.")
    what = told(one_line(what, 500), "what")
    if not what:
        raise DomainError("meeting.what", "Write what is to be done.")
    made = MeetingAction(
        item_id=item.id, authority=known_authority(authority), what=what, due_on=due_on, made_at=at, made_by=by.id
    )
    session.add(made)
    session.flush()
    trace(session, meeting_id, "action_added", by=by, at=at, action=made.id, authority=authority, due_on=due_on)
    return made


def move_action(
    session: Session, action_id: UUID, *, state: ActionState, progress: str, by: Actor, at: datetime
) -> MeetingAction:
    """Say how far an action has come; one that is dropped needs a reason. Also after its meeting was closed."""
    action, item = find_action(session, action_id, by=by)
    said = told(progress, "progress")
    if state is ActionState.DROPPED and not said:
        raise DomainError("meeting.progress", "Write why it is dropped.")
    action.state, action.progress, action.moved_on = state, said or action.progress, danish_date(at)
    session.add(action)
    session.flush()
    trace(session, item.meeting_id, "action_moved", by=by, at=at, action=action_id, state=state.value)
    return action


def write_minutes(session: Session, meeting_id: UUID, minutes: str, *, by: Actor, at: datetime) -> None:
    """Our own minutes; they go to nobody."""
    file = to_change(session, meeting_id, by=by)
    file.meeting.minutes = told(minutes, "minutes")
    session.add(file.meeting)
    session.flush()
    trace(session, meeting_id, "minutes_written", by=by, at=at)


def close_meeting(session: Session, meeting_id: UUID, *, by: Actor, at: datetime) -> None:
    """End it: items stand as they are. Open actions carry over to the next meeting by themselves."""
    file = to_change(session, meeting_id, by=by)
    if danish_date(at) < file.meeting.held_on:
        raise DomainError("meeting.early", "The day of the meeting has not come yet.")
    file.meeting.closed_at, file.meeting.closed_by = at, by.id
    session.add(file.meeting)
    session.flush()
    trace(session, meeting_id, "closed", by=by, at=at, items=len(file.items), actions=len(file.actions))


def note_transfer(
    session: Session, file: MeetingFile, receiver: Receiver, items: Sequence[MeetingItem], *, by: Actor, at: datetime
) -> None:
    """Each paper for an authority is a transfer: to whom, which items, on which bases, when and by whom (REF-07)."""
    bases = sorted({one.legal_basis for one in items})
    trace(
        session,
        file.meeting.id,
        "agenda_made",
        by=by,
        at=at,
        authority=receiver.authority,
        municipality=receiver.municipality_code,
        items=[one.id for one in items],
        bases=bases,
    )
