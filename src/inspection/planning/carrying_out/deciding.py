"""Deciding a draft once: of two people who press at the same time, one is told that it is done."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from inspection.planning.models import PlanState, VisitPlan
from inspection.planning.queries import get_plan

MEANWHILE = mark("Somebody else has changed the plan meanwhile. Your change was not carried out.")


class ChangedMeanwhileError(DomainError):
    """Somebody else changed the plan after the page was read; nothing was done."""

    def __init__(self) -> None:
        super().__init__("plan.changed_meanwhile", MEANWHILE)


def decide(
    session: Session, plan_id: UUID, state: PlanState, *, version: int | None = None, by: Actor, at: datetime
) -> VisitPlan:
    """Move a draft to its end in one statement. ``version`` is the one that was read; None: as it stands.

    Raises ``DomainError`` when it is decided already, ``ChangedMeanwhileError`` when it is another version by now.
    """
    plan = get_plan(session, plan_id, by=by, permission=Permission.PLAN_VISITS)
    moved = session.execute(
        sa.update(VisitPlan)
        .where(
            col(VisitPlan.id) == plan_id,
            col(VisitPlan.state) == PlanState.DRAFT,
            sa.true() if version is None else col(VisitPlan.version) == version,
        )
        .values(state=state, decided_at=at, decided_by=by.id)
        .returning(col(VisitPlan.id))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.refresh(plan)
    if moved is not None:
        return plan
    if plan.state is PlanState.DRAFT:
        raise ChangedMeanwhileError
    raise DomainError("plan.decided", "The plan has been accepted or discarded already; nothing more was changed.")


def audit_decision(session: Session, plan: VisitPlan, action: str, *, by: Actor, at: datetime, **details: Any) -> None:
    """Leave the row of what was decided of a plan."""
    audit.record(session, by=by, at=at, action=action, on=("visit_plan", plan.id), details=details)
