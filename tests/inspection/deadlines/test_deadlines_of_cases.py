"""The deadlines of a case as read from its rows, and of all cases."""

import pytest
from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from husly.kit.access import Actor, Grant, Role
from husly.kit.calendar import ALWAYS_OPEN, Calendar
from husly.kit.mail import spoken
from inspection.appeals.actions import Decided, Received, receive_appeal, take_appeal_step
from inspection.appeals.models import Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.presenters import deadline_row
from inspection.deadlines.queries import list_ahead
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement import actions
from inspection.enforcement.legal_calendar import Deadline, StepKind, What, Whose

ELSEWHERE = Actor("other", "Anden Kommune", (Grant(Role.CASEWORKER, municipality_code="0101"),))


@pytest.fixture
def way(session: Session) -> Way:
    return start(session)


def found(way: Way) -> list[Deadline]:
    (days,) = read_days(way.session, [way.file.case])
    return deadlines_of_case(days)


def of(way: Way, what: What) -> list[Deadline]:
    return [one for one in found(way) if one.what is what]


def test_a_case_on_its_way_shows_every_deadline_of_the_road(way: Way) -> None:
    way.to_delivered()
    assert {one.what for one in found(way)} == {
        What.OBJECTION,
        What.FIRST_VISIT_DAY,
        What.VISIT,
        What.VISIT_REPORT,
        What.HEARING,
        What.ORDER_ITEM,
        What.REPORT_BACK,
        What.COMPLAINT,
        What.REVISIT,
    }
    assert all(one.day is not None and ALWAYS_OPEN.is_open(one.day) for one in of(way, What.COMPLAINT))
    assert {one.day for one in of(way, What.ORDER_ITEM)} == {way.on(80)}
    assert [one.day for one in of(way, What.FIRST_VISIT_DAY)] == [way.on(2 + 14)]


def test_a_report_is_owed_after_a_visit_with_a_breach_until_it_has_left(way: Way) -> None:
    way.notify()
    way.visit()
    assert not of(way, What.VISIT_REPORT)
    way.find()
    assert not of(way, What.REPORT_REQUEST)
    assert [(one.whose, one.is_open) for one in of(way, What.VISIT_REPORT)] == [(Whose.AUTHORITY, True)]
    way.report()
    assert [one.is_open for one in of(way, What.VISIT_REPORT)] == [False]


def test_only_what_somebody_waits_for_stands_in_the_list_of_all(way: Way) -> None:
    way.to_delivered()
    way.report(34)
    ahead = [one for one in list_ahead(way.session, by=INSPECTOR) if one.case.id == way.case.id]
    assert {one.deadline.what for one in ahead} == {What.ORDER_ITEM, What.REPORT_BACK, What.COMPLAINT, What.REVISIT}
    days = [one.deadline.day for one in ahead if one.deadline.day]
    assert days == sorted(days)
    assert not [one for one in list_ahead(way.session, by=ELSEWHERE) if one.case.id == way.case.id]


def test_an_appeal_stops_the_items_and_the_report_and_they_run_again_with_the_days_left(way: Way) -> None:
    letter = way.to_delivered()
    received = Received(letter.id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(40), "")
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(40))
    stopped = [*of(way, What.ORDER_ITEM), *of(way, What.REPORT_BACK)]
    assert {one.day for one in stopped} == {None}
    assert {one.steps[-1].kind for one in stopped} == {StepKind.STOPPED}
    take_appeal_step(
        way.session, way.case.id, appeal.id, AppealMove.WITHDRAW, Decided(way.on(50)), by=APPROVER, at=way.at(50)
    )
    item = of(way, What.ORDER_ITEM)[0]
    assert item.day == way.file.items[0].runs_to
    assert item.written_on == way.on(80)
    assert [one.count for one in item.steps if one.kind is StepKind.RESTARTED] == [10]


def test_a_request_for_access_is_the_authoritys_to_answer_in_seven_working_days(way: Way) -> None:
    actions.note_access_request(way.session, way.case.id, requested_on=way.on(3), by=INSPECTOR, at=way.at(3))
    (one,) = of(way, What.ACCESS)
    assert (one.is_open, one.confidence) == (True, "M")
    actions.answer_access(way.session, way.case.id, answered_on=way.on(5), by=INSPECTOR, at=way.at(5))
    assert not of(way, What.ACCESS)[0].is_open


def test_a_row_says_in_words_where_a_deadline_comes_from(way: Way) -> None:
    way.to_delivered()
    with spoken("en"):
        (row,) = [deadline_row(one, way.on(VISIT_DAY)) for one in of(way, What.COMPLAINT)]
    assert row.steps[0].startswith("The decision arrived on ")
    assert "weeks on is" in row.steps[1]
    assert row.law == "FVL § 25 (V*)"


def test_a_review_of_an_order_at_once_is_owed_within_three_working_days(way: Way) -> None:
    way.notify()
    way.visit()
    way.find()
    order = way.draft_at_once()
    letter = way.file.letter(order.letter_id)
    assert not of(way, What.AT_ONCE_REVIEW)
    way.issue(letter, VISIT_DAY, AUTHOR)
    (one,) = of(way, What.AT_ONCE_REVIEW)
    assert one.is_open
    assert one.day == ALWAYS_OPEN.working_days_after(way.on(VISIT_DAY), 3)
    closed = frozenset({(one.day.month, one.day.day)})
    way.session.get_bind().execution_options(closed_days=closed)
    moved = [each.day for each in of(way, What.AT_ONCE_REVIEW)]
    assert moved == [Calendar(closed).working_days_after(way.on(VISIT_DAY), 3)]
    actions.review_at_once(way.session, way.case.id, note="Set.", by=APPROVER, at=way.at(VISIT_DAY + 1))
    assert not of(way, What.AT_ONCE_REVIEW)[0].is_open


def test_a_request_for_information_waits_for_its_reply(way: Way) -> None:
    letter = actions.draft_information_request(
        way.session,
        way.case.id,
        asked="Lejekontrakter",
        why="de viser, hvem der bor på adressen",
        by_duty=False,
        due_on=way.on(15),
        by=INSPECTOR,
        at=way.at(0),
    )
    assert not of(way, What.INFORMATION)
    way.issue(letter, 1)
    assert [(one.day, one.is_open) for one in of(way, What.INFORMATION)] == [(way.on(15), True)]
    who = {"by": INSPECTOR, "at": way.at(5)}
    actions.record_information(way.session, way.case.id, letter.id, received_on=way.on(5), text="Vedlagt.", **who)
    assert not of(way, What.INFORMATION)[0].is_open


def test_reasons_asked_for_are_owed_within_a_fortnight_until_they_leave(way: Way) -> None:
    way.to_delivered()
    letter = actions.draft_later_reasons(
        way.session,
        way.case.id,
        decided_on=way.on(34),
        requested_on=way.on(36),
        decision="Soverummet må ikke bruges",
        facts="der var gas i rummet",
        settings=way.settings,
        by=AUTHOR,
        at=way.at(36),
    )
    assert [(one.day, one.is_open) for one in of(way, What.LATER_REASONS)] == [(way.on(50), True)]
    way.issue(letter, 37, APPROVER)
    assert not of(way, What.LATER_REASONS)[0].is_open
