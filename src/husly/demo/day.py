"""The inspector's day of the demonstration: an accepted plan of the next free working day."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.demo.cases import PROPORTIONAL, VISIT_DAY, Guide
from husly.kit.access import Actor, Role
from husly.kit.clock import at_hour, danish_date
from husly.kit.database import calendar_of
from husly.settings import Settings
from inspection.authorities.belonging import STATE
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.carrying_out.accepting import CASE_REASON
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanState, VisitPlan
from inspection.planning.travel import Place, TravelRules
from inspection.staff.models import ConflictOfInterest
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling

STOPS = 4
COMPANION_LEADS, UNANNOUNCED, WITH_INTERPRETER = 2, 1, 3
"""Which stop another inspector leads, to which nobody is told to come, and which needs an interpreter."""

VISIT_MIN = 75
HOME_BY_MIN = 15 * 60 + 30


def load_day(session: Session, *, settings: Settings, people: dict[Role, Actor], at: datetime) -> None:
    """Plan and announce the day seventeen days before it, as the law wants; fewer stops where little lies near."""
    inspector = people[Role.INSPECTOR]
    own, other = _stations(session, UUID(inspector.id))
    on = _free_day(session, inspector, danish_date(at))
    opened_at = at_hour(on - timedelta(days=VISIT_DAY), 8)
    homes = nearest_housing(session, own, other)
    if own is None or other is None or not homes:
        return
    plan = VisitPlan(
        authority=STATE,
        from_on=on,
        days=1,
        seed=1,
        state=PlanState.ACCEPTED,
        summary={"tours": [], "left_out": [], "left_out_counts": {}},
        created_at=opened_at,
        created_by=people[Role.DECISION_MAKER].id,
        decided_at=opened_at,
        decided_by=people[Role.DECISION_MAKER].id,
    )
    session.add(plan)
    session.flush()
    visits = _tour(session, plan, own, other, homes, on)
    plan.summary = plan.summary | {"tours": [_told(one, visits) for one in (own, other)]}
    guide = Guide(session, settings, inspector, people[Role.DECISION_MAKER])
    for visit in visits:
        _announce(guide, visit, opened_at, led_by=other if visit.duty_station_id == other.id else own)


def _told(station: DutyStation, visits: list[PlannedVisit]) -> dict[str, Any]:
    """A tour as the summary of a plan keeps it."""
    own = [one for one in visits if one.duty_station_id == station.id]
    first, last = (own[0], own[-1]) if own else (None, None)
    return {
        "station": str(station.id),
        "on": visits[0].visit_on.isoformat(),
        "depart_min": 0 if first is None else first.arrive_min - first.travel_min,
        "return_min": 0 if last is None else last.ends_min,
        "travel_min": sum(one.travel_min for one in own),
        "travel_km": round(sum(one.travel_km for one in own), 1),
        "visits": len(own),
    }


def _free_day(session: Session, inspector: Actor, first: date) -> date:
    """The first working day on which the inspector has no visit of another case."""
    calendar = calendar_of(session)
    on = calendar.on_or_after(first)
    own = sa.select(col(Visit.visit_on)).where(col(Visit.inspector_id) == inspector.id)
    taken = set(session.execute(own).scalars())
    while on in taken:
        on = calendar.on_or_after(on + timedelta(days=1))
    return on


def _stations(session: Session, account_id: UUID) -> tuple[DutyStation | None, DutyStation | None]:
    stations = session.exec(select(DutyStation).where(col(DutyStation.active)).order_by(col(DutyStation.name))).all()
    own = next((one for one in stations if one.account_id == account_id), None)
    return own, next((one for one in stations if one is not own), None)


def nearest_housing(
    session: Session, station: DutyStation | None, companion: DutyStation | None
) -> list[tuple[Accommodation, Place]]:
    """Declared housing without an open case or a plan, where neither has a conflict of interest: the nearest, in an
    order that drives well.
    """
    if station is None or companion is None:
        return []
    barred = sa.select(col(ConflictOfInterest.employer_id)).where(
        col(ConflictOfInterest.station_id).in_([station.id, companion.id]),
        col(ConflictOfInterest.employer_id).is_not(None),
    )
    open_cases = sa.select(col(InspectionCase.dwelling_id)).where(col(InspectionCase.closed_at).is_(None))
    planned = sa.select(col(PlannedVisit.accommodation_id))
    statement = (
        select(Accommodation, Dwelling)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(
            Declaration,
            sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), col(Declaration.is_current)),
        )
        .where(col(Dwelling.latitude).is_not(None), col(Accommodation.id).not_in(planned))
        .where(col(Accommodation.dwelling_id).not_in(open_cases), col(Accommodation.employer_id).not_in(barred))
        .order_by(col(Accommodation.id))
    )
    found: list[tuple[Accommodation, Place]] = []
    seen: set[UUID] = set()
    for home, dwelling in session.exec(statement):
        if dwelling.id not in seen and dwelling.latitude is not None and dwelling.longitude is not None:
            seen.add(dwelling.id)
            found.append((home, Place(dwelling.latitude, dwelling.longitude, dwelling.municipality_code)))
    return _in_driving_order(_place(station), found)


def _in_driving_order(start: Place, homes: list[tuple[Accommodation, Place]]) -> list[tuple[Accommodation, Place]]:
    if not homes:
        return []
    away = TravelRules().between([start], [place for _, place in homes]).minutes[0]
    near = [homes[number] for number in np.argsort(away, kind="stable")[:STOPS]]
    ordered: list[tuple[Accommodation, Place]] = []
    while near:
        last = ordered[-1][1] if ordered else start
        drive = TravelRules().between([last], [place for _, place in near]).minutes[0]
        ordered.append(near.pop(int(np.argmin(drive))))
    return ordered


def _place(station: DutyStation) -> Place:
    return Place(station.latitude, station.longitude, station.municipality_code)


def _tour(
    session: Session,
    plan: VisitPlan,
    own: DutyStation,
    other: DutyStation,
    homes: list[tuple[Accommodation, Place]],
    on: date,
) -> list[PlannedVisit]:
    """The stops one after the other from the station; one is led by somebody else, with the inspector along."""
    visits, ready, before = [], own.day_start_min, _place(own)
    for number, (home, place) in enumerate(homes):
        travel = TravelRules().between([before], [place])
        minutes, km = int(travel.minutes[0, 0]), round(float(travel.km[0, 0]), 1)
        starts = -(-(ready + minutes) // 15) * 15
        if starts + VISIT_MIN > HOME_BY_MIN:
            break
        led_by = other if number == COMPANION_LEADS else own
        drive: dict[str, Any] = {"arrive_min": ready + minutes, "travel_min": minutes, "travel_km": km}
        visit = PlannedVisit(
            plan_id=plan.id,
            accommodation_id=home.id,
            municipality_code=home.municipality_code,
            duty_station_id=led_by.id,
            visit_on=on,
            position=1 if led_by is other else number + 1,
            starts_min=starts,
            ends_min=starts + VISIT_MIN,
            reason=VisitReason.RANDOM,
            prize=1,
            announced=number != UNANNOUNCED,
            interpreter=number == WITH_INTERPRETER,
            **drive,
        )
        session.add(visit)
        session.flush()
        if led_by is other:
            seat = PlannedCompanion(planned_visit_id=visit.id, duty_station_id=own.id, position=number + 1, **drive)
            session.add(seat)
        visits.append(visit)
        ready, before = starts + VISIT_MIN, place
    session.flush()
    return visits


def _announce(guide: Guide, visit: PlannedVisit, opened_at: datetime, *, led_by: DutyStation) -> None:
    case = open_case(
        guide.session,
        accommodation_id=visit.accommodation_id,
        visit_on=visit.visit_on,
        from_min=visit.starts_min,
        to_min=visit.ends_min,
        inspector_id=str(led_by.account_id or led_by.id),
        reason=CASE_REASON.format(day=visit.visit_on.isoformat()),
        chosen=Chosen(reason=visit.reason),
        planned_visit_id=visit.id,
        proportionality_reason=PROPORTIONAL,
        by=guide.inspector,
        at=opened_at,
    )
    guide.carry(case, CaseState.NOTIFIED if visit.announced else CaseState.UNANNOUNCED_DECIDED, opened_at=opened_at)
