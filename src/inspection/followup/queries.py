"""Reading what came in about an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.errors import NotFoundError
from inspection.enforcement.models import InspectionCase, Order
from inspection.enforcement.queries import CaseFile
from inspection.followup.codes import order_of_code
from inspection.followup.extensions import ExtensionState
from inspection.followup.models import ExtensionRequest, ItemReport, ReportFile
from inspection.letters.models import Letter


@dataclass(frozen=True)
class FileRow:
    """A file of a report without its bytes."""

    id: UUID
    report_id: UUID
    name: str
    sha256: str


def list_item_reports(session: Session, order_id: UUID) -> list[ItemReport]:
    """What was reported of an order, in order."""
    statement = select(ItemReport).where(ItemReport.order_id == order_id)
    return list(session.exec(statement.order_by(col(ItemReport.number))))


def list_files(session: Session, reports: Sequence[ItemReport]) -> list[FileRow]:
    """The files of reports, without their bytes."""
    columns = (col(ReportFile.id), col(ReportFile.report_id), col(ReportFile.name), col(ReportFile.sha256))
    statement = sa.select(*columns).where(col(ReportFile.report_id).in_([one.id for one in reports]))
    return [FileRow(*row) for row in session.execute(statement.order_by(col(ReportFile.name), col(ReportFile.id)))]


def list_extensions(session: Session, order_id: UUID) -> list[ExtensionRequest]:
    """Requests for more time, in order."""
    statement = select(ExtensionRequest).where(ExtensionRequest.order_id == order_id)
    return list(session.exec(statement.order_by(col(ExtensionRequest.asked_at), col(ExtensionRequest.id))))


def has_open_request(session: Session, order_id: UUID) -> bool:
    """Whether a request for more time waits for an answer."""
    return any(one.state is ExtensionState.ASKED for one in list_extensions(session, order_id))


def get_item_report(session: Session, file: CaseFile, report_id: UUID) -> ItemReport:
    """A report about the order of this round. Raises ``NotFoundError``."""
    found = session.get(ItemReport, report_id)
    if found is None or file.order is None or found.order_id != file.order.id:
        raise NotFoundError("report")
    return found


def get_file(session: Session, file: CaseFile, file_id: UUID) -> ReportFile:
    """A file sent with a report in this case. Raises ``NotFoundError``."""
    statement = (
        select(ReportFile)
        .join(ItemReport, col(ItemReport.id) == col(ReportFile.report_id))
        .join(Order, col(Order.id) == col(ItemReport.order_id))
        .where(ReportFile.id == file_id, Order.case_id == file.case.id)
    )
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("file")
    return found


def order_in_force(session: Session, typed: str) -> Order | None:
    """The order in which a code is printed, while it is in force, also once a revisit is planned; None otherwise.

    A code that never was and one of an order that is over are not told apart.
    """
    order_id = order_of_code(session, typed)
    if order_id is None:
        return None
    statement = (
        select(Order)
        .join(Letter, col(Letter.id) == col(Order.letter_id))
        .join(InspectionCase, col(InspectionCase.id) == col(Order.case_id))
        .where(
            Order.id == order_id,
            col(Letter.issued_at).is_not(None),
            col(Order.withdrawn_at).is_(None),
            col(Letter.withdrawn_at).is_(None),
            col(Order.replaced_by_id).is_(None),
            col(InspectionCase.closed_at).is_(None),
        )
    )
    return session.exec(statement).one_or_none()
