"""Carrying a plan out, in one transaction: each visit gets its case, announced ones the draft of their notice.

A visit within an open case is planned in that case. One that goes unannounced has its ground recorded, and nothing is
written to anybody before it (P9).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.i18n import language, use_language
from inspection.enforcement.actions import (
    decide_visit,
    draft_standard_notice,
    plan_revisit,
    record_silence,
    replan_visit,
    waive_notice,
)
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.notice_days import announced_hours, first_day_to_visit
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiver
from inspection.joint.queries import partners_named
from inspection.letters.standard import standard_proportionality
from inspection.planning.carrying_out.clashing import check_times
from inspection.planning.carrying_out.deciding import audit_decision, decide
from inspection.planning.carrying_out.dropping import drop_for_case, drop_needless
from inspection.planning.carrying_out.tour_rows import retime_without
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanState, VisitPlan
from inspection.planning.offering.from_register import count_taken
from inspection.planning.offering.words import told_why
from inspection.planning.queries import list_plan_visits
from inspection.planning.travel import Roads, TravelRules
from inspection.planning.within_cases import (
    REVISITED_FROM,
    conflict_of,
    decided_ground,
    is_silent,
    link,
    stands_already,
    visit_of,
)
from inspection.staff.conflicts import require_unbiased
from register.accommodations.models import Accommodation

OpenCase = Callable[..., InspectionCase]
"""``open_case(session, *, accommodation_id, visit_on, from_min, to_min, inspector_id, reason, chosen,
planned_visit_id, by, at)``: opens a case for one planned visit."""

GroundOf = Callable[[Session, PlannedVisit], NoticeWaiver | None]
"""The ground of RSL § 5(4) that is recorded for a visit without notice; None: there is none."""

CASE_REASON = "Udvalgt i tilsynsplanen fra {day}; grunden står i planen."
"""What the case says. Whether score or chance chose stands in the plan only, so as not to steer what is found."""

WITHOUT_SCORE = "Planlagt efter køretid; der bruges ingen score"
"""The other reason of a visit that neither score nor chance chose."""


def no_ground(session: Session, visit: PlannedVisit) -> NoticeWaiver | None:  # noqa: ARG001 - as every source of grounds
    """Nothing is recorded: then nobody comes unannounced."""
    return None


@dataclass(frozen=True)
class _Accepting:
    session: Session
    plan: VisitPlan
    open_case: OpenCase
    ground_of: GroundOf
    by: Actor
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        """Who accepts, and when."""
        return {"by": self.by, "at": self.at}


def accept_plan(
    session: Session,
    plan_id: UUID,
    *,
    open_case: OpenCase,
    posting_days: int,
    ground_of: GroundOf = no_ground,
    travel: Roads | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> VisitPlan:
    """Carry a draft out: one case a visit, its notice drafted. Of two people who press at once, one is told it is done.

    A visit where a collective agreement has taken the act's place meanwhile, where nobody lives on its day, or whose
    case no longer waits for it, is dropped with that reason, and its tour reckoned anew. ``travel`` are the roads of
    plans; None: the rule of thumb. ``version`` is the plan as it was read; None: as it stands.

    Raises ``DomainError`` when the plan is decided already, when a notice sent now would come too late for a visit,
    when a visit is to go unannounced without a recorded ground, when an inspector has another visit by now or is away
    (``check_times``), or when a dwelling has got a case or another visit meanwhile; then nothing at all is done.
    """
    plan = decide(session, plan_id, PlanState.ACCEPTED, version=version, by=by, at=at)
    every = list_plan_visits(session, plan_id)
    dropped = drop_needless(session, every, at=at) + _drop_conflicting(session, every, by=by, at=at)
    visits = [one for one in every if one.dropped_at is None]
    retime_without(session, dropped, travel or TravelRules())
    _check_companions(session, visits)
    check_times(session, plan, visits)
    _check_notice(session, visits, first_day_to_visit(danish_date(at), posting_days=posting_days), danish_date(at))
    _check_free(session, plan, danish_date(at), by)
    accepting = _Accepting(session, plan, open_case, ground_of, by, at)
    grounds = _grounds(accepting, visits)
    for visit in visits:
        _carry_out(accepting, visit, grounds.get(visit.id))
    audit_decision(session, plan, "plan.accepted", by=by, at=at, visits=len(visits), unannounced=len(grounds))
    return plan


def _carry_out(accepting: _Accepting, visit: PlannedVisit, ground: NoticeWaiver | None) -> None:
    session = accepting.session
    station = session.get_one(DutyStation, visit.duty_station_id)
    inspector_id = str(station.account_id or station.id)
    if stands_already(session, visit):
        link(session, visit, inspector_id, **accepting.who)
        return
    case = _case_for(accepting, visit, inspector_id)
    if ground is None:
        draft_standard_notice(
            session,
            case.id,
            crew=crew_of(session, visit.id),
            interpreter=visit.interpreter,
            partners=partners_named(session, case, visit.visit_on),
            **accepting.who,
        )
        return
    waive_notice(
        session,
        case.id,
        ground=ground.ground,
        reason=ground.reason,
        proportionality_reason=visit_of(session, case).proportionality_reason or standard_proportionality(),
        **accepting.who,
    )


def crew_of(session: Session, planned_visit_id: UUID) -> int:
    """How many inspectors come to a planned visit."""
    wanted = select(PlannedCompanion.id).where(PlannedCompanion.planned_visit_id == planned_visit_id)
    return 1 + len(session.exec(wanted).all())


def hours_of(visit: PlannedVisit) -> tuple[int, int]:
    """The hours of the case's visit: those a notice names, or the planned ones where nothing is announced."""
    planned = visit.starts_min, visit.ends_min
    return announced_hours(*planned) if visit.announced else planned


