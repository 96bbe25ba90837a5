"""A hearing gives its days whenever it leaves and whenever it comes: a deadline that nobody could keep is none."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from case_ways import INSPECTOR, VISIT_DAY, Way, start
from husly.kit.errors import DomainError
from husly.kit.mail import spoken
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.presenters import deadline_row
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement import actions
from inspection.enforcement.legal_calendar import Event, What
from inspection.enforcement.transitions import CaseState
from inspection.hearings.actions import open_by_code
from inspection.hearings.presenters import reply_page_of
from inspection.hearings.queries import list_replies


@pytest.fixture
def way(session: Session) -> Way:
    """A case whose findings are recorded."""
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    return way


def conclude(way: Way, day: int) -> None:
    actions.conclude_hearing(way.session, way.case.id, by=INSPECTOR, at=way.at(day))


def test_a_hearing_that_waited_gives_its_days_from_the_day_it_leaves(way: Way) -> None:
    letter = way.issue(way.draft_hearing(), 60)
    hearing = way.file.hearing
    assert hearing is not None
    assert hearing.due_on == way.file.calendar.days_after(way.on(61), 14)
    assert letter.choices["due_on"] == hearing.due_on.isoformat()
    assert ["comments", hearing.due_on.isoformat()] in letter.content["told"]  # type: ignore[index]


def test_a_hearing_whose_contemplated_deadline_is_passed_by_its_own_is_written_anew(way: Way) -> None:
    letter = way.draft_hearing()
    with pytest.raises(DomainError) as error:
        way.issue(letter, 70)
    assert error.value.code == "contemplated_before_answer"
    assert way.file.hearing is None


def test_a_hearing_that_came_late_is_over_only_when_the_least_days_have_run_from_its_coming(way: Way) -> None:
    letter = way.issue(way.draft_hearing(), VISIT_DAY)
    written = way.file.hearing.due_on  # type: ignore[union-attr]
    came = (written - way.on(0)).days - 1
    way.arrive(letter, came)
    least = way.file.calendar.days_after(way.on(came), 10)
    last = (least - way.on(0)).days
    for too_early in (came + 2, last):
        with pytest.raises(DomainError) as error:
            conclude(way, too_early)
        assert error.value.code == "hearing_is_over"
    conclude(way, last + 1)
    assert way.case.state is CaseState.HEARD


def test_the_days_of_a_late_hearing_are_counted_on_the_calendar_of_the_authority(way: Way) -> None:
    letter = way.issue(way.draft_hearing(), VISIT_DAY)
    way.arrive(letter, VISIT_DAY + 12)
    hearing = way.file.hearing
    assert hearing is not None
    assert hearing.late_until == way.file.calendar.days_after(way.on(VISIT_DAY + 12), 10)
    assert way.file.calendar.is_open(hearing.late_until)


def test_a_hearing_that_came_as_expected_keeps_the_day_of_its_letter(way: Way) -> None:
    way.send_hearing()
    assert way.file.hearing.late_until is None  # type: ignore[union-attr]


def test_an_urgent_hearing_gives_the_few_days_that_it_promised_from_its_coming(way: Way) -> None:
    letter = actions.draft_hearing(
        way.session,
        way.case.id,
        days=3,
        contemplated_due_on=way.on(80),
        urgency_reason="frosten kommer",
        by=INSPECTOR,
        at=way.at(VISIT_DAY),
    )
    way.issue(letter, VISIT_DAY)
    way.arrive(letter, VISIT_DAY + 4)
    assert way.file.hearing.late_until == way.file.calendar.days_after(way.on(VISIT_DAY + 4), 3)  # type: ignore[union-attr]


def test_more_time_that_was_given_before_a_letter_came_late_is_not_taken_back(way: Way) -> None:
    letter = way.issue(way.draft_hearing(), VISIT_DAY)
    given = way.file.calendar.on_or_after(way.on(VISIT_DAY + 40))
    actions.postpone_hearing(way.session, way.case.id, until=given, by=INSPECTOR, at=way.at(VISIT_DAY + 1))
    way.arrive(letter, VISIT_DAY + 12)
    assert way.file.hearing.runs_until == given  # type: ignore[union-attr]


def test_the_calendar_and_the_page_of_the_party_say_why_the_day_moved(way: Way) -> None:
    letter = way.issue(way.draft_hearing(), VISIT_DAY)
    way.arrive(letter, VISIT_DAY + 12)
    (days,) = read_days(way.session, [way.file.case])
    (shown,) = [one for one in deadlines_of_case(days) if one.what is What.HEARING]
    hearing = way.file.hearing
    assert hearing is not None
    assert shown.day == hearing.late_until
    assert [step.event for step in shown.steps if step.event] == [Event.IN_LETTER, Event.HEARING_CAME_LATE]
    with spoken("en"):
        assert any("came late" in step for step in deadline_row(shown, today=way.on(VISIT_DAY + 13)).steps)
    file = open_by_code(way.session, hearing, lock=False)
    given = {"code": "x", "authority": "", "today": way.on(VISIT_DAY + 13), "typed": {}}
    with spoken("en"):
        page = reply_page_of(way.session, file, hearing, list_replies(way.session, hearing.id), **given)
    assert "10 days" in str(page["moved"])
    assert not page["is_late"]


def test_a_day_given_after_a_letter_came_late_is_said_to_be_given(way: Way) -> None:
    letter = way.issue(way.draft_hearing(), VISIT_DAY)
    way.arrive(letter, VISIT_DAY + 12)
    until = way.file.calendar.on_or_after(way.file.hearing.late_until + timedelta(days=5))  # type: ignore
    actions.postpone_hearing(way.session, way.case.id, until=until, by=INSPECTOR, at=way.at(VISIT_DAY + 13))
    (days,) = read_days(way.session, [way.file.case])
    (shown,) = [one for one in deadlines_of_case(days) if one.what is What.HEARING]
    assert (shown.day, shown.steps[-1].event) == (until, Event.POSTPONED)
