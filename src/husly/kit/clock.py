"""The present moment. Everything below the pages and commands gets it as an argument, so that tests choose it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DANISH_TIME = ZoneInfo("Europe/Copenhagen")
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
"""Days outside of these are slips, and what is counted from them would run out of the calendar."""


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in Denmark."""
    return datetime.now(DANISH_TIME).date()


def danish_date(at: datetime) -> date:
    """The date in Denmark at a moment."""
    return at.astimezone(DANISH_TIME).date()


def read_day(text: str) -> date | None:
    """A day as forms and lists write it, such as 2026-03-01; None for anything else, or one that nobody can mean."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
