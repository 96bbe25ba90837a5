"""Reading plans of the reader's authority within his area, their visits, and the duty stations."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import own_within
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.queries import BEFORE_VISIT
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, VisitDraw, VisitPlan
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling
from register.employers.models import Employer


@dataclass(frozen=True)
class Stop:
    """A planned visit with the place it leads to."""

    visit: PlannedVisit
    station: DutyStation
    dwelling: Dwelling
    employer: Employer
    companions: tuple[tuple[PlannedCompanion, DutyStation], ...] = ()
    """Whoever comes along, with the place of the visit in that inspector's tour."""


def _scope(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    whose = {"authority": col(VisitPlan.authority), "municipality_code": col(VisitPlan.municipality_code)}
    return own_within(by, permission, **whose)


def list_plans(session: Session, *, by: Actor, limit: int = 50, offset: int = 0) -> tuple[list[VisitPlan], int]:
    """The own authority's plans within the area, newest first, and how many there are."""
    condition = _scope(by, Permission.READ_PLANS)
    count = session.execute(sa.select(sa.func.count()).select_from(VisitPlan).where(condition)).scalar_one()
    statement = select(VisitPlan).where(condition).order_by(col(VisitPlan.created_at).desc(), col(VisitPlan.id))
    return list(session.exec(statement.limit(limit).offset(offset))), count


def get_plan(
    session: Session, plan_id: UUID, *, by: Actor, permission: Permission = Permission.READ_PLANS
) -> VisitPlan:
    """One plan. Raises ``NotFoundError`` for another authority's and outside the area, as if there were none."""
    found = session.exec(select(VisitPlan).where(VisitPlan.id == plan_id, _scope(by, permission))).one_or_none()
    if found is None:
        raise NotFoundError("plan")
    return found


def list_plan_visits(session: Session, plan_id: UUID) -> list[PlannedVisit]:
    """The visits of a plan, by day, station and position."""
    order = (col(PlannedVisit.visit_on), col(PlannedVisit.duty_station_id), col(PlannedVisit.position))
    return list(session.exec(select(PlannedVisit).where(PlannedVisit.plan_id == plan_id).order_by(*order)))


def list_stops(session: Session, plan_id: UUID) -> list[Stop]:
    """The visits of a plan with their places, by day, name of the station and position."""
    statement = (
        select(PlannedVisit, DutyStation, Dwelling, Employer)
        .join(DutyStation, col(DutyStation.id) == col(PlannedVisit.duty_station_id))
        .join(Accommodation, col(Accommodation.id) == col(PlannedVisit.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(col(PlannedVisit.plan_id) == plan_id)
        .order_by(col(PlannedVisit.visit_on), col(DutyStation.name), col(DutyStation.id), col(PlannedVisit.position))
    )
    along = _companions(session, plan_id)
    return [Stop(*row, companions=tuple(along.get(row[0].id, ()))) for row in session.exec(statement)]


def cases_to_move(session: Session, plan_id: UUID) -> dict[UUID, UUID]:
    """The cases of those visits of a plan that are still to be made, by planned visit: from there they are moved."""
    statement = (
        select(PlannedVisit.id, InspectionCase.id)
        .join(Visit, col(Visit.planned_visit_id) == col(PlannedVisit.id))
        .join(InspectionCase, col(InspectionCase.id) == col(Visit.case_id))
        .where(
            col(PlannedVisit.plan_id) == plan_id,
            col(PlannedVisit.dropped_at).is_(None),
            col(Visit.round) == col(InspectionCase.round),
            col(InspectionCase.state).in_(BEFORE_VISIT),
        )
    )
    return dict(iter(session.exec(statement)))


def _companions(session: Session, plan_id: UUID) -> dict[UUID, list[tuple[PlannedCompanion, DutyStation]]]:
    statement = (
        select(PlannedCompanion, DutyStation)
        .join(DutyStation, col(DutyStation.id) == col(PlannedCompanion.duty_station_id))
        .join(PlannedVisit, col(PlannedVisit.id) == col(PlannedCompanion.planned_visit_id))
        .where(col(PlannedVisit.plan_id) == plan_id)
        .order_by(col(DutyStation.name), col(DutyStation.id))
    )
    found: dict[UUID, list[tuple[PlannedCompanion, DutyStation]]] = {}
    for companion, station in session.exec(statement):
        found.setdefault(companion.planned_visit_id, []).append((companion, station))
    return found


def list_stations_of(session: Session, station_ids: list[UUID]) -> list[DutyStation]:
    """These duty stations, active or not, by name."""
    statement = select(DutyStation).where(col(DutyStation.id).in_(station_ids))
    return list(session.exec(statement.order_by(DutyStation.name, col(DutyStation.id))))


def list_draws(session: Session, plan_id: UUID) -> list[VisitDraw]:
    """The draws of a plan, the control group first."""
    order = (col(VisitDraw.arm).desc(), col(VisitDraw.stratum).desc())
    return list(session.exec(select(VisitDraw).where(VisitDraw.plan_id == plan_id).order_by(*order)))


def list_stations(session: Session, *, municipality_code: str | None = None) -> list[DutyStation]:
    """Active duty stations, of one municipality or of the whole country, by name."""
    statement = select(DutyStation).where(col(DutyStation.active))
    if municipality_code is not None:
        statement = statement.where(DutyStation.municipality_code == municipality_code)
    return list(session.exec(statement.order_by(DutyStation.name, col(DutyStation.id))))


def list_addresses(session: Session, accommodation_ids: list[UUID]) -> dict[UUID, str]:
    """The addresses of accommodations by id."""
    statement = (
        select(Accommodation.id, Dwelling)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(col(Accommodation.id).in_(accommodation_ids))
    )
    return {row[0]: row[1].address for row in session.exec(statement)}
