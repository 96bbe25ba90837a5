"""When each item of an order is due now: as written, as extended, or not while a complaint suspends it (U2, A2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from husly.kit.calendar import Calendar
from inspection.enforcement.deadlines import Suspension, after_day, late_due_on, running_due_on
from inspection.enforcement.models import DueChange, DueChangeKind, Order, OrderItem


def running_due(item: OrderItem, changes: Sequence[DueChange]) -> date | None:
    """The day on which an item is due, or None while a complaint holds the order back.

    Nothing is counted here: whoever changed a deadline noted the day at the item (``actions.dues.settle_dues``).
    """
    day = item.runs_to or item.due_on
    return None if any(_holds(one, item, day) for one in changes) else day


def _holds(change: DueChange, item: OrderItem, day: date) -> bool:
    """Whether a suspension that lasts, and began by the day, holds an item back."""
    if change.order_id != item.order_id or change.item_id not in (None, item.id):
        return False
    return change.kind is DueChangeKind.SUSPENDED and change.until is None and change.since <= day


@dataclass(frozen=True)
class Moved:
    """What a deadline is counted from: the day that an appeal set in its place, what was given on top, what it lost.

    ``late`` is the delivery that came later than the letter reckoned with; a day that an appeal set knows of it.
    """

    changed_to: date | None
    extended_to: date | None
    extended_on: date | None
    stops: list[Suspension]
    late: DueChange | None = None

    def late_to(self, written_on: date, calendar: Calendar) -> date | None:
        """The day to which a late delivery moves a written one; None where it moves nothing."""
        if self.late is None or self.late.extended_to is None:
            return None
        day = late_due_on(written_on, expected_on=self.late.since, came_on=self.late.extended_to, calendar=calendar)
        return day if day > written_on else None


def changes_of(item: OrderItem, changes: Sequence[DueChange]) -> list[DueChange]:
    """The rows that concern one item of their order; what is due at once runs from the delivery, late or not."""
    mine = [one for one in changes if one.item_id in (None, item.id)]
    return [one for one in mine if not (item.at_once and one.kind is DueChangeKind.CAME_LATE)]


def moved_by(changes: Sequence[DueChange], *, only_ended: bool = False) -> Moved:
    """What the rows that concern one deadline come to.

    The last outcome of an appeal replaces what was before it: an extension granted before it is spent, and of a
    suspension only what lies after it counts. ``only_ended`` leaves out suspensions that still last.
    """
    stops = [one for one in suspensions_of(changes) if one.until is not None or not only_ended]
    change = last_outcome(changes)
    given = [one for one in in_force(changes) if one.kind is DueChangeKind.EXTENDED]
    to, on = max(((one.extended_to, one.since) for one in given if one.extended_to), default=(None, None))
    if change is None:
        late = [one for one in changes if one.kind is DueChangeKind.CAME_LATE]
        return Moved(None, to, on, stops, max(late, key=lambda one: one.at, default=None))
    return Moved(change.extended_to, to, on, after_day(stops, change.since))


def last_outcome(changes: Sequence[DueChange]) -> DueChange | None:
    """The row of the last outcome of an appeal that set a day."""
    set_anew = [one for one in changes if one.kind is DueChangeKind.CHANGED]
    return max(set_anew, key=lambda one: one.at, default=None)


def in_force(changes: Sequence[DueChange]) -> list[DueChange]:
    """The days given or set that no later outcome of an appeal replaced."""
    change = last_outcome(changes)
    days = [one for one in changes if one.kind in (DueChangeKind.EXTENDED, DueChangeKind.CHANGED)]
    if change is None:
        return days
    later = [one for one in days if one.kind is DueChangeKind.EXTENDED and one.at >= change.at]
    return [change, *later]


def suspensions_of(changes: Sequence[DueChange]) -> list[Suspension]:
    """The times in which a complaint holds an order back, and with it every fine of it."""
    return [Suspension(one.since, one.until) for one in changes if one.kind is DueChangeKind.SUSPENDED]


def running_report_due(
    written_on: date, order_id: UUID, changes: Sequence[DueChange], *, calendar: Calendar
) -> date | None:
    """The day on which the report about an order is due: it moves with what moves the whole order."""
    mine = [one for one in changes if one.order_id == order_id and one.item_id is None]
    return runs_until(written_on, moved_by(mine), calendar)


def runs_until(written_on: date, moved: Moved, calendar: Calendar) -> date | None:
    """The day to which a written deadline runs; None while a suspension lasts."""
    return running_due_on(
        moved.changed_to or moved.late_to(written_on, calendar) or written_on,
        calendar=calendar,
        extended_to=moved.extended_to,
        extended_on=moved.extended_on,
        suspensions=moved.stops,
    )


def running_dues(items: Sequence[OrderItem], changes: Sequence[DueChange]) -> dict[UUID, date | None]:
    """The same for every item, by its id."""
    return {item.id: running_due(item, changes) for item in items}


def last_due(items: Sequence[OrderItem], changes: Sequence[DueChange], *, with_met: bool = False) -> date | None:
    """The last day of an order; None without items, or while anything of it is suspended.

    An item that was accepted runs no more: while others are open only those count (U3), unless ``with_met``.
    """
    still_open = [item for item in items if item.complied is not True]
    days = list(running_dues(items if with_met or not still_open else still_open, changes).values())
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def is_suspended(changes: Sequence[DueChange]) -> bool:
    """Whether a complaint holds an order, or an item of it, back now, also where its deadline had passed before."""
    return any(one.kind is DueChangeKind.SUSPENDED and one.until is None for one in changes)


def may_be_enforced(items: Sequence[OrderItem], changes: Sequence[DueChange], *, as_of: date) -> bool:
    """Whether a fine or a report may follow an order: its running deadline has passed and nothing suspends it."""
    due = last_due(items, changes)
    return due is not None and due < as_of and not is_suspended(changes)


def last_due_column() -> sa.ColumnElement[date]:
    """The last running day of a query over items joined with ``Order``, NULL while a complaint holds the order back.

    The same as ``last_due``, in SQL: the items carry the day on which they run (``OrderItem.runs_to``). A suspension
    that began after the last day had passed holds nothing back.
    """
    last = sa.func.max(sa.func.coalesce(col(OrderItem.runs_to), col(OrderItem.due_on)))
    return sa.case((sa.func.max(sa.case((_is_held_back(), 1), else_=0)) == 0, last))


def _is_held_back() -> sa.ColumnElement[bool]:
    """Whether an item of the query is held back by a suspension that still lasts."""
    return sa.exists(
        sa.select(col(DueChange.id))
        .where(
            col(DueChange.order_id) == col(Order.id),
            sa.or_(col(DueChange.item_id).is_(None), col(DueChange.item_id) == col(OrderItem.id)),
            col(DueChange.kind) == DueChangeKind.SUSPENDED,
            col(DueChange.until).is_(None),
            col(DueChange.since) <= sa.func.coalesce(col(OrderItem.runs_to), col(OrderItem.due_on)),
        )
        .correlate(Order, OrderItem)
    )
