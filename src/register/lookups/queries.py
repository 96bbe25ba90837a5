"""Reading what registers answered, and what is to be asked next."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from register.accommodations.models import Accommodation
from register.accommodations.queries import is_declared
from register.declarations.models import Declaration, Room
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.lookups.companies import ACTIVE
from register.lookups.doubts import Housed
from register.lookups.models import DwellingPoint, Register, RegisterAnswer
from register.lookups.wanted import Wanted, wanted_address, wanted_building
from register.lookups.workers import Workforce, find_workforces


def find_answer(session: Session, source: Register, subject: str) -> RegisterAnswer | None:
    """What a register last said of a subject."""
    return session.exec(
        select(RegisterAnswer).where(RegisterAnswer.source == source, RegisterAnswer.subject == subject)
    ).one_or_none()


def next_wanted(session: Session, sources: Sequence[Register], *, at: datetime) -> Wanted | None:
    """One question that is due: never asked, or asked so long ago that the answer is old. None: nothing is due."""
    for source in sources:
        wanted = _next_company(session, at) if source is Register.COMPANY else _next_dwelling(session, source, at)
        if wanted is not None:
            return wanted
    return None


def _due(source: Register, subject: sa.ColumnElement[str], at: datetime) -> sa.ColumnElement[bool]:
    fresh = sa.select(col(RegisterAnswer.id)).where(
        col(RegisterAnswer.source) == source,
        col(RegisterAnswer.subject) == subject,
        col(RegisterAnswer.due_at) > at,
    )
    return ~fresh.exists()


def _next_dwelling(session: Session, source: Register, at: datetime) -> Wanted | None:
    statement = select(Dwelling).where(_due(source, sa.type_coerce(col(Dwelling.address_key), sa.String), at))
    if source is Register.BUILDING:
        statement = statement.where(col(Dwelling.dar_id).is_not(None))
    dwelling = session.exec(statement.limit(1)).first()
    if dwelling is None:
        return None
    return wanted_address(dwelling) if source is Register.ADDRESS else wanted_building(dwelling)


def _next_company(session: Session, at: datetime) -> Wanted | None:
    number = sa.type_coerce(col(Employer.cvr_number), sa.String)
    statement = select(Employer).where(col(Employer.cvr_number).is_not(None), _due(Register.COMPANY, number, at))
    employer = session.exec(statement.limit(1)).first()
    return None if employer is None else Wanted(Register.COMPANY, employer.cvr_number or "")


def latest_point(session: Session, dwelling_id: UUID) -> DwellingPoint | None:
    """The point in force, with who gave it; None while it only came with the declaration."""
    statement = select(DwellingPoint).where(DwellingPoint.dwelling_id == dwelling_id)
    return session.exec(statement.order_by(col(DwellingPoint.at).desc(), col(DwellingPoint.id)).limit(1)).first()


def count_other_employers(session: Session, dwelling_id: UUID, employer_id: UUID) -> int:
    """How many others have declared housing in a dwelling; a number only."""
    statement = sa.select(sa.func.count(sa.distinct(col(Accommodation.employer_id)))).where(
        col(Accommodation.dwelling_id) == dwelling_id, col(Accommodation.employer_id) != employer_id, is_declared()
    )
    return int(session.execute(statement).scalar_one())


def list_housed(session: Session, *, by: Actor, as_of: date) -> list[Housed]:
    """What is declared now within the reader's area and has not ended, for finding doubts."""
    beds = (
        sa.select(col(Room.declaration_id), sa.func.sum(col(Room.beds)).label("beds"))
        .group_by(col(Room.declaration_id))
        .subquery()
    )
    statement = (
        sa.select(Dwelling, Accommodation, col(Declaration.residents), beds.c.beds)
        .join(Accommodation, col(Accommodation.dwelling_id) == col(Dwelling.id))
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .outerjoin(beds, beds.c.declaration_id == col(Declaration.id))
        .where(
            col(Declaration.is_current),
            sa.or_(col(Accommodation.ends_on).is_(None), col(Accommodation.ends_on) >= as_of),
            within(
                by,
                Permission.READ_CASES,
                employer_id=col(Accommodation.employer_id),
                municipality_code=col(Accommodation.municipality_code),
            ),
        )
    )
    told = find_workforces(session, as_of=as_of)
    rows = session.execute(statement)
    housed = [
        _housed(dwelling, home, residents, count, told[home.employer_id]) for dwelling, home, residents, count in rows
    ]
    closed = closed_companies(session, {one.employer_id for one in housed})
    return [replace(one, closed=closed.get(one.employer_id, "")) for one in housed]


def list_unverified(
    session: Session, *, by: Actor, as_of: date, limit: int, offset: int
) -> tuple[list[tuple[UUID, Dwelling]], int]:
    """Housing of the reader's area, not ended, whose address no register has confirmed; and how much there is.

    Each dwelling with one of its accommodations, in the order of postal code and street. An address is confirmed when
    it has its key in the national register (DAR).
    """
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    lasts = sa.or_(col(Accommodation.ends_on).is_(None), col(Accommodation.ends_on) >= as_of)
    found = (
        sa.select(col(Accommodation.dwelling_id), sa.func.min(sa.cast(col(Accommodation.id), sa.String)).label("one"))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(col(Dwelling.dar_id).is_(None), lasts, scope, is_declared())
        .group_by(col(Accommodation.dwelling_id))
        .subquery()
    )
    count = session.execute(sa.select(sa.func.count()).select_from(found)).scalar_one()
    rows = session.execute(
        sa.select(found.c.one, Dwelling)
        .join(Dwelling, col(Dwelling.id) == found.c.dwelling_id)
        .order_by(col(Dwelling.postcode), col(Dwelling.street), col(Dwelling.house_number), col(Dwelling.id))
        .limit(limit)
        .offset(offset)
    )
    return [(UUID(one), dwelling) for one, dwelling in rows], int(count)


def closed_companies(session: Session, employer_ids: Collection[UUID]) -> dict[UUID, str]:
    """What the register of companies last said of those of these employers that are no longer going.

    Nothing of a company that was never asked about: look-ups are off by default.
    """
    status = col(RegisterAnswer.content)["status"].as_string()
    statement = (
        sa.select(col(Employer.id), status)
        .join(RegisterAnswer, col(RegisterAnswer.subject) == col(Employer.cvr_number))
        .where(col(RegisterAnswer.source) == Register.COMPANY, status.not_in(ACTIVE))
    )
    told = session.execute(statement)
    return {employer_id: said or "?" for employer_id, said in told if employer_id in employer_ids}


def _housed(
    dwelling: Dwelling, accommodation: Accommodation, residents: int, beds: int | None, workforce: Workforce
) -> Housed:
    return Housed(
        accommodation_id=accommodation.id,
        dwelling_id=dwelling.id,
        employer_id=accommodation.employer_id,
        street=dwelling.street,
        house_number=dwelling.house_number,
        unit=dwelling.unit,
        postcode=dwelling.postcode,
        address=dwelling.address,
        starts_on=accommodation.starts_on,
        ends_on=accommodation.ends_on,
        residents=residents,
        beds=None if beds is None else int(beds),
        workforce=workforce,
    )
