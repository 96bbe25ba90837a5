"""What a person decides about a candidate: look at it, dismiss it, ask the employer."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.mail import enqueue_mail
from inspection.undeclared.forms import Dismissal
from inspection.undeclared.hints import TOLD_BY_PEOPLE, HintKind, suffice
from inspection.undeclared.mails import MAIL_KIND
from inspection.undeclared.models import CandidateState, UndeclaredCandidate
from inspection.undeclared.points import load_points
from inspection.undeclared.queries import get_candidate
from register.employers.models import Employer

LONGEST_DAYS = 3 * 366
"""A dismissal holds three years at most; then somebody looks again."""

ASK_AGAIN_DAYS = 30
DECIDED = (CandidateState.CONFIRMED, CandidateState.DISMISSED, CandidateState.DECLARED)


def open_candidate(session: Session, candidate_id: UUID, *, by: Actor) -> UndeclaredCandidate:
    """A candidate that can still be decided, held until the transaction ends. Raises ``DomainError`` for another."""
    row = get_candidate(session, candidate_id, by=by, to_change=True)
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=row.municipality_code))
    if row.state in DECIDED:
        raise DomainError("undeclared.decided", "Somebody has decided this candidate meanwhile.")
    return row


def note_reading(session: Session, row: UndeclaredCandidate, *, by: Actor, at: datetime) -> None:
    """Write down that somebody read a candidate with its hints."""
    audit.record(session, by=by, at=at, action="undeclared.read", on=("undeclared_candidate", row.id))


def take_under_review(session: Session, candidate_id: UUID, *, by: Actor, at: datetime) -> UndeclaredCandidate:
    """Say that somebody is looking at it."""
    row = open_candidate(session, candidate_id, by=by)
    if row.state is not CandidateState.UNDER_REVIEW:
        set_state(session, row, CandidateState.UNDER_REVIEW, by=by, at=at)
    return row


def dismiss_candidate(
    session: Session, candidate_id: UUID, *, given: Dismissal, by: Actor, at: datetime
) -> UndeclaredCandidate:
    """There is nothing to look for, for a reason and until a day; a new hint, or one that grows, brings it back."""
    row = open_candidate(session, candidate_id, by=by)
    today = danish_date(at)
    if not today < given.until <= today + timedelta(days=LONGEST_DAYS):
        raise DomainError("undeclared.until_day", "The day must lie ahead, at most three years.")
    row.dismissed_reason, row.dismissed_words, row.dismissed_until = given.reason, given.words, given.until
    row.dismissed_hints = {hint["ref"]: int(hint["step"]) for hint in row.hints}
    details: dict[str, object] = {"reason": given.reason.value, "words": given.words, "until": given.until}
    set_state(session, row, CandidateState.DISMISSED, by=by, at=at, details=details)
    return row


def ask_employer(session: Session, candidate_id: UUID, *, by: Actor, at: datetime) -> UndeclaredCandidate:
    """Queue a mail that asks the employer to declare; it says nothing of any hint and threatens with nothing.

    Refused where it rests on what people reported or contested: a mail then would tell that somebody did (PRIV-02).
    """
    row = open_candidate(session, candidate_id, by=by)
    if rests_on_people(row):
        raise DomainError(
            "undeclared.ask_tips", "Only reports hint at this. A mail now would tell that somebody reported."
        )
    employer = None if row.employer_id is None else session.get_one(Employer, row.employer_id)
    if employer is None or not employer.contact_email:
        raise DomainError(
            "undeclared.no_mail", "No e-mail address of the employer is known. Write a letter with the text below."
        )
    if row.asked_at is not None and at < row.asked_at + timedelta(days=ASK_AGAIN_DAYS):
        raise DomainError("undeclared.asked", "The employer was asked less than a month ago.")
    enqueue_mail(session, kind=MAIL_KIND, payload={"candidate_id": str(row.id)}, at=at)
    row.asked_at = at
    session.add(row)
    session.flush()
    audit.record(session, by=by, at=at, action="undeclared.asked", on=("undeclared_candidate", row.id))
    if row.state is not CandidateState.UNDER_REVIEW:
        set_state(session, row, CandidateState.UNDER_REVIEW, by=by, at=at)
    return row


def rests_on_people(row: UndeclaredCandidate) -> bool:
    """Whether nobody would look for it but for what reports or owners say."""
    kinds = {HintKind(hint["kind"]) for hint in row.hints} - TOLD_BY_PEOPLE
    return not suffice(kinds, load_points(row.points_version))


def set_state(
    session: Session,
    row: UndeclaredCandidate,
    state: CandidateState,
    *,
    by: Actor,
    at: datetime,
    details: dict[str, object] | None = None,
) -> None:
    """Move a candidate, with its audit row."""
    row.state, row.state_at, row.state_by = state, at, by.id
    session.add(row)
    session.flush()
    on = ("undeclared_candidate", row.id)
    audit.record(session, by=by, at=at, action=f"undeclared.{state.value}", on=on, details=details)
