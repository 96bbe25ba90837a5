"""Making plans, accepting and discarding them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.database import calendar_of
from husly.kit.errors import DomainError
from inspection.authorities.belonging import authority_of
from inspection.enforcement.actions.addressing import competent
from inspection.enforcement.models import LegalBasis
from inspection.map.areas.shapes import Area
from inspection.planning.carrying_out.accepting import accept_plan
from inspection.planning.carrying_out.deciding import audit_decision, decide
from inspection.planning.carrying_out.occupied import busy_times, cases_placed
from inspection.planning.drives import drives_of
from inspection.planning.models import DutyStation, PlanState, VisitPlan
from inspection.planning.offering.arms import Known, Offered, Withheld, offer
from inspection.planning.offering.drawing import Draw
from inspection.planning.offering.from_register import Wanted
from inspection.planning.offering.period import first_lawful_day, require_lawful_begin, visit_days
from inspection.planning.solving.plan import LeftOutReason, Plan
from inspection.planning.solving.problem import Problem, StopAfter
from inspection.planning.solving.solver import plan_visits
from inspection.planning.stations import inspector_of
from inspection.planning.stored.draws import stored_draw, told_draw
from inspection.planning.stored.origin import Kept, keep, reasons_of
from inspection.planning.stored.rows import companions_of, new_visit, sheet_of
from inspection.planning.stored.summary import told
from inspection.planning.travel import Roads, TravelRules
from inspection.risk.models import RiskRun
from inspection.staff.conflicts import with_barred_by_file
from inspection.staff.profile import NOTHING_KNOWN, Profile
from inspection.staff.queries import profiles_of
from register.municipalities.boundaries import Boundaries

__all__ = [
    "Drafted",
    "PlanRequest",
    "accept_plan",
    "discard_plan",
    "draft_plan",
    "open_station",
    "save_plan",
    "summary_of",
]


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
    profiles: Mapping[UUID, Profile] = field(default_factory=dict)
    """What a file says of its inspectors, by station; of all others the register is asked."""
    travel: Roads = field(default_factory=TravelRules)
    area: Area | None = None
    area_name: str = ""
    boundaries: Boundaries | None = None
    """By which points at sea are found out; None: nobody asks."""


@dataclass(frozen=True)
class Drafted:
    """A plan with the problem it answers, not stored yet."""

    request: PlanRequest
    problem: Problem
    plan: Plan
    known: Mapping[str, Known]
    draws: tuple[Draw, ...]
    put_off: int = 0
    withheld: Withheld = field(default_factory=Withheld)
    never_together: tuple[str, ...] = ()
    placeless: tuple[str, ...] = ()


def draft_plan(
    session: Session,
    *,
    request: PlanRequest,
    as_of: date,
    stop: StopAfter,
    by: Actor,
    progress: Callable[[float], None] | None = None,
) -> Drafted:
    """Work out tours over what may be visited; ``progress`` is told the share of the search that is done.

    Raises ``DomainError`` for a period or team that cannot be planned.
    """
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=request.municipality_code))
    if not request.stations:
        raise DomainError("plan.no_stations", "Nobody is there to visit: choose at least one inspector.")
    calendar, posting_days = calendar_of(session), request.posting_days
    days = visit_days(request.from_on, request.days, as_of=as_of, posting_days=posting_days, calendar=calendar)
    wanted = Wanted(
        authority=authority_of(by, at=request.municipality_code or ""),
        days=days,
        earliest_on=first_lawful_day(as_of, posting_days),
        as_of=as_of,
        calendar=calendar,
        stations=request.stations,
        municipality_code=request.municipality_code,
        run=request.run,
        random_share=request.random_share,
        exploration_share=request.exploration_share,
        seed=request.seed,
        area=request.area,
        boundaries=request.boundaries,
        by=by,
        opens_cases=opens_cases(session, by, at=request.municipality_code or ""),
    )
    known = profiles_of(session, [one.id for one in request.stations], from_on=days[0], to_on=days[-1])
    known |= request.profiles
    offered = offer(session, wanted)
    opens_on = [one.earliest_on for one in offered.candidates]
    require_lawful_begin(request.from_on, opens_on, as_of=as_of, posting_days=request.posting_days)
    candidates = with_barred_by_file(session, offered.candidates, request.profiles)
    current = offered.current
    while True:
        cases = cases_placed(current, offered.known)
        busy = busy_times(session, request.stations, known, days, request.travel, but_cases=cases)
        inspectors = tuple(
            inspector_of(one, known.get(one.id, NOTHING_KNOWN), days=days, busy=busy.get(one.id, ()))
            for one in request.stations
        )
        problem = Problem(
            candidates=candidates, inspectors=inspectors, days=days, travel=request.travel, current=current
        )
        plan = plan_visits(problem, stop=stop, seed=request.seed, progress=progress)
        left_out = {one.candidate_id for one in plan.left_out}
        if not any(one.candidate_id in left_out for one in current):
            return _drafted(request, problem, plan, offered)
        # a visit that stands in its case and found no place here still takes its hours: search again around it
        current = tuple(one for one in current if one.candidate_id not in left_out)


def opens_cases(session: Session, by: Actor, *, at: str) -> bool:
    """Whether the planner's authority has the power on which a plan opens its cases, in the municipality ``at``.

    Under building law a case needs its owner and a reason, which no plan knows.
    """
    authority = authority_of(by, at=at)
    return competent(session, LegalBasis.EMPLOYEE_HOUSING_ACT, authority, at=at) == authority


def _drafted(request: PlanRequest, problem: Problem, plan: Plan, offered: Offered) -> Drafted:
    return Drafted(
        request=request,
        problem=problem,
        plan=plan,
        known=offered.known,
        draws=offered.draws,
        put_off=offered.put_off,
        withheld=offered.withheld,
        never_together=offered.never_together,
        placeless=offered.placeless,
    )


def save_plan(session: Session, drafted: Drafted, *, by: Actor, at: datetime) -> VisitPlan:
    """Store a plan as a draft, with its visits, its stations if they are new, and an audit row."""
    request = drafted.request
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=request.municipality_code))
    stored = VisitPlan(
        authority=authority_of(by, at=request.municipality_code or ""),
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
    sheet, candidates = sheet_of(drafted.plan), {one.id: one for one in drafted.problem.candidates}
    visits = {one: new_visit(stored.id, candidates[one], drafted.known[one], at) for one, at in sheet.items()}
    session.add_all(visits.values())
    session.flush()
    for one, placed in sheet.items():
        session.add_all(companions_of(visits[one].id, placed))
    keep(session, stored.id, Kept(drafted.problem, drafted.known, reasons_of(drafted.plan)))
    session.add_all(stored_draw(stored.id, made) for made in drafted.draws)
    session.flush()
    details = {"from_on": request.from_on, "days": request.days, "seed": request.seed}
    details |= {"visits": drafted.plan.visit_count, "draws": [told_draw(made) for made in drafted.draws]}
    audit.record(session, by=by, at=at, action="plan.made", on=("visit_plan", stored.id), details=details)
    return stored


def summary_of(drafted: Drafted) -> dict[str, Any]:
    """What is stored beside the visits: tours, what the plan rests on, what it leaves out."""
    run = drafted.request.run
    summary: dict[str, Any] = {
        "run_id": None if run is None else str(run.id),
        "weights_version": None if run is None else run.weights_version,
        "area": drafted.request.area_name,
        "random_share": drafted.request.random_share,
        "exploration_share": drafted.request.exploration_share,
        "candidates": len(drafted.problem.candidates),
        "put_off": drafted.put_off,
        "drives": drives_of(drafted.plan, drafted.problem).document(),
        "withheld": asdict(drafted.withheld) | {"running": list(drafted.withheld.running)},
        "never_together": list(drafted.never_together),
        "why": {key: known.why.document for key, known in drafted.known.items() if known.why is not None},
    }
    told_of = told(drafted.plan)
    told_of["left_out"] = [*map(_placeless, drafted.placeless), *told_of["left_out"]]
    return summary | told_of


def _placeless(accommodation_id: str) -> dict[str, Any]:
    return {"accommodation": accommodation_id, "reason": LeftOutReason.NO_PLACE.value, "must_visit": True}


def discard_plan(session: Session, plan_id: UUID, *, version: int | None = None, by: Actor, at: datetime) -> VisitPlan:
    """Throw a draft away; it stays in the list. Raises ``DomainError`` as ``decide`` does."""
    plan = decide(session, plan_id, PlanState.DISCARDED, version=version, by=by, at=at)
    audit_decision(session, plan, "plan.discarded", by=by, at=at)
    return plan


def open_station(session: Session, station: DutyStation, *, by: Actor, at: datetime) -> DutyStation:
    """Add a duty station to the register."""
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=station.municipality_code))
    session.add(station)
    session.flush()
    audit.record(session, by=by, at=at, action="station.opened", on=("duty_station", station.id))
    return station
