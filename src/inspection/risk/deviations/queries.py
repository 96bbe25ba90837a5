"""Reading deviations: in force on a day, of one accommodation, and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.risk.deviations.models import DeviationKind, RiskDeviation
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling


def in_force(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions of a deviation that counts on a day."""
    return (col(RiskDeviation.ended_at).is_(None), col(RiskDeviation.until_on) >= as_of)


def _scope(by: Actor, permission: Permission = Permission.READ_RISK) -> sa.ColumnElement[bool]:
    code = col(RiskDeviation.municipality_code)
    return within(by, permission, employer_id=sa.null(), municipality_code=code)


def list_in_force(session: Session, *, as_of: date, municipality_code: str | None = None) -> list[RiskDeviation]:
    """Every deviation in force on a day; at most one for an accommodation."""
    statement = select(RiskDeviation).where(*in_force(as_of))
    if municipality_code:
        statement = statement.where(RiskDeviation.municipality_code == municipality_code)
    return list(session.exec(statement.order_by(col(RiskDeviation.made_at), col(RiskDeviation.id))))


def by_accommodation(rows: Sequence[RiskDeviation]) -> Mapping[UUID, RiskDeviation]:
    """Deviations by what they are about."""
    return {one.accommodation_id: one for one in rows}


def find_in_force(session: Session, accommodation_id: UUID, *, as_of: date) -> RiskDeviation | None:
    """The deviation of one accommodation in force on a day."""
    statement = select(RiskDeviation).where(RiskDeviation.accommodation_id == accommodation_id, *in_force(as_of))
    return session.exec(statement).first()


def list_of(session: Session, accommodation_id: UUID) -> list[RiskDeviation]:
    """Every deviation there ever was of one accommodation, the newest first."""
    statement = select(RiskDeviation).where(RiskDeviation.accommodation_id == accommodation_id)
    return list(session.exec(statement.order_by(col(RiskDeviation.made_at).desc(), col(RiskDeviation.id))))


def get_deviation(session: Session, deviation_id: UUID, *, by: Actor) -> RiskDeviation:
    """One deviation that the actor may change. Raises ``NotFoundError``, also outside the scope."""
    statement = select(RiskDeviation).where(RiskDeviation.id == deviation_id, _scope(by, Permission.PLAN_VISITS))
    found = session.exec(statement.with_for_update()).one_or_none()
    if found is None:
        raise NotFoundError("deviation")
    return found


@dataclass(frozen=True)
class Counted:
    """How many deviations of a kind a municipality has, in force and in all. Never by person."""

    municipality_code: str
    kind: DeviationKind
    now: int
    ever: int


def count_deviations(session: Session, *, by: Actor, as_of: date) -> list[Counted]:
    """Deviations within the scope by municipality and kind."""
    now = sa.func.sum(sa.case((sa.and_(*in_force(as_of)), 1), else_=0))
    columns = (col(RiskDeviation.municipality_code), col(RiskDeviation.kind))
    statement = sa.select(*columns, now, sa.func.count()).where(_scope(by)).group_by(*columns).order_by(*columns)
    return [Counted(row[0], row[1], int(row[2]), row[3]) for row in session.execute(statement)]


@dataclass(frozen=True)
class Listed:
    """One deviation with where it is about."""

    deviation: RiskDeviation
    dwelling: Dwelling


def list_deviations(session: Session, *, by: Actor, limit: int, offset: int = 0) -> tuple[list[Listed], int]:
    """Deviations within the scope, the newest first, and how many there are."""
    count = session.execute(sa.select(sa.func.count()).select_from(RiskDeviation).where(_scope(by))).scalar_one()
    statement = (
        select(RiskDeviation, Dwelling)
        .join(Accommodation, col(Accommodation.id) == col(RiskDeviation.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(_scope(by))
        .order_by(col(RiskDeviation.made_at).desc(), col(RiskDeviation.id))
        .limit(limit)
        .offset(offset)
    )
    return [Listed(*row) for row in session.exec(statement)], count
