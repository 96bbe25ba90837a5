"""Reading evaluations, and what was told after visits."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.clock import danish_date
from husly.kit.errors import NotFoundError
from inspection.enforcement.models import FollowUp, InspectionCase, Order
from inspection.risk.evaluation.models import RiskEvaluation
from register.declarations.models import Declaration

PAGE = 500


def find_newest_evaluation(session: Session) -> RiskEvaluation | None:
    """The newest evaluation, or None before the first."""
    return next(iter(list_evaluations(session, limit=1)), None)


def list_evaluations(session: Session, *, limit: int = 10) -> list[RiskEvaluation]:
    """The newest evaluations, the newest first."""
    newest = select(RiskEvaluation).order_by(col(RiskEvaluation.made_at).desc(), col(RiskEvaluation.id)).limit(limit)
    return list(session.exec(newest))


def get_evaluation(session: Session, evaluation_id: UUID) -> RiskEvaluation:
    """One evaluation. Raises ``NotFoundError``."""
    found = session.get(RiskEvaluation, evaluation_id)
    if found is None:
        raise NotFoundError("evaluation")
    return found


def list_remedies(session: Session, accommodations: Collection[UUID]) -> dict[UUID, list[date]]:
    """By accommodation the days on which a remedy was reported or a new version declared (the first one is none)."""
    ids = sorted(accommodations)
    told: dict[UUID, list[date]] = {}
    for first in range(0, len(ids), PAGE):
        within = ids[first : first + PAGE]
        reported = (
            sa.select(col(InspectionCase.accommodation_id), col(FollowUp.reported_on))
            .join(Order, col(Order.case_id) == col(InspectionCase.id))
            .join(FollowUp, col(FollowUp.order_id) == col(Order.id))
            .where(col(InspectionCase.accommodation_id).in_(within))
        )
        for accommodation_id, day in session.execute(reported):
            told.setdefault(accommodation_id, []).append(day)
        declared = sa.select(col(Declaration.accommodation_id), col(Declaration.submitted_at)).where(
            col(Declaration.accommodation_id).in_(within), col(Declaration.version) > 1
        )
        for accommodation_id, at in session.execute(declared):
            told.setdefault(accommodation_id, []).append(danish_date(at))
    return told
