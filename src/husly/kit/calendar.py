"""Danish working days, public holidays and the counting of legal deadlines.

All functions take and return calendar dates. Public holidays follow the law of each year: Great Prayer Day
(store bededag) is one up to 2023 and not from 2024. Constitution Day, Christmas Eve and New Year's Eve are no
statutory holidays; an authority that is closed on them passes them as `closed_days`.
"""

from datetime import date, timedelta
from functools import cache

import holidays

MonthDay = tuple[int, int]

NO_CLOSED_DAYS: frozenset[MonthDay] = frozenset()
_SATURDAY = 5


@cache
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_public_holiday(day: date) -> bool:
    """True on a Danish public holiday; an ordinary Sunday is none."""
    return day in _holidays_of(day.year)


def is_working_day(day: date, *, closed_days: frozenset[MonthDay] = NO_CLOSED_DAYS) -> bool:
    """True from Monday to Friday outside public holidays and the authority's `closed_days` (month, day)."""
    return day.weekday() < _SATURDAY and not is_public_holiday(day) and (day.month, day.day) not in closed_days


def next_working_day(day: date, *, closed_days: frozenset[MonthDay] = NO_CLOSED_DAYS) -> date:
    """Return the day itself when it is a working day, else the first working day after it."""
    while not is_working_day(day, closed_days=closed_days):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, *, closed_days: frozenset[MonthDay] = NO_CLOSED_DAYS) -> date:
    """Return the `count`-th working day after `day`; `day` itself never counts."""
    if count < 1:
        raise ValueError(f"count must be at least 1 working day, not {count}")
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), closed_days=closed_days)
    return day


def add_days_deadline(received_on: date, days: int, *, closed_days: frozenset[MonthDay] = NO_CLOSED_DAYS) -> date:
    """Return the last day of a deadline of so many calendar days.

    The day of receipt does not count; an end on a weekend or holiday moves to the next working day.
    """
    if days < 1:
        raise ValueError(f"a deadline is at least 1 day, not {days}")
    return next_working_day(received_on + timedelta(days=days), closed_days=closed_days)


def add_weeks_deadline(received_on: date, weeks: int, *, closed_days: frozenset[MonthDay] = NO_CLOSED_DAYS) -> date:
    """Return the last day of a deadline in weeks: the same weekday, moved off weekends and holidays."""
    return add_days_deadline(received_on, 7 * weeks, closed_days=closed_days)