def _case_for(accepting: _Accepting, visit: PlannedVisit, inspector_id: str) -> InspectionCase:
    """The case of a planned visit: the open one it belongs to, or a new one."""
    from_min, to_min = hours_of(visit)
    when = {"visit_on": visit.visit_on, "from_min": from_min, "to_min": to_min, "inspector_id": inspector_id}
    if visit.case_id is not None:
        return _within(accepting, visit, visit.case_id, when)
    return accepting.open_case(
        accepting.session,
        accommodation_id=visit.accommodation_id,
        reason=CASE_REASON.format(day=accepting.plan.from_on.isoformat()),
        chosen=_chosen(accepting.plan, visit),
        planned_visit_id=visit.id,
        **when,
        **accepting.who,
    )


def _within(accepting: _Accepting, visit: PlannedVisit, case_id: UUID, when: dict[str, Any]) -> InspectionCase:
    """Plan the visit in its open case; that it waits for one was checked before."""
    session, who = accepting.session, accepting.who
    case = session.get_one(InspectionCase, case_id)
    if case.state is CaseState.UNDER_REVIEW:
        return decide_visit(session, case_id, planned_visit_id=visit.id, **when, **who)
    if is_silent(session, case, danish_date(accepting.at)):
        record_silence(session, case_id, **who)
    if case.state in REVISITED_FROM:
        chosen = _chosen(accepting.plan, visit)
        plan_revisit(session, case_id, chosen=chosen, planned_visit_id=visit.id, **when, **who)
    else:
        replan_visit(session, case_id, **when, **who)
        visit_of(session, case).planned_visit_id = visit.id
    case.inspector_id = when["inspector_id"]
    session.flush()
    return case


def _chosen(plan: VisitPlan, visit: PlannedVisit) -> Chosen:
    """Why the plan goes there, as the visit of the case stores it."""
    run_id = plan.summary.get("run_id")
    return Chosen(
        reason=visit.reason,
        words=_words(plan, visit) if visit.reason is VisitReason.OTHER else "",
        score=visit.score,
        rank=visit.rank,
        run_id=None if run_id is None else UUID(run_id),
        weights_version=plan.summary.get("weights_version") or "",
        probability=visit.probability,
        plan_seed=plan.seed,
    )


def _words(plan: VisitPlan, visit: PlannedVisit) -> str:
    """What lies behind a visit that neither score nor chance chose, in Danish as cases are kept."""
    shown = language()
    use_language("da")
    try:
        return told_why(plan.summary, str(visit.accommodation_id)) or WITHOUT_SCORE
    finally:
        use_language(shown)


def _drop_conflicting(
    session: Session, visits: Sequence[PlannedVisit], *, by: Actor, at: datetime
) -> list[PlannedVisit]:
    """Drop those whose case no longer waits for them, with what has happened there; returns the dropped ones."""
    dropped = []
    for visit in visits:
        if visit.dropped_at is not None or visit.case_id is None:
            continue
        because = conflict_of(session, visit, visit.case_id, by=by, at=at)
        if because:
            drop_for_case(session, visit, because, at=at)
            dropped.append(visit)
    return dropped


def _grounds(accepting: _Accepting, visits: Sequence[PlannedVisit]) -> dict[UUID, NoticeWaiver]:
    """The recorded ground of each unannounced visit. Raises ``DomainError`` where one has none."""
    found: dict[UUID, NoticeWaiver] = {}
    missing = 0
    for visit in (one for one in visits if not one.announced and not stands_already(accepting.session, one)):
        ground = decided_ground(accepting.session, visit) or accepting.ground_of(accepting.session, visit)
        if ground is None or not ground.is_reasoned:
            missing += 1
        else:
            found[visit.id] = ground
    if missing:
        raise DomainError(
            "plan.no_ground",
            "{count} visits of the plan are to go unannounced, and no ground with its reason is recorded for them "
            "(RSL § 5(4)). Record it, or discard the plan and announce them.",
            count=missing,
        )
    return found


def _check_companions(session: Session, visits: Sequence[PlannedVisit]) -> None:
    """Raise ``DomainError`` where whoever comes along has a conflict of interest (FVL § 3); of leads the case asks."""
    for visit in visits:
        statement = select(PlannedCompanion).where(PlannedCompanion.planned_visit_id == visit.id)
        along = [str(one.duty_station_id) for one in session.exec(statement)]
        if along:
            home = session.get_one(Accommodation, visit.accommodation_id)
            about = {"employer_id": home.employer_id, "dwelling_id": home.dwelling_id}
            require_unbiased(session, along, **about, on=visit.visit_on)


def _check_notice(session: Session, visits: Sequence[PlannedVisit], first: date, today: date) -> None:
    def lawful_from(visit: PlannedVisit) -> date:
        return first if visit.announced and not stands_already(session, visit) else today

    early = [visit for visit in visits if visit.visit_on < lawful_from(visit)]
    if early:
        raise DomainError(
            "plan.too_late",
            "A notice sent today allows visits from {first}; {count} visits of the plan are earlier. Discard the plan "
            "and make a new one.",
            first=first.isoformat(),
            count=len(early),
        )


def _check_free(session: Session, plan: VisitPlan, as_of: date, by: Actor) -> None:
    """No dwelling of the plan may have got a case, or a visit in another accepted plan."""
    if count := count_taken(session, plan.id, as_of, by=by):
        raise DomainError(
            "plan.taken",
            "{count} dwellings of the plan have got a case or another visit meanwhile. Discard this plan and make a "
            "new one.",
            count=count,
        )
