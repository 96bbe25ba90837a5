"""Whether those whom a draft sends can still go: no other visit in those hours, no absence, the same working hours."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.clock import write_clock
from husly.kit.errors import DomainError
from inspection.planning.carrying_out.occupied import standing_calls
from inspection.planning.carrying_out.tour_drives import Call, overlapping
from inspection.planning.carrying_out.tour_rows import place_of
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, VisitPlan
from inspection.planning.solving.problem import Inspector
from inspection.planning.stations import inspector_of
from inspection.planning.stored.origin import find_kept
from inspection.staff.queries import profiles_of

MOST_NAMED = 5
"""How many visits a refusal names."""


def check_times(session: Session, plan: VisitPlan, visits: Sequence[PlannedVisit]) -> None:
    """Raise ``DomainError`` where somebody whom a plan sends has another visit in those hours, in an accepted plan or
    decided by hand in a case; is away; or works hours by now in which the visit does not lie, though it did.

    Of two plans accepted at the same time the second waits for the first.
    """
    if not visits:
        return
    crews = _crews(session, visits)
    wanted = {station_id for crew in crews.values() for station_id in crew}
    locked = select(DutyStation).where(col(DutyStation.id).in_(wanted)).order_by(col(DutyStation.id)).with_for_update()
    stations = {one.id: one for one in session.exec(locked)}
    first, last = min(one.visit_on for one in visits), max(one.visit_on for one in visits)
    cases = [one.case_id for one in visits if one.case_id is not None]
    calls = standing_calls(session, list(stations.values()), first, last, but_cases=cases)
    at_work = _at_work(session, plan, stations, sorted({one.visit_on for one in visits}))
    own = {one.id for one in visits}
    twice, away = [], []
    for visit in visits:
        mine = Call(visit.id, place_of(session, visit), visit.starts_min, visit.ends_min)
        for station_id in crews[visit.id]:
            told = f"{stations[station_id].name} {visit.visit_on.isoformat()} {write_clock(visit.starts_min)}"
            others = [one for one in calls.get((station_id, visit.visit_on), ()) if one.id not in own]
            if overlapping(mine, others):
                twice.append(told)
            elif not _can_go(visit, *at_work[station_id]):
                away.append(told)
    if twice:
        raise DomainError(
            "plan.overlap",
            "Other visits stand in the same hours by now: {visits}. Plan the rest anew, or move these visits or take "
            "them out.",
            visits=_named(twice),
        )
    if away:
        raise DomainError(
            "plan.away",
            "Inspectors are away by now, or work other hours: {visits}. Plan the rest anew, or move these visits or "
            "take them out.",
            visits=_named(away),
        )


def _crews(session: Session, visits: Sequence[PlannedVisit]) -> dict[UUID, list[UUID]]:
    """Who goes on each visit."""
    found = {one.id: [one.duty_station_id] for one in visits}
    along = select(PlannedCompanion).where(col(PlannedCompanion.planned_visit_id).in_(list(found)))
    for one in session.exec(along.order_by(col(PlannedCompanion.duty_station_id))):
        found[one.planned_visit_id].append(one.duty_station_id)
    return found


def _at_work(
    session: Session, plan: VisitPlan, stations: dict[UUID, DutyStation], days: Sequence[date]
) -> dict[UUID, tuple[Inspector, Inspector | None]]:
    """Each inspector as known now, and as the plan was made from: the same where the register knows nothing more."""
    profiles = profiles_of(session, list(stations), from_on=days[0], to_on=days[-1])
    kept = find_kept(session, plan.id)
    then = {} if kept is None else {one.id: one for one in kept.problem.inspectors}
    found: dict[UUID, tuple[Inspector, Inspector | None]] = {}
    for one, station in stations.items():
        before, profile = then.get(str(one)), profiles.get(one)
        if profile is not None:
            found[one] = inspector_of(station, profile, days=days), before
        else:
            found[one] = before or inspector_of(station), before
    return found


def _can_go(visit: PlannedVisit, now: Inspector, then: Inspector | None) -> bool:
    """Whether the inspector works that day, and the visit lies in the hours or did not when they were planned either:
    then somebody has set them aside.
    """
    hours = now.hours_on(visit.visit_on)
    if hours is None:
        return False
    return _lies_in(visit, hours) or (then is not None and not _lies_in(visit, then.hours_on(visit.visit_on)))


def _lies_in(visit: PlannedVisit, hours: tuple[int, int] | None) -> bool:
    return hours is not None and hours[0] <= visit.starts_min and visit.ends_min <= hours[1]


def _named(told: Sequence[str]) -> str:
    more = len(told) - MOST_NAMED
    return "; ".join(told[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
