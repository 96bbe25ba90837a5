from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN
from inspection.appeals.timeliness import term_of, timeliness
from inspection.enforcement.deadlines import ComplaintTerm, Suspension, merged, running_due_on

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
WEEKS = ComplaintTerm(weeks=4)


@pytest.mark.parametrize(
    ("delivered_on", "last"),
    [
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 5), date(2026, 4, 7)),
        (date(2026, 11, 27), date(2026, 12, 28)),
    ],
)
def test_the_last_day_to_appeal_moves_off_weekends_easter_and_christmas(delivered_on, last):
    assert timeliness(last, delivered_on=delivered_on, term=WEEKS, calendar=ALWAYS_OPEN) == timeliness(
        delivered_on, delivered_on=delivered_on, term=WEEKS, calendar=ALWAYS_OPEN
    )
    late = timeliness(last + timedelta(days=1), delivered_on=delivered_on, term=WEEKS, calendar=ALWAYS_OPEN)
    assert (late.due_on, late.days_late, late.is_late) == (last, 1, True)


def test_nobody_is_late_by_a_time_that_was_never_told_or_cannot_be_proven():
    long_after = date(2030, 1, 1)
    assert not timeliness(long_after, delivered_on=None, term=WEEKS, calendar=ALWAYS_OPEN).is_late
    assert not timeliness(long_after, delivered_on=date(2026, 1, 1), term=term_of(None), calendar=ALWAYS_OPEN).is_late
    assert not timeliness(
        long_after, delivered_on=date(2026, 1, 1), term=term_of({"days": 0}), calendar=ALWAYS_OPEN
    ).is_late


def test_whole_weeks_are_counted_as_weeks_and_other_times_as_days():
    assert term_of({"days": 28}) == WEEKS
    assert term_of({"days": 10}) == ComplaintTerm(days=10)


@given(DAYS, st.integers(0, 40), st.integers(0, 60))
def test_a_suspension_gives_back_exactly_its_days_and_ends_on_a_lawful_day(due_on, before, lasted):
    since = due_on - timedelta(days=before)
    runs_to = running_due_on(
        due_on, calendar=ALWAYS_OPEN, suspensions=[Suspension(since, since + timedelta(days=lasted))]
    )
    assert runs_to is not None
    exact = due_on + timedelta(days=lasted)
    if lasted == 0:
        assert runs_to == due_on
        return
    assert ALWAYS_OPEN.is_open(runs_to)
    assert exact <= runs_to <= exact + timedelta(days=6)
    assert not any(ALWAYS_OPEN.is_open(exact + timedelta(days=one)) for one in range((runs_to - exact).days))


@given(DAYS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=5))
def test_days_that_two_appeals_stop_together_are_given_back_once(first, given_spans):
    spans = [
        Suspension(first + timedelta(days=start), first + timedelta(days=start + lasted))
        for start, lasted in given_spans
    ]
    stopped = {
        one.since + timedelta(days=day)
        for one in spans
        for day in range((one.until - one.since).days if one.until else 0)
    }
    assert sum((one.until - one.since).days for one in merged(spans) if one.until) == len(stopped)


def test_a_suspension_that_lasts_stops_the_deadline():
    assert running_due_on(date(2026, 6, 1), calendar=ALWAYS_OPEN, suspensions=[Suspension(date(2026, 5, 1))]) is None
    assert (
        running_due_on(
            date(2026, 6, 1),
            calendar=ALWAYS_OPEN,
            suspensions=[Suspension(date(2026, 5, 1), date(2026, 5, 5)), Suspension(date(2026, 5, 4))],
        )
        is None
    )
