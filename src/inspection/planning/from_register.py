"""Who may be visited: candidates for a plan out of the register and the newest risk run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitPlan
from inspection.planning.problem import Candidate
from inspection.planning.screening import TRAVEL_GUESS_MIN
from inspection.risk.models import RiskRun, RiskScore
from register.accommodations.models import Accommodation
from register.agreements.queries import Exemption, exempt_accommodations, list_exemptions
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.upkeep.pauses import Unused, list_unused, unused_accommodations

POOL = 3000
"""How many of the highest scores are offered to the planner; it weighs the nearest of them."""

REACH_LATITUDE, REACH_LONGITUDE = 1.35, 2.4
"""Degrees around a duty station (about 150 km each way) within which a day's visit is possible at all."""

EVEN_PRIZE = 10
"""What a visit is worth where there is no score."""

BATCH = 500

AGAIN_AFTER_DAYS = 180
"""A dwelling with a visit later than this long ago is not planned again by score or chance."""

SERVICE_BASE_MIN, SERVICE_PER_RESIDENT_MIN, SERVICE_STEP_MIN, SERVICE_MOST_MIN = 45, 3, 15, 150
"""A rule of thumb for the length of a visit: a start, and time for each who lives there, in quarters of an hour."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a plan is made for. ``run`` None means that no score is used.

    ``random_share`` and ``exploration_share`` are shares of the visits that the period can hold.
    """

    days: Sequence[date]
    earliest_on: date
    as_of: date
    stations: Sequence[DutyStation]
    municipality_code: str | None
    run: RiskRun | None
    random_share: float
    exploration_share: float = 0.0
    seed: int


