"""What the register knew by the end of a day, as conditions: what came in later does not show."""

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from husly.kit.clock import DANISH_TIME
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.upkeep.models import EndTold


def end_of(as_of: date) -> datetime:
    """The moment at which the day is over in Denmark."""
    return datetime.combine(as_of + timedelta(days=1), time(), DANISH_TIME)


def known_end(as_of: date, home: Any = Accommodation) -> sa.ColumnElement[date | None]:
    """The last day of an accommodation as it was known: what stood before the first change that was told later."""
    later = (col(EndTold.accommodation_id) == home.id, col(EndTold.told_at) >= end_of(as_of))
    changed = sa.select(sa.literal(1)).where(*later).correlate(home).exists()
    before = sa.select(col(EndTold.before)).where(*later).order_by(col(EndTold.told_at), col(EndTold.id)).limit(1)
    return sa.case((changed, before.correlate(home).scalar_subquery()), else_=home.ends_on)


def known_in_use(as_of: date, home: Any = Accommodation) -> list[sa.ColumnElement[bool]]:
    """The conditions for an accommodation being in the register, and in use, on a day as it was known then."""
    ends_on = known_end(as_of, home)
    return [home.created_at < end_of(as_of), home.starts_on <= as_of, sa.or_(ends_on.is_(None), ends_on >= as_of)]


def known_version(as_of: date) -> sa.ColumnElement[bool]:
    """Versions of declarations that had come in, and applied, on the day."""
    return sa.and_(col(Declaration.submitted_at) < end_of(as_of), col(Declaration.valid_from) <= as_of)


def still_housing(as_of: date) -> sa.ColumnElement[bool]:
    """Whether the employer of an accommodation houses somebody in the same dwelling on the day."""
    other = aliased(Accommodation)
    same = [
        col(other.dwelling_id) == col(Accommodation.dwelling_id),
        col(other.employer_id) == col(Accommodation.employer_id),
    ]
    found = sa.select(sa.literal(1)).select_from(other).where(*same, *known_in_use(as_of, other))
    return found.correlate(Accommodation).exists()
