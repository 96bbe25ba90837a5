"""Who may be visited: rows of the register and of the newest risk run, out of which candidates are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import SYSTEM, Actor, Permission
from husly.kit.calendar import Calendar
from inspection.authorities.belonging import own_cases
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.map.areas.searching import within_area
from inspection.map.areas.shapes import Area
from inspection.needs.queries import with_ground
from inspection.planning.intervals.from_register import within_interval
from inspection.planning.intervals.rules import Intervals, intervals_in_force
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitPlan
from inspection.planning.offering.duties import Period
from inspection.planning.solving.screening import TRAVEL_GUESS_MIN
from inspection.risk.models import RiskRun, RiskScore
from register.accommodations.models import Accommodation
from register.agreements.queries import exempt_accommodations
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.municipalities.boundaries import Boundaries
from register.upkeep.pauses import unused_accommodations

POOL = 3000
"""How many of the highest scores are offered to the planner; it weighs the nearest of them."""

REACH_LATITUDE, REACH_LONGITUDE = 1.35, 2.4
"""Degrees around a duty station (about 150 km each way) within which a day's visit is possible at all."""

BATCH = 500

SERVICE_BASE_MIN, SERVICE_PER_RESIDENT_MIN, SERVICE_STEP_MIN, SERVICE_MOST_MIN = 45, 3, 15, 150
"""A rule of thumb for the length of a visit: a start, and time for each who lives there, in quarters of an hour."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a plan is made for. ``run`` None means that no score is used.

    ``random_share`` and ``exploration_share`` are shares of the visits that the period can hold. ``earliest_on`` is the
    first lawful day of an announced visit. ``boundaries`` None: nobody asks whether a point lies on land.
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
    area: Area | None = None
    """Part of the country that the plan keeps to, within the municipality if one is named."""
    boundaries: Boundaries | None = None
    calendar: Calendar
    authority: str = ""
    """For whom it is made: grounds, joint visits and what is told of others are its own; empty: everybody's."""
    by: Actor = SYSTEM
    """Whose plan it is: of open cases only those of his authority count."""
    opens_cases: bool = True
    """Whether his authority may open cases for a plan. False: only its open cases are offered."""

    @property
    def period(self) -> Period:
        """The days, as the rules of duties read them."""
        return Period(days=self.days, as_of=self.as_of, announced_from=self.earliest_on, calendar=self.calendar)

    @property
    def intervals(self) -> Intervals:
        """When a dwelling that was visited may come up again."""
        return intervals_in_force(self.as_of)


