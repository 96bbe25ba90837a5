"""Firms for tests of re-registered companies: one that ended, the next in the same house with the same telephone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from declared_housing import submitted
from husly.kit.clock import danish_date, now

OLD_CVR, NEW_CVR, OTHER_CVR = "13585628", "88146328", "10103940"
PHONE = "+46 70 174 06 05"
SECRET = b"only for tests, only for tests, only for tests"


def moment(days_ago: int) -> datetime:
    """Nine in the morning so many days ago."""
    return datetime.combine(danish_date(now()) - timedelta(days=days_ago), datetime.min.time(), UTC).replace(hour=9)


def plant(
    session: Session,
    name: str,
    cvr: str,
    began: int,
    ended: int | None = None,
    *,
    phone: str = PHONE,
    number: str = "40",
    **parts: Any,
) -> UUID:
    """A firm with housing that began and ended so many days ago, declared on its first day; its id."""
    today = danish_date(now())
    changes = {
        "employer": {"name": name, "cvr_number": cvr, "contact_phone": phone},
        "address.house_number": number,
        "period": {
            "starts_on": (today - timedelta(days=began)).isoformat(),
            "ends_on": None if ended is None else (today - timedelta(days=ended)).isoformat(),
        },
        **parts,
    }
    return submitted(session, changes, at=moment(began)).accommodation.employer_id


def plant_chain(session: Session) -> tuple[UUID, UUID]:
    """A firm that ended a hundred days ago and the one that began twelve days later, in Roskilde (0265)."""
    old = plant(session, "Vesterlund Montage ApS", OLD_CVR, 700, 100)
    return old, plant(session, "Vesterlund Byg ApS", NEW_CVR, 88)
