"""Danish working days, public holidays and the counting of legal deadlines.

Everything takes and returns calendar dates. Public holidays follow the law of each year: Great Prayer Day
(store bededag) is one up to 2023 and not from 2024. Constitution Day, Christmas Eve and New Year's Eve are no
statutory holidays; an authority that is closed on them has them in the ``closed_days`` of its `Calendar`.
"""

from dataclasses import dataclass
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


@cache
def _names_of(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("DK", years=year, language="da" if language == "da" else "en_US"))


def holiday_name(day: date, language: str) -> str:
    """What a public holiday is called, in Danish (``da``) or else English; empty on any other day."""
    return _names_of(day.year, language).get(day, "")


@dataclass(frozen=True)
class Calendar:
    """The working days of one authority: Monday to Friday without public holidays and its own ``closed_days``.

    Built from the operator's settings once (`husly.kit.database.calendar_of`); every legal day is counted on it.
    """

    closed_days: frozenset[MonthDay] = NO_CLOSED_DAYS

    def is_open(self, day: date) -> bool:
        """True on a working day."""
        is_closed = (day.month, day.day) in self.closed_days
        return day.weekday() < _SATURDAY and not is_public_holiday(day) and not is_closed

    def on_or_after(self, day: date) -> date:
        """The day, or the first working day after it: where a deadline ends that was set for ``day``."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The day, or the last working day before it: by when people can still act before ``day``."""
        while not self.is_open(day):
            day -= timedelta(days=1)
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which never counts itself; ValueError below one."""
        if count < 1:
            raise ValueError(f"count must be at least 1 working day, not {count}")
        for _ in range(count):
            day = self.on_or_after(day + timedelta(days=1))
        return day

    def days_after(self, day: date, days: int) -> date:
        """The last day of a deadline of so many calendar days; ValueError below one.

        ``day``, that of receipt, does not count; an end on a weekend or holiday moves to the next working day.
        """
        if days < 1:
            raise ValueError(f"a deadline is at least 1 day, not {days}")
        return self.on_or_after(day + timedelta(days=days))

    def weeks_after(self, day: date, weeks: int) -> date:
        """The last day of a deadline in weeks: the same weekday, moved off weekends and holidays."""
        return self.days_after(day, 7 * weeks)


ALWAYS_OPEN = Calendar()
"""Weekends and public holidays alone: whoever is no authority, and an authority that chose no closed days."""
