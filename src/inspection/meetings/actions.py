"""Meetings opened, items put on their lists, and to whom each may be shown; what is decided: ``deciding``. Audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import one_line
from inspection.authorities.belonging import authority_of
from inspection.joint.authorities import authorities
from inspection.letters.searching import PERSONAL_NUMBER
from inspection.meetings.known import dwelling_facts, employer_facts
from inspection.meetings.models import (
    LONGEST,
    CaseMeeting,
    ItemReason,
    MeetingItem,
)
from inspection.meetings.proposals import subject_of
from inspection.meetings.queries import MeetingFile, get_meeting, same_area
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.portfolio.queries import sees_employer


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """What people write to an item: what is asked, to whom it may be shown on which basis, what was decided."""

    questions: str = ""
    legal_basis: str = ""
    shown_to: Sequence[str] = ()
    decided: str = ""


def open_meeting(
    session: Session, *, held_on: date, place: str = "", municipality_code: str | None = None, by: Actor, at: datetime
) -> CaseMeeting:
    """Begin the list of a meeting. Raises ``DomainError`` for a day that has passed or has a meeting of the area."""
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=municipality_code))
    if held_on < danish_date(at):
        raise DomainError("meeting.day", "That day has passed; choose a later one.")
    take_turns(session, "case meetings")
    authority = authority_of(by, at=municipality_code or "")
    area = same_area(authority, municipality_code)
    if session.exec(select(CaseMeeting).where(area, CaseMeeting.held_on == held_on)).first() is not None:
        raise DomainError("meeting.day", "There is a meeting on that day already.")
    made = CaseMeeting(
        authority=authority,
        municipality_code=municipality_code,
        held_on=held_on,
        place=one_line(place, 200),
        made_at=at,
        made_by=by.id,
    )
    session.add(made)
    session.flush()
    trace(session, made.id, "opened", by=by, at=at, held_on=held_on)
    return made


def trace(session: Session, meeting_id: UUID, what: str, *, by: Actor, at: datetime, **details: Any) -> None:
    """The audit row of something done to a meeting; nothing that people wrote stands in it but the basis of sharing."""
    audit.record(session, by=by, at=at, action=f"meeting.{what}", on=("case_meeting", meeting_id), details=details)


def to_change(session: Session, meeting_id: UUID, *, by: Actor) -> MeetingFile:
    """A meeting that can still be changed. Raises ``DomainError`` once it is closed."""
    file = get_meeting(session, meeting_id, by=by, to_change=True)
    if file.meeting.closed_at is not None:
        raise DomainError("meeting.closed", "The meeting is closed; only its actions can be moved on.")
    return file


def add_item(
    session: Session,
    meeting_id: UUID,
    subject_key: str,
    *,
    reason: ItemReason = ItemReason.BY_HAND,
    names: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> MeetingItem:
    """Put a dwelling or an employer on the list, with what the register knows of it; shown to nobody yet.

    ``names`` are municipalities by code. Raises ``NotFoundError`` outside the area, ``DomainError`` if it is on.
    """
    file = to_change(session, meeting_id, by=by)
    if subject_key in {one.subject_key for one in file.items}:
        raise DomainError("meeting.twice", "It stands on the list already.")
    given = _about(session, file.meeting, subject_key, names=names, by=by, at=at)
    position = max((one.position for one in file.items), default=0) + 1
    made = MeetingItem(meeting_id=meeting_id, position=position, subject_key=subject_key, reason=reason, **given)
    session.add(made)
    session.flush()
    trace(session, meeting_id, "item_added", by=by, at=at, item=made.id, reason=reason.value)
    return made


def _about(
    session: Session, meeting: CaseMeeting, subject_key: str, *, names: Mapping[str, str], by: Actor, at: datetime
) -> dict[str, Any]:
    """The columns of an item that come out of the register."""
    kind, _, text = subject_key.partition(":")
    try:
        wanted = UUID(text)
    except ValueError:
        raise NotFoundError("subject") from None
    if kind == "dwelling":
        return _about_dwelling(session, meeting, wanted, by=by, at=at)
    employer = session.get(Employer, wanted)
    if kind != "employer" or employer is None or not (by is SYSTEM or sees_employer(session, wanted, by=by)):
        raise NotFoundError("employer")
    facts, codes = employer_facts(session, employer, by=by, names=names)
    return {
        "employer_id": employer.id,
        "title": f"{employer.name} ({employer.number})",
        "municipality_codes": codes,
        "facts": [one.stored for one in facts],
    }


def _about_dwelling(
    session: Session, meeting: CaseMeeting, dwelling_id: UUID, *, by: Actor, at: datetime
) -> dict[str, Any]:
    dwelling = session.get(Dwelling, dwelling_id)
    if dwelling is None or not _plans_in(by, dwelling.municipality_code):
        raise NotFoundError("dwelling")
    if meeting.municipality_code not in (None, dwelling.municipality_code):
        raise DomainError("meeting.elsewhere", "That dwelling lies outside the municipality of the meeting.")
    facts = dwelling_facts(session, dwelling, by=by, as_of=danish_date(at))
    return {
        "dwelling_id": dwelling.id,
        "title": dwelling.address,
        "municipality_codes": [dwelling.municipality_code],
        "facts": [one.stored for one in facts],
    }


def _plans_in(by: Actor, code: str) -> bool:
    return by is SYSTEM or may(by, Permission.PLAN_VISITS, Subject(municipality_code=code))


def subject_at(dwelling: Dwelling) -> str:
    """The key of a dwelling as an item."""
    return subject_of(dwelling_id=dwelling.id)


def item_of(file: MeetingFile, item_id: UUID) -> MeetingItem:
    """One of a meeting's items. Raises ``NotFoundError``."""
    for one in file.items:
        if one.id == item_id:
            return one
    raise NotFoundError("item")


def set_item(
    session: Session, meeting_id: UUID, item_id: UUID, text: ItemText, *, by: Actor, at: datetime
) -> MeetingItem:
    """Write what is asked and decided, and to whom the item may be shown.

    Raises ``DomainError`` when it is to be shown without a legal basis (REF-07), or names somebody by number.
    """
    item = item_of(to_change(session, meeting_id, by=by), item_id)
    basis = one_line(text.legal_basis, 500)
    shown_to = [key for key in authorities() if key in text.shown_to]
    if shown_to and not basis:
        raise DomainError("meeting.basis", "Write the legal basis on which the authorities are shown this item.")
    item.questions, item.decided = told(text.questions, "questions"), told(text.decided, "decided")
    item.legal_basis, item.shown_to = basis, shown_to
    session.add(item)
    session.flush()
    trace(session, meeting_id, "item_set", by=by, at=at, item=item.id, shown_to=shown_to, legal_basis=basis)
    return item


def told(text: str, what: str) -> str:
    """A text as people write it, line by line. Raises ``DomainError`` for one that holds a personal number."""
    said = "\n".join(one_line(line) for line in text.splitlines()).strip()[:LONGEST]
    if PERSONAL_NUMBER.search(said):
        raise DomainError(f"meeting.{what}", "A personal number does not belong here. Name no residents.")
    return said


def remove_item(session: Session, meeting_id: UUID, item_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take an item off the list while nothing was decided on it."""
    file = to_change(session, meeting_id, by=by)
    item = item_of(file, item_id)
    if item.decided or file.actions_of(item_id):
        raise DomainError("meeting.decided", "Something was decided on it, so it stays.")
    session.delete(item)
    session.flush()
    trace(session, meeting_id, "item_removed", by=by, at=at, item=item_id)
