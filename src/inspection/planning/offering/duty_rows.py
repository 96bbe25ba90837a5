"""Open cases out of the register, as the rules of duties read them, each with the row of its housing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission
from inspection.authorities.belonging import own_cases
from inspection.enforcement.models import InspectionCase, LegalBasis, Order, OrderItem, Visit
from inspection.enforcement.running_dues import last_due_column
from inspection.map.areas.searching import within_area
from inspection.map.areas.shapes import Area
from inspection.needs.queries import grounds_of
from inspection.planning.models import PlannedVisit, PlanState, VisitPlan
from inspection.planning.offering.duties import (
    AWAITING_REVISIT,
    BEFORE_VISIT,
    Duty,
    OpenCase,
    Period,
    duty_of,
    plannable_from,
)
from inspection.risk.models import RiskRun, RiskScore
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling


@dataclass(frozen=True)
class DutyRow:
    """A duty with its row: accommodation, dwelling, place, residents and score."""

    row: Any
    duty: Duty
    basis: LegalBasis


@dataclass(frozen=True)
class Duties:
    """What open cases ask of a plan. ``stopped``: how many wait where an offence is suspected without consent.

    ``running``: for each case whose order still runs, the day from which its revisit can be planned. ``outside``: how
    many lie outside the area that the plan keeps to.
    """

    rows: tuple[DutyRow, ...]
    stopped: int
    running: tuple[date, ...] = ()
    outside: int = 0


def list_duties(
    session: Session,
    period: Period,
    *,
    run: RiskRun | None,
    municipality_code: str | None,
    area: Area | None = None,
    authority: str = "",
    by: Actor,
) -> Duties:
    """The duties of the planner's own open cases, by number: of two about the same accommodation the older one stands.

    Those outside ``area`` are only counted; where nobody knows the place, a drawn area leaves them in, to be told.
    """
    found: dict[UUID, DutyRow] = {}
    running: list[date] = []
    stopped = outside = 0
    rows = session.execute(_statement(period.as_of, run, municipality_code, area, by)).all()
    grounds = grounds_of(session, [row.id for row in rows], as_of=period.ground_must_reach, authority=authority)
    for row in rows:
        ground = grounds.get(row.id)
        case = _open_case(row, None if ground is None else ground.until_on)
        duty, from_on, is_inside = duty_of(case, period), plannable_from(case, period), _is_inside(row, area)
        if from_on is not None and is_inside:
            running.append(from_on)
        if duty is None:
            continue
        if not is_inside:
            outside += 1
            continue
        if row.suspicion and not row.written_consent:
            stopped += 1
        elif row.id not in found:
            found[row.id] = DutyRow(row, duty, row.legal_basis)
    return Duties(tuple(found.values()), stopped, tuple(sorted(running)), outside)


def _is_inside(row: Any, area: Area | None) -> bool:
    unknown = row.latitude is None or row.longitude is None
    return area is None or bool(row.is_inside) or (unknown and bool(area.ring))


def _open_case(row: Any, ground_until: date | None) -> OpenCase:
    return OpenCase(
        case_id=row.case_id,
        state=row.state,
        reason=row.reason_code,
        visit_on=row.visit_on,
        from_min=row.from_min,
        to_min=row.to_min,
        visit_by=row.visit_by,
        order_due_on=row.order_due_on,
        ground_until=ground_until,
        inspector_id=row.inspector_id,
    )


def _statement(as_of: date, run: RiskRun | None, municipality_code: str | None, area: Area | None, by: Actor) -> Any:
    current = sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), col(Declaration.is_current))
    this_round = sa.and_(col(Visit.case_id) == col(InspectionCase.id), col(Visit.round) == col(InspectionCase.round))
    statement = (
        sa.select(*_columns(run), (sa.true() if area is None else within_area(area)).label("is_inside"))
        .select_from(InspectionCase)
        .join(Visit, this_round)
        .join(Accommodation, col(Accommodation.id) == col(InspectionCase.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(InspectionCase.dwelling_id))
        .outerjoin(Declaration, current)
        .where(
            col(InspectionCase.closed_at).is_(None),
            col(InspectionCase.state).in_((*AWAITING_REVISIT, *BEFORE_VISIT)),
            sa.not_(_is_planned(as_of)),
            own_cases(by, Permission.PLAN_VISITS),
        )
        .order_by(col(InspectionCase.case_number))
    )
    if municipality_code is not None:
        statement = statement.where(col(InspectionCase.municipality_code) == municipality_code)
    if run is None:
        return statement
    scored = sa.and_(col(RiskScore.accommodation_id) == col(Accommodation.id), col(RiskScore.run_id) == run.id)
    return statement.outerjoin(RiskScore, scored)


def _columns(run: RiskRun | None) -> Sequence[Any]:
    return (
        col(Accommodation.id),
        col(Accommodation.municipality_code),
        col(Accommodation.ends_on),
        col(InspectionCase.dwelling_id),
        col(Dwelling.latitude),
        col(Dwelling.longitude),
        col(Declaration.residents),
        sa.null().label("score") if run is None else col(RiskScore.score).label("score"),
        col(InspectionCase.id).label("case_id"),
        col(InspectionCase.state),
        col(InspectionCase.suspicion),
        col(InspectionCase.written_consent),
        col(InspectionCase.legal_basis),
        col(Visit.inspector_id),
        col(Visit.reason_code),
        col(Visit.visit_on),
        col(Visit.from_min),
        col(Visit.to_min),
        col(Visit.visit_by),
        _order_due().label("order_due_on"),
    )


def _order_due() -> sa.ScalarSelect[date]:
    """The last deadline of the order in force in this round."""
    in_force = (
        col(Order.case_id) == col(InspectionCase.id),
        col(Order.round) == col(InspectionCase.round),
        col(Order.returned_at).is_(None),
        col(Order.withdrawn_at).is_(None),
    )
    due = sa.select(last_due_column()).select_from(OrderItem).join(Order, col(Order.id) == col(OrderItem.order_id))
    return due.where(*in_force).correlate(InspectionCase).scalar_subquery()


def _is_planned(as_of: date) -> sa.ColumnElement[bool]:
    """Whether a visit to come in an accepted plan belongs to the case."""
    of_case = sa.or_(
        col(PlannedVisit.case_id) == col(InspectionCase.id),
        col(PlannedVisit.id) == col(InspectionCase.planned_visit_id),
    )
    coming = (
        sa.select(col(PlannedVisit.id))
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(
            of_case,
            col(VisitPlan.state) == PlanState.ACCEPTED,
            col(PlannedVisit.dropped_at).is_(None),
            col(PlannedVisit.visit_on) >= as_of,
        )
    )
    return sa.exists(coming.correlate(InspectionCase))
