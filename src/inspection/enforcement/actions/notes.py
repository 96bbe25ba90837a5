"""What may come up at any time: suspicion of an offence, a request for access to documents."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError
from inspection.enforcement.actions.steps import open_file, trace


def note_suspicion(
    session: Session, case_id: UUID, *, suspicion: bool, written_consent: bool = False, by: Actor, at: datetime
) -> None:
    """Note that an offence is suspected, or no more; it stops visits that would gather evidence (RSL § 9)."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    file.case.suspicion, file.case.written_consent = suspicion, suspicion and written_consent
    trace(session, file.case, "case.suspicion_noted", by=by, at=at, details={"suspicion": suspicion})


def note_access_request(session: Session, case_id: UUID, *, requested_on: date, by: Actor, at: datetime) -> None:
    """Note a request for access to documents; decisions wait for its answer (FVL § 11)."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    file.case.access_requested_on, file.case.access_answered_on = requested_on, None
    trace(session, file.case, "case.access_requested", by=by, at=at)


def answer_access(session: Session, case_id: UUID, *, answered_on: date, by: Actor, at: datetime) -> None:
    """Note that the request for access was answered."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    if file.case.access_requested_on is None or answered_on < file.case.access_requested_on:
        raise DomainError("access.none", "There is no request for access before that day.")
    file.case.access_answered_on = answered_on
    trace(session, file.case, "case.access_answered", by=by, at=at)
