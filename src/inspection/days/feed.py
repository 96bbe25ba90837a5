"""An iCalendar text (RFC 5545) of visits, made for calendars that leave the house. Pure.

An event says that its owner is on a visit, when, and in which municipality: nothing of the address, the employer, the
residents, the case, the reason or the score. It is confidential, for planned visits are hidden from all who take no
part (PLAN-03); whoever needs more opens the day, and signs in for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from husly.kit.clock import DANISH_TIME

REFRESH = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One visit. Minutes are after midnight by the clock on the wall; ``url`` leads to the day."""

    visit_id: UUID
    on: date
    from_min: int
    to_min: int
    title: str
    place: str
    url: str
    cancelled: bool
    sequence: int
    modified_at: datetime


def calendar_text(events: Sequence[CalendarEvent], *, name: str, stamp: datetime) -> bytes:
    """The events as one calendar; ``stamp`` is the moment of making it, aware."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Husly//Visits//DA")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for event in events:
        calendar.add_component(_event(event, stamp))
    return bytes(calendar.to_ical())


def _event(told: CalendarEvent, stamp: datetime) -> Event:
    event = Event()
    event.add("UID", f"{told.visit_id}@husly")
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("DTSTART", _moment(told.on, told.from_min))
    event.add("DTEND", _moment(told.on, told.to_min))
    event.add("SUMMARY", told.title)
    event.add("LOCATION", told.place)
    event.add("URL", told.url)
    event.add("DESCRIPTION", told.url)
    event.add("STATUS", "CANCELLED" if told.cancelled else "CONFIRMED")
    event.add("SEQUENCE", told.sequence)
    event.add("LAST-MODIFIED", told.modified_at.astimezone(UTC))
    event.add("CLASS", "CONFIDENTIAL")
    event.add("TRANSP", "TRANSPARENT" if told.cancelled else "OPAQUE")
    return event


def _moment(on: date, minutes: int) -> datetime:
    """A moment by the clock on the wall, also on a night when the clocks change; as calendars take it, in UTC."""
    days, minute = divmod(minutes, 24 * 60)
    wall = datetime.combine(on + timedelta(days=days), time(minute // 60, minute % 60), tzinfo=DANISH_TIME)
    return wall.astimezone(UTC)
