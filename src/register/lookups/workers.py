"""How many workers employers tell of against the beds of all their housing: numbers, whoever asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room


@dataclass(frozen=True)
class Workforce:
    """One employer: workers in Denmark as last told, beds of all current housing; None where any of it is not told."""

    workers: int | None = None
    beds: int | None = None

    @property
    def is_short_of_beds(self) -> bool:
        """Whether more work than can sleep in what is declared."""
        return self.workers is not None and self.beds is not None and self.workers > self.beds


UNTOLD = Workforce()


def find_workforces(
    session: Session, employer_ids: Collection[UUID] | None = None, *, as_of: date, without: UUID | None = None
) -> dict[UUID, Workforce]:
    """The workforce of each employer (of all of them where none is named) over everything that has not ended.

    ``without`` leaves one accommodation's beds out.
    """
    current = _current(employer_ids, as_of)
    workers = _workers(session, current)
    beds = _beds(session, (*current, col(Accommodation.id) != without) if without else current)
    return {one: Workforce(workers.get(one), beds.get(one, 0)) for one in employer_ids or {*workers, *beds}}


Conditions = tuple[sa.ColumnElement[bool], ...]


def _current(employer_ids: Collection[UUID] | None, as_of: date) -> Conditions:
    named = sa.true() if employer_ids is None else col(Accommodation.employer_id).in_(employer_ids)
    in_force: sa.ColumnElement[bool] = sa.and_(named, col(Declaration.is_current))
    return in_force, sa.or_(col(Accommodation.ends_on).is_(None), col(Accommodation.ends_on) >= as_of)


def _workers(session: Session, current: Conditions) -> dict[UUID, int]:
    """As last told."""
    told = col(Declaration.terms)[("work", "workers")].as_integer()
    statement = (
        sa.select(col(Accommodation.employer_id), told)
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .where(*current, told.is_not(None))
        .order_by(col(Declaration.submitted_at), col(Declaration.id))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _beds(session: Session, current: Conditions) -> dict[UUID, int | None]:
    """Of all rooms; None where some housing tells of none."""
    by_version = (
        sa.select(col(Room.declaration_id), sa.func.sum(col(Room.beds)).label("beds"))
        .group_by(col(Room.declaration_id))
        .subquery()
    )
    untold = sa.func.count() - sa.func.count(by_version.c.beds)
    statement = (
        sa.select(col(Accommodation.employer_id), sa.func.sum(by_version.c.beds), untold)
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .outerjoin(by_version, by_version.c.declaration_id == col(Declaration.id))
        .where(*current)
        .group_by(col(Accommodation.employer_id))
    )
    return {row[0]: None if row[2] else int(row[1]) for row in session.execute(statement)}
