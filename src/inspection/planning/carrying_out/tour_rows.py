"""The tours of accepted plans as rows: whose visits lie on a day, and their drives written down anew."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from inspection.planning.carrying_out.tour_drives import Call, Leg, TimedTour, timed_tour
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanState, VisitPlan
from inspection.planning.travel import Place, Roads
from inspection.staff.queries import find_end
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling


def place_of(session: Session, visit: PlannedVisit) -> Place:
    """Where a visit leads."""
    accommodation = session.get_one(Accommodation, visit.accommodation_id)
    return place_at(session.get_one(Dwelling, accommodation.dwelling_id))


def place_at(dwelling: Dwelling) -> Place:
    """Where a dwelling lies."""
    return Place(dwelling.latitude or 0.0, dwelling.longitude or 0.0, dwelling.municipality_code)


def _home(station: DutyStation) -> Place:
    return Place(station.latitude, station.longitude, station.municipality_code)


def calls_of(session: Session, station_id: UUID, on: date) -> list[Call]:
    """The visits that somebody leads or joins on a day, in accepted plans, without those that were dropped."""
    return calls_between(session, [station_id], on, on).get((station_id, on), [])


def calls_between(
    session: Session, station_ids: Collection[UUID], first: date, last: date
) -> dict[tuple[UUID, date], list[Call]]:
    """The same for several people from the first to the last day, by station and day."""
    joined = select(PlannedCompanion).where(col(PlannedCompanion.duty_station_id).in_(station_ids))
    joins = joined.with_only_columns(col(PlannedCompanion.planned_visit_id))
    statement = (
        select(PlannedVisit, Dwelling)
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .join(Accommodation, col(Accommodation.id) == col(PlannedVisit.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(
            col(VisitPlan.state) == PlanState.ACCEPTED,
            col(PlannedVisit.visit_on).between(first, last),
            col(PlannedVisit.dropped_at).is_(None),
            sa.or_(col(PlannedVisit.duty_station_id).in_(station_ids), col(PlannedVisit.id).in_(joins)),
        )
        .order_by(col(PlannedVisit.visit_on), col(PlannedVisit.starts_min), col(PlannedVisit.id))
    )
    rows = session.exec(statement).all()
    going: dict[UUID, list[UUID]] = {}
    of_these = col(PlannedCompanion.planned_visit_id).in_([visit.id for visit, _ in rows])
    for companion in session.exec(joined.where(of_these)):
        going.setdefault(companion.planned_visit_id, []).append(companion.duty_station_id)
    found: dict[tuple[UUID, date], list[Call]] = {}
    for visit, dwelling in rows:
        call = Call(visit.id, place_at(dwelling), visit.starts_min, visit.ends_min)
        for station_id in {visit.duty_station_id, *going.get(visit.id, ())} & {*station_ids}:
            found.setdefault((station_id, visit.visit_on), []).append(call)
    return found


def timed_with(session: Session, station: DutyStation, calls: Sequence[Call], roads: Roads) -> TimedTour:
    """The tour of somebody through some visits, at least one, from where the day begins to where it ends."""
    timed = timed_tour(_home(station), calls, roads, end=find_end(session, station.id))
    if timed is None:
        raise ValueError("a tour needs a visit")
    return timed


def retime_tour(session: Session, plan: VisitPlan, station_id: UUID, on: date, roads: Roads) -> None:
    """Write the drives and the order of one tour anew, and what the plan says of it."""
    station = session.get_one(DutyStation, station_id)
    calls = calls_of(session, station_id, on)
    timed = timed_with(session, station, calls, roads) if calls else None
    legs = {} if timed is None else {leg.id: leg for leg in timed.legs}
    led = _number(session, plan.id, station_id, on, legs)
    own = bool(led)
    statement = select(PlannedCompanion, PlannedVisit.plan_id).join(
        PlannedVisit, col(PlannedVisit.id) == col(PlannedCompanion.planned_visit_id)
    )
    for joined, plan_id in session.exec(
        statement.where(
            PlannedCompanion.duty_station_id == station_id, col(PlannedCompanion.planned_visit_id).in_(list(legs))
        )
    ):
        own = own or plan_id == plan.id
        leg = legs[joined.planned_visit_id]
        joined.position, joined.arrive_min = leg.position, leg.arrive_min
        joined.travel_min, joined.travel_km = leg.travel_min, leg.travel_km
    session.flush()
    _tell(plan, station_id, on, timed if own else None, led)


def retime_without(session: Session, dropped: Iterable[PlannedVisit], roads: Roads) -> None:
    """The tours of accepted plans that some visits have left, reckoned anew; the visits that stay keep their hours."""
    tours = set[tuple[UUID, UUID, date]]()
    for visit in dropped:
        joined = select(PlannedCompanion.duty_station_id).where(PlannedCompanion.planned_visit_id == visit.id)
        for station_id in (visit.duty_station_id, *session.exec(joined)):
            tours.add((visit.plan_id, station_id, visit.visit_on))
    for plan_id, station_id, on in sorted(tours):
        plan = session.get_one(VisitPlan, plan_id)
        if plan.state is PlanState.ACCEPTED:
            retime_tour(session, plan, station_id, on, roads)


def _number(session: Session, plan_id: UUID, station_id: UUID, on: date, legs: dict[UUID, Leg]) -> int:
    """Positions of a plan's visits in a tour; dropped ones come after the rest. Each stands once at every moment.

    Returns how many visits of the plan are led in the tour.
    """
    mine = (
        PlannedVisit.plan_id == plan_id,
        PlannedVisit.duty_station_id == station_id,
        PlannedVisit.visit_on == on,
    )
    visits = session.exec(select(PlannedVisit).where(*mine).order_by(col(PlannedVisit.position))).all()
    for number, visit in enumerate(visits, start=1):
        visit.position = -1000 - number
    session.flush()
    after = len(legs)
    for visit in visits:
        leg = legs.get(visit.id)
        if leg is None:
            after += 1
            visit.position = after
            continue
        visit.position, visit.arrive_min = leg.position, min(leg.arrive_min, visit.starts_min)
        visit.travel_min, visit.travel_km = leg.travel_min, leg.travel_km
    session.flush()
    return len({visit.id for visit in visits} & set(legs))


def _tell(plan: VisitPlan, station_id: UUID, on: date, timed: TimedTour | None, led: int) -> None:
    """The plan's own sum of the tour; one without a visit of the plan, led or accompanied, keeps no line."""
    key = (on.isoformat(), str(station_id))
    tours: list[dict[str, Any]] = [one for one in plan.summary["tours"] if (one["on"], one["station"]) != key]
    known = [one for one in plan.summary["tours"] if (one["on"], one["station"]) == key]
    if timed is not None:
        told = {"station": key[1], "on": key[0], "depart_min": timed.depart_min, "return_min": timed.return_min}
        told |= {"travel_min": timed.travel_min, "travel_km": timed.travel_km, "visits": led}
        tours.append((known[0] if known else {}) | told)
    plan.summary = plan.summary | {"tours": sorted(tours, key=lambda one: (one["on"], one["station"]))}
