"""Reading what people changed in plans."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from inspection.planning.editing.models import PlanEdit


def list_edits(session: Session, plan_id: UUID) -> list[PlanEdit]:
    """The changes of a plan in their order, undone ones too."""
    return list(session.exec(select(PlanEdit).where(PlanEdit.plan_id == plan_id).order_by(col(PlanEdit.number))))


def list_edits_since(session: Session, plan_id: UUID, version: int) -> list[PlanEdit]:
    """What was changed, undone or done again after a version of the plan."""
    later = sa.or_(col(PlanEdit.version) > version, col(PlanEdit.undone_version) > version)
    statement = select(PlanEdit).where(PlanEdit.plan_id == plan_id, later).order_by(col(PlanEdit.number))
    return list(session.exec(statement))


def last_done(edits: list[PlanEdit]) -> PlanEdit | None:
    """What an undo would take back."""
    done = [one for one in edits if not one.undone]
    return done[-1] if done else None


def next_undone(edits: list[PlanEdit]) -> PlanEdit | None:
    """What could be done again: the first that was undone after everything that stands."""
    done = last_done(edits)
    beyond = [one for one in edits if one.undone and (done is None or one.number > done.number)]
    return beyond[0] if beyond else None
