"""Days with visits for tests: accepted plans of an inspector who can sign in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, select

from housed import ODENSE, house
from husly.kit.access import Actor
from husly.kit.database import transaction
from inspection.enforcement.models import Visit
from inspection.enforcement.queries import find_case_of_visit
from inspection.planning.models import DutyStation, PlannedCompanion, VisitPlan
from planned_visits import WEEK, accept, planned_visit
from web_client import Web

DAY = WEEK[1]
PAGE = f"/day/{DAY.isoformat()}"


@dataclass(frozen=True)
class Planned:
    """A planned visit of an accepted plan, with its case."""

    visit_id: UUID
    planned_id: UUID
    case_id: UUID
    accommodation_id: UUID
    station_id: UUID


def give_visit(
    session: Session,
    inspector: Actor,
    *,
    on: date = DAY,
    street: str = "Ærøvej",
    place: tuple[str, float, float] = ODENSE,
    plan_of: str | None = None,
    accepted: bool = True,
) -> Planned:
    """A dwelling with an accepted visit of this inspector; ``plan_of`` is the municipality that planned."""
    home = house(session, street=street, place=place)
    planned = planned_visit(session, home.id, on, accepted=False)
    planned.municipality_code = place[0]
    station = session.get_one(DutyStation, planned.duty_station_id)
    station.account_id, station.name = UUID(inspector.id), inspector.name
    session.get_one(VisitPlan, planned.plan_id).municipality_code = plan_of
    session.flush()
    if accepted:
        accept(session, planned.plan_id)
    case = find_case_of_visit(session, planned.id)
    visit_id = planned.id if case is None else visit_of(session, case.id).id
    return Planned(visit_id, planned.id, planned.id if case is None else case.id, home.id, station.id)


def visit_of(session: Session, case_id: UUID) -> Visit:
    """The only visit of a case."""
    return session.exec(select(Visit).where(Visit.case_id == case_id)).one()


def day_of(web: Web, inspector: Actor, **given: object) -> Planned:
    """The same, in a transaction of its own."""
    with transaction(web.engine) as session:
        return give_visit(session, inspector, **given)  # type: ignore[arg-type]


def bring_along(web: Web, planned: Planned, inspector: Actor) -> None:
    """Another inspector comes along to a visit."""
    with transaction(web.engine) as session:
        code, latitude, longitude = ODENSE
        seat = DutyStation(
            name=inspector.name,
            account_id=UUID(inspector.id),
            latitude=latitude,
            longitude=longitude,
            municipality_code=code,
        )
        session.add(seat)
        session.flush()
        session.add(
            PlannedCompanion(
                planned_visit_id=planned.planned_id,
                duty_station_id=seat.id,
                position=1,
                arrive_min=540,
                travel_min=10,
                travel_km=7.0,
            )
        )
