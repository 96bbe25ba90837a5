"""Moving the deadlines of an order: setting anew, suspending, and letting them run again (U2, A2).

Whoever adds a ``DueChange`` settles the order afterwards, so that lists can sort by the day that runs.
"""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.calendar import Calendar
from husly.kit.database import calendar_of
from inspection.enforcement.models import DueChange, DueChangeKind, OrderItem
from inspection.enforcement.queries import list_due_changes, list_items
from inspection.enforcement.running_dues import moved_by, runs_until


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


def settle_dues(session: Session, order_id: UUID) -> None:
    """Note at each item of an order the day to which it runs now; a suspension that lasts leaves the day before it."""
    session.flush()
    changes, calendar = list_due_changes(session, order_id), calendar_of(session)
    for item in list_items(session, order_id):
        item.runs_to = _runs_to(item, [one for one in changes if one.item_id in (None, item.id)], calendar)
    session.flush()


def _runs_to(item: OrderItem, changes: list[DueChange], calendar: Calendar) -> date | None:
    if not changes:
        return None
    return runs_until(item.due_on, moved_by(changes, only_ended=True), calendar)
