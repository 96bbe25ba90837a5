"""Issuing a letter of a case, and noting when it arrived."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.kit.i18n import mark
from husly.settings import Settings
from inspection.appeals.recounting import recount_appeals
from inspection.authorities.queries import settings_of
from inspection.delivery.queueing import addressed, correct_arrival, lock_deliveries, note_arrival, queue_letter
from inspection.enforcement.actions.steps import moved_on, open_file, stated, trace
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.reasons import Reason
from inspection.enforcement.words import in_words
from inspection.letters.actions import already_issued, freeze, require_delivery_day, set_delivered
from inspection.letters.enclosures import freeze_enclosures
from inspection.letters.kinds import Leaving, type_of
from inspection.letters.kinds.kind import nothing
from inspection.letters.models import Letter
from inspection.letters.rendering import write_draft
from inspection.letters.rests_on_delivery import decided_on_delivery
from inspection.representation.copying import copies_of


def issue_letter(
    session: Session,
    letter_id: UUID,
    *,
    settings: Settings,
    by: Actor,
    at: datetime,
    confirmed: Mapping[str, str] | None = None,
) -> Letter:
    """Issue a draft: every gate open, the move lawful; then its bytes are frozen and queued, and the case moves.

    ``confirmed`` is what a person saw of recipient and channel and confirmed; it is kept in the audit trail (M3).
    Raises ``DomainError`` with every closed gate named; ``letter.issued`` when it left already; ``authority.other``
    where the case belongs to another authority.
    """
    file, letter = _open(session, letter_id, by=by, permission=None)
    if letter.issued_at is not None:
        raise already_issued()
    if letter.round != file.case.round:
        raise moved_on()
    draft = write_draft(session, file, letter, settings=settings, as_of=danish_date(at), final=True)
    if draft.problems:
        raise not_issuable(draft.problems)
    leaving, kind = Leaving(session, file, letter, by, at, settings), type_of(letter.kind)
    if kind.second_person and letter.approved_by is None:
        raise DomainError(
            "second_person_approved", "Someone other than the author must approve the letter before it is issued."
        )
    kind.may_leave(leaving)
    if kind.prepare is not nothing:
        kind.prepare(leaving)
        draft = write_draft(session, file, letter, settings=settings, as_of=danish_date(at), final=True)
    freeze(session, letter, draft.rendered(), by=by, at=at)
    freeze_enclosures(session, letter, draft.enclosures)
    to = addressed(file, letter, draft.written.head.recipient)
    copies = copies_of(session, file, letter)
    queue_letter(session, letter, to, settings=settings_of(session, file.case, settings), by=by, at=at, copies=copies)
    kind.on_issue(leaving)
    trace(
        session,
        file.case,
        "letter.issued",
        by=by,
        at=at,
        after=letter.sha256,
        details={
            "letter": letter.id,
            "kind": letter.kind.value,
            "sha256": letter.sha256,
            "enclosures": [one.told for one in draft.enclosures],
            "confirmed": dict(confirmed or {}),
        },
    )
    return letter


def _open(session: Session, letter_id: UUID, *, by: Actor, permission: Permission | None) -> tuple[CaseFile, Letter]:
    row = session.get(Letter, letter_id)
    if row is None or row.discarded_at is not None:
        raise NotFoundError("letter")
    file = open_file(session, row.case_id, by=by, permission=permission or type_of(row.kind).permission)
    letter = file.letter(letter_id)
    session.refresh(letter)
    return file, letter


def not_issuable(problems: tuple[Reason, ...]) -> DomainError:
    """The error that names every reason for which a letter may not leave."""
    reasons = " ".join(in_words(problem) for problem in problems)
    return DomainError(problems[0].rule, "The letter cannot be issued. {reasons}", reasons=reasons)


def approve_letter(session: Session, letter_id: UUID, *, by: Actor, at: datetime) -> Letter:
    """Approve a drafted letter as its second person, where its kind asks for one; its author cannot (L8)."""
    file, letter = _open(session, letter_id, by=by, permission=Permission.ISSUE_DECISIONS)
    if letter.issued_at is not None:
        raise already_issued()
    if by.id == letter.created_by:
        raise NotAllowedError("approve what one has written")
    letter.approved_by, letter.approved_by_name, letter.approved_at = by.id, by.name, at
    session.flush()
    trace(session, file.case, "letter.approved", by=by, at=at, details={"letter": letter.id})
    return letter


def record_delivery(session: Session, letter_id: UUID, *, delivered_on: date, by: Actor, at: datetime) -> Letter:
    """Note the day a letter arrived; deadlines count from it, and an order is then delivered."""
    file, letter = _open(session, letter_id, by=by, permission=Permission.PREPARE_LETTERS)
    lock_deliveries(session, letter.id)
    set_delivered(letter, delivered_on, today=danish_date(at))
    session.flush()
    note_arrival(session, letter.id, delivered_on=delivered_on, by=by, at=at)
    type_of(letter.kind).on_delivery(Leaving(session, file, letter, by, at))
    recount_appeals(session, file, letter, by=by, at=at)
    trace(
        session,
        file.case,
        "letter.delivered",
        by=by,
        at=at,
        details={"letter": letter.id, "delivered_on": delivered_on},
    )
    return letter


def correct_delivery(
    session: Session, letter_id: UUID, *, delivered_on: date, reason: str, by: Actor, at: datetime
) -> Letter:
    """Put another day of delivery in the place of a wrong one; what counts from it is counted anew.

    Raises ``DomainError`` without a reason, for an impossible day, and once something was decided on the day that
    stands (``rests_on_delivery``). The day that was wrong stays in the trail.
    """
    file, letter = _open(session, letter_id, by=by, permission=Permission.PREPARE_LETTERS)
    lock_deliveries(session, letter.id)
    before = letter.delivered_on
    if before is None or before == delivered_on:
        raise DomainError("letter.same_day", "Choose another day than the one that is recorded.")
    reason = stated(
        "letter.why_another_day", reason, mark("Write why the day was wrong, and what shows the right one.")
    )
    require_delivery_day(letter, delivered_on, today=danish_date(at))
    leaving = Leaving(session, file, letter, by, at)
    decided = decided_on_delivery(leaving)
    if decided:
        raise DomainError("letter.day_decided_on", decided)
    letter.delivered_on = delivered_on
    session.flush()
    correct_arrival(session, letter.id, delivered_on=delivered_on, reason=reason, by=by, at=at)
    type_of(letter.kind).on_correction(leaving)
    recount_appeals(session, file, letter, by=by, at=at)
    details = {"letter": letter.id, "was": before, "delivered_on": delivered_on, "reason": reason}
    trace(
        session,
        file.case,
        "letter.delivery_corrected",
        by=by,
        at=at,
        before=before.isoformat(),
        after=delivered_on.isoformat(),
        details=details,
    )
    return letter
