"""A stored plan taken up to be worked on, and laid back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from inspection.planning.carrying_out.occupied import busy_times
from inspection.planning.changing.breaches import Breach, breaches_of
from inspection.planning.changing.timing import Drives, Key, arrangement_of
from inspection.planning.models import PlannedVisit, PlanState, VisitPlan
from inspection.planning.queries import list_stations_of
from inspection.planning.solving.documents import decoded
from inspection.planning.solving.plan import LeftOut, LeftOutReason, Plan, Remark, Tour, TourStop
from inspection.planning.solving.problem import Inspector
from inspection.planning.stations import inspector_of
from inspection.planning.stored.origin import Kept, find_kept
from inspection.planning.stored.rows import (
    Companion,
    Placed,
    Sheet,
    companions_of,
    new_visit,
    place,
    read_sheet,
    remove_companions,
    sheet_of,
)
from inspection.planning.travel import Roads
from inspection.staff.profile import NOTHING_KNOWN
from inspection.staff.queries import profiles_of

OUT_OF_THE_WAY = -100_000
"""Positions while rows change places, far below those of dropped visits."""


@dataclass(frozen=True)
class Desk:
    """A stored plan as tours, with what it was made from. ``fixed`` are times that people chose, by candidate."""

    plan: VisitPlan
    kept: Kept
    sheet: Sheet
    current: Plan
    fixed: Mapping[str, int]
    drives: Drives

    @property
    def dropped(self) -> dict[str, Placed]:
        """Visits that people took out."""
        return {one: row for one, row in self.sheet.items() if row.dropped_at}

    def breaches(self) -> list[Breach]:
        """Every rule that the plan touches as it stands."""
        tours = {(tour.inspector_id, tour.on): tour for tour in self.current.tours}
        return breaches_of(self.drives, arrangement_of(self.current, self.fixed), tours)


def take_up(session: Session, plan: VisitPlan, *, travel: Roads | None = None) -> Desk | None:
    """A plan ready to be worked on; None for one of which it is not known what it was made from."""
    kept = find_kept(session, plan.id, travel=travel)
    if kept is None:
        return None
    sheet = read_sheet(session, plan.id)
    kept = _as_known_now(session, kept) if plan.state is PlanState.DRAFT else kept
    kept = _with_newcomers(session, kept, sheet)
    drives = Drives(kept.problem)
    if any(one not in drives.candidates for one in sheet):
        return None
    current = _plan_of(plan, kept, sheet, drives)
    fixed = {one: row.fixed_min for one, row in sheet.items() if row.fixed_min is not None}
    return Desk(plan, kept, sheet, current, fixed, drives)


def _as_known_now(session: Session, kept: Kept) -> Kept:
    """The inspectors of a draft with the visits, absences and hours that have come since it was made."""
    problem, stations = kept.problem, list_stations_of(session, [UUID(one.id) for one in kept.problem.inspectors])
    days = problem.days
    profiles = profiles_of(session, [one.id for one in stations], from_on=days[0], to_on=days[-1])
    cases = [UUID(one.case_id) for one in kept.known.values() if one.case_id is not None]
    busy = busy_times(session, stations, profiles, days, problem.travel, but_cases=cases)

    def known_now(one: Inspector) -> Inspector:
        profile, taken = profiles.get(UUID(one.id)), busy.get(UUID(one.id), ())
        if profile is None:
            return replace(one, busy=taken)
        return replace(one, busy=taken, absent_on=profile.absent_on(days), hours=profile.hours)

    return replace(kept, problem=replace(problem, inspectors=tuple(map(known_now, problem.inspectors))))


def _with_newcomers(session: Session, kept: Kept, sheet: Sheet) -> Kept:
    """Whoever got a visit after the plan was accepted is one of its inspectors too."""
    going = {row.station for row in sheet.values()}
    going |= {one.station for row in sheet.values() for one in row.companions}
    unknown = going - {one.id for one in kept.problem.inspectors}
    if not unknown:
        return kept
    problem, ids = kept.problem, [UUID(one) for one in sorted(unknown)]
    days = sorted({*problem.days, *(row.on for row in sheet.values())})
    profiles = profiles_of(session, ids, from_on=days[0], to_on=days[-1])
    more = [inspector_of(one, profiles.get(one.id, NOTHING_KNOWN), days=days) for one in list_stations_of(session, ids)]
    return replace(kept, problem=replace(problem, inspectors=(*problem.inspectors, *more)))


def _plan_of(plan: VisitPlan, kept: Kept, sheet: Sheet, drives: Drives) -> Plan:
    stops: dict[Key, list[tuple[int, TourStop]]] = {}
    for candidate_id, row in sheet.items():
        if row.dropped_at:
            continue
        crew = (row.station, *(one.station for one in row.companions))
        legs: tuple[Placed | Companion, ...] = (row, *row.companions)
        for leg in legs:
            stop = _stop(drives, candidate_id, row, leg, tuple(one for one in crew if one != leg.station))
            stops.setdefault((leg.station, row.on), []).append((leg.position, stop))
    told = {(one["station"], one["on"]): one for one in plan.summary["tours"]}
    places = {one.id: number for number, one in enumerate(kept.problem.inspectors)}
    tours = []
    for (station, on), found in sorted(stops.items(), key=lambda one: (one[0][1], places[one[0][0]])):
        found.sort(key=lambda one: one[0])
        known = told.get((station, on.isoformat())) or _untold([stop for _, stop in found])
        tours.append(
            Tour(
                inspector_id=station,
                on=on,
                depart_min=known["depart_min"],
                return_min=known["return_min"],
                stops=tuple(stop for _, stop in found),
                travel_min=known["travel_min"],
                travel_km=known["travel_km"],
            )
        )
    remarks = tuple(decoded(Remark, one) for one in plan.summary.get("remarks", ()))
    return Plan(tuple(tours), _left_out(kept, sheet), plan.seed, remarks)


def _untold(stops: Sequence[TourStop]) -> dict[str, Any]:
    """What the plan does not say of a tour, from its stops: without the way home."""
    return {
        "depart_min": stops[0].arrive_min - stops[0].travel_min,
        "return_min": stops[-1].end_min,
        "travel_min": sum(one.travel_min for one in stops),
        "travel_km": sum(one.travel_km for one in stops),
    }


def _stop(drives: Drives, candidate_id: str, row: Placed, leg: Placed | Companion, others: tuple[str, ...]) -> TourStop:
    candidate = drives.candidates[candidate_id]
    return TourStop(
        candidate_id=candidate_id,
        travel_min=leg.travel_min,
        travel_km=leg.travel_km,
        arrive_min=leg.arrive_min,
        begin_min=row.starts_min,
        end_min=row.ends_min,
        reason=candidate.reason,
        prize=candidate.prize,
        companions=others,
        leads=leg is row,
        interpreter=row.interpreter,
        locked=row.locked,
    )


def _left_out(kept: Kept, sheet: Sheet) -> tuple[LeftOut, ...]:
    standing = {one for one, row in sheet.items() if not row.dropped_at}
    left = [
        LeftOut(one.id, kept.left_out.get(one.id, LeftOutReason.NOT_CHOSEN), one.must_visit, one.prize)
        for one in kept.problem.candidates
        if one.id not in standing
    ]
    return tuple(sorted(left, key=lambda one: (not one.must_visit, -one.prize, one.candidate_id)))


def sheet_after(desk: Desk, plan: Plan, fixed: Mapping[str, int]) -> Sheet:
    """The rows of the plan as it is to be, with those that people took out."""
    return sheet_of(plan, fixed=fixed, dropped=desk.sheet)


def lay_back(session: Session, plan_id: UUID, kept: Kept, before: Sheet, after: Sheet) -> None:
    """Let the stored rows say what ``after`` says; ``before`` is what they say now."""
    changed = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}
    statement = select(PlannedVisit).where(PlannedVisit.plan_id == plan_id)
    rows = {str(one.accommodation_id): one for one in session.exec(statement) if str(one.accommodation_id) in changed}
    for number, row in enumerate(rows.values()):
        row.position = OUT_OF_THE_WAY - number
    session.flush()
    remove_companions(session, [row.id for row in rows.values()])
    for one in sorted(rows.keys() - after.keys()):
        session.delete(rows.pop(one))
    session.flush()
    candidates = {one.id: one for one in kept.problem.candidates}
    for one in sorted(changed & after.keys()):
        if one in rows:
            place(rows[one], after[one])
        else:
            rows[one] = new_visit(plan_id, candidates[one], kept.known[one], after[one])
            session.add(rows[one])
    session.flush()
    for one in sorted(changed & after.keys()):
        session.add_all(companions_of(rows[one].id, after[one]))
    session.flush()


def visit_of(session: Session, plan_id: UUID, accommodation_id: UUID) -> PlannedVisit | None:
    """The row of one visit."""
    statement = select(PlannedVisit).where(
        PlannedVisit.plan_id == plan_id, col(PlannedVisit.accommodation_id) == accommodation_id
    )
    return session.exec(statement).one_or_none()
