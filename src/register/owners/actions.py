"""Naming an owner, telling him, hearing him: every change, dated and audited."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, require
from husly.kit.clock import danish_date, now
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.outbox import OutboxMessage
from husly.settings import settings
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling
from register.owners.letter import owner_letter, write_letter
from register.owners.models import ContestReason, OwnerContest, OwnerNotice
from register.owners.naming import make_notice
from register.owners.queries import find_notice_of, list_contests_of

LONGEST_TEXT = 4000
OWNER = Actor(id="owner", name="Ejer")
"""Whoever holds the code of an owner's letter."""


def name_owner(
    session: Session,
    *,
    accommodation_id: UUID,
    name: str,
    postal_address: str,
    email: str = "",
    by: Actor,
    at: datetime,
) -> OwnerNotice:
    """Name the owner and queue his letter; the same owner again changes nothing, another ends the first one's code."""
    accommodation = session.get(Accommodation, accommodation_id)
    if accommodation is None:
        raise NotFoundError("accommodation")
    require(by, Permission.DECLARE, Subject(employer_id=accommodation.employer_id))
    name, postal_address, email = (" ".join(text.split()) for text in (name, postal_address, email))
    if not name or not postal_address or len(name) > 200 or len(postal_address) > 400:
        raise DomainError("owner.incomplete", "Write the owner's name and postal address.")
    if email and ("@" not in email or len(email) > 254):
        raise DomainError("owner.email", "“{email}” is not an e-mail address.", email=email[:60])
    before = find_notice_of(session, accommodation_id)
    if before is not None and (before.name, before.postal_address) == (name, postal_address):
        before.email = email or None
        return before
    if before is not None:
        before.ended_at, before.code = at, None
    return _tell(session, accommodation_id, name, postal_address, email, by=by, at=at)


def _tell(
    session: Session, accommodation_id: UUID, name: str, postal_address: str, email: str, *, by: Actor, at: datetime
) -> OwnerNotice:
    notice = make_notice(session, accommodation_id, name=name, postal_address=postal_address, email=email, by=by, at=at)
    audit.record(session, by=by, at=at, action="owner.named", on=("accommodation", accommodation_id))
    return notice


def deliver_owner_letter(session: Session, message: OutboxMessage, outbox_path: Path) -> str:
    """Write the owner's letter to the post room's folder; the code is forgotten once it is written.

    Names are ``owner-<notice id>.pdf``: no personal data. Twice leaves the same file.
    """
    notice = session.get(OwnerNotice, UUID(message.payload["notice_id"]))
    if notice is None:
        raise LookupError(f"owner notice {message.payload['notice_id']} is missing")
    file = f"owner-{notice.id}.pdf"
    if notice.code is None:
        return f"owner {notice.id}: already told, or another owner is named"
    accommodation = session.get_one(Accommodation, notice.accommodation_id)
    dwelling = session.get_one(Dwelling, accommodation.dwelling_id)
    at = now()
    letter = owner_letter(notice, dwelling.address, settings=settings(), on=danish_date(at))
    write_letter(outbox_path, file, letter)
    notice.code, notice.told_at = None, at
    audit.record(session, by=SYSTEM, at=at, action="owner.told", on=("accommodation", accommodation.id))
    return f"owner {notice.id} -> {file}"


def contest(session: Session, notice: OwnerNotice, *, reasons: Sequence[str], text: str, at: datetime) -> OwnerContest:
    """Keep what the owner contests as a task for the authority; nothing declared changes.

    The same again while it is open is the button pressed twice, and gives the first one.
    """
    known = [one.value for one in ContestReason if one.value in reasons]
    text = text.replace("\x00", "").strip()[:LONGEST_TEXT]
    if not known and not text:
        raise DomainError("owner.no_reason", "Choose what is wrong, or write it.")
    take_turns(session, f"contests of {notice.id}")
    for one in list_contests_of(session, notice):
        if one.closed_at is None and (one.reasons, one.text) == (known, text):
            return one
    made = OwnerContest(
        notice_id=notice.id, accommodation_id=notice.accommodation_id, reasons=known, text=text, contested_at=at
    )
    session.add(made)
    session.flush()
    audit.record(session, by=OWNER, at=at, action="owner.contested", on=("owner_contest", made.id))
    return made


def hand_to_case(session: Session, contest: OwnerContest, *, case_id: UUID, case_number: str, at: datetime) -> None:
    """Note in which case a contest is looked at; from then on that case answers it."""
    contest.case_id, contest.case_number = case_id, case_number
    session.flush()
    details = {"case_number": case_number}
    audit.record(
        session, by=OWNER, at=at, action="owner.contest_in_case", on=("owner_contest", contest.id), details=details
    )


def trace_reading(session: Session, contest_ids: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """Write down that somebody of the authority read what owners wrote."""
    acts = [audit.Act("owner.contest_read", ("owner_contest", one)) for one in contest_ids]
    audit.record_all(session, acts, by=by, at=at)


def close_contest(session: Session, contest_id: UUID, *, answer: str, by: Actor, at: datetime) -> None:
    """Close it with what was done about it, which its owner reads. The case that looks at it closes it."""
    found = session.get(OwnerContest, contest_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("contest")
    code = session.get_one(Accommodation, found.accommodation_id).municipality_code
    require(by, Permission.RECORD_VISITS, Subject(municipality_code=code))
    if found.closed_at is not None:
        raise DomainError("owner.closed", "Somebody has closed it meanwhile.")
    if not answer.strip():
        raise DomainError("owner.answer", "Write what was done about it.")
    found.answer, found.closed_at, found.closed_by = answer.strip()[:LONGEST_TEXT], at, by.id
    session.flush()
    audit.record(session, by=by, at=at, action="owner.contest_closed", on=("owner_contest", contest_id))
