"""Meetings with items, made by the actions that people use."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from husly.kit.access import SYSTEM, Actor
from inspection.meetings.actions import ItemText, add_item, open_meeting, set_item, subject_of
from inspection.meetings.models import CaseMeeting, MeetingItem

DAY = date(2026, 3, 5)
BASIS = "Forvaltningslovens § 28"
NAMES = {"0461": "Odense", "0479": "Svendborg"}


def meeting(
    session: Session,
    held_on: date = DAY,
    *,
    municipality_code: str | None = None,
    by: Actor = SYSTEM,
    at: datetime = AT,
) -> CaseMeeting:
    """The list of a meeting."""
    return open_meeting(session, held_on=held_on, municipality_code=municipality_code, by=by, at=at)


def item(
    session: Session,
    one: CaseMeeting,
    dwelling_id: UUID,
    shown_to: Sequence[str] = (),
    *,
    questions: str = "Hvem ser på det?",
    by: Actor = SYSTEM,
    at: datetime = AT,
) -> MeetingItem:
    """A dwelling on the list, shown to some authorities."""
    made = add_item(session, one.id, subject_of(dwelling_id=dwelling_id), names=NAMES, by=by, at=at)
    text = ItemText(questions=questions, legal_basis=BASIS if shown_to else "", shown_to=shown_to)
    return set_item(session, one.id, made.id, text, by=by, at=at)


def month(number: int) -> date:
    """The day of so many meetings later."""
    return DAY + timedelta(days=30 * number)
