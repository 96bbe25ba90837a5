"""The hearing of the party (*partshøring*, FVL §§ 19-21): draft, reply, consideration, conclusion, waiver."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take, trace
from inspection.enforcement.deadlines import hearing_due_on
from inspection.enforcement.from_register import draft_letter
from inspection.enforcement.models import Hearing
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import HearingWaiver, HearingWaiverGround
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter


def draft_hearing(
    session: Session,
    case_id: UUID,
    *,
    days: int,
    contemplated_due_on: date,
    urgency_reason: str = "",
    posting_days: int = 1,
    by: Actor,
    at: datetime,
) -> Letter:
    """Write the draft of a hearing that gives the party so many days from the expected delivery.

    ``contemplated_due_on`` is the deadline that an order would set. Raises ``DomainError`` for a time shorter than
    practice allows without a reason.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.FINDINGS_RECORDED)
    if file.hearing is not None:
        raise DomainError("hearing.issued", "The hearing of this round has been sent already.")
    expected_on = danish_date(at) + timedelta(days=posting_days)
    due_on = hearing_due_on(expected_on, days=days, urgency_reason=urgency_reason)
    if contemplated_due_on <= due_on:
        raise DomainError("hearing.contemplated", "The contemplated deadline must lie after the hearing has ended.")
    choices = {
        "due_on": due_on.isoformat(),
        "contemplated_due_on": contemplated_due_on.isoformat(),
        "urgency_reason": urgency_reason.strip(),
        "caseworker": by.name,
    }
    return add_draft(
        session, file.case, LetterKind.PARTSHOERING, choices, draft_letter(file, LetterKind.PARTSHOERING), by, at
    )


def _open_hearing(file: CaseFile) -> Hearing:
    require_state(file, CaseState.FINDINGS_RECORDED)
    if file.hearing is None:
        raise DomainError("hearing.none", "No hearing has been sent in this round.")
    return file.hearing


def record_reply(session: Session, case_id: UUID, *, replied_on: date, reply: str, by: Actor, at: datetime) -> None:
    """Record what the party answered. A reply after the deadline is taken too, as long as nothing is decided."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    hearing = _open_hearing(file)
    issued_at = file.letter(hearing.letter_id).issued_at
    if issued_at is None or not danish_date(issued_at) <= replied_on <= danish_date(at):
        raise DomainError("hearing.reply_day", "The reply must lie between the day of the hearing and today.")
    hearing.replied_on = replied_on
    hearing.reply = stated("hearing.reply", reply, "Write what the reply says.")
    hearing.considered_at, hearing.considered_by, hearing.consideration = None, None, ""
    trace(session, file.case, "case.reply_recorded", by=by, at=at)


def postpone_hearing(session: Session, case_id: UUID, *, until: date, by: Actor, at: datetime) -> None:
    """Give the party longer to answer, as it may ask (FVL § 21)."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    hearing = _open_hearing(file)
    if until <= max(hearing.due_on, danish_date(at)):
        raise DomainError("hearing.postpone", "The new deadline must lie after the present one and after today.")
    hearing.postponed_to = until
    trace(session, file.case, "case.hearing_postponed", by=by, at=at, details={"until": until})


def consider_reply(session: Session, case_id: UUID, *, consideration: str, by: Actor, at: datetime) -> None:
    """Record how the reply was considered; without that no order is lawful."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.FINDINGS_RECORDED, CaseState.HEARD)
    hearing = file.hearing
    if hearing is None or hearing.replied_on is None:
        raise DomainError("hearing.no_reply", "There is no reply to consider.")
    hearing.consideration = stated("hearing.consideration", consideration, "Write how the reply was considered.")
    hearing.considered_at, hearing.considered_by = at, by.id
    trace(session, file.case, "case.reply_considered", by=by, at=at)


def conclude_hearing(session: Session, case_id: UUID, *, by: Actor, at: datetime) -> None:
    """End the hearing: it was answered, or its deadline has passed."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    take(session, file, Move.CONCLUDE_HEARING, facts_at(file, at), by=by, at=at)


def waive_hearing(
    session: Session, case_id: UUID, *, ground: HearingWaiverGround, reason: str, by: Actor, at: datetime
) -> None:
    """Decide without a hearing on a number of FVL § 19(2), with its reason."""
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    reason = stated("hearing.waiver_reason", reason, "Give the reason for leaving the hearing out.")
    facts = replace(facts_at(file, at), hearing_waiver=HearingWaiver(ground, reason))
    take(session, file, Move.WAIVE_HEARING, facts, by=by, at=at, note=reason)
    file.visit.hearing_waiver_ground, file.visit.hearing_waiver_reason = ground, reason
    session.flush()
