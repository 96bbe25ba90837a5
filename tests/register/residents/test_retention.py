"""Closed reports are emptied after the time that the operator sets, and only then."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from conftest import AT
from declared_housing import DATA
from husly.kit.audit import AuditEvent
from husly.kit.clock import danish_date
from register.residents import actions
from register.residents.forms import Given
from register.residents.models import Outcome, Report, ReportMessage, ReportState, TipSource
from register.residents.retention import empty_reports

TODAY = danish_date(AT)


def a_report(session: Session, *, closed_on: date | None) -> Report:
    sent = Given(TipSource.CITIZEN, "da", "", text="Otte mand i to rum", contact="20 30 40 50", place="Algade 1")
    actions.take_report(session, sent, door=None, data_path=DATA, on=TODAY - timedelta(days=400))
    report = session.exec(select(Report)).one()
    actions.add_message(session, report, "Jeg bor der selv", by=None, on=TODAY)
    if closed_on is not None:
        report.state, report.outcome, report.closed_on = ReportState.CLOSED, Outcome.ACTED, closed_on
    session.flush()
    return report


def test_a_closed_report_grown_old_keeps_nothing_that_leads_to_a_person(session: Session) -> None:
    report = a_report(session, closed_on=TODAY - timedelta(days=181))
    assert empty_reports(session, kept_days=180, on=TODAY, at=AT) == 1
    assert (report.text, report.contact, report.place) == ("", "", "")
    assert (report.outcome, report.is_sealed) == (Outcome.ACTED, True)
    assert session.exec(select(ReportMessage)).all() == []
    assert "report.emptied" in [one.action for one in session.exec(select(AuditEvent))]
    assert empty_reports(session, kept_days=180, on=TODAY, at=AT) == 0


@pytest.mark.parametrize(("closed", "kept_days"), [(180, 180), (None, 180), (4000, None)])
def test_open_ones_younger_ones_and_all_without_the_setting_stay(
    session: Session, closed: int | None, kept_days: int | None
) -> None:
    report = a_report(session, closed_on=None if closed is None else TODAY - timedelta(days=closed))
    assert empty_reports(session, kept_days=kept_days, on=TODAY, at=AT) == 0
    assert report.contact == "20 30 40 50"
