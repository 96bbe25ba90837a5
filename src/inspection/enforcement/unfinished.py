"""Matters beside the order that must be decided before a case closes: rehousing, appeals, fines."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from inspection.appeals.models import Appeal
from inspection.appeals.transitions import OPEN_STATES
from inspection.enforcement.case_facts import Unfinished
from inspection.fines.models import Fine
from inspection.fines.transitions import FineState
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.transitions import OVER

UNDECIDED_FINES = (FineState.PROPOSED, FineState.APPROVED, FineState.NOT_ACCEPTED)
"""Fines that somebody must still decide about; one that was issued may be paid after the case is closed."""


def unfinished_of(session: Session, case_id: UUID) -> Unfinished:
    """Count them in one question."""
    rehousing = _count(col(RehousingOrder.case_id) == case_id, col(RehousingOrder.state).not_in(OVER))
    appeals = _count(col(Appeal.case_id) == case_id, col(Appeal.state).in_(OPEN_STATES))
    fines = _count(col(Fine.case_id) == case_id, col(Fine.state).in_(UNDECIDED_FINES))
    return Unfinished(*session.execute(sa.select(rehousing, appeals, fines)).one())


def _count(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).where(*conditions).scalar_subquery()
