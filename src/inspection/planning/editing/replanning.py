"""Planning the rest of a draft anew: locked visits stay, what people took out stays out."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from husly.kit.errors import DomainError
from inspection.planning.changing.breaches import breaches_of
from inspection.planning.changing.timing import Key, arrangement_of, tied_to
from inspection.planning.editing.actions import Edit, carry_out, desk_of
from inspection.planning.editing.desk import Desk
from inspection.planning.editing.models import EditKind, PlanEdit
from inspection.planning.solving.plan import Plan, Tour
from inspection.planning.solving.problem import Inspector, Placement, Problem, StopAfter
from inspection.planning.solving.solver import plan_visits
from inspection.planning.stored.origin import keep, reasons_of


def replan_rest(session: Session, plan_id: UUID, *, stop: StopAfter, edit: Edit) -> PlanEdit:
    """Search again from the plan in hand. Raises ``DomainError`` when the plan is no draft or was changed meanwhile."""
    desk = desk_of(session, plan_id, by=edit.by, travel=edit.travel)
    result = planned_anew(desk, stop=stop)
    stored = carry_out(session, desk, result, desk.fixed, EditKind.REPLANNED, {"visits": []}, edit)
    keep(session, plan_id, replace(desk.kept, left_out=reasons_of(result)))
    return stored


def planned_anew(desk: Desk, *, stop: StopAfter) -> Plan:
    """The plan that a new search makes of the one in hand, every locked visit where it is.

    Tours in which a planner set a rule aside for a locked visit are left alone, for the search would not make them.
    Where the search cannot keep a lock, every tour with a locked visit is left alone.
    """
    for frozen in (_set_aside(desk), _with_locks(desk)):
        result = _searched(desk, frozen, stop)
        if _locks(result) == _locks(desk.current):
            return result
    raise DomainError("plan.locks", "The locked visits cannot be kept together: unlock some of them.")


def _locks(plan: Plan) -> set[tuple[str, str, object]]:
    return {
        (stop.candidate_id, tour.inspector_id, tour.on) for tour in plan.tours for stop in tour.stops if stop.locked
    }


def _with_locks(desk: Desk) -> frozenset[Key]:
    arranged = arrangement_of(desk.current, desk.fixed)
    held = [(tour.inspector_id, tour.on) for tour in desk.current.tours if any(stop.locked for stop in tour.stops)]
    return tied_to(arranged, held)


def _set_aside(desk: Desk) -> frozenset[Key]:
    arranged = arrangement_of(desk.current, desk.fixed)
    found = set[Key]()
    for tour in desk.current.tours:
        key = (tour.inspector_id, tour.on)
        if any(stop.locked for stop in tour.stops) and breaches_of(desk.drives, arranged, {key: tour}):
            found.add(key)
    return tied_to(arranged, found)


def _searched(desk: Desk, frozen: frozenset[Key], stop: StopAfter) -> Plan:
    problem = desk.kept.problem
    kept = tuple(tour for tour in desk.current.tours if (tour.inspector_id, tour.on) in frozen)
    away = {stop.candidate_id for tour in kept for stop in tour.stops} | desk.dropped.keys()
    doors = {desk.drives.candidates[one].dwelling_id for one in away - desk.dropped.keys()} - {""}
    candidates = [one for one in problem.candidates if one.id not in away]
    shut = [one for one in candidates if one.dwelling_id in doors]
    asked = replace(
        problem,
        candidates=[one for one in candidates if one.dwelling_id not in doors],
        inspectors=[_busy(one, frozen) for one in problem.inspectors],
        current=_placements(desk, away | {one.id for one in shut}),
    )
    searched = plan_visits(asked, stop=stop, seed=desk.plan.seed)
    return _joined(desk, _marked(searched, desk), kept, problem)


def _busy(inspector: Inspector, frozen: Collection[Key]) -> Inspector:
    days = {on for who, on in frozen if who == inspector.id}
    return replace(inspector, absent_on=inspector.absent_on | days) if days else inspector


def _placements(desk: Desk, away: Collection[str]) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            candidate_id=stop.candidate_id,
            inspector_ids=(tour.inspector_id, *stop.companions),
            on=tour.on,
            begin_min=desk.fixed.get(stop.candidate_id),
            locked=stop.locked,
        )
        for tour in desk.current.tours
        for stop in tour.stops
        if stop.leads and stop.candidate_id not in away
    )


def _marked(searched: Plan, desk: Desk) -> Plan:
    """The search's plan with its locks, whether or not the search repeats them."""
    locked = {stop.candidate_id for tour in desk.current.tours for stop in tour.stops if stop.locked}
    tours = tuple(
        replace(tour, stops=tuple(replace(stop, locked=stop.candidate_id in locked) for stop in tour.stops))
        for tour in searched.tours
    )
    return replace(searched, tours=tours)


def _joined(desk: Desk, searched: Plan, kept: tuple[Tour, ...], problem: Problem) -> Plan:
    """The new tours beside those that were left alone, and everybody else left out."""
    places = {one.id: number for number, one in enumerate(problem.inspectors)}
    tours = sorted((*searched.tours, *kept), key=lambda tour: (tour.on, places[tour.inspector_id]))
    visited = {stop.candidate_id for tour in tours for stop in tour.stops}
    known = {one.candidate_id for one in searched.left_out}
    beside = [one for one in desk.current.left_out if one.candidate_id not in known | visited]
    left = sorted((*searched.left_out, *beside), key=lambda one: (not one.must_visit, -one.prize, one.candidate_id))
    held = {stop.candidate_id for tour in kept for stop in tour.stops}
    remarks = tuple(one for one in desk.current.remarks if one.candidate_id in held)
    return replace(searched, tours=tuple(tours), left_out=tuple(left), remarks=(*searched.remarks, *remarks))
