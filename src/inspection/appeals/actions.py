"""What is done with an appeal: received, checked, reviewed, sent on, decided. The table is asked first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.appeals.consequences import settle_beside
from inspection.appeals.models import Appeal, Appellant, Channel, Effect
from inspection.appeals.outcomes import apply_outcome, tell_restart
from inspection.appeals.queries import find_order_of, get_appeal, list_appeals, timeliness_of
from inspection.appeals.recounting import recount
from inspection.appeals.stopping import let_go, may_suspend, suspend
from inspection.appeals.transitions import LEFT_STANDING, OPEN_STATES, TABLE, AppealFacts, AppealMove, AppealState
from inspection.authorities.belonging import require_acting
from inspection.enforcement.actions.dues import end_suspension
from inspection.enforcement.actions.steps import open_file, stated, trace
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.tables import target_of
from inspection.letters.models import Letter


@dataclass(frozen=True)
class Received:
    """What is noted of an appeal when it comes."""

    letter_id: UUID
    appellant: Appellant
    appellant_name: str
    channel: Channel
    lodged_on: date
    grounds: str


def receive_appeal(session: Session, case_id: UUID, received: Received, *, by: Actor, at: datetime) -> Appeal:
    """Record an appeal, in time or late; one in time stops the order from that day where the order says so.

    The same appeal twice is one, as long as it is open. Raises ``DomainError`` for a letter that has not left, or a
    day before it left or ahead.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    letter = file.letter(received.letter_id)
    _check_lodged(letter, received.lodged_on, today=danish_date(at))
    appeal = _row(session, file, letter, received, by=by, at=at)
    same = next((one for one in list_appeals(session, file.case.id) if _is_repeated(one, appeal)), None)
    if same is not None:
        return same
    session.add(appeal)
    session.flush()
    if appeal.effect is Effect.PRINTED:
        suspend(session, file, appeal, by=by, at=at)
    details = {"appeal": appeal.number, "letter": letter.id, "days_late": appeal.days_late}
    trace(session, file.case, "appeal.received", by=by, at=at, details=details)
    return appeal


def _is_repeated(one: Appeal, appeal: Appeal) -> bool:
    """Whether an appeal says what an open one says: the form was sent twice."""
    names = ("letter_id", "appellant", "appellant_name", "channel", "lodged_on", "grounds")
    return one.state in OPEN_STATES and all(getattr(one, name) == getattr(appeal, name) for name in names)


def _check_lodged(letter: Letter, lodged_on: date, *, today: date) -> None:
    if letter.issued_at is None:
        raise DomainError("appeal.letter", "Choose a letter that has been issued.")
    if not danish_date(letter.issued_at) <= lodged_on <= today:
        raise DomainError("appeal.lodged", "The day of the appeal must lie between the day of the letter and today.")


def _row(session: Session, file: CaseFile, letter: Letter, received: Received, *, by: Actor, at: datetime) -> Appeal:
    complaint: dict[str, Any] = letter.choices.get("complaint") or {}
    time = timeliness_of(letter, received.lodged_on, file.calendar)
    order = find_order_of(session, letter.id)
    return Appeal(
        case_id=file.case.id,
        number=len(list_appeals(session, file.case.id)) + 1,
        letter_id=letter.id,
        order_id=None if order is None else order.id,
        appellant=received.appellant,
        appellant_name=stated("appeal.who", received.appellant_name, "Write who appeals.")[:200],
        channel=received.channel,
        lodged_on=received.lodged_on,
        grounds=received.grounds.strip(),
        body=str(complaint.get("body") or ""),
        due_on=time.due_on,
        days_late=time.days_late,
        effect=Effect.PRINTED if may_suspend(letter) and not time.is_late else Effect.NONE,
        state=AppealState.RECEIVED,
        received_at=at,
        received_by=by.id,
        received_by_name=by.name,
    )


@dataclass(frozen=True)
class Decided:
    """One step of an appeal: the day it names, its reasons, and what goes with an outcome.

    Of a decision that was changed ``extended_to`` is the new deadline: of an order, the day by which a house must be
    left, or from which residents are rehoused; ``proof_due_on``, ``until_on`` and ``released`` (groups that it no
    longer covers) go with a rehousing order, ``part`` with a prohibition, ``amount`` in kroner with a fine. What is
    left out stays. ``answer`` is for an owner who contests, where an annulment closes the case.
    """

    on: date
    reason: str = ""
    reference: str = ""
    extended_to: date | None = None
    answer: str = ""
    proof_due_on: date | None = None
    until_on: date | None = None
    released: tuple[str, ...] = ()
    part: str = ""
    amount: int | None = None