def service_min(residents: int | None) -> int:
    """How long a visit takes, in minutes."""
    minutes = SERVICE_BASE_MIN + SERVICE_PER_RESIDENT_MIN * (residents or 0)
    return min(SERVICE_MOST_MIN, SERVICE_STEP_MIN * -(-minutes // SERVICE_STEP_MIN))


def visits_guess(wanted: Wanted) -> float:
    """How many announced visits the period can hold, roughly; the shares are taken of that."""
    minutes = sum(station.day_end_min - station.day_start_min for station in wanted.stations)
    days = sum(day >= wanted.earliest_on for day in wanted.days)
    return days * minutes / (service_min(8) + TRAVEL_GUESS_MIN)


def taken_dwellings(as_of: date, *, but: UUID | None = None, by: Actor = SYSTEM) -> Any:
    """Dwellings not to be visited anew: with an open case, a visit to come in an accepted plan, or visited so lately
    that by the result of that visit they are not due again. A case under review is no visit yet, and one of another
    authority than ``by``'s bars nobody. ``but`` is a plan that does not count.
    """
    return sa.union(*_going_on(as_of, but, by), within_interval(intervals_in_force(as_of), as_of))


def going_on_dwellings(as_of: date) -> Any:
    """The part of them where a visit or a case is going on."""
    return sa.union(*_going_on(as_of, None, SYSTEM))


def _going_on(as_of: date, but: UUID | None, by: Actor) -> tuple[Any, Any]:
    own = own_cases(by, Permission.PLAN_VISITS)
    of_others = (
        sa.select(col(Visit.planned_visit_id))
        .join(InspectionCase, col(InspectionCase.id) == col(Visit.case_id))
        .where(col(Visit.planned_visit_id).is_not(None), sa.not_(own))
    )
    planned = (
        sa.select(col(Accommodation.dwelling_id))
        .join(PlannedVisit, col(PlannedVisit.accommodation_id) == col(Accommodation.id))
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(
            col(VisitPlan.state) == PlanState.ACCEPTED,
            col(PlannedVisit.visit_on) >= as_of,
            col(PlannedVisit.dropped_at).is_(None),
            col(PlannedVisit.id).not_in(of_others),
        )
    )
    if but is not None:
        planned = planned.where(col(VisitPlan.id) != but)
    open_cases = sa.select(col(InspectionCase.dwelling_id)).where(
        col(InspectionCase.closed_at).is_(None), col(InspectionCase.state) != CaseState.UNDER_REVIEW, own
    )
    return planned, open_cases


def count_taken(session: Session, plan_id: UUID, as_of: date, *, by: Actor = SYSTEM) -> int:
    """How many visits of a plan lead to a dwelling that has meanwhile got a case, or a visit in another plan.

    A visit within an open case is not counted: accepting the plan looks at that case itself.
    """
    statement = (
        sa.select(sa.func.count())
        .select_from(PlannedVisit)
        .join(Accommodation, col(Accommodation.id) == col(PlannedVisit.accommodation_id))
        .where(
            col(PlannedVisit.plan_id) == plan_id,
            col(PlannedVisit.dropped_at).is_(None),
            col(PlannedVisit.case_id).is_(None),
            col(Accommodation.dwelling_id).in_(taken_dwellings(as_of, but=plan_id, by=by)),
        )
    )
    return int(session.execute(statement).scalar_one())


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    latitude, longitude = col(Dwelling.latitude), col(Dwelling.longitude)
    reach = [
        sa.and_(
            latitude.between(one.latitude - REACH_LATITUDE, one.latitude + REACH_LATITUDE),
            longitude.between(one.longitude - REACH_LONGITUDE, one.longitude + REACH_LONGITUDE),
        )
        for one in wanted.stations
    ]
    return [*_in_use(wanted), sa.or_(*reach)]


def _in_use(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Housing in use in the period, to which the act applies and where no visit is going on or was lately made."""
    ends_on = col(Accommodation.ends_on)
    conditions = [
        col(Accommodation.starts_on) <= wanted.days[-1],
        sa.or_(ends_on.is_(None), ends_on >= wanted.days[0]),
        col(Accommodation.dwelling_id).not_in(taken_dwellings(wanted.as_of, by=wanted.by)),
        col(Accommodation.id).not_in(exempt_accommodations(wanted.days[0], wanted.days[-1])),
        col(Accommodation.id).not_in(unused_accommodations(wanted.days[0], wanted.days[-1])),
    ]
    if wanted.municipality_code is not None:
        conditions.append(col(Accommodation.municipality_code) == wanted.municipality_code)
    if wanted.area is not None:
        conditions.append(within_area(wanted.area))
    return conditions


def count_without_place(session: Session, wanted: Wanted) -> int:
    """Dwellings that could be visited if anybody knew where they lie."""
    statement = (
        sa.select(sa.func.count(sa.distinct(col(Accommodation.dwelling_id))))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(*_in_use(wanted), sa.or_(col(Dwelling.latitude).is_(None), col(Dwelling.longitude).is_(None)))
    )
    return int(session.execute(statement).scalar_one())


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


def list_rows_of(session: Session, wanted: Wanted, accommodation_ids: Sequence[UUID]) -> list[Any]:
    """What of these accommodations may be visited and has a score, the highest first."""
    found: list[Any] = []
    for start in range(0, len(accommodation_ids), BATCH):
        some = accommodation_ids[start : start + BATCH]
        of_some = col(Accommodation.id).in_(some)
        found += session.execute(_statement(wanted).where(of_some, col(RiskScore.score).is_not(None))).all()
    return sorted(found, key=lambda row: (-row.score, row.id))


def list_rows_with_ground(session: Session, wanted: Wanted) -> list[Any]:
    """What may be visited without notice, since a person recorded a ground that lasts into the period."""
    of_ground = col(Accommodation.id).in_(with_ground(wanted.period.ground_must_reach, authority=wanted.authority))
    return list(session.execute(_statement(wanted).where(of_ground).order_by(col(Accommodation.id))))


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
