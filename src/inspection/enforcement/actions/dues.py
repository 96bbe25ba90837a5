"""Moving the deadlines of an order: setting anew, suspending, running again, counting from its delivery (U2, A2).

Whoever adds a ``DueChange`` settles the order afterwards, so that lists can sort by the day that runs.
"""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.calendar import Calendar
from husly.kit.clock import danish_date
from husly.kit.database import calendar_of
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.deadlines import order_expected_on
from inspection.enforcement.models import DueChange, DueChangeKind, OrderItem
from inspection.enforcement.queries import CaseFile, list_due_changes, list_items
from inspection.enforcement.running_dues import changes_of, moved_by, runs_until
from inspection.letters.danish import danish_date as danish_words
from inspection.letters.models import Letter


def suspend_order(
    session: Session, order_id: UUID, *, since: date, cause_id: UUID, reason: str, by: Actor, at: datetime
) -> DueChange:
    """Stop every deadline of an order from a day on, until ``end_suspension``."""
    return _add(session, order_id, DueChangeKind.SUSPENDED, since, None, cause_id, reason, by, at)


def change_order(
    session: Session,
    order_id: UUID,
    *,
    since: date,
    changed_to: date,
    cause_id: UUID,
    reason: str,
    by: Actor,
    at: datetime,
) -> DueChange:
    """Set the day of every item of an order anew, sooner or later, as the outcome of an appeal says."""
    return _add(session, order_id, DueChangeKind.CHANGED, since, changed_to, cause_id, reason, by, at)


def _add(
    session: Session,
    order_id: UUID,
    kind: DueChangeKind,
    since: date,
    extended_to: date | None,
    cause_id: UUID,
    reason: str,
    by: Actor,
    at: datetime,
) -> DueChange:
    change = DueChange(
        order_id=order_id,
        kind=kind,
        since=since,
        extended_to=extended_to,
        reason=reason,
        cause_id=cause_id,
        at=at,
        by_id=by.id,
    )
    session.add(change)
    settle_dues(session, order_id)
    return change


def end_suspension(session: Session, cause_id: UUID, *, until: date) -> bool:
    """Let the deadlines run again that something stopped, with the days that were left; False: nothing was stopped."""
    statement = select(DueChange).where(
        DueChange.cause_id == cause_id, DueChange.kind == DueChangeKind.SUSPENDED, col(DueChange.until).is_(None)
    )
    found = list(session.exec(statement))
    for change in found:
        change.until = max(until, change.since)
        settle_dues(session, change.order_id)
    return bool(found)


def count_from_delivery(session: Session, file: CaseFile, letter: Letter, *, by: Actor, at: datetime) -> None:
    """Let the order of a round run from the day on which its letter came, also where that day is corrected.

    What is due at once runs from then, unless it was ordered by word of mouth before. A letter that came later than it
    reckoned with moves the other deadlines, and that of the report. A letter that is not the order's moves nothing.
    """
    order, came_on = file.order, letter.delivered_on
    if order is None or order.letter_id != letter.id or letter.issued_at is None or came_on is None:
        return
    if order.oral_at is None:
        for item in file.items:
            if item.at_once:
                item.due_on = came_on
    expected_on = order_expected_on(danish_date(letter.issued_at), calendar=file.calendar)
    first_due = min((item.due_on for item in file.items if not item.at_once), default=expected_on)
    is_counted = any(one.kind is DueChangeKind.CAME_LATE for one in file.due_changes)
    if is_counted or came_on > min(expected_on, first_due):
        reason = f"Påbuddet kom frem den {danish_words(came_on)}."
        _add(session, order.id, DueChangeKind.CAME_LATE, expected_on, came_on, letter.id, reason, by, at)
        days = {"expected_on": expected_on, "came_on": came_on}
        trace(session, file.case, "case.order_came_late", by=by, at=at, details=days)
    session.flush()


def settle_dues(session: Session, order_id: UUID) -> None:
    """Note at each item of an order the day to which it runs now; a suspension that lasts leaves the day before it."""
    session.flush()
    changes, calendar = list_due_changes(session, order_id), calendar_of(session)
    for item in list_items(session, order_id):
        item.runs_to = _runs_to(item, changes_of(item, changes), calendar)
    session.flush()


def _runs_to(item: OrderItem, changes: list[DueChange], calendar: Calendar) -> date | None:
    if not changes:
        return None
    return runs_until(item.due_on, moved_by(changes, only_ended=True), calendar)
