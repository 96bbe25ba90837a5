"""Dwellings with a point, within the reader's scope: in tiles, as a list, and counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, within
from husly.kit.audit import AuditHead
from husly.kit.clock import today
from inspection.map.areas.searching import Bounds
from inspection.map.filters import MapFilters
from inspection.map.selection import Selection, select_shown
from inspection.map.survey import Survey
from inspection.map.tiles import FINE, MOST_PLACES, PLACES_FROM, Cell, Square, divisor
from inspection.planning.hiding import hidden_ids
from inspection.risk.deviations.models import RiskDeviation
from inspection.risk.deviations.queries import in_force
from inspection.risk.features.known import in_use
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.queries import Ranked
from register.accommodations.models import Accommodation
from register.agreements.queries import exempt_accommodations
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer

MOST_POINTS = 30_000
"""More than these no file of points holds; the highest scores are kept."""


@dataclass(frozen=True)
class Point:
    """An accommodation on the map."""

    id: UUID
    latitude: float
    longitude: float
    risk_group: int | None


def list_cells(
    session: Session, square: Square, *, run: RiskRun | None, by: Actor, filters: MapFilters
) -> tuple[int, list[Cell]]:
    """What lies in a tile, counted by its squares, and how often it was halved for that.

    From zoom 13 each place is a square of its own, unless there are more than a tile can hold.
    """
    chosen = select_shown(run=run, by=by, filters=filters, as_of=today(), square=square)
    return counted(square, lambda depth, limit: _cells(session, chosen, divisor(square, depth), limit=limit))


def survey_cells(survey: Survey, square: Square) -> tuple[int, list[Cell]]:
    """The same out of a survey."""
    return counted(square, lambda depth, _limit: survey.cells(square, depth))


def counted(square: Square, cells_at: Callable[[int, int | None], list[Cell]]) -> tuple[int, list[Cell]]:
    """How often a tile is halved, and its cells; ``cells_at`` counts for a depth, up to a limit."""
    depth = square.depth
    cells = cells_at(depth, MOST_PLACES + 1)
    if square.zoom >= PLACES_FROM and len(cells) > MOST_PLACES:
        depth = min(FINE, depth)
        cells = cells_at(depth, None)
    return depth, cells


def _cells(session: Session, chosen: Selection, by_what: int, *, limit: int | None) -> list[Cell]:
    key = col(Dwelling.map_key)
    # Written out, not bound: PostgreSQL takes two bound values for two expressions.
    cell = (key if by_what == 1 else key // sa.literal_column(str(by_what), sa.BigInteger())).label("cell")
    statement = chosen.select(
        cell,
        sa.func.count().label("number"),
        sa.func.avg(col(Dwelling.latitude)),
        sa.func.avg(col(Dwelling.longitude)),
        *(_count_of(chosen, group) for group in (1, 2, 3, 4)),
        sa.func.min(sa.cast(col(Accommodation.id), sa.String())),
    )
    rows = session.execute(statement.group_by(cell).order_by(cell).limit(limit))
    return [
        Cell(row[0], row[1], row[2], row[3], (row[4], row[5], row[6], row[7]), str(UUID(row[8])) if row[1] == 1 else "")
        for row in rows
    ]


def _count_of(chosen: Selection, group: int) -> Any:
    if isinstance(chosen.group, sa.sql.elements.Null):
        return sa.literal_column("0")
    return sa.func.coalesce(sa.func.sum(sa.case((chosen.group == group, 1), else_=0)), 0)


def list_points(
    session: Session, *, run: RiskRun | None, by: Actor, filters: MapFilters, limit: int = MOST_POINTS
) -> tuple[list[Point], int]:
    """Points within the scope and the filters, the highest score first, and how many there are in all."""
    chosen = select_shown(run=run, by=by, filters=filters, as_of=today())
    columns = (col(Accommodation.id), col(Dwelling.latitude), col(Dwelling.longitude), chosen.group)
    statement = chosen.select(*columns).order_by(*_highest_first(chosen)).limit(limit)
    points = [Point(*row) for row in session.execute(statement)]
    return points, len(points) if len(points) < limit else _count(session, chosen)


def list_rows(
    session: Session,
    *,
    run: RiskRun | None,
    by: Actor,
    filters: MapFilters,
    seen: Bounds | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Ranked]:
    """The same as rows of a list, the highest score first; ``seen`` keeps it to bounds."""
    chosen = select_shown(run=run, by=by, filters=filters, as_of=today(), seen=seen)
    page = chosen.select(col(Accommodation.id)).order_by(*_highest_first(chosen)).limit(limit).offset(offset)
    return read_rows(session, list(session.execute(page).scalars()), run=run, by=by)


def read_rows(session: Session, ids: Sequence[UUID], *, run: RiskRun | None, by: Actor) -> list[Ranked]:
    """These accommodations in this order, with all that a row says; those outside the reader's scope left out."""
    found = _read(session, ids, run, by)
    return [found[one] for one in ids if one in found]


def count_rows(
    session: Session, *, run: RiskRun | None, by: Actor, filters: MapFilters, seen: Bounds | None = None
) -> int:
    """How many there are."""
    return _count(session, select_shown(run=run, by=by, filters=filters, as_of=today(), seen=seen))


def _highest_first(chosen: Selection) -> list[Any]:
    if isinstance(chosen.score, sa.sql.elements.Null):
        return [col(Accommodation.id)]
    is_plain = isinstance(chosen.score, sa.orm.InstrumentedAttribute)  # else what the reader is to visit stands last
    order = chosen.score if is_plain else sa.func.coalesce(chosen.score, -1)
    return [order.desc(), col(Accommodation.id)]


def _count(session: Session, chosen: Selection) -> int:
    return int(session.execute(chosen.select(sa.func.count())).scalar_one())


def _read(session: Session, ids: Sequence[UUID], run: RiskRun | None, by: Actor) -> Mapping[UUID, Ranked]:
    hidden = hidden_ids(session, by) if run is not None else frozenset()
    current = sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), col(Declaration.is_current))
    of_run = sa.and_(
        col(RiskScore.accommodation_id) == col(Accommodation.id), col(RiskScore.run_id) == (run.id if run else None)
    )
    joined = (
        sa.join(Accommodation, Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .outerjoin(Declaration, current)
        .outerjoin(RiskScore, of_run)
    )
    scope = within(
        by,
        Permission.READ_RISK,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    statement = sa.select(Accommodation, Dwelling, Employer, Declaration, RiskScore).select_from(joined).where(scope)
    moved = _deviations(session, ids) if run is not None else {}
    return {
        row[0].id: Ranked(row[0], row[1], row[2], row[3], None, is_hidden=True)
        if row[0].id in hidden
        else Ranked(row[0], row[1], row[2], row[3], row[4], deviation=moved.get(row[0].id))
        for row in session.execute(statement.where(col(Accommodation.id).in_(ids)))
    }


def _deviations(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, RiskDeviation]:
    statement = sa.select(RiskDeviation).where(*in_force(today()), col(RiskDeviation.accommodation_id).in_(ids))
    return {one.accommodation_id: one for one in session.execute(statement).scalars()}


def count_exempt(session: Session, *, by: Actor, filters: MapFilters) -> int:
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


def last_change(session: Session) -> int:
    """A number that grows with every change of the register, since each leaves a row in the audit trail."""
    statement = sa.select(col(AuditHead.seq)).where(col(AuditHead.id) == 1)
    return session.execute(statement).scalar_one_or_none() or 0
