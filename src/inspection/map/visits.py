"""What earlier and planned visits narrow the map to, as conditions beside ``Accommodation``."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from husly.kit.access import Actor, Permission, within
from inspection.authorities.belonging import own_cases, own_within
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import CaseMove, Finding, FindingOutcome, InspectionCase, Visit
from inspection.enforcement.transitions import CaseState, Move
from inspection.map.filters import TOLD_APART, LastResult, MapFilters, Visited
from inspection.planning.hiding import BEFORE_FINDINGS
from inspection.planning.models import PlannedVisit, PlanState, VisitPlan
from register.accommodations.models import Accommodation
from register.upkeep.duties import months_after


def visit_conditions(filters: MapFilters, *, by: Actor, as_of: date) -> list[sa.ColumnElement[bool]]:
    """The conditions of the chosen filters about visits; a visit counts for the dwelling, whoever houses there."""
    dwelling_id = col(Accommodation.dwelling_id)
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.visited is Visited.NEVER:
        conditions.append(dwelling_id.not_in(_visited()))
    elif filters.visited is not None:
        last, edge = sa.func.max(col(Visit.visited_on)), months_after(as_of, -filters.months)
        is_before = filters.visited is Visited.BEFORE
        conditions.append(dwelling_id.in_(_visited().having(last < edge if is_before else last >= edge)))
    if filters.result is LastResult.NONE:
        conditions.append(dwelling_id.not_in(_with_result(None)))
    elif filters.result is not None:
        conditions.append(dwelling_id.in_(_with_result(filters.result)))
    if filters.reason is not None:
        conditions.append(_has_reason(filters.reason, by=by, as_of=as_of))
    return conditions


def _visited() -> Any:
    """Dwellings where a visit was carried out, one row each."""
    statement = sa.select(col(InspectionCase.dwelling_id)).join(Visit, col(Visit.case_id) == col(InspectionCase.id))
    return statement.where(col(Visit.visited_on).is_not(None)).group_by(col(InspectionCase.dwelling_id))


def _is_final() -> sa.ColumnElement[bool]:
    """Whether the findings of a visit's round can no longer be changed."""
    return sa.or_(col(Visit.round) < col(InspectionCase.round), col(InspectionCase.state).not_in(BEFORE_FINDINGS))


def _with_result(result: LastResult | None) -> sa.Select[Any]:
    """Dwellings whose last visit that gave anything gave this; None: any result at all."""
    breached = (
        sa.select(sa.literal(1))
        .where(
            col(Finding.case_id) == col(Visit.case_id),
            col(Finding.round) == col(Visit.round),
            col(Finding.outcome) == FindingOutcome.BREACHED,
        )
        .correlate(Visit)
        .exists()
    )
    confirmed = (
        sa.select(sa.literal(1))
        .where(
            col(CaseMove.case_id) == col(Visit.case_id),
            col(CaseMove.round) == col(Visit.round),
            col(CaseMove.move) == Move.CONFIRM_COMPLIANCE_ON_VISIT,
        )
        .correlate(Visit)
        .exists()
    )
    closed = sa.and_(
        col(InspectionCase.state) == CaseState.CLOSED_WITHOUT_BREACH, col(Visit.round) == col(InspectionCase.round)
    )
    gave = sa.case((breached, LastResult.BREACH.value), (sa.or_(closed, confirmed), LastResult.CLEAN.value))
    found = (
        sa.select(col(InspectionCase.dwelling_id).label("dwelling_id"), gave.label("gave"), _place_back().label("back"))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(Visit.visited_on).is_not(None), _is_final(), gave.is_not(None))
        .subquery()
    )
    last = sa.select(found.c.dwelling_id).where(found.c.back == 1)
    return last if result is None else last.where(found.c.gave == result.value)


def _place_back() -> sa.ColumnElement[int]:
    """1 for the last visit at a dwelling, 2 for the one before."""
    order = (col(Visit.visited_on).desc(), col(Visit.round).desc(), col(Visit.id).desc())
    return sa.func.row_number().over(partition_by=col(InspectionCase.dwelling_id), order_by=order)


def _has_reason(reason: VisitReason, *, by: Actor, as_of: date) -> sa.ColumnElement[bool]:
    """The last visit at the dwelling has the reason, or one of the own authority that is decided on or planned."""
    codes = [reason] if reason is not VisitReason.OTHER else [one for one in VisitReason if one not in _NAMED]
    of_cases = within(
        by,
        Permission.READ_CASES,
        employer_id=col(InspectionCase.employer_id),
        municipality_code=col(InspectionCase.municipality_code),
    )
    whose = {"authority": col(VisitPlan.authority), "municipality_code": col(VisitPlan.municipality_code)}
    of_plans = own_within(by, Permission.READ_PLANS, **whose)
    joined = sa.join(InspectionCase, Visit, col(Visit.case_id) == col(InspectionCase.id))
    carried_out = (
        sa.select(col(InspectionCase.dwelling_id).label("dwelling_id"), col(Visit.reason_code).label("code"))
        .add_columns(_place_back().label("back"))
        .select_from(joined)
        .where(col(Visit.visited_on).is_not(None), of_cases)
        .subquery()
    )
    ahead = (
        sa.select(col(InspectionCase.dwelling_id))
        .select_from(joined)
        .where(col(Visit.visited_on).is_(None), col(InspectionCase.closed_at).is_(None), of_cases)
        .where(col(Visit.reason_code).in_(codes), own_cases(by, Permission.READ_CASES))
    )
    home = aliased(Accommodation)
    planned = (
        sa.select(col(home.dwelling_id))
        .join(PlannedVisit, col(PlannedVisit.accommodation_id) == col(home.id))
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(col(VisitPlan.state) != PlanState.DISCARDED, col(PlannedVisit.visit_on) >= as_of, of_plans)
        .where(col(PlannedVisit.dropped_at).is_(None), col(PlannedVisit.reason).in_(codes))
    )
    last = sa.select(carried_out.c.dwelling_id).where(carried_out.c.back == 1, carried_out.c.code.in_(codes))
    return col(Accommodation.dwelling_id).in_(sa.union(last, ahead, planned))


_NAMED = frozenset(TOLD_APART) - {VisitReason.OTHER}
