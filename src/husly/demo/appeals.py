"""Appeals of the demonstration: against orders, one of them late, against a rehousing order, and access asked for."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.appeals.actions import Decided, Received, receive_appeal, take_appeal_step
from inspection.appeals.models import Appeal, Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.enforcement.actions.notes import note_access_request
from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.transitions import RehousingState

SMALL = "Vi mener, at opholdsstuen skal tælle med som beboelsesrum."
PROOF = "Udlejeren kan først sende de underskrevne lejekontrakter om to uger."
LATE = "Vi har først nu fået talt med vores håndværker, som siger, at vinduet kunne åbnes."


def load_appeals(session: Session, *, by: Actor, at: datetime) -> None:
    """Appeals against the newest order delivered and against the oldest that was not met; all of it made up."""
    for case in _newest(session, CaseState.ORDER_DELIVERED):
        _appeal(session, case, SMALL, by=by, at=at)
    for case in _newest(session, CaseState.REPORTED_TO_POLICE):
        appeal = _appeal(session, case, LATE, by=by, at=at)
        if appeal is not None and appeal.days_late:
            decided = Decided(danish_date(at))
            take_appeal_step(session, case.id, appeal.id, AppealMove.MARK_LATE, decided, by=by, at=at)
    for case in _newest(session, CaseState.NOT_COMPLIED):
        note_access_request(session, case.id, requested_on=_yesterday(at), by=by, at=at)
    _change_rehousing(session, by=by, at=at)


def _change_rehousing(session: Session, *, by: Actor, at: datetime) -> None:
    """The proof of rehousing may come two weeks later: the authority changes its decision itself on an appeal."""
    wanted = select(RehousingOrder).where(RehousingOrder.state == RehousingState.DELIVERED)
    order = session.exec(wanted.limit(1)).first()
    if order is None or order.letter_id is None:
        return
    file, today = get_case_file(session, order.case_id, by=by), danish_date(at)
    who, how = (Appellant.ADDRESSEE, file.employer.name), Channel.EMAIL
    appeal = receive_appeal(session, order.case_id, Received(order.letter_id, *who, how, today, PROOF), by=by, at=at)
    later = file.calendar.on_or_after(order.proof_due_on + timedelta(days=14))
    outcome = Decided(today, reason="Lejekontrakterne er først klar om to uger.", proof_due_on=later)
    for move, decided in ((AppealMove.ACCEPT, Decided(today)), (AppealMove.CHANGE_ITSELF, outcome)):
        take_appeal_step(session, order.case_id, appeal.id, move, decided, by=by, at=at)


def _yesterday(at: datetime) -> date:
    return danish_date(at - timedelta(days=1))


def _newest(session: Session, state: CaseState) -> list[InspectionCase]:
    """The newest at that state of the state's own cases."""
    statement = select(InspectionCase).where(
        InspectionCase.state == state, InspectionCase.legal_basis == LegalBasis.EMPLOYEE_HOUSING_ACT
    )
    return list(session.exec(statement.order_by(col(InspectionCase.case_number).desc()).limit(1)))


def _appeal(session: Session, case: InspectionCase, grounds: str, *, by: Actor, at: datetime) -> Appeal | None:
    file: CaseFile = get_case_file(session, case.id, by=by)
    if file.order is None:
        return None
    received = Received(
        letter_id=file.order.letter_id,
        appellant=Appellant.ADDRESSEE,
        appellant_name=file.employer.name,
        channel=Channel.DIGITAL_POST,
        lodged_on=danish_date(at),
        grounds=grounds,
    )
    return receive_appeal(session, case.id, received, by=by, at=at)
