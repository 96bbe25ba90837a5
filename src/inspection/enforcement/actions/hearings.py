"""The hearing of the party (*partshøring*, FVL §§ 19-21): draft, reply, consideration, conclusion, waiver."""

from collections.abc import Mapping, Sequence
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
from inspection.enforcement.transitions import CaseState, Move, permission_of
from inspection.enforcement.waivers import HearingWaiver, HearingWaiverGround
from inspection.hearings.actions import add_request, grant_time
from inspection.hearings.models import ReplyChannel
from inspection.hearings.reactions import reactions_of
from inspection.hearings.replies import Said, keep_reply, open_hearing
from inspection.hearings.translations import waits
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
    reactions: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Letter:
    """Write the draft of a hearing that gives the party so many days from the expected delivery.

    A draft that waits takes its deadline along, so that it gives those days when it leaves (``hearing_days``).

    ``contemplated_due_on`` is the deadline that an order would set, ``reactions`` what is contemplated (values of
    ``Reaction``; an order when nothing is chosen). Raises ``DomainError`` for a time shorter than
    practice allows without a reason.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.FINDINGS_RECORDED)
    if file.hearing is not None:
        raise DomainError("hearing.issued", "The hearing of this round has been sent already.")
    expected_on = danish_date(at) + timedelta(days=posting_days)
    due_on = hearing_due_on(expected_on, calendar=file.calendar, days=days, urgency_reason=urgency_reason)
    contemplated_due_on = file.calendar.on_or_after(contemplated_due_on)
    if contemplated_due_on <= due_on:
        raise DomainError("hearing.contemplated", "The contemplated deadline must lie after the hearing has ended.")
    choices = {
        "due_on": due_on.isoformat(),
        "days": days,
        "posting_days": posting_days,
        "contemplated_due_on": contemplated_due_on.isoformat(),
        "urgency_reason": urgency_reason.strip(),
        "reactions": [one.value for one in reactions_of(reactions)],
        "caseworker": by.name,
    }
    return add_draft(
        session, file.case, LetterKind.PARTSHOERING, choices, draft_letter(file, LetterKind.PARTSHOERING), by, at
    )


def record_reply(session: Session, case_id: UUID, *, replied_on: date, reply: str, by: Actor, at: datetime) -> None:
    """Record what the party answered by letter, mail or mouth, in general. A late reply is taken too, as long as
    nothing is decided.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    hearing = open_hearing(file)
    issued_at = file.letter(hearing.letter_id).issued_at
    if issued_at is None or not danish_date(issued_at) <= replied_on <= danish_date(at):
        raise DomainError("hearing.reply_day", "The reply must lie between the day of the hearing and today.")
    said = Said(general=stated("hearing.reply", reply, "Write what the reply says."))
    kept = keep_reply(session, file, said, channel=ReplyChannel.HAND, received_on=replied_on, at=at)
    details = {"receipt": kept.receipt, "late": kept.is_late}
    trace(session, file.case, "case.reply_recorded", by=by, at=at, details=details)


def postpone_hearing(
    session: Session, case_id: UUID, *, until: date, reason: str = "", by: Actor, at: datetime
) -> None:
    """Give the party longer to answer, as it asked by letter, mail or mouth (FVL § 21)."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    why = reason.strip() or "Parten har bedt om mere tid."
    request = add_request(session, file, reason=why, until=until, channel=ReplyChannel.HAND, at=at)
    grant_time(session, case_id, request.id, until=until, by=by, at=at)


def consider_reply(
    session: Session,
    case_id: UUID,
    *,
    consideration: str = "",
    points: Mapping[UUID, str] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Record how each point of the replies was considered; without that no order is lawful.

    ``points`` gives the words for single points, ``consideration`` for all others that wait. What is left out waits on.
    A point that no letter can print is weighed anew until its consideration begins with a translation.
    An approved order is sent back first: whoever approved it has not read the new words.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.FINDINGS_RECORDED, CaseState.HEARD, CaseState.ORDER_DRAFTED)
    hearing = file.hearing
    if hearing is None or hearing.replied_on is None:
        raise DomainError("hearing.no_reply", "There is no reply to consider.")
    for_all = consideration.strip()
    words = {
        point.id: (points or {}).get(point.id, "").strip() or (for_all if point.considered_at is None else "")
        for point in file.reply_points
    }
    waiting = [point for point in file.reply_points if waits(point)]
    if not any(words[point.id] for point in waiting):
        raise DomainError("hearing.consideration", "Write how the reply was considered.")
    for point in waiting:
        if words[point.id]:
            point.consideration, point.considered_at, point.considered_by = words[point.id], at, by.id
    if all(point.considered_at is not None for point in file.reply_points):
        hearing.consideration = "\n".join(point.consideration for point in file.reply_points)
        hearing.considered_at, hearing.considered_by = at, by.id
    session.flush()
    left = sum(1 for point in file.reply_points if point.considered_at is None)
    trace(session, file.case, "case.reply_considered", by=by, at=at, details={"points_left": left})


def conclude_hearing(session: Session, case_id: UUID, *, by: Actor, at: datetime) -> None:
    """End the hearing: it was answered, or its deadline has passed."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.CONCLUDE_HEARING))
    take(session, file, Move.CONCLUDE_HEARING, facts_at(file, at), by=by, at=at)


def waive_hearing(
    session: Session, case_id: UUID, *, ground: HearingWaiverGround, reason: str, by: Actor, at: datetime
) -> None:
    """Decide without a hearing on a number of FVL § 19(2), with its reason."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.WAIVE_HEARING))
    reason = stated("hearing.waiver_reason", reason, "Give the reason for leaving the hearing out.")
    facts = replace(facts_at(file, at), hearing_waiver=HearingWaiver(ground, reason))
    take(session, file, Move.WAIVE_HEARING, facts, by=by, at=at, note=reason)
    file.visit.hearing_waiver_ground, file.visit.hearing_waiver_reason = ground, reason
    session.flush()
