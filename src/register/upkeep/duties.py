"""When an employer must act: confirm again, tell a change in time. Pure: days in, days out."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from husly.kit.calendar import ALWAYS_OPEN
from husly.settings import Settings

DayKind = Literal["working", "calendar"]


@dataclass(frozen=True)
class Duties:
    """What an installation asks of employers over time.

    ``reconfirm_months`` 0: nothing is confirmed again; ``update_days`` 0: there is no duty to tell changes within days.
    ``is_law`` says whether any law demands it; otherwise lateness is told and has no consequence (LAW-03).
    """

    reconfirm_months: int = 12
    update_days: int = 1
    day_kind: DayKind = "working"
    is_law: bool = False


AS_SHIPPED = Duties()


def duties_of(chosen: Settings) -> Duties:
    """The duties that the settings state."""
    return Duties(chosen.reconfirm_months, chosen.update_days, chosen.update_day_kind, chosen.declaration_duty)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def reconfirm_due_on(confirmed_on: date, duties: Duties) -> date | None:
    """The day by which an employer must say that the declaration is still true (D14); None where nobody asks."""
    return months_after(confirmed_on, duties.reconfirm_months) if duties.reconfirm_months else None


def is_late(changed_on: date, told_on: date, duties: Duties) -> bool:
    """Whether a change was told too late: as ``days_late`` above 0, but quick for many."""
    if not duties.update_days or told_on <= changed_on:
        return False
    if duties.day_kind == "calendar":
        return (told_on - changed_on).days > duties.update_days
    return told_on > ALWAYS_OPEN.working_days_after(changed_on, duties.update_days)


def days_late(changed_on: date, told_on: date, duties: Duties) -> int:
    """By how many days a change was told too late (D6, DEC-01), counted as the duty counts; 0 when in time.

    The day of the change does not count: with 5 days, a change told on the sixth day is 1 day late.
    """
    if not duties.update_days or told_on <= changed_on:
        return 0
    if duties.day_kind == "calendar":
        return max(0, (told_on - changed_on).days - duties.update_days)
    due_on = ALWAYS_OPEN.working_days_after(changed_on, duties.update_days)
    after = (due_on + timedelta(days=number) for number in range(1, (told_on - due_on).days + 1))
    working = sum(ALWAYS_OPEN.is_open(day) for day in after)
    return max(working, int(told_on > due_on))
