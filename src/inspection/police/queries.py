"""Reading reports to the police."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.errors import NotFoundError
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.running_dues import may_be_enforced
from inspection.enforcement.transitions import CaseState
from inspection.police.models import PoliceReport
from inspection.police.transitions import ReportFacts, ReportState

FOUNDED = (CaseState.NOT_COMPLIED, CaseState.PARTLY_COMPLIED, CaseState.REPORTED_TO_POLICE)
NOT_GONE = (ReportState.PROPOSED, ReportState.APPROVED, ReportState.WITHDRAWN)


def list_reports(session: Session, case_id: UUID) -> list[PoliceReport]:
    """The reports of a case, the oldest first."""
    statement = select(PoliceReport).where(PoliceReport.case_id == case_id)
    return list(session.exec(statement.order_by(col(PoliceReport.proposed_at), col(PoliceReport.id))))


def get_report(session: Session, file: CaseFile, report_id: UUID) -> PoliceReport:
    """A report of this case, read anew. Raises ``NotFoundError``."""
    found = session.exec(
        select(PoliceReport)
        .where(PoliceReport.id == report_id, PoliceReport.case_id == file.case.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFoundError("police report")
    return found


def has_left(session: Session, case_id: UUID) -> bool:
    """Whether a report about the case has left the house."""
    return any(one.state not in NOT_GONE for one in list_reports(session, case_id))


def report_facts(file: CaseFile, report: PoliceReport, *, decides: str, as_of: date) -> ReportFacts:
    """What the table of police reports asks about one of them; ``decides`` is who would act."""
    parts = (report.district, report.district_address, report.act, report.provisions, report.contact)
    return ReportFacts(
        offence_is_founded=file.case.suspicion or file.case.state in FOUNDED,
        is_complete=all(part.strip() for part in parts),
        proposed_by=report.proposed_by,
        decides=decides,
        number=report.number,
        order_is_enforceable=file.case.suspicion
        or file.order is None
        or may_be_enforced(file.items, file.due_changes, as_of=as_of),
    )
