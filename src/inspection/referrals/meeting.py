"""From a concern to the next case meeting: the dwelling alone, as if anybody had put it there (REF-05)."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.errors import DomainError
from inspection.meetings.actions import add_item
from inspection.meetings.queries import list_meetings
from inspection.referrals.moving import note_reading
from inspection.referrals.queries import get_referral


def put_on_next_meeting(
    session: Session, referral_id: UUID, *, names: Mapping[str, str], today: date, by: Actor, at: datetime
) -> UUID:
    """Put the dwelling on the list of the next meeting of the area; nothing there tells of the referral.

    Returns the meeting. Raises ``DomainError`` where no meeting is called, or the register has no such dwelling.
    """
    referral = get_referral(session, referral_id, by=by)
    if referral.dwelling_id is None:
        raise DomainError("referral.no_dwelling", "The address is no dwelling of the register yet.")
    found, _count = list_meetings(session, by=by, limit=50)
    coming = [
        one
        for one in found
        if one.held_on >= today
        and one.closed_at is None
        and one.municipality_code in (None, referral.municipality_code)
    ]
    if not coming:
        raise DomainError("referral.no_meeting", "No case meeting is called. Open one first.")
    meeting = min(coming, key=lambda one: one.held_on)
    add_item(session, meeting.id, f"dwelling:{referral.dwelling_id}", names=names, by=by, at=at)
    note_reading(session, referral, "put_on_meeting", by=by, at=at)
    return meeting.id
