"""No letter leaves with a day that has passed, whatever its kind; and nobody reports before he must be done."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from husly.kit.errors import DomainError
from inspection.enforcement import actions
from inspection.enforcement.actions.orders import breaches_of
from inspection.letters.issuing import approve_letter
from inspection.letters.models import Letter


@pytest.fixture
def way(session: Session) -> Way:
    return start(session)


def refused(way: Way, letter: Letter, day: int) -> str:
    with pytest.raises(DomainError) as error:
        way.issue(letter, day, APPROVER)
    session = way.session
    session.refresh(letter)
    assert letter.issued_at is None
    return error.value.code


def test_a_request_for_information_does_not_leave_after_its_day(way: Way) -> None:
    letter = actions.draft_information_request(
        way.session,
        way.case.id,
        asked="Hvor mange bor der?",
        why="Vi skal planlægge.",
        by_duty=False,
        due_on=way.on(10),
        by=INSPECTOR,
        at=way.at(0),
    )
    assert refused(way, letter, 14) == "told_day_passed"
    assert way.issue(letter, 1).issued_at is not None


def test_an_order_does_not_leave_after_the_day_of_its_report(way: Way) -> None:
    way.to_heard()
    order = way.draft_order()
    way.approve()
    letter = way.file.letter(order.letter_id)
    letter.choices = letter.choices | {"report_due_on": way.on(31).isoformat()}
    way.session.flush()
    assert refused(way, letter, 40) == "told_day_passed"


def test_an_order_at_once_does_not_leave_after_the_day_of_its_report(way: Way) -> None:
    way.notify()
    way.visit()
    way.find()
    order = way.draft_at_once()
    assert refused(way, way.file.letter(order.letter_id), VISIT_DAY + 5) == "told_day_passed"


def test_a_notice_that_goes_out_after_its_visit_is_refused(way: Way) -> None:
    assert refused(way, way.draft_notice(), VISIT_DAY + 1) in ("notice_too_short", "visit_day_passed")


def test_the_report_is_not_asked_for_before_the_last_deadline_of_the_order(way: Way) -> None:
    way.to_heard()
    first, second = breaches_of(way.file)
    given = {"settings": way.settings, "by": AUTHOR, "at": way.at(30)}
    dues = {first.id: way.on(50), second.id: way.on(80)}
    with pytest.raises(DomainError) as error:
        actions.draft_order(way.session, way.case.id, due_on=dues, report_due_on=way.on(70), **given)
    assert error.value.code == "order.report_before_items"
    only = {"due_on": {first.id: way.on(50)}, "at_once": {second.id}}
    actions.draft_order(way.session, way.case.id, report_due_on=way.on(70), **only, **given)
    with pytest.raises(DomainError) as error:
        actions.edit_order(way.session, way.case.id, due_on=dues, report_due_on=way.on(70), **given)
    assert error.value.code == "order.report_before_items"


def test_a_corrected_order_asks_for_no_report_before_its_last_deadline(way: Way) -> None:
    way.to_delivered()
    given = {"wrong": "x", "holds": "y", "settings": way.settings, "by": AUTHOR, "at": way.at(40)}
    dues = {finding.id: way.on(104) for finding in way.file.findings}
    with pytest.raises(DomainError) as error:
        actions.draft_correction(
            way.session, way.case.id, due_on=dues, report_due_on=way.on(90), considerations="x", **given
        )
    assert error.value.code == "order.report_before_items"
    letter = actions.draft_correction(
        way.session, way.case.id, due_on=dues, report_due_on=way.on(104), considerations="x", **given
    )
    approve_letter(way.session, letter.id, by=APPROVER, at=way.at(41))
    assert way.issue(letter, 41, APPROVER).issued_at == way.at(40) + timedelta(days=1)
