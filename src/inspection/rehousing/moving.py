"""Taking a move of a rehousing order, once: the table is asked first, whoever comes second is told."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor
from husly.kit.errors import DomainError
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.tables import target_of
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.rehousing_facts import RehousingFacts
from inspection.rehousing.transitions import OVER, TABLE, RehousingMove


def move_order(
    session: Session,
    file: CaseFile,
    order: RehousingOrder,
    move: RehousingMove,
    facts: RehousingFacts,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Move an order where its table leads. Raises ``DomainError`` named after the first unmet demand."""
    source = order.state
    target = target_of(TABLE, source, move, facts)
    changed = session.execute(
        sa.update(RehousingOrder)
        .where(col(RehousingOrder.id) == order.id, col(RehousingOrder.state) == source)
        .values(state=target, ended_at=at if target in OVER else None)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has a row count, whatever the stubs say
        raise DomainError(
            "step.moved_on", "This step is not open now; perhaps somebody acted at the same time. Read the page again."
        )
    session.refresh(order)
    trace(
        session,
        file.case,
        f"rehousing.{move.value}",
        by=by,
        at=at,
        before=source.value,
        after=target.value,
        details={"rehousing_order": order.id},
    )
