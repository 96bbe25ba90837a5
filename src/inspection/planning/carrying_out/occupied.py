"""When inspectors are taken: by visits of accepted plans, and by those that were decided by hand in a case."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.clock import DAY_MIN
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.queries import BEFORE_VISIT
from inspection.planning.carrying_out.tour_drives import Call
from inspection.planning.carrying_out.tour_rows import calls_between, place_at
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitPlan
from inspection.planning.offering.arms import Known
from inspection.planning.solving.problem import Placement, Slot
from inspection.planning.stations import inspector_of
from inspection.planning.travel import Roads
from inspection.staff.profile import NOTHING_KNOWN, Profile
from register.dwellings.models import Dwelling


def standing_calls(
    session: Session, stations: Sequence[DutyStation], first: date, last: date, *, but_cases: Collection[UUID] = ()
) -> dict[tuple[UUID, date], list[Call]]:
    """Every visit that somebody is to make from the first to the last day, by station and day; not of ``but_cases``."""
    found = calls_between(session, [one.id for one in stations], first, last)
    whose = {str(one.account_id): one.id for one in stations if one.account_id is not None}
    whose |= {str(one.id): one.id for one in stations}
    by_plan = (
        sa.select(col(PlannedVisit.id))
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .where(col(VisitPlan.state) == PlanState.ACCEPTED, col(PlannedVisit.dropped_at).is_(None))
    )
    statement = (
        select(Visit, Dwelling)
        .join(InspectionCase, col(InspectionCase.id) == col(Visit.case_id))
        .join(Dwelling, col(Dwelling.id) == col(InspectionCase.dwelling_id))
        .where(
            col(InspectionCase.closed_at).is_(None),
            col(InspectionCase.state).in_(BEFORE_VISIT),
            col(InspectionCase.id).not_in(but_cases),
            col(Visit.round) == col(InspectionCase.round),
            col(Visit.visit_on).between(first, last),
            col(Visit.inspector_id).in_(whose),
            sa.or_(col(Visit.planned_visit_id).is_(None), col(Visit.planned_visit_id).not_in(by_plan)),
        )
        .order_by(col(Visit.visit_on), col(Visit.from_min), col(Visit.id))
    )
    for visit, dwelling in session.exec(statement):
        call = Call(visit.id, place_at(dwelling), visit.from_min, visit.to_min)
        found.setdefault((whose[visit.inspector_id], visit.visit_on), []).append(call)
    return found


def cases_placed(current: Sequence[Placement], known: Mapping[str, Known]) -> list[UUID]:
    """The open cases whose visit a plan begins with where it stands: these hours are the plan's own to give.

    The visit of any other case takes its hours: the plan may find it another day, but not count on it.
    """
    found = (known[one.candidate_id].case_id for one in current if one.candidate_id in known)
    return [UUID(one) for one in found if one is not None]


def busy_times(
    session: Session,
    stations: Sequence[DutyStation],
    profiles: dict[UUID, Profile],
    days: Sequence[date],
    roads: Roads,
    *,
    but_cases: Collection[UUID] = (),
) -> dict[UUID, tuple[Slot, ...]]:
    """The hours of each inspector that visits take, each with the drive from where the day begins and to where it ends.

    ``but_cases`` are open cases whose visit the plan itself places.
    """
    calls = standing_calls(session, stations, days[0], days[-1], but_cases=but_cases)
    found: dict[UUID, tuple[Slot, ...]] = {}
    for station in stations:
        who = inspector_of(station, profiles.get(station.id, NOTHING_KNOWN))
        mine = [(on, call) for on in days for call in calls.get((station.id, on), ())]
        if not mine:
            continue
        places = [call.place for _, call in mine]
        out = roads.between([who.starts_at], places).minutes[0]
        home = roads.between(places, [who.ends_at]).minutes[:, 0]
        found[station.id] = tuple(
            Slot(on, max(0, call.starts_min - int(out[n])), min(DAY_MIN, call.ends_min + int(home[n])))
            for n, (on, call) in enumerate(mine)
        )
    return found
