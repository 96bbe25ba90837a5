"""Who may be visited: candidates for a plan out of the register and the newest risk run."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitPlan
from inspection.planning.problem import Candidate, VisitReason
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
"""What every visit is worth while no score is used."""

AGAIN_AFTER_DAYS = 180
"""A dwelling with a visit later than this long ago is not planned again by score or chance."""

SERVICE_BASE_MIN, SERVICE_PER_RESIDENT_MIN, SERVICE_STEP_MIN, SERVICE_MOST_MIN = 45, 3, 15, 150
"""A rule of thumb for the length of a visit: a start, and time for each who lives there, in quarters of an hour."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a plan is made for. ``run`` None means that no score is used: everyone is drawn evenly."""

    days: Sequence[date]
    earliest_on: date
    as_of: date
    stations: Sequence[DutyStation]
    municipality_code: str | None
    run: RiskRun | None
    random_share: float
    seed: int


def service_min(residents: int | None) -> int:
    """How long a visit takes, in minutes."""
    minutes = SERVICE_BASE_MIN + SERVICE_PER_RESIDENT_MIN * (residents or 0)
    return min(SERVICE_MOST_MIN, SERVICE_STEP_MIN * -(-minutes // SERVICE_STEP_MIN))


def candidates_for(session: Session, wanted: Wanted) -> tuple[Candidate, ...]:
    """Dwellings that may be visited, each once: the highest scores, and the random control group as duties (RISK-05).

    The group is drawn, with the plan's seed, from everything within reach, low scores and never-visited included.
    """
    rng = random.Random(wanted.seed)  # noqa: S311 - a draw that can be repeated, not a secret
    ids = session.execute(_ids(wanted)).scalars().all()
    seen: set[UUID] = set()
    if wanted.run is None:
        return _once_each(session, _rows(session, wanted, _drawn(ids, POOL, rng)), wanted, seen)
    count = round(wanted.random_share * visits_guess(wanted))
    drawn = _once_each(session, _rows(session, wanted, _drawn(ids, count, rng)), wanted, seen)
    control = tuple(replace(one, reason=VisitReason.RANDOM, must_visit=True) for one in drawn)
    top = session.execute(_statement(wanted).order_by(col(RiskScore.score).desc(), col(Accommodation.id)).limit(POOL))
    return control + _once_each(session, top.all(), wanted, seen)


def visits_guess(wanted: Wanted) -> float:
    """How many visits the period can hold, roughly; the random share is taken of that."""
    minutes = sum(station.day_end_min - station.day_start_min for station in wanted.stations)
    return len(wanted.days) * minutes / (service_min(8) + TRAVEL_GUESS_MIN)


def _drawn(ids: Sequence[UUID], count: int, rng: random.Random) -> list[UUID]:
    return rng.sample(ids, min(count, len(ids)))


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


def _ids(wanted: Wanted) -> sa.Select[UUID]:
    joined = sa.select(col(Accommodation.id)).join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
    return joined.where(*_conditions(wanted)).order_by(col(Accommodation.id))


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
        sa.literal(EVEN_PRIZE).label("prize") if wanted.run is None else col(RiskScore.score).label("prize"),
    ]
    statement = (
        sa.select(*columns)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .outerjoin(Declaration, current)
        .where(*_conditions(wanted))
    )
    if wanted.run is None:
        return statement
    scored = sa.and_(col(RiskScore.accommodation_id) == col(Accommodation.id), col(RiskScore.run_id) == wanted.run.id)
    return statement.join(RiskScore, scored)


def _rows(session: Session, wanted: Wanted, ids: Sequence[UUID]) -> list[Any]:
    """The rows of these accommodations, in the order of the ids; one that the run has not scored is left out."""
    found = {row[0]: row for row in session.execute(_statement(wanted).where(col(Accommodation.id).in_(ids)))}
    return [found[one] for one in ids if one in found]


def _once_each(session: Session, rows: Sequence[Any], wanted: Wanted, seen: set[UUID]) -> tuple[Candidate, ...]:
    """Candidates of dwellings not ``seen`` yet: of several employers there the first row stands for the visit."""
    found = []
    ids, first, last = [row.id for row in rows], wanted.days[0], wanted.days[-1]
    claims = list_exemptions(session, ids, first=first, last=last)
    unused = list_unused(session, ids, first=first, last=last)
    for row in rows:
        if row.dwelling_id in seen:
            continue
        lawful = _days_outside(claims.get(row.id, ()), unused.get(row.id, ()), row, wanted)
        if lawful is not None:
            seen.add(row.dwelling_id)
            found.append(_candidate(row, wanted, *lawful))
    return tuple(found)


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


def _candidate(row: Any, wanted: Wanted, earliest_on: date, latest_on: date | None) -> Candidate:
    return Candidate(
        id=str(row.id),
        lat=row.latitude,
        lon=row.longitude,
        prize=row.prize,
        service_min=service_min(row.residents),
        earliest_on=earliest_on,
        latest_on=latest_on,
        municipality_code=row.municipality_code,
        reason=VisitReason.SCORE if wanted.run is not None else VisitReason.RANDOM,
    )
