"""A copy of a plan as a draft, to try things without touching the plan itself."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError
from inspection.planning.models import PlannedVisit, PlanProblem, VisitDraw, VisitPlan
from inspection.planning.queries import get_plan, list_plan_visits
from inspection.planning.stored.rows import companions_of, read_sheet


def copy_plan(session: Session, plan_id: UUID, *, by: Actor, at: datetime) -> VisitPlan:
    """Store the same tours as a draft of its own. Raises ``DomainError`` for a plan that keeps nothing of what it was
    made from, for its copy could not be changed.
    """
    plan = get_plan(session, plan_id, by=by, permission=Permission.PLAN_VISITS)
    kept = session.get(PlanProblem, plan_id)
    if kept is None:
        raise DomainError("plan.not_kept", "This plan was made before plans could be changed: make a new one.")
    copied = VisitPlan(
        authority=plan.authority,
        municipality_code=plan.municipality_code,
        from_on=plan.from_on,
        days=plan.days,
        seed=plan.seed,
        summary={**plan.summary, "copied_from": str(plan_id)},
        created_at=at,
        created_by=by.id,
    )
    session.add(copied)
    session.flush()
    session.add(PlanProblem(plan_id=copied.id, document=kept.document))
    _copy_visits(session, plan_id, copied.id)
    for draw in session.exec(select(VisitDraw).where(VisitDraw.plan_id == plan_id)):
        session.add(VisitDraw(**draw.model_dump(exclude={"id", "plan_id"}), plan_id=copied.id))
    session.flush()
    audit.record(session, by=by, at=at, action="plan.copied", on=("visit_plan", copied.id), details={"of": plan_id})
    return copied


def _copy_visits(session: Session, plan_id: UUID, copied_id: UUID) -> None:
    sheet = read_sheet(session, plan_id)
    made = [
        (PlannedVisit(**one.model_dump(exclude={"id", "plan_id"}), plan_id=copied_id), sheet[str(one.accommodation_id)])
        for one in list_plan_visits(session, plan_id)
    ]
    session.add_all(visit for visit, _ in made)
    session.flush()
    for visit, placed in made:
        session.add_all(companions_of(visit.id, placed))
