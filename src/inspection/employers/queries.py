"""Orders in force by employer."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, within
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState

ORDER_IN_FORCE = (
    CaseState.ORDER_ISSUED,
    CaseState.ORDER_DELIVERED,
    CaseState.COMPLIANCE_REPORTED,
    CaseState.PARTLY_COMPLIED,
    CaseState.NOT_COMPLIED,
)
"""States of a case whose order is issued and not yet complied with in full."""


def count_orders(session: Session, employer_ids: Collection[UUID], *, by: Actor) -> dict[UUID, int]:
    """Cases with an order in force within the reader's area, by employer; nobody without."""
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=col(InspectionCase.employer_id),
        municipality_code=col(InspectionCase.municipality_code),
    )
    statement = (
        sa.select(col(InspectionCase.employer_id), sa.func.count())
        .where(col(InspectionCase.employer_id).in_(employer_ids), col(InspectionCase.state).in_(ORDER_IN_FORCE), scope)
        .group_by(col(InspectionCase.employer_id))
    )
    return {employer_id: int(count) for employer_id, count in session.execute(statement)}
