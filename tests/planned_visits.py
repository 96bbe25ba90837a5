"""Plans with one visit, and the days on which housing may be planned."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from housed import ODENSE
from husly.kit.access import SYSTEM
from husly.kit.calendar import ALWAYS_OPEN
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import VisitReason
from inspection.planning.actions import accept_plan
from inspection.planning.models import DutyStation, PlannedVisit, VisitPlan
from inspection.planning.offering.arms import offer
from inspection.planning.offering.from_register import Wanted

MONDAY = date(2026, 3, 16)
WEEK = [MONDAY + timedelta(days=day) for day in range(5)]


def station() -> DutyStation:
    """A duty station in Odense."""
    code, latitude, longitude = ODENSE
    return DutyStation(name="Ida", latitude=latitude, longitude=longitude, municipality_code=code)


def first_days(session: Session, days: list[date] = WEEK) -> dict[str, tuple[date, date | None]]:
    """On which days the housing that may be planned is to be visited: from, and to where it is known."""
    wanted = Wanted(
        days=days,
        earliest_on=days[0],
        as_of=AT.date(),
        stations=[station()],
        municipality_code=None,
        run=None,
        random_share=0.0,
        seed=1,
        calendar=ALWAYS_OPEN,
    )
    return {one.id: (one.earliest_on, one.latest_on) for one in offer(session, wanted).candidates}


def planned_visit(session: Session, home_id: UUID, on: date = WEEK[1], *, accepted: bool = True) -> PlannedVisit:
    """A plan with one visit."""
    ida = station()
    session.add(ida)
    session.flush()
    tour = {"on": on.isoformat(), "station": str(ida.id), "visits": 1, "travel_min": 40, "travel_km": 30.0}
    tour |= {"depart_min": 520, "return_min": 620}
    summary = {"tours": [tour], "left_out": [], "left_out_counts": {}}
    plan = VisitPlan(from_on=on, days=1, seed=1, summary=summary, created_at=AT, created_by="t")
    session.add(plan)
    session.flush()
    visit = PlannedVisit(
        plan_id=plan.id,
        accommodation_id=home_id,
        municipality_code=ida.municipality_code,
        duty_station_id=ida.id,
        visit_on=on,
        position=1,
        arrive_min=540,
        starts_min=540,
        ends_min=600,
        travel_min=20,
        travel_km=15.0,
        reason=VisitReason.SCORE,
        prize=40,
    )
    session.add(visit)
    session.flush()
    if accepted:
        accept(session, plan.id)
    return visit


def accept(session: Session, plan_id: UUID) -> None:
    """Accept a plan; each visit gets its case."""
    accept_plan(session, plan_id, open_case=open_case, posting_days=0, by=SYSTEM, at=AT)
