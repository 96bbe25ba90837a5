"""The present moment. Everything below the pages and commands gets it as an argument, so that tests choose it."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

DANISH_TIME = ZoneInfo("Europe/Copenhagen")
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
"""Days outside of these are slips, and what is counted from them would run out of the calendar."""

DAY_MIN = 24 * 60
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in Denmark."""
    return datetime.now(DANISH_TIME).date()


def danish_date(at: datetime) -> date:
    """The date in Denmark at a moment."""
    return at.astimezone(DANISH_TIME).date()


def at_hour(day: date, hour: int) -> datetime:
    """The moment of an hour (0 to 23, Danish time) of a day, UTC."""
    return datetime.combine(day, time(hour), DANISH_TIME).astimezone(UTC)


def read_day(text: str) -> date | None:
    """A day as forms and lists write it, such as 2026-03-01; None for anything else, or one that nobody can mean."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def read_clock(text: str) -> int | None:
    """Minutes after midnight of 8, 8:30, 08.30 or 24:00; None for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found.group(1)), int(found.group(2) or 0)
    return 60 * hours + minutes if minutes < 60 and 60 * hours + minutes <= DAY_MIN else None


def write_clock(minutes: int) -> str:
    """Minutes after midnight as fields and files hold them (the opposite of ``read_clock``): 08:30, 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
