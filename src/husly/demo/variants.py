"""A variant of the demonstration's plan: a copy in which a leader moved one visit, to be compared with the plan."""

from datetime import datetime, timedelta

from sqlmodel import Session

from husly.kit.access import Actor
from inspection.planning.changing.consequence import Move
from inspection.planning.editing.actions import Edit, change_plan, desk_of, preview
from inspection.planning.editing.copying import copy_plan
from inspection.planning.editing.desk import Desk
from inspection.planning.models import VisitPlan


def load_variant(session: Session, plan: VisitPlan, *, by: Actor, at: datetime) -> None:
    """Copy the plan and move the first visit that can go to another day or inspector without touching a rule.

    The copy is dated before the plan, so that the plan stays the newest.
    """
    made_at = at - timedelta(hours=1)
    copied = copy_plan(session, plan.id, by=by, at=made_at)
    change = _free_move(desk_of(session, copied.id, by=by))
    if change is not None:
        change_plan(session, copied.id, change, edit=Edit(version=copied.version, by=by, at=made_at))


def _free_move(desk: Desk) -> Move | None:
    for tour in desk.current.tours:
        for inspector in desk.kept.problem.inspectors:
            for day in desk.kept.problem.days:
                change = Move(candidate_id=tour.stops[0].candidate_id, on=day, crew=(inspector.id,))
                if (inspector.id, day) != (tour.inspector_id, tour.on) and not preview(desk, change).breaches:
                    return change
    return None
