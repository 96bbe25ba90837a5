"""The present moment. Everything below the pages and commands gets it as an argument, so that tests choose it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DANISH_TIME = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in Denmark."""
    return datetime.now(DANISH_TIME).date()


def danish_date(at: datetime) -> date:
    """The date in Denmark at a moment."""
    return at.astimezone(DANISH_TIME).date()
