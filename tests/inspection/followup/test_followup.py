"""Compliance item by item, with the code of the order or by hand; more time; how a case ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from case_ways import APPROVER, INSPECTOR, start
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.errors import DomainError, NotFoundError
from inspection.delivery.models import LetterDelivery
from inspection.delivery.transitions import DeliveryState
from inspection.enforcement import actions as cases
from inspection.enforcement.actions.follow_up import Verified
from inspection.enforcement.actions.orders import end_order
from inspection.enforcement.models import ClosureCode
from inspection.enforcement.running_dues import last_due
from inspection.enforcement.transitions import CaseState
from inspection.followup import actions
from inspection.followup.extensions import ExtensionMove, ExtensionState
from inspection.followup.revisits import revisit_by
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import issue_letter

DATES = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.fixture
def way(session):
    way = start(session)
    way.to_delivered()
    return way


def code_of(way):
    return way.file.letter(way.file.order.letter_id).choices["report_code"]


def done(way, number=1, **changed):
    given = {"item_id": way.file.items[number - 1].id, "done": "To beboere er flyttet.", "done_on": way.on(50)}
    return actions.Done(**(given | changed))


def report(way, number=1, day=51):
    return actions.report_by_code(way.session, code_of(way), done(way, number), at=way.at(day))


def decide(way, told, accepted, day=52):
    return actions.decide_report(way.session, way.case.id, told.id, accepted=accepted, reason="Set på foto.",
                                 by=INSPECTOR, at=way.at(day))  # fmt: skip


def test_the_order_prints_the_code_and_where_it_is_used(way):
    letter = way.file.letter(way.file.order.letter_id)
    assert any(code_of(way) in str(one) and "/comply" in str(one) for one in letter.content["body"])


def test_a_report_by_code_moves_the_case_on(way):
    report(way)
    assert way.file.case.state is CaseState.COMPLIANCE_REPORTED


def test_a_wrong_code_opens_nothing(way):
    with pytest.raises(NotFoundError):
        actions.report_by_code(way.session, "ABCD-2345-EFGH", done(way), at=way.at(51))


def test_the_code_ends_with_the_order(way):
    code = code_of(way)
    told = done(way)
    end_order(way.session, way.file, reason="Forkert adressat", by=APPROVER, at=way.at(40))
    with pytest.raises(NotFoundError):
        actions.report_by_code(way.session, code, told, at=way.at(51))


def test_accepting_one_of_two_keeps_the_case_open_and_only_the_other_running(way):
    assert decide(way, report(way), True) is CaseState.COMPLIANCE_REPORTED
    assert [item.complied for item in way.file.items] == [True, None]
    with pytest.raises(DomainError):
        report(way)


def test_the_last_accepted_item_makes_the_order_complied_with(way):
    decide(way, report(way, 1), True)
    assert decide(way, report(way, 2), True) is CaseState.COMPLIED
    assert all(item.evidence.startswith("M") for item in way.file.items)


def test_a_refused_item_stays_open_and_can_be_reported_again(way):
    decide(way, report(way), False)
    assert way.file.items[0].complied is None
    assert report(way, day=54).number == 2


def test_a_report_is_decided_once_and_with_a_reason(way):
    told = report(way)
    with pytest.raises(DomainError):
        actions.decide_report(way.session, way.case.id, told.id, accepted=True, reason=" ", by=INSPECTOR, at=way.at(52))
    decide(way, told, False)
    with pytest.raises(DomainError):
        decide(way, told, True)


def test_verifying_the_rest_keeps_what_was_accepted(way):
    decide(way, report(way, 1), True)
    rest = {way.file.items[1].id: Verified(False, "")}
    cases.verify_compliance(way.session, way.case.id, items=rest, by=INSPECTOR, at=way.at(85))
    assert way.file.case.state is CaseState.PARTLY_COMPLIED
    assert decide(way, report(way, 2, day=86), True, day=87) is CaseState.COMPLIED


def ask(way, until_day=100, item=None):
    return actions.ask_by_code(way.session, code_of(way), item_id=item, until=way.on(until_day), reason="Leveringstid",
                               at=way.at(60))  # fmt: skip


def answer(way, asked, move, until=None):
    return actions.decide_extension(way.session, way.case.id, asked.id, move, until=until, answer="Begrundet.",
                                    by=INSPECTOR, at=way.at(61))  # fmt: skip


def test_an_extension_keeps_the_old_day_and_moves_the_running_one(way):
    asked = answer(way, ask(way), ExtensionMove.GRANT, way.on(100))
    assert (asked.state, asked.due_before) == (ExtensionState.GRANTED, way.on(80))
    assert last_due(way.file.items, way.file.due_changes) == ALWAYS_OPEN.on_or_after(way.on(100)) == asked.granted_to
    assert all(item.due_on == way.on(80) for item in way.file.items)


def test_a_refusal_needs_an_answer_and_moves_nothing(way):
    asked = ask(way)
    with pytest.raises(DomainError) as refused:
        actions.decide_extension(way.session, way.case.id, asked.id, ExtensionMove.REFUSE, answer="", by=INSPECTOR,
                                 at=way.at(61))  # fmt: skip
    assert refused.value.code == "answer_is_written"
    answer(way, asked, ExtensionMove.REFUSE)
    assert last_due(way.file.items, way.file.due_changes) == way.on(80)


def test_a_new_deadline_must_lie_after_the_one_that_runs(way):
    with pytest.raises(DomainError) as refused:
        answer(way, ask(way), ExtensionMove.GRANT, way.on(70))
    assert refused.value.code == "day_lies_ahead"


def test_a_second_request_waits_for_the_first(way):
    asked = ask(way, item=way.file.items[0].id)
    with pytest.raises(DomainError):
        ask(way)
    answer(way, asked, ExtensionMove.GRANT, way.on(100))
    with pytest.raises(DomainError):
        answer(way, asked, ExtensionMove.REFUSE)


@given(DATES)
def test_a_revisit_is_on_a_working_day_within_fourteen_days_of_the_deadline(day):
    found = revisit_by(day, ALWAYS_OPEN)
    assert ALWAYS_OPEN.is_open(found)
    assert day < found <= day + timedelta(days=14)


def test_the_closing_letter_closes_the_case_as_complied_with(way):
    decide(way, report(way, 1), True)
    decide(way, report(way, 2), True)
    way.report(53)
    letter = actions.draft_closing_letter(way.session, way.case.id, by=INSPECTOR, at=way.at(53))
    issue_letter(way.session, letter.id, settings=way.settings, by=INSPECTOR, at=way.at(53))
    assert letter.kind is LetterKind.AFSLUTNING
    assert (way.file.case.state, way.file.case.closure_code) == (CaseState.CLOSED, ClosureCode.COMPLIED)


def silence(way):
    way.report(84)
    cases.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(85))


def test_open_items_are_never_closed_as_complied_with(way):
    silence(way)
    who = {"by": INSPECTOR, "at": way.at(86)}
    with pytest.raises(DomainError) as refused:
        cases.close_case(way.session, way.case.id, reason="Færdig", code=ClosureCode.COMPLIED, **who)
    assert refused.value.code == "complied_means_every_item"
    cases.close_case(way.session, way.case.id, reason="Støttet", code=ClosureCode.GREY_ZONE, **who)
    assert way.file.case.closure_code is ClosureCode.GREY_ZONE
    assert not any(item.complied for item in way.file.items)


def test_no_case_closes_over_a_letter_that_never_arrived(way):
    silence(way)
    letter = next(one for one in way.file.letters if one.kind is LetterKind.PARTSHOERING)
    sent = way.session.exec(select(LetterDelivery).where(LetterDelivery.letter_id == letter.id)).one()
    sent.state = DeliveryState.FAILED
    way.session.flush()
    with pytest.raises(DomainError) as refused:
        cases.close_case(way.session, way.case.id, reason="Flyttet", code=ClosureCode.MOVED_OUT, by=INSPECTOR,
                         at=way.at(86))  # fmt: skip
    assert refused.value.code == "no_letter_has_failed"


def test_signs_of_retaliation_stay_inside(way):
    words = "En blev afskediget dagen efter besøget."
    actions.note_retaliation(way.session, way.case.id, words=words, by=INSPECTOR, at=way.at(40))
    assert way.file.case.retaliation == words
    assert all(words not in str(letter.content) for letter in way.file.letters)


def test_nobody_is_silent_who_waits_for_an_answer_to_a_request_for_more_time(way):
    asked = ask(way)
    with pytest.raises(DomainError) as refused:
        silence(way)
    assert refused.value.code == "request_for_order_time_answered"
    answer(way, asked, ExtensionMove.REFUSE)
    silence(way)
    assert way.file.case.state is CaseState.NOT_COMPLIED


def test_an_order_is_not_found_disobeyed_while_a_request_for_more_time_waits(way):
    decide(way, report(way, 1), True)
    ask(way)
    rest = {way.file.items[1].id: Verified(False, "")}
    with pytest.raises(DomainError) as refused:
        cases.verify_compliance(way.session, way.case.id, items=rest, by=INSPECTOR, at=way.at(85))
    assert refused.value.code == "request_for_order_time_answered"


def waiting_since_before_the_rule(way):
    """A request that waits in a case that stands as not complied with, as older registers may hold one."""
    asked = ask(way)
    asked.state = ExtensionState.REFUSED
    asked.answer = "-"
    way.session.flush()
    silence(way)
    asked.state = ExtensionState.ASKED
    way.session.flush()
    return asked


def test_no_time_is_given_once_the_order_stands_as_not_complied_with(way):
    asked = waiting_since_before_the_rule(way)
    who = {"answer": "Begrundet.", "by": INSPECTOR, "at": way.at(86)}
    with pytest.raises(DomainError) as refused:
        actions.decide_extension(way.session, way.case.id, asked.id, ExtensionMove.GRANT, until=way.on(120), **who)
    assert refused.value.code == "order_still_waits"
    actions.decide_extension(way.session, way.case.id, asked.id, ExtensionMove.REFUSE, **who)
    assert asked.state is ExtensionState.REFUSED


def test_nothing_is_decided_about_more_time_in_a_closed_case(way):
    asked = waiting_since_before_the_rule(way)
    who = {"by": INSPECTOR, "at": way.at(86)}
    cases.close_case(way.session, way.case.id, reason="Forgæves.", code=ClosureCode.OTHER, **who)
    for move in ExtensionMove:
        with pytest.raises(DomainError) as refused:
            actions.decide_extension(way.session, way.case.id, asked.id, move, until=way.on(120), answer="Ja.", **who)
        assert refused.value.code == "case.moved_on"
