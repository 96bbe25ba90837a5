"""Reading who represents a party."""

from uuid import UUID

from sqlmodel import Session, col, select

from inspection.representation.models import PartyRepresentative


def list_representatives(session: Session, case_id: UUID) -> list[PartyRepresentative]:
    """Those who represent the party of a case now, the first recorded first. Whoever reads the case may read them."""
    statement = select(PartyRepresentative).where(
        PartyRepresentative.case_id == case_id, col(PartyRepresentative.ended_at).is_(None)
    )
    order = (col(PartyRepresentative.recorded_at), col(PartyRepresentative.id))
    return list(session.exec(statement.order_by(*order)))
