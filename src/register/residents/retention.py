"""Emptying closed reports after the time that the operator sets (CFG-16)."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import SYSTEM
from register.residents.actions import seal_report
from register.residents.models import Report, ReportMessage, ReportPhoto, ReportState

BATCH = 500


def empty_reports(session: Session, *, kept_days: int | None, on: date, at: datetime) -> int:
    """Take what was written, photographed and answered out of reports closed longer ago; returns how many.

    What is left tells no person: the kinds, the outcome, the days, the housing. ``kept_days`` None empties nothing.
    At most some hundred at a time; run again for more.
    """
    if kept_days is None:
        return 0
    old = select(Report).where(
        Report.state == ReportState.CLOSED,
        col(Report.closed_on) < on - timedelta(days=kept_days),
        _holds_something(),
    )
    reports = session.exec(old.order_by(col(Report.id)).limit(BATCH).with_for_update()).all()
    for report in reports:
        seal_report(session, report, at=at)
        report.text = report.contact = report.place = ""
        session.flush()
        for table in (ReportMessage, ReportPhoto):
            session.execute(sa.delete(table).where(col(table.report_id) == report.id))
        audit.record(session, by=SYSTEM, at=at, action="report.emptied", on=("report", report.id))
    return len(reports)


def _holds_something() -> sa.ColumnElement[bool]:
    written = sa.or_(*(col(column) != "" for column in (Report.text, Report.contact, Report.place)))
    more = (sa.exists().where(col(table.report_id) == col(Report.id)) for table in (ReportMessage, ReportPhoto))
    return sa.or_(written, *more)
