"""Holding back, letting go and changing what an appeal is against beside the order: the rows, and the columns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.database import calendar_of
from inspection.appeals.models import Appeal, AppealChange, ChangeKind
from inspection.appeals.moved_days import moved_day
from inspection.appeals.queries import list_changes
from inspection.fines.models import Fine
from inspection.prohibitions.models import Prohibition
from inspection.rehousing.models import RehousingOrder

Beside = RehousingOrder | Prohibition | Fine
"""A decision beside the order."""


@dataclass(frozen=True)
class Doing:
    """Who changes something, when, and for which appeal."""

    appeal: Appeal
    by: Actor
    at: datetime


def hold(session: Session, decision: Beside, doing: Doing, *, since: date, reason: str) -> None:
    """Note that an appeal holds a decision back from a day on."""
    days = {name: getattr(decision, name).isoformat() for name in day_names(decision)}
    _add(session, decision, doing, kind=ChangeKind.HELD, since=since, before=days, reason=reason)


def release(session: Session, appeal: Appeal, *, until: date) -> None:
    """The appeal holds nothing back any more from a day on."""
    statement = select(AppealChange).where(
        AppealChange.appeal_id == appeal.id,
        AppealChange.kind == ChangeKind.HELD,
        col(AppealChange.until).is_(None),
    )
    for one in session.exec(statement):
        one.until = max(until, one.since)
    session.flush()


def change(
    session: Session, decision: Beside, doing: Doing, after: dict[str, Any], *, since: date, reason: str
) -> None:
    """Set columns as the outcome of an appeal says, and keep what stood there."""
    before = {name: _kept(getattr(decision, name)) for name in after}
    row = {name: _kept(value) for name, value in after.items()}
    for name, value in after.items():
        setattr(decision, name, value)
    _add(session, decision, doing, kind=ChangeKind.CHANGED, since=since, before=before, after=row, reason=reason)


def give_days_back(session: Session, decision: Beside) -> None:
    """Move the days of a decision by what suspensions took, unless one still lasts."""
    changes, calendar = list_changes(session, [decision.id]), calendar_of(session)
    for name in day_names(decision):
        before: date = getattr(decision, name)
        day = moved_day(name, before, changes, calendar)
        if day is None or day == before:
            continue
        if isinstance(decision, RehousingOrder) and name == "from_on" and decision.until_on is not None:
            decision.until_on += day - before  # as long as it was to last
        setattr(decision, name, day)
    session.flush()


def day_names(decision: Beside) -> tuple[str, ...]:
    """The columns that hold deadlines; that of a fine is counted from its letter and stands in no column."""
    if isinstance(decision, RehousingOrder):
        return ("from_on", "proof_due_on")
    return ("move_out_on",) if isinstance(decision, Prohibition) else ()


def _kept(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _add(session: Session, decision: Beside, doing: Doing, **columns: Any) -> None:
    session.add(
        AppealChange(appeal_id=doing.appeal.id, about_id=decision.id, at=doing.at, by_id=doing.by.id, **columns)
    )
    session.flush()
