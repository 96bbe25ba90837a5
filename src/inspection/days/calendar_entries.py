"""What an account's calendars are told of its visits: kept beside them, so that moves and endings are told as such.

A calendar program knows a visit by its UID. It takes a change only with a higher SEQUENCE, and forgets nothing by
itself: what is no longer this person's visit must be told as cancelled.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.database import take_turns
from inspection.days.models import CalendarEntry
from inspection.days.queries import DayVisit, find_person, list_visits

PAST, AHEAD = timedelta(days=14), timedelta(days=400)
"""How far back and ahead calendars reach."""


def tell_calendar(session: Session, *, by: Actor, as_of: date, at: datetime) -> list[CalendarEntry]:
    """Bring the entries of an account up to date with its visits; returns those of the period, by day and hour."""
    take_turns(session, f"calendar-{by.id}")
    first, last = as_of - PAST, as_of + AHEAD
    person = find_person(session, by.id, name=by.name)
    visits = {one.visit.id: one for one in list_visits(session, person, first=first, last=last, by=by)}
    known = {one.visit_id: one for one in _entries(session, UUID(by.id))}
    for visit_id, visit in visits.items():
        if visit_id in known:
            _change(known[visit_id], visit, at)
        else:
            known[visit_id] = _new(UUID(by.id), visit, at)
            session.add(known[visit_id])
    for entry in known.values():
        if entry.visit_id not in visits and first <= entry.visit_on and not entry.cancelled:
            entry.cancelled, entry.sequence, entry.modified_at = True, entry.sequence + 1, at
    session.flush()
    shown = [one for one in known.values() if first <= one.visit_on <= last]
    return sorted(shown, key=lambda one: (one.visit_on, one.from_min, str(one.visit_id)))


def _entries(session: Session, account_id: UUID) -> list[CalendarEntry]:
    return list(session.exec(select(CalendarEntry).where(col(CalendarEntry.account_id) == account_id)))


def _new(account_id: UUID, visit: DayVisit, at: datetime) -> CalendarEntry:
    return CalendarEntry(account_id=account_id, visit_id=visit.visit.id, modified_at=at, **_told(visit))


def _told(visit: DayVisit) -> dict[str, Any]:
    return {
        "visit_on": visit.visit.visit_on,
        "from_min": visit.visit.from_min,
        "to_min": visit.visit.to_min,
        "municipality_code": visit.case.municipality_code,
        "cancelled": False,
    }


def _change(entry: CalendarEntry, visit: DayVisit, at: datetime) -> None:
    told = _told(visit)
    if any(getattr(entry, key) != value for key, value in told.items()):
        for key, value in told.items():
            setattr(entry, key, value)
        entry.sequence, entry.modified_at = entry.sequence + 1, at
