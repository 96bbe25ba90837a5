"""Telling housing that somebody declared from housing that the authority put into the register to look at it."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling


def is_declared() -> sa.ColumnElement[bool]:
    """The condition, beside ``Accommodation``, that anything was ever declared of it; a look-up for each row.

    What is told to employers and to the public counts declared housing alone: that the authority looks at a place must
    not be seen from outside.
    """
    found = sa.select(sa.literal(1)).where(col(Declaration.accommodation_id) == col(Accommodation.id))
    return found.correlate(Accommodation).exists()


def was_declared(session: Session, accommodation_id: UUID) -> bool:
    """Whether anything was ever declared of one accommodation."""
    found = sa.select(is_declared()).where(col(Accommodation.id) == accommodation_id)
    return bool(session.execute(found).scalar_one_or_none())


def has_declared_housing() -> sa.ColumnElement[bool]:
    """The condition, beside ``Dwelling``, that somebody declared housing in it."""
    found = (
        sa.select(sa.literal(1))
        .select_from(sa.join(Accommodation, Declaration, col(Declaration.accommodation_id) == col(Accommodation.id)))
        .where(col(Accommodation.dwelling_id) == col(Dwelling.id))
    )
    return found.correlate(Dwelling).exists()
