"""Making plans, accepting and discarding them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.planning.arms import Known, offer
from inspection.planning.drawing import Draw, packed
from inspection.planning.dropping import drop_needless
from inspection.planning.from_register import Wanted, count_taken
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitDraw, VisitPlan
from inspection.planning.period import first_lawful_day, visit_days
from inspection.planning.plan import LeftOut, Plan, Tour
from inspection.planning.problem import Problem, StopAfter
from inspection.planning.queries import get_plan, list_plan_visits
from inspection.planning.solver import plan_visits
from inspection.planning.stations import inspector_of
from inspection.risk.models import RiskRun

OpenCase = Callable[..., Any]
"""``open_case(session, *, accommodation_id, visit_on, from_min, to_min, inspector_id, reason, chosen,
planned_visit_id, by, at)``: opens a case for one planned visit."""

CASE_REASON = "Udvalgt i tilsynsplanen fra {day}; grunden står i planen."
"""What the case says. Whether score or chance chose stands in the plan only, so as not to steer what is found."""

WITHOUT_SCORE = "Planlagt efter køretid; der bruges ingen score"
"""The other reason of a visit that neither score nor chance chose."""

OTHERS_LISTED = 100
"""How many of those left out are stored by name; duties are all stored, of the rest the number for each reason."""


@dataclass(frozen=True, kw_only=True)
class PlanRequest:
    """What somebody asks to have planned. ``run`` None: without any score (K9)."""

    from_on: date
    days: int
    seed: int
    stations: Sequence[DutyStation]
    municipality_code: str | None
    run: RiskRun | None
    random_share: float
    exploration_share: float = 0.0
    posting_days: int


@dataclass(frozen=True)
class Drafted:
    """A plan with the problem it answers, not stored yet."""

    request: PlanRequest
    problem: Problem
    plan: Plan
    known: Mapping[str, Known]
    draws: tuple[Draw, ...]


def draft_plan(session: Session, *, request: PlanRequest, as_of: date, stop: StopAfter, by: Actor) -> Drafted:
    """Work out tours over what may be visited. Raises ``DomainError`` for a period or team that cannot be planned."""
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=request.municipality_code))
    if not request.stations:
        raise DomainError("plan.no_stations", "Nobody is there to visit: choose at least one inspector.")
    days = visit_days(request.from_on, request.days, as_of=as_of, posting_days=request.posting_days)
    wanted = Wanted(
        days=days,
        earliest_on=first_lawful_day(as_of, request.posting_days),
        as_of=as_of,
        stations=request.stations,
        municipality_code=request.municipality_code,
        run=request.run,
        random_share=request.random_share,
        exploration_share=request.exploration_share,
        seed=request.seed,
    )
    inspectors = tuple(inspector_of(station) for station in request.stations)
    offered = offer(session, wanted)
    problem = Problem(candidates=offered.candidates, inspectors=inspectors, days=days)
    plan = plan_visits(problem, stop=stop, seed=request.seed)
    return Drafted(request, problem, plan, offered.known, offered.draws)


def save_plan(session: Session, drafted: Drafted, *, by: Actor, at: datetime) -> VisitPlan:
    """Store a plan as a draft, with its visits, its stations if they are new, and an audit row."""
    request = drafted.request
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=request.municipality_code))
    stored = VisitPlan(
        municipality_code=request.municipality_code,
        from_on=request.from_on,
        days=request.days,
        seed=request.seed,
        summary=summary_of(drafted),
        created_at=at,
        created_by=by.id,
    )
    session.add(stored)
    session.add_all(station for station in request.stations if session.get(DutyStation, station.id) is None)
    session.flush()
    for tour in drafted.plan.tours:
        session.add_all(_visits(stored.id, tour, drafted))
    session.add_all(stored_draw(stored.id, made) for made in drafted.draws)
    session.flush()
    details = {"from_on": request.from_on, "days": request.days, "seed": request.seed}
    details |= {"visits": drafted.plan.visit_count, "draws": [_told(made) for made in drafted.draws]}
    audit.record(session, by=by, at=at, action="plan.made", on=("visit_plan", stored.id), details=details)
    return stored


def stored_draw(plan_id: UUID, made: Draw) -> VisitDraw:
    """A draw as it is kept, pool and all."""
    return VisitDraw(
        plan_id=plan_id,
        arm=made.lot.arm,
        stratum=made.lot.stratum,
        seed=made.lot.seed,
        from_on=made.lot.from_on,
        expected=made.expected,
        probability=made.probability,
        pool_size=len(made.pool),
        pool_sha256=made.pool_sha256,
        pool=packed(made.pool),
        drawn=[str(one) for one in made.drawn],
    )


def _told(made: Draw) -> dict[str, Any]:
    """A draw for the audit trail, which nobody can change afterwards."""
    drawn = {"arm": made.lot.arm.value, "stratum": made.lot.stratum.value, "drawn": len(made.drawn)}
    return drawn | {"pool": len(made.pool), "pool_sha256": made.pool_sha256}


def _visits(plan_id: UUID, tour: Tour, drafted: Drafted) -> list[PlannedVisit]:
    codes = {one.id: one.municipality_code for one in drafted.problem.candidates}
    known = drafted.known
    return [
        PlannedVisit(
            plan_id=plan_id,
            accommodation_id=UUID(stop.candidate_id),
            municipality_code=codes[stop.candidate_id],
            duty_station_id=UUID(tour.inspector_id),
            visit_on=tour.on,
            position=position,
            arrive_min=stop.arrive_min,
            starts_min=stop.begin_min,
            ends_min=stop.end_min,
            travel_min=stop.travel_min,
            travel_km=stop.travel_km,
            reason=stop.reason,
            prize=stop.prize,
            score=known[stop.candidate_id].score,
            rank=known[stop.candidate_id].rank,
            probability=known[stop.candidate_id].probability,
        )
        for position, stop in enumerate(tour.stops, start=1)
    ]


def summary_of(drafted: Drafted) -> dict[str, Any]:
    """What is stored beside the visits: tours, what the plan rests on, what it leaves out."""
    plan, run = drafted.plan, drafted.request.run
    others = [one for one in plan.left_out if not one.must_visit]
    return {
        "run_id": None if run is None else str(run.id),
        "weights_version": None if run is None else run.weights_version,
        "random_share": drafted.request.random_share,
        "exploration_share": drafted.request.exploration_share,
        "candidates": len(drafted.problem.candidates),
        "tours": [_tour(tour) for tour in plan.tours],
        "left_out_counts": dict(Counter(one.reason.value for one in plan.left_out)),
        "left_out": [_left_out(one) for one in (*plan.missed_duties, *others[:OTHERS_LISTED])],
    }


def _tour(tour: Tour) -> dict[str, Any]:
    return {
        "station": tour.inspector_id,
        "on": tour.on.isoformat(),
        "depart_min": tour.depart_min,
        "return_min": tour.return_min,
        "travel_min": tour.travel_min,
        "travel_km": tour.travel_km,
        "visits": len(tour.stops),
    }


def _left_out(one: LeftOut) -> dict[str, Any]:
    return {"accommodation": one.candidate_id, "reason": one.reason.value, "must_visit": one.must_visit}


def accept_plan(
    session: Session, plan_id: UUID, *, open_case: OpenCase, posting_days: int, by: Actor, at: datetime
) -> VisitPlan:
    """Carry a draft out: one case a visit. Of two people who press at once, one is told that it is done.

    A visit where a collective agreement has taken the act's place meanwhile, or where nobody lives on its day, is
    dropped with that reason.

    Raises ``DomainError`` when the plan is decided already, when a notice sent now would come too late for a visit,
    or when a dwelling has got a case or another visit meanwhile.
    """
    plan = _decide(session, plan_id, PlanState.ACCEPTED, by=by, at=at)
    every = list_plan_visits(session, plan_id)
    drop_needless(session, every, at=at)
    visits = [one for one in every if one.dropped_at is None]
    _check_notice(visits, first_lawful_day(danish_date(at), posting_days))
    _check_free(session, plan, danish_date(at))
    for visit in visits:
        station = session.get_one(DutyStation, visit.duty_station_id)
        open_case(
            session,
            accommodation_id=visit.accommodation_id,
            visit_on=visit.visit_on,
            from_min=visit.starts_min,
            to_min=visit.ends_min,
            inspector_id=str(station.account_id or station.id),
            reason=CASE_REASON.format(day=plan.from_on.isoformat()),
            chosen=_chosen(plan, visit),
            planned_visit_id=visit.id,
            by=by,
            at=at,
        )
    _audit_decision(session, plan, "plan.accepted", by=by, at=at, visits=len(visits))
    return plan


def _chosen(plan: VisitPlan, visit: PlannedVisit) -> Chosen:
    """Why the plan goes there, as the visit of the case stores it."""
    run_id = plan.summary.get("run_id")
    return Chosen(
        reason=visit.reason,
        words=WITHOUT_SCORE if visit.reason is VisitReason.OTHER else "",
        score=visit.score,
        rank=visit.rank,
        run_id=None if run_id is None else UUID(run_id),
        weights_version=plan.summary.get("weights_version") or "",
        probability=visit.probability,
        plan_seed=plan.seed,
    )


def discard_plan(session: Session, plan_id: UUID, *, by: Actor, at: datetime) -> VisitPlan:
    """Throw a draft away; it stays in the list. Raises ``DomainError`` when it is decided already."""
    plan = _decide(session, plan_id, PlanState.DISCARDED, by=by, at=at)
    _audit_decision(session, plan, "plan.discarded", by=by, at=at)
    return plan


def _decide(session: Session, plan_id: UUID, state: PlanState, *, by: Actor, at: datetime) -> VisitPlan:
    """Move a draft to its end in one statement, so that only one of two wins."""
    plan = get_plan(session, plan_id, by=by, permission=Permission.PLAN_VISITS)
    moved = session.execute(
        sa.update(VisitPlan)
        .where(col(VisitPlan.id) == plan_id, col(VisitPlan.state) == PlanState.DRAFT)
        .values(state=state, decided_at=at, decided_by=by.id)
        .returning(col(VisitPlan.id))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved is None:
        raise DomainError("plan.decided", "The plan has been accepted or discarded already; nothing more was changed.")
    session.refresh(plan)
    return plan


def _check_notice(visits: Sequence[PlannedVisit], first: date) -> None:
    early = [visit for visit in visits if visit.visit_on < first]
    if early:
        raise DomainError(
            "plan.too_late",
            "A notice sent today allows visits from {first}; {count} visits of the plan are earlier. Discard the plan "
            "and make a new one.",
            first=first.isoformat(),
            count=len(early),
        )


def _check_free(session: Session, plan: VisitPlan, as_of: date) -> None:
    """No dwelling of the plan may have got a case, or a visit in another accepted plan."""
    if count := count_taken(session, plan.id, as_of):
        raise DomainError(
            "plan.taken",
            "{count} dwellings of the plan have got a case or another visit meanwhile. Discard this plan and make a "
            "new one.",
            count=count,
        )


def _audit_decision(session: Session, plan: VisitPlan, action: str, *, by: Actor, at: datetime, **details: Any) -> None:
    audit.record(session, by=by, at=at, action=action, on=("visit_plan", plan.id), details=details)


def open_station(session: Session, station: DutyStation, *, by: Actor, at: datetime) -> DutyStation:
    """Add a duty station to the register."""
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=station.municipality_code))
    session.add(station)
    session.flush()
    audit.record(session, by=by, at=at, action="station.opened", on=("duty_station", station.id))
    return station
