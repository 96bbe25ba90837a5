"""From whom score and arm are hidden: the inspector who is to visit, so that they do not steer what is found.

An inspector sees facts. Whoever leads or prepares cases sees the score as well; so does the inspector, once the
findings of that round are recorded for good.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import SYSTEM, Actor, Permission, Role
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanState, VisitPlan

BEFORE_FINDINGS = (
    CaseState.PLANNED,
    CaseState.NOTIFIED,
    CaseState.UNANNOUNCED_DECIDED,
    CaseState.VISITED,
)
"""States in which the findings of the round can still be changed."""


def sees_every_score(by: Actor) -> bool:
    """Whether somebody reads scores as another than the one who visits."""
    if by is SYSTEM:
        return True
    return any(grant.role is not Role.INSPECTOR and Permission.READ_RISK in grant.permissions for grant in by.grants)


def hidden_from(by: Actor) -> sa.CompoundSelect[UUID] | None:
    """The accommodations whose score is hidden from somebody: those he is to visit; None when nothing is."""
    if sees_every_score(by):
        return None
    this_round = sa.and_(col(Visit.case_id) == col(InspectionCase.id), col(Visit.round) == col(InspectionCase.round))
    to_visit = (
        sa.select(col(InspectionCase.accommodation_id))
        .join(Visit, this_round)
        .where(col(Visit.inspector_id) == by.id, col(InspectionCase.state).in_(BEFORE_FINDINGS))
    )
    goes_along = sa.select(col(PlannedCompanion.planned_visit_id)).where(
        col(PlannedCompanion.duty_station_id).in_(_stations_of(by))
    )
    drafted = (
        sa.select(col(PlannedVisit.accommodation_id))
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(
            sa.or_(col(PlannedVisit.duty_station_id).in_(_stations_of(by)), col(PlannedVisit.id).in_(goes_along)),
            col(VisitPlan.state) == PlanState.DRAFT,
            col(PlannedVisit.dropped_at).is_(None),
        )
    )
    return sa.union(to_visit, drafted)


def _stations_of(by: Actor) -> sa.Select[UUID]:
    return sa.select(col(DutyStation.id)).where(col(DutyStation.account_id) == _account(by))


def _account(by: Actor) -> UUID | None:
    try:
        return UUID(by.id)
    except ValueError:
        return None


def hidden_ids(session: Session, by: Actor) -> frozenset[UUID]:
    """The same, read: few, as nobody has many visits before him."""
    statement: Any = hidden_from(by)
    return frozenset() if statement is None else frozenset(session.execute(statement).scalars())


def is_hidden(session: Session, accommodation_id: UUID, *, by: Actor) -> bool:
    """Whether the score of one accommodation is hidden from somebody."""
    return accommodation_id in hidden_ids(session, by)
