"""When the notice of a visit must leave, until when the party may object, and which hours it names. Pure.

The law counts from delivery (RSL § 5(2)); who plans counts backwards from the visit, through the post, to the last day
on which the letter may still be issued.
"""

from datetime import date, timedelta
from enum import StrEnum

from husly.kit.calendar import Calendar
from inspection.enforcement.deadlines import NOTICE_DAYS, NOTICE_DAYS_FROM_DISPATCH

OBJECTION_BEFORE_DAYS = 5
"""Days before the visit on which the time to object ends, so that an objection can be answered in writing first."""

WARN_DAYS = 3
"""From so many days before the last day on, a notice that has not left is urgent."""

STEP_MIN = 30
"""Announced hours begin and end on the half hour: a visit may slip within them without a new notice."""


class Urgency(StrEnum):
    """How a notice that has not left stands to its last day."""

    IN_TIME = "in_time"
    SOON = "soon"
    LAST_DAY = "last_day"
    MISSED = "missed"


def last_day_to_send(visit_on: date, *, posting_days: int) -> date:
    """The last day on which a notice of that visit may leave: 14 days and the post, and never less than 15 days.

    The gate before issue counts 15 days from dispatch wherever nobody knows the day of delivery.
    """
    return visit_on - timedelta(days=max(NOTICE_DAYS_FROM_DISPATCH, NOTICE_DAYS + posting_days))


def send_by(visit_on: date, *, posting_days: int, calendar: Calendar) -> date:
    """The last working day on which people can still send it."""
    return calendar.on_or_before(last_day_to_send(visit_on, posting_days=posting_days))


def first_day_to_visit(sent_on: date, *, posting_days: int) -> date:
    """The first day of an announced visit when its notice is sent that day: the other way round."""
    return sent_on + timedelta(days=max(NOTICE_DAYS_FROM_DISPATCH, NOTICE_DAYS + posting_days))


def urgency(visit_on: date, today: date, *, posting_days: int, calendar: Calendar) -> Urgency:
    """How a notice that has not left stands on a day."""
    if today > last_day_to_send(visit_on, posting_days=posting_days):
        return Urgency.MISSED
    last = send_by(visit_on, posting_days=posting_days, calendar=calendar)
    if today >= last:
        return Urgency.LAST_DAY
    return Urgency.SOON if (last - today).days <= WARN_DAYS else Urgency.IN_TIME


def objection_day(visit_on: date, *, today: date, calendar: Calendar) -> date:
    """The last day for objections: a working day five days before the visit or earlier, and always after today.

    Where that leaves none, the first working day after today. Raises ``ValueError`` when no working day lies between
    today and the visit.
    """
    wanted = calendar.on_or_before(visit_on - timedelta(days=OBJECTION_BEFORE_DAYS))
    day = wanted if wanted > today else calendar.on_or_after(today + timedelta(days=1))
    if day >= visit_on:
        raise ValueError("between today and the visit there is no working day to object")
    return day


def announced_hours(starts_min: int, ends_min: int) -> tuple[int, int]:
    """The hours that a notice names for a visit of so many minutes after midnight: outwards to the half hour."""
    return starts_min // STEP_MIN * STEP_MIN, min(-(-ends_min // STEP_MIN) * STEP_MIN, 24 * 60)


def lies_within(hours: tuple[int, int], starts_min: int, ends_min: int) -> bool:
    """Whether a visit lies within the announced hours."""
    return hours[0] <= starts_min and ends_min <= hours[1]
