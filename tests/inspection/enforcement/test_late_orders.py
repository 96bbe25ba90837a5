"""An order runs from the day on which it came: at once from then, and no shorter than it reckoned with."""

from datetime import timedelta

import pytest

from case_ways import APPROVER, AUTHOR, INSPECTOR, start
from husly.kit.errors import DomainError
from husly.kit.mail import spoken
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.presenters import deadline_row
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement import actions
from inspection.enforcement.actions.at_once import OralOrder
from inspection.enforcement.actions.dues import change_order
from inspection.enforcement.legal_calendar import StepKind, What
from inspection.enforcement.running_dues import running_report_due
from inspection.enforcement.transitions import CaseState
from inspection.letters.issuing import correct_delivery


def ordered(session, due, **given):
    """An order that has left on day 31; its deadlines end on day ``due``."""
    way = start(session)
    way.to_heard()
    days = {"due_on": {one.id: way.on(due) for one in way.file.findings}, "report_due_on": way.on(due + 3)}
    actions.draft_order(session, way.case.id, **days | given, considerations="x", settings=way.settings,
                        by=AUTHOR, at=way.at(30))  # fmt: skip
    way.approve()
    return way, way.issue(way.file.letter(way.file.order.letter_id), 31, APPROVER)


def runs_to(way):
    return {item.runs_to or item.due_on for item in way.file.items}


def silent(way, day):
    actions.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(day))


def test_an_order_that_comes_as_reckoned_keeps_its_deadlines(session):
    way, letter = ordered(session, 80)
    way.arrive(letter, 33)
    assert runs_to(way) == {way.on(80)}
    assert way.file.due_changes == ()


def test_an_order_that_comes_late_leaves_the_days_that_it_would_have_left(session):
    way, letter = ordered(session, 80)
    expected_on = way.file.calendar.working_days_after(way.on(31), 2)
    way.arrive(letter, 60)
    left = (way.on(80) - expected_on).days
    assert runs_to(way) == {way.file.calendar.days_after(way.on(60), left)}


def test_the_report_of_a_late_order_moves_along(session):
    way, letter = ordered(session, 80)
    way.arrive(letter, 60)
    file = way.file
    report = running_report_due(way.on(83), file.order.id, file.due_changes, calendar=file.calendar)
    assert report > max(runs_to(way))


def test_an_order_that_comes_after_its_own_deadline_is_not_disobeyed_on_that_day(session):
    way, letter = ordered(session, 40)
    way.arrive(letter, 45)
    with pytest.raises(DomainError) as refused:
        silent(way, 45)
    assert refused.value.code == "order_deadline_passed"
    silent(way, (max(runs_to(way)) - way.on(0)).days + 1)
    assert way.case.state is CaseState.NOT_COMPLIED


def test_a_deadline_shorter_than_the_post_never_ends_before_the_order_came(session):
    way, letter = ordered(session, 32)
    way.arrive(letter, 33)
    assert min(runs_to(way)) >= way.on(33)


def test_the_calendar_tells_that_the_order_came_late(session):
    way, letter = ordered(session, 80)
    way.arrive(letter, 60)
    (day,) = runs_to(way)
    (days,) = read_days(session, [way.case])
    found = [one for one in deadlines_of_case(days) if one.what is What.ORDER_ITEM]
    assert {(one.day, one.written_on) for one in found} == {(day, way.on(80))}
    assert all(one.steps[-1].kind is StepKind.CAME_LATE for one in found)
    with spoken("en"):
        assert "because the order came late" in deadline_row(found[0], way.on(60)).steps[-1]


def test_a_corrected_day_of_delivery_is_counted_anew(session):
    way, letter = ordered(session, 80)
    way.arrive(letter, 60)
    for number, (day, moves) in enumerate(((50, True), (33, False), (62, True)), start=1):
        correct_delivery(session, letter.id, delivered_on=way.on(day), reason="Kvitteringen viser en anden dag.",
                         by=INSPECTOR, at=way.at(62) + timedelta(minutes=number))  # fmt: skip
        assert (min(runs_to(way)) > way.on(80)) is moves
    assert len(way.file.due_changes) == 4


def test_the_day_that_an_appeal_sets_knows_of_the_late_delivery(session):
    way, letter = ordered(session, 80)
    way.arrive(letter, 60)
    given = {"since": way.on(70), "changed_to": way.on(90), "cause_id": way.case.id, "reason": "Klagen er afgjort"}
    change_order(session, way.file.order.id, **given, by=APPROVER, at=way.at(70))
    assert runs_to(way) == {way.on(90)}


def test_what_is_due_at_once_runs_from_the_delivery(session):
    way = start(session)
    way.to_heard()
    at_once = {one.id for one in way.file.findings}
    actions.draft_order(session, way.case.id, due_on={}, at_once=at_once, report_due_on=way.on(83), considerations="x",
                        settings=way.settings, by=AUTHOR, at=way.at(30))  # fmt: skip
    way.approve()
    letter = way.issue(way.file.letter(way.file.order.letter_id), 45, APPROVER)
    way.arrive(letter, 48)
    assert runs_to(way) == {way.on(48)}
    correct_delivery(session, letter.id, delivered_on=way.on(50), reason="Kvitteringen viser en anden dag.",
                     by=INSPECTOR, at=way.at(50))  # fmt: skip
    assert runs_to(way) == {way.on(50)}


def test_what_was_ordered_by_word_of_mouth_runs_from_then(session):
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    oral = OralOrder(way.at(21), "Ida Inspektør", "Driftslederen", "Luk brandtrappen nu")
    order = way.draft_at_once(danger_reason="brandtrappen er faldet ned", waiver_reason="akut fare", oral=oral)
    letter = way.issue(way.file.letter(order.letter_id), 21, APPROVER)
    way.arrive(letter, 26)
    assert runs_to(way) == {way.on(21)}
