"""Reading what an owner may see, and what owners contest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.codes import code_hash
from register.accommodations.models import Accommodation
from register.declarations.queries import current_declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.owners.models import OwnerContest, OwnerNotice


@dataclass(frozen=True)
class Seen:
    """What an owner sees: the address, the period and how many. No names."""

    address: str
    accommodation: Accommodation
    residents: int


@dataclass(frozen=True)
class Contested:
    """A contest with the place and the employer it concerns."""

    contest: OwnerContest
    dwelling: Dwelling
    employer: Employer


def find_notice_of(session: Session, accommodation_id: UUID) -> OwnerNotice | None:
    """The owner named now."""
    statement = select(OwnerNotice).where(
        col(OwnerNotice.accommodation_id) == accommodation_id, col(OwnerNotice.ended_at).is_(None)
    )
    return session.exec(statement).first()


def find_by_code(session: Session, code: str) -> OwnerNotice | None:
    """The notice of a code as typed, or None: wrong or ended, which are not told apart."""
    statement = select(OwnerNotice).where(
        col(OwnerNotice.code_hash) == code_hash(code), col(OwnerNotice.ended_at).is_(None)
    )
    return session.exec(statement).one_or_none()


def seen_by(session: Session, notice: OwnerNotice) -> Seen:
    """What is declared now at the owner's address by this employer."""
    accommodation = session.get_one(Accommodation, notice.accommodation_id)
    dwelling = session.get_one(Dwelling, accommodation.dwelling_id)
    return Seen(dwelling.address, accommodation, current_declaration(session, accommodation.id).residents)


def list_contests_of_case(session: Session, case_id: UUID) -> tuple[OwnerContest, ...]:
    """What owners contest in one case, oldest first."""
    statement = select(OwnerContest).where(col(OwnerContest.case_id) == case_id)
    return tuple(session.exec(statement.order_by(col(OwnerContest.contested_at), col(OwnerContest.id))))


def list_contests_of(session: Session, notice: OwnerNotice) -> list[OwnerContest]:
    """What one owner contested, the newest first."""
    statement = select(OwnerContest).where(col(OwnerContest.notice_id) == notice.id)
    return list(session.exec(statement.order_by(col(OwnerContest.contested_at).desc(), col(OwnerContest.id))))


def count_untold(session: Session, *, before: datetime, by: Actor) -> int:
    """How many owners in the reader's area were named before a moment and have got no letter yet."""
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=sa.null(),
        municipality_code=col(Accommodation.municipality_code),
    )
    statement = (
        sa.select(sa.func.count())
        .select_from(OwnerNotice)
        .join(Accommodation, col(Accommodation.id) == col(OwnerNotice.accommodation_id))
        .where(scope, col(OwnerNotice.told_at).is_(None), col(OwnerNotice.ended_at).is_(None))
        .where(col(OwnerNotice.named_at) < before)
    )
    return int(session.execute(statement).scalar_one())


def list_contests(session: Session, *, by: Actor, limit: int = 50, offset: int = 0) -> tuple[list[Contested], int]:
    """Contests in the reader's area, the open ones first, the oldest of them first; and how many in all."""
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=sa.null(),
        municipality_code=col(Accommodation.municipality_code),
    )
    joined = (
        sa.join(OwnerContest, Accommodation, col(Accommodation.id) == col(OwnerContest.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
    )
    count = session.execute(sa.select(sa.func.count()).select_from(joined).where(scope)).scalar_one()
    statement = (
        select(OwnerContest, Dwelling, Employer)
        .select_from(joined)
        .where(scope)
        .order_by(col(OwnerContest.closed_at).is_not(None), col(OwnerContest.contested_at), col(OwnerContest.id))
        .limit(limit)
        .offset(offset)
    )
    return [Contested(*row) for row in session.exec(statement)], count
