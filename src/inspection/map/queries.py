"""Dwellings with a point, within the reader's scope."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, within
from husly.kit.clock import today
from inspection.planning.hiding import hidden_from
from inspection.risk.features.from_register import in_use
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.queries import Filters
from register.accommodations.models import Accommodation
from register.agreements.queries import exempt_accommodations
from register.dwellings.models import Dwelling
from register.upkeep.pauses import is_unused

MOST_POINTS = 30_000
"""More than these no screen can tell apart; the highest scores are kept and the page says so."""


@dataclass(frozen=True)
class Point:
    """An accommodation on the map."""

    id: UUID
    latitude: float
    longitude: float
    risk_group: int | None


def list_points(
    session: Session, *, run: RiskRun | None, by: Actor, filters: Filters, limit: int = MOST_POINTS
) -> tuple[list[Point], int]:
    """Points within the scope and the filters, the highest score first, and how many there are in all.

    Without a run: every accommodation in use, and no group. Where a collective agreement takes the act's place today
    nothing is shown, as nothing is planned there; ``count_exempt`` says how many these are. Nor is what is not in use
    today. What the reader is to visit is not among them: ``list_hidden_points``.
    """
    # The scores bear the municipality too, so that one municipality is found by its index, not by walking all scores.
    table = Accommodation if run is None else RiskScore
    employer_id, municipality_code = col(table.employer_id), col(table.municipality_code)
    scope = within(by, Permission.READ_RISK, employer_id=employer_id, municipality_code=municipality_code)
    exempt = exempt_accommodations(today(), today())
    conditions = [
        scope,
        col(Dwelling.latitude).is_not(None),
        col(Accommodation.id).not_in(exempt),
        sa.not_(is_unused(today())),
    ]
    if filters.municipality_code:
        conditions.append(municipality_code == filters.municipality_code)
    joined = sa.join(Accommodation, Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
    group: Any = sa.null()
    order: list[Any] = [col(Accommodation.id)]
    if run is None:
        conditions += in_use(today())
    else:
        joined = joined.join(RiskScore, col(RiskScore.accommodation_id) == col(Accommodation.id))
        conditions.append(col(RiskScore.run_id) == run.id)
        hidden = hidden_from(by)
        if hidden is not None:
            conditions.append(col(Accommodation.id).not_in(hidden))
        group, order = col(RiskScore.risk_group), [col(RiskScore.score).desc(), *order]
        if filters.risk_group is not None:
            conditions.append(col(RiskScore.risk_group) == filters.risk_group)
    columns: list[Any] = [col(Accommodation.id), col(Dwelling.latitude), col(Dwelling.longitude), group]
    statement = sa.select(*columns).select_from(joined).where(*conditions).order_by(*order).limit(limit)
    points = [Point(*row) for row in session.execute(statement)]
    if len(points) < limit:
        return points, len(points)
    count = session.execute(sa.select(sa.func.count()).select_from(joined).where(*conditions)).scalar_one()
    return points, count


def list_hidden_points(session: Session, *, by: Actor, filters: Filters) -> list[Point]:
    """What the reader is to visit: points without a group, since their score is hidden from him until then."""
    hidden = hidden_from(by)
    if hidden is None or filters.risk_group is not None:  # a group that holds them would tell it
        return []
    scope = within(
        by,
        Permission.READ_RISK,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    statement = (
        sa.select(col(Accommodation.id), col(Dwelling.latitude), col(Dwelling.longitude))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(scope, col(Dwelling.latitude).is_not(None), col(Accommodation.id).in_(hidden))
        .order_by(col(Accommodation.id))
    )
    if filters.municipality_code:
        statement = statement.where(col(Accommodation.municipality_code) == filters.municipality_code)
    return [Point(row[0], row[1], row[2], None) for row in session.execute(statement)]


def count_exempt(session: Session, *, by: Actor, filters: Filters) -> int:
    """How many accommodations in use within scope and municipality the act does not apply to today (§ 2)."""
    municipality_code = col(Accommodation.municipality_code)
    scope = within(
        by, Permission.READ_RISK, employer_id=col(Accommodation.employer_id), municipality_code=municipality_code
    )
    conditions = [scope, col(Accommodation.id).in_(exempt_accommodations(today(), today())), *in_use(today())]
    if filters.municipality_code:
        conditions.append(municipality_code == filters.municipality_code)
    statement = sa.select(sa.func.count()).select_from(Accommodation).where(*conditions)
    return int(session.execute(statement).scalar_one())
