"""One party of the demonstration is represented: its letters go to a lawyer's office too."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.representation.actions import Represents, record_representative

LAWYER = "Advokatfirmaet Fyrtårnet (opdigtet)"


def load_representative(session: Session, *, by: Actor, at: datetime) -> None:
    """In the newest case that waits for an answer to its hearing; nothing where there is none."""
    statement = (
        select(InspectionCase)
        .where(InspectionCase.state == CaseState.FINDINGS_RECORDED)
        .order_by(col(InspectionCase.opened_at).desc(), col(InspectionCase.id))
    )
    case = session.exec(statement.limit(1)).first()
    if case is None:
        return
    noted_at = at - timedelta(days=1)
    told = Represents(
        name=LAWYER,
        postal_address="Havnegade 3\n5000 Odense C",
        since=danish_date(noted_at),
        shown_by="Fuldmagt fra direktøren, sendt med mail",
    )
    record_representative(session, case.id, told, by=by, at=noted_at)
