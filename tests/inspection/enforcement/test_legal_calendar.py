"""Why each deadline is that day, over Easter and Christmas."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN, Calendar, holiday_name
from inspection.enforcement.deadlines import ComplaintTerm, Suspension, running_due_on
from inspection.enforcement.legal_calendar import (
    Event,
    StepKind,
    after_days,
    after_term,
    after_working_days,
    as_moved,
    at_least_days,
)

DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
FOUR_WEEKS = ComplaintTerm(weeks=4)


def skips(steps):
    return [holiday_name(step.day, "en") or step.day.strftime("%A") for step in steps if step.kind is StepKind.SKIPS]


@pytest.mark.parametrize(
    ("received_on", "ends_on", "passed_over"),
    [
        (date(2026, 2, 28), date(2026, 3, 30), ["Saturday", "Sunday"]),
        (
            date(2026, 3, 5),
            date(2026, 4, 7),
            ["Maundy Thursday", "Good Friday", "Saturday", "Easter Sunday", "Easter Monday"],
        ),
        (date(2026, 11, 27), date(2026, 12, 28), ["Christmas Day", "Second Day of Christmas", "Sunday"]),
    ],
)
def test_four_weeks_end_on_the_same_weekday_moved_off_named_days(received_on, ends_on, passed_over):
    day, steps = after_term(received_on, FOUR_WEEKS, Event.DELIVERED, ALWAYS_OPEN)
    assert day == ends_on
    assert skips(steps) == passed_over
    assert (steps[0].kind, steps[0].day) == (StepKind.STARTS, received_on)
    assert (steps[1].kind, steps[1].count) == (StepKind.WEEKS, 4)


def test_christmas_eve_is_skipped_where_the_authority_is_closed_then():
    received_on = date(2026, 12, 10)
    assert after_days(received_on, 14, Event.DELIVERED, ALWAYS_OPEN)[0] == date(2026, 12, 24)
    day, steps = after_days(received_on, 14, Event.DELIVERED, Calendar(frozenset({(12, 24)})))
    assert day == date(2026, 12, 28)
    assert steps[2].day == date(2026, 12, 24)


def test_great_prayer_day_is_no_holiday_any_more():
    assert holiday_name(date(2023, 5, 5), "en")
    assert not holiday_name(date(2024, 4, 26), "da")


def test_the_notice_of_a_visit_is_a_least_time_and_ends_on_any_day():
    assert at_least_days(date(2026, 3, 7), 14, Event.NOTICE_DELIVERED)[0] == date(2026, 3, 21)


def test_an_access_request_over_easter_names_every_day_it_skips():
    day, steps = after_working_days(date(2026, 3, 30), 7, Event.REQUESTED, ALWAYS_OPEN)
    assert day == date(2026, 4, 13)
    assert skips(steps)[:2] == ["Maundy Thursday", "Good Friday"]
    assert len(skips(steps)) == 7


@given(DAYS, st.integers(1, 60))
def test_the_reckoning_ends_where_the_counting_of_deadlines_does_on_a_lawful_day(start, count):
    day, steps = after_days(start, count, Event.DELIVERED, ALWAYS_OPEN)
    assert day == ALWAYS_OPEN.days_after(start, count)
    assert ALWAYS_OPEN.is_open(day)
    assert (day - start).days == count + len(skips(steps))


@given(DAYS, st.integers(1, 20))
def test_working_days_are_counted_alike(start, count):
    day, steps = after_working_days(start, count, Event.REQUESTED, ALWAYS_OPEN)
    assert day == ALWAYS_OPEN.working_days_after(start, count)
    assert (day - start).days == count + len(skips(steps))


@given(
    DAYS,
    st.none() | st.integers(1, 40),
    st.none() | st.integers(-40, 20),
    st.lists(st.tuples(st.integers(-10, 80), st.none() | st.integers(0, 40)), max_size=3),
)
def test_an_item_runs_to_the_same_day_as_the_law_of_the_case_says(due_on, longer, given_after, spans):
    extended = None if longer is None else due_on + timedelta(days=longer)
    stops = []
    for start, lasted in spans:
        since = due_on + timedelta(days=start - 20)
        stops.append(Suspension(since, None if lasted is None else since + timedelta(days=lasted)))
    given_on = None if given_after is None else due_on + timedelta(days=given_after)
    moved = {"extended_to": extended, "extended_on": given_on, "suspensions": stops, "calendar": ALWAYS_OPEN}
    day, steps = as_moved(due_on, **moved)
    assert day == running_due_on(due_on, **moved)
    assert (day is None) == (steps[-1].kind is StepKind.STOPPED and stops != [] and day is None)


def test_time_given_after_a_suspension_is_not_made_longer_by_it():
    due_on, held = date(2026, 5, 1), [Suspension(date(2026, 4, 1), date(2026, 4, 11))]
    given = {"extended_to": date(2026, 6, 1), "suspensions": held, "calendar": ALWAYS_OPEN}
    assert as_moved(due_on, extended_on=date(2026, 4, 11), **given)[0] == date(2026, 6, 1)
    assert as_moved(due_on, extended_on=date(2026, 3, 20), **given)[0] == date(2026, 6, 11)


def test_a_stop_that_ends_on_the_day_it_began_stops_nothing():
    due, on = date(2026, 6, 30), date(2026, 6, 10)
    day, steps = as_moved(due, suspensions=[Suspension(on, on)], calendar=ALWAYS_OPEN)
    assert day == due == running_due_on(due, calendar=ALWAYS_OPEN, suspensions=[Suspension(on, on)])
    assert [step.kind for step in steps] == [StepKind.SET]
