"""How far the notices of a plan are, for pages that show the plan."""

from datetime import date

from sqlmodel import Session

from husly.kit.access import Actor
from inspection.notices.presenters import NoticeSum
from inspection.notices.queries import count_ahead, count_missed
from inspection.planning.models import PlanState, VisitPlan


def notice_sum(session: Session, plan: VisitPlan, *, by: Actor, today: date, posting_days: int) -> NoticeSum | None:
    """The sum for an accepted plan; None while there is nothing to send."""
    if plan.state is not PlanState.ACCEPTED:
        return None
    missed = count_missed(session, by=by, today=today, posting_days=posting_days, plan_id=plan.id)
    return NoticeSum(plan.id, count_ahead(session, by=by, plan_id=plan.id), missed)