def service_min(residents: int | None) -> int:
    """How long a visit takes, in minutes."""
    minutes = SERVICE_BASE_MIN + SERVICE_PER_RESIDENT_MIN * (residents or 0)
    return min(SERVICE_MOST_MIN, SERVICE_STEP_MIN * -(-minutes // SERVICE_STEP_MIN))


def visits_guess(wanted: Wanted) -> float:
    """How many visits the period can hold, roughly; the shares are taken of that."""
    minutes = sum(station.day_end_min - station.day_start_min for station in wanted.stations)
    return len(wanted.days) * minutes / (service_min(8) + TRAVEL_GUESS_MIN)


def taken_dwellings(as_of: date, *, but: UUID | None = None) -> Any:
    """Dwellings not to be visited anew: with an open case, or a visit of the last half year or to come in an accepted
    plan. A case under review is no visit yet. ``but`` is a plan that does not count.
    """
    since = as_of - timedelta(days=AGAIN_AFTER_DAYS)
    planned = (
        sa.select(col(Accommodation.dwelling_id))
        .join(PlannedVisit, col(PlannedVisit.accommodation_id) == col(Accommodation.id))
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(col(VisitPlan.state) == PlanState.ACCEPTED, *_going_on(since))
    )
    if but is not None:
        planned = planned.where(col(VisitPlan.id) != but)
    open_cases = sa.select(col(InspectionCase.dwelling_id)).where(
        col(InspectionCase.closed_at).is_(None), col(InspectionCase.state) != CaseState.UNDER_REVIEW
    )
    visited = (
        sa.select(col(InspectionCase.dwelling_id))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(Visit.visited_on) >= since)
    )
    return sa.union(planned, open_cases, visited)


def _going_on(since: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Visits from a day on that were not dropped from their plan."""
    return (col(PlannedVisit.visit_on) >= since, col(PlannedVisit.dropped_at).is_(None))


def count_taken(session: Session, plan_id: UUID, as_of: date) -> int:
    """How many visits of a plan lead to a dwelling that has meanwhile got a case, or a visit in another plan."""
    statement = (
        sa.select(sa.func.count())
        .select_from(PlannedVisit)
        .join(Accommodation, col(Accommodation.id) == col(PlannedVisit.accommodation_id))
        .where(
            col(PlannedVisit.plan_id) == plan_id,
            col(PlannedVisit.dropped_at).is_(None),
            col(Accommodation.dwelling_id).in_(taken_dwellings(as_of, but=plan_id)),
        )
    )
    return int(session.execute(statement).scalar_one())


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    ends_on = col(Accommodation.ends_on)
    latitude, longitude = col(Dwelling.latitude), col(Dwelling.longitude)
    reach = [
        sa.and_(
            latitude.between(one.latitude - REACH_LATITUDE, one.latitude + REACH_LATITUDE),
            longitude.between(one.longitude - REACH_LONGITUDE, one.longitude + REACH_LONGITUDE),
        )
        for one in wanted.stations
    ]
    conditions = [
        col(Accommodation.starts_on) <= wanted.days[-1],
        sa.or_(ends_on.is_(None), ends_on >= wanted.days[0]),
        col(Accommodation.dwelling_id).not_in(taken_dwellings(wanted.as_of)),
        sa.or_(*reach),
        col(Accommodation.id).not_in(exempt_accommodations(wanted.days[0], wanted.days[-1])),
        col(Accommodation.id).not_in(unused_accommodations(wanted.days[0], wanted.days[-1])),
    ]
    if wanted.municipality_code is not None:
        conditions.append(col(Accommodation.municipality_code) == wanted.municipality_code)
    return conditions


def list_pool(session: Session, wanted: Wanted) -> list[UUID]:
    """Every dwelling that may lawfully be visited within reach: scored or not, inspected or not."""
    return list(session.execute(_dwelling_ids(wanted)).scalars())


def list_never_inspected(session: Session, wanted: Wanted, *, declared: bool) -> list[UUID]:
    """Those where no visit was ever carried out: with a declaration in force, or known without any."""
    visited = (
        sa.select(col(InspectionCase.dwelling_id))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(Visit.visited_on).is_not(None))
    )
    told = (
        sa.select(col(Accommodation.dwelling_id))
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .where(col(Declaration.is_current))
    )
    dwelling_id = col(Accommodation.dwelling_id)
    statement = _dwelling_ids(wanted).where(dwelling_id.not_in(visited))
    statement = statement.where(dwelling_id.in_(told) if declared else dwelling_id.not_in(told))
    return list(session.execute(statement).scalars())


def _dwelling_ids(wanted: Wanted) -> sa.Select[UUID]:
    joined = sa.select(col(Accommodation.dwelling_id)).join(
        Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id)
    )
    return joined.where(*_conditions(wanted)).distinct()


def list_rows_at(session: Session, wanted: Wanted, dwelling_ids: Sequence[UUID]) -> list[Any]:
    """What may be visited at these dwellings, in their order; the score is None where none was computed."""
    found: dict[UUID, list[Any]] = {}
    for start in range(0, len(dwelling_ids), BATCH):
        some = dwelling_ids[start : start + BATCH]
        statement = _statement(wanted).where(col(Accommodation.dwelling_id).in_(some)).order_by(col(Accommodation.id))
        for row in session.execute(statement):
            found.setdefault(row.dwelling_id, []).append(row)
    return [row for one in dwelling_ids for row in found.get(one, ())]


def list_highest(session: Session, wanted: Wanted) -> list[Any]:
    """The highest scores within reach, the highest first."""
    highest = _statement(wanted).where(col(RiskScore.score).is_not(None))
    order = (col(RiskScore.score).desc(), col(Accommodation.id))
    return list(session.execute(highest.order_by(*order).limit(POOL)))


def ranks_of(session: Session, wanted: Wanted) -> dict[int, int]:
    """The place of each score among all that may be visited, 1 the highest; equal scores share it."""
    if wanted.run is None:
        return {}
    score = col(RiskScore.score)
    joined = sa.join(Accommodation, Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
    joined = joined.join(RiskScore, _scored(wanted.run))
    counted = sa.select(score, sa.func.count()).select_from(joined).where(*_conditions(wanted)).group_by(score)
    ranks, place = {}, 1
    for points, count in sorted(session.execute(counted), reverse=True):
        ranks[points] = place
        place += count
    return ranks


def _scored(run: RiskRun) -> sa.ColumnElement[bool]:
    return sa.and_(col(RiskScore.accommodation_id) == col(Accommodation.id), col(RiskScore.run_id) == run.id)


def _statement(wanted: Wanted) -> Any:
    current = sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), col(Declaration.is_current))
    columns = [
        col(Accommodation.id),
        col(Accommodation.municipality_code),
        col(Accommodation.ends_on),
        col(Accommodation.dwelling_id),
        col(Dwelling.latitude),
        col(Dwelling.longitude),
        col(Declaration.residents),
        sa.null().label("score") if wanted.run is None else col(RiskScore.score).label("score"),
    ]
    statement = (
        sa.select(*columns)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .outerjoin(Declaration, current)
        .where(*_conditions(wanted))
    )
    return statement if wanted.run is None else statement.outerjoin(RiskScore, _scored(wanted.run))


def once_each(session: Session, rows: Sequence[Any], wanted: Wanted, seen: set[UUID]) -> list[tuple[Any, Candidate]]:
    """Candidates of dwellings not ``seen`` yet: of several employers there the first row stands for the visit."""
    found: list[tuple[Any, Candidate]] = []
    ids, first, last = [row.id for row in rows], wanted.days[0], wanted.days[-1]
    claims = list_exemptions(session, ids, first=first, last=last)
    unused = list_unused(session, ids, first=first, last=last)
    for row in rows:
        if row.dwelling_id in seen:
            continue
        lawful = _days_outside(claims.get(row.id, ()), unused.get(row.id, ()), row, wanted)
        if lawful is not None:
            seen.add(row.dwelling_id)
            found.append((row, _candidate(row, *lawful)))
    return found


def _days_outside(
    claims: Sequence[Exemption], unused: Sequence[Unused], row: Any, wanted: Wanted
) -> tuple[date, date | None] | None:
    """The first and last lawful day, kept clear of collective agreements and pauses in part of the period.

    None when they leave no day between them.
    """
    earliest, latest = wanted.earliest_on, row.ends_on
    closed = [(one.starts_on, one.ends_on) for one in claims if one.is_whole(row.residents or 0)]
    closed += [(one.starts_on, one.ends_on) for one in unused]
    for starts_on, ends_on in sorted(closed):
        if starts_on <= max(earliest, wanted.days[0]):
            earliest = max(earliest, ends_on + timedelta(days=1))
        else:
            before = starts_on - timedelta(days=1)
            latest = before if latest is None else min(latest, before)
    return None if earliest > min(latest or wanted.days[-1], wanted.days[-1]) else (earliest, latest)


def _candidate(row: Any, earliest_on: date, latest_on: date | None) -> Candidate:
    return Candidate(
        id=str(row.id),
        lat=row.latitude,
        lon=row.longitude,
        prize=EVEN_PRIZE if row.score is None else row.score,
        service_min=service_min(row.residents),
        earliest_on=earliest_on,
        latest_on=latest_on,
        municipality_code=row.municipality_code,
    )
