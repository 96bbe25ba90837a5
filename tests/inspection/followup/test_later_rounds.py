"""An order binds until it is met or withdrawn, also before its coming was noted and once a revisit is planned."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from case_ways import APPROVER, INSPECTOR, Way, start
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.mail import spoken
from inspection.enforcement import actions as cases
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.followup import actions
from inspection.followup.addressee import file_of_code
from inspection.followup.own_presenters import own_page
from inspection.followup.presenters import comply_page
from inspection.letters.issuing import issue_letter
from inspection.letters.letter import letter_text
from inspection.letters.rendering import write_draft


@pytest.fixture
def way(session: Session) -> Way:
    return start(session)


def order_issued(way: Way) -> str:
    """The code of an order that has left and whose coming nobody has noted."""
    way.to_heard()
    order = way.draft_order()
    way.approve()
    return str(way.issue(way.file.letter(order.letter_id), 31, APPROVER).choices["report_code"])


def revisit(way: Way) -> str:
    """The code of an order that was not obeyed, with a revisit planned."""
    code = str(way.to_delivered().choices["report_code"])
    cases.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(85))
    way.report(85)
    visit = {"visit_on": way.on(90), "from_min": 540, "to_min": 660}
    cases.plan_revisit(way.session, way.case.id, **visit, by=INSPECTOR, at=way.at(87))
    return code


def done(way: Way, item_id: object, day: int) -> actions.Done:
    return actions.Done(item_id=item_id, done="Vinduet er sat i.", done_on=way.on(day))  # type: ignore[arg-type]


def test_whoever_reports_with_the_code_has_the_letter(way: Way) -> None:
    code = order_issued(way)
    shown = comply_page(way.session, file_of_code(way.session, code), code)
    assert shown.may_ask
    assert all(item.may_report for item in shown.items)
    actions.report_by_code(way.session, code, done(way, way.file.items[0].id, 34), at=way.at(34))
    assert way.case.state is CaseState.COMPLIANCE_REPORTED
    assert way.file.letter(way.file.order.letter_id).delivered_on == way.on(34)


def test_whoever_asks_for_time_with_the_code_has_the_letter(way: Way) -> None:
    code = order_issued(way)
    asked = {"item_id": None, "until": way.on(120), "reason": "Håndværkeren er syg"}
    actions.ask_by_code(way.session, code, **asked, at=way.at(34))
    assert way.case.state is CaseState.ORDER_DELIVERED
    assert way.file.time_asked


def test_once_a_revisit_is_planned_the_order_still_binds_and_its_code_opens_it(way: Way) -> None:
    code = revisit(way)
    employer = Actor("emp", "Else", (Grant(Role.EMPLOYER, employer_id=way.case.employer_id),))
    with spoken("en"):
        page = own_page(way.session, by=employer, today=way.on(88))
        shown = comply_page(way.session, file_of_code(way.session, code), code)
    (card,) = page.orders
    assert [item.number for item in card.items] == [1, 2]
    assert not any(row.over for row in page.letters)
    assert [item.number for item in shown.items] == [1, 2]
    assert "binds" in shown.note
    assert not shown.may_ask
    with pytest.raises(DomainError) as error:
        actions.report_by_code(way.session, code, done(way, shown.items[0].id, 88), at=way.at(88))
    assert error.value.code == "report.revisit"


def test_the_code_ends_with_the_case(way: Way) -> None:
    code = revisit(way)
    way.case.closed_at = way.at(100)
    way.session.flush()
    with pytest.raises(NotFoundError):
        file_of_code(way.session, code)


def test_a_revisit_without_a_breach_ends_with_the_closing_letter(way: Way) -> None:
    revisit(way)
    who = {"by": INSPECTOR, "at": way.at(88)}
    ground = {"ground": NoticeWaiverGround.PURPOSE_DEFEATED, "reason": "senge ellers fjernes"}
    cases.waive_notice(way.session, way.case.id, **ground, proportionality_reason="kun kan ses på stedet", **who)
    way.issue(cases.draft_unannounced_decision(way.session, way.case.id, **who), 89)
    who["at"] = way.at(90)
    cases.record_visit(way.session, way.case.id, visited_on=way.on(90), decision_handed_over=True, **who)
    entries = way.entries("nothing")
    cases.record_findings(way.session, way.case.id, entries=entries, pack_ids=way.settings.packs, **who)
    cases.close_case(way.session, way.case.id, reason="Alt er bragt i orden", **who)
    assert way.case.state is CaseState.COMPLIED
    letter = actions.draft_closing_letter(way.session, way.case.id, **who)
    text = letter_text(write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(90)).written)
    ordered = way.on(31)
    assert f"{ordered.day}. " in text
    issue_letter(way.session, letter.id, settings=way.settings, by=INSPECTOR, at=way.at(90) + timedelta(hours=1))
    assert way.case.state is CaseState.CLOSED
