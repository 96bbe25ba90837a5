"""Visits as an iCalendar file (RFC 5545), written by the library `icalendar`.

Calendars are synchronised to telephones and read there by whoever looks over a shoulder: a title holds a number and a
public reference, nothing else. No address, employer, resident, inspector, reason or score (PLAN-03, PRIV-02).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, Timezone

from husly.kit.clock import DANISH_TIME, DAY_MIN


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVisit:
    """One entry. Minutes are after midnight by the clock on the wall.

    `key` decides the UID: the same key gives the same UID for ever, so that a moved visit moves in the calendar
    instead of standing there twice. `changes` counts how often the entry was changed (SEQUENCE).
    """

    key: str
    on: date
    begin_min: int
    end_min: int
    title: str
    changes: int = 0
    cancelled: bool = False


def calendar_text(visits: Iterable[CalendarVisit], *, stamp: datetime, name: str = "Tilsynsbesøg") -> str:
    """A whole calendar with its VTIMEZONE. `stamp` is the aware moment at which the visits were so (DTSTAMP)."""
    listed = list(visits)
    calendar = Calendar()
    calendar.add("prodid", "-//Husly//Visit plan//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    if listed:
        years = [one.on.year for one in listed]
        calendar.add_component(_timezone(min(years), max(years)))
    for one in listed:
        calendar.add_component(_event(one, stamp))
    return str(calendar.to_ical().decode())


def uid_of(key: str) -> str:
    """A UID that tells nothing: ids of the register do not leave the house in calendars."""
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@husly"


def _event(visit: CalendarVisit, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(visit.key))
    event.add("dtstamp", stamp)
    event.add("dtstart", _moment(visit.on, visit.begin_min))
    event.add("dtend", _moment(visit.on, visit.end_min))
    event.add("summary", visit.title)
    event.add("sequence", visit.changes)
    event.add("class", "CONFIDENTIAL")
    event.add("status", "CANCELLED" if visit.cancelled else "CONFIRMED")
    return event


def _moment(on: date, minutes: int) -> datetime:
    """A moment of the planned day by the clock on the wall, also on the day when summer time begins."""
    next_day, minute = divmod(minutes, DAY_MIN)
    return datetime.combine(on + timedelta(days=next_day), time(minute // 60, minute % 60), tzinfo=DANISH_TIME)


@lru_cache(maxsize=8)
def _timezone(year_from: int, year_to: int) -> Timezone:
    """Danish time with its changes from the winter before to the one after."""
    return Timezone.from_tzid(DANISH_TIME.key, first_date=date(year_from - 1, 1, 1), last_date=date(year_to + 2, 1, 1))
