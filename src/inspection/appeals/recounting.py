"""Whether appeals came in time, counted anew when the day on which their letter arrived is recorded or corrected."""

from datetime import datetime

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.appeals.models import Appeal, Effect
from inspection.appeals.queries import timeliness_of
from inspection.appeals.stopping import let_go, may_suspend, suspend
from inspection.appeals.transitions import OPEN_STATES, TABLE, AppealFacts, AppealMove, AppealState
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.tables import target_of
from inspection.letters.models import Letter


def recount_appeals(session: Session, file: CaseFile, letter: Letter, *, by: Actor, at: datetime) -> None:
    """Count every open appeal against a letter anew; one that is over stays as it was decided."""
    statement = select(Appeal).where(Appeal.letter_id == letter.id, col(Appeal.state).in_(OPEN_STATES))
    for appeal in session.exec(statement.order_by(col(Appeal.number))).all():
        recount(session, file, appeal, by=by, at=at)


def recount(session: Session, file: CaseFile, appeal: Appeal, *, by: Actor, at: datetime) -> None:
    """Count one appeal anew by the day on which its letter arrived, and let what it stops follow.

    One that turns out late never held the decision back by its own print: it gives no day back. What was checked by
    another count is checked anew; what was reviewed or sent goes on, and the appeal body sees the true number of days.
    """
    letter = file.letter(appeal.letter_id)
    time = timeliness_of(letter, appeal.lodged_on, file.calendar)
    if (appeal.due_on, appeal.days_late) == (time.due_on, time.days_late):
        return
    before, was_late = appeal.days_late, appeal.days_late > 0
    appeal.due_on, appeal.days_late = time.due_on, time.days_late
    if was_late != time.is_late:
        _turn(session, file, appeal, letter, by=by, at=at)
    session.flush()
    details = {"appeal": appeal.number, "due_on": time.due_on}
    trace(session, file.case, "appeal.recounted", by=by, at=at, before=before, after=time.days_late, details=details)


def _turn(session: Session, file: CaseFile, appeal: Appeal, letter: Letter, *, by: Actor, at: datetime) -> None:
    """What follows when an appeal in time turns out late, or a late one in time."""
    if appeal.effect is Effect.PRINTED and appeal.days_late:
        appeal.effect = Effect.NONE
        let_go(session, file, appeal, until=appeal.lodged_on, by=by, at=at)
    elif appeal.effect is Effect.NONE and not appeal.days_late and may_suspend(letter):
        appeal.effect = Effect.PRINTED
        suspend(session, file, appeal, by=by, at=at)
    if appeal.state in (AppealState.IN_TIME, AppealState.LATE):
        today = danish_date(at)
        facts = AppealFacts(today, today, appeal.lodged_on, appeal.lodged_on, days_late=appeal.days_late)
        appeal.state, appeal.checked_on = target_of(TABLE, appeal.state, AppealMove.CHECK_AGAIN, facts), None