def facts_of(appeal: Appeal, decided: Decided, *, today: date) -> AppealFacts:
    """What the table asks about an appeal when a step is recorded."""
    days = (appeal.lodged_on, appeal.checked_on, appeal.reviewed_on, appeal.sent_on)
    return AppealFacts(
        as_of=today,
        on=decided.on,
        lodged_on=appeal.lodged_on,
        earlier_on=max(day for day in days if day is not None),
        days_late=appeal.days_late,
        body=appeal.body,
        reason=decided.reason,
    )


def take_appeal_step(
    session: Session, case_id: UUID, appeal_id: UUID, move: AppealMove, decided: Decided, *, by: Actor, at: datetime
) -> AppealState:
    """Carry an appeal one step on; an outcome sets the order and lets its deadlines run again.

    Raises ``DomainError`` named after the first demand that is not met; of two at once one wins.
    """
    file, appeal = _open(session, case_id, appeal_id, by=by)
    if appeal.state is AppealState.RECEIVED:
        recount(session, file, appeal, by=by, at=at)
    facts = facts_of(appeal, decided, today=danish_date(at))
    target = target_of(TABLE, appeal.state, move, facts)
    permission = next(row.permission for row in TABLE if row.move is move and row.source is appeal.state)
    require_acting(file.case, by, permission)
    before = appeal.state
    _note(appeal, target, decided)
    appeal.state = target
    session.flush()
    if target not in OPEN_STATES:
        runs_from = danish_date(at) if target in LEFT_STANDING else decided.on
        end_suspension(session, appeal.id, until=runs_from)
        apply_outcome(session, file, appeal, decided, by=by, at=at)
        settle_beside(session, file, appeal, decided, runs_from=runs_from, by=by, at=at)
        if target in LEFT_STANDING and is_suspending(appeal):
            tell_restart(session, file, appeal, at=at)
    details = {"appeal": appeal.number, "move": move.value, "on": decided.on}
    trace(session, file.case, "appeal.step", by=by, at=at, before=before.value, after=target.value, details=details)
    return target


def _open(session: Session, case_id: UUID, appeal_id: UUID, *, by: Actor) -> tuple[CaseFile, Appeal]:
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    appeal = get_appeal(session, case_id, appeal_id)
    session.refresh(appeal)
    return file, appeal


def _note(appeal: Appeal, target: AppealState, decided: Decided) -> None:
    """Write the day and the words of a step where they belong."""
    reviewing = appeal.state is AppealState.IN_TIME and target is not AppealState.WITHDRAWN
    if target in (AppealState.IN_TIME, AppealState.LATE):
        appeal.checked_on = decided.on
    elif target is AppealState.WITH_BODY:
        appeal.sent_on, appeal.sent_reference = decided.on, decided.reference.strip()[:80]
    elif reviewing:
        appeal.reviewed_on, appeal.review = decided.on, decided.reason.strip()
    if target not in OPEN_STATES:
        appeal.decided_on, appeal.decision = decided.on, decided.reason.strip()


def decide_effect(
    session: Session, case_id: UUID, appeal_id: UUID, *, suspends: bool, reason: str, by: Actor, at: datetime
) -> Appeal:
    """Decide, with a reason, that an open appeal stops the decision after all, or that it no longer does.

    What is granted counts from the day of the appeal (A2); what was granted and is taken back lets the deadlines run
    from today, and the party is told. What the letter itself promises stands.
    """
    file, appeal = _open(session, case_id, appeal_id, by=by)
    require_acting(file.case, by, Permission.ISSUE_DECISIONS)
    if appeal.state not in OPEN_STATES:
        raise DomainError("appeal.over", "The appeal is over; whether it stops the decision cannot be decided now.")
    if suspends == is_suspending(appeal):
        raise DomainError("appeal.effect", "That is how it stands already.")
    if not suspends and appeal.effect is Effect.PRINTED:
        raise DomainError(
            "appeal.effect_printed",
            "The letter itself says that a timely appeal holds the decision back; that is not taken away here.",
        )
    appeal.effect_reason = stated("appeal.effect_reason", reason, "Write the reasons.")
    appeal.effect, appeal.effect_on = Effect.GRANTED if suspends else Effect.REFUSED, danish_date(at)
    if suspends:
        suspend(session, file, appeal, by=by, at=at)
    else:
        let_go(session, file, appeal, until=danish_date(at), by=by, at=at)
        tell_restart(session, file, appeal, at=at)
    session.flush()
    trace(session, file.case, "appeal.effect", by=by, at=at, details={"appeal": appeal.number, "suspends": suspends})
    return appeal


def is_suspending(appeal: Appeal) -> bool:
    """Whether an appeal stops the decision as long as it is open."""
    return appeal.effect in (Effect.PRINTED, Effect.GRANTED)
