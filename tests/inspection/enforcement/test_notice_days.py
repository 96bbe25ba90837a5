"""When a notice must leave, and which hours it names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN
from inspection.enforcement.deadlines import check_notice
from inspection.enforcement.notice_days import (
    Urgency,
    announced_hours,
    first_day_to_visit,
    last_day_to_send,
    lies_within,
    objection_day,
    send_by,
    urgency,
)

days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
posting = st.integers(0, 10)


@given(days, posting)
def test_a_notice_sent_on_the_last_day_has_run_whether_or_not_its_arrival_is_known(visit_on, post):
    last = last_day_to_send(visit_on, posting_days=post)
    assert check_notice(visit_on, dispatched_on=last).allowed
    assert check_notice(visit_on, dispatched_on=last, delivered_on=last + timedelta(days=post)).allowed
    assert first_day_to_visit(last, posting_days=post) == visit_on


@given(days, posting)
def test_one_day_later_it_has_not_run_in_every_case(visit_on, post):
    late = last_day_to_send(visit_on, posting_days=post) + timedelta(days=1)
    known = check_notice(visit_on, dispatched_on=late, delivered_on=late + timedelta(days=post))
    assert not (check_notice(visit_on, dispatched_on=late).allowed and known.allowed)


@given(days, posting)
def test_people_are_asked_to_send_it_on_a_working_day(visit_on, post):
    last = last_day_to_send(visit_on, posting_days=post)
    asked = send_by(visit_on, posting_days=post, calendar=ALWAYS_OPEN)
    assert asked <= last
    assert ALWAYS_OPEN.is_open(asked)
    assert not any(ALWAYS_OPEN.is_open(asked + timedelta(days=n)) for n in range(1, (last - asked).days + 1))


@given(days, posting, st.integers(0, 60))
def test_the_nearer_the_last_day_the_more_urgent_it_is(visit_on, post, ahead):
    order = list(Urgency)
    today = visit_on - timedelta(days=ahead)
    told = {"posting_days": post, "calendar": ALWAYS_OPEN}
    now, next_day = (urgency(visit_on, day, **told) for day in (today, today + timedelta(days=1)))
    assert order.index(now) <= order.index(next_day)
    assert (now is Urgency.MISSED) == (today > last_day_to_send(visit_on, posting_days=post))


def test_over_easter_the_last_day_is_the_wednesday_before():
    visit_on = date(2026, 4, 20)  # a Monday; fifteen days before is Easter Sunday
    assert last_day_to_send(visit_on, posting_days=1) == date(2026, 4, 5)
    assert send_by(visit_on, posting_days=1, calendar=ALWAYS_OPEN) == date(2026, 4, 1)
    assert urgency(visit_on, date(2026, 4, 1), posting_days=1, calendar=ALWAYS_OPEN) is Urgency.LAST_DAY
    assert urgency(visit_on, date(2026, 4, 5), posting_days=1, calendar=ALWAYS_OPEN) is Urgency.LAST_DAY
    assert urgency(visit_on, date(2026, 4, 6), posting_days=1, calendar=ALWAYS_OPEN) is Urgency.MISSED


@given(days, st.integers(2, 60))
def test_the_party_may_object_after_today_and_before_the_visit(today, ahead):
    visit_on = today + timedelta(days=ahead)
    between = [today + timedelta(days=number) for number in range(1, ahead)]
    if not any(ALWAYS_OPEN.is_open(day) for day in between):
        with pytest.raises(ValueError, match="no working day to object"):
            objection_day(visit_on, today=today, calendar=ALWAYS_OPEN)
        return
    found = objection_day(visit_on, today=today, calendar=ALWAYS_OPEN)
    assert today < found < visit_on
    assert ALWAYS_OPEN.is_open(found)


def test_nobody_can_object_to_a_visit_tomorrow():
    with pytest.raises(ValueError, match="no working day to object"):
        objection_day(date(2026, 3, 17), today=date(2026, 3, 16), calendar=ALWAYS_OPEN)


@given(st.integers(0, 1439), st.integers(1, 480))
def test_the_announced_hours_hold_the_visit_and_little_more(starts, length):
    ends = min(starts + length, 1440)
    hours = announced_hours(starts, ends)
    assert lies_within(hours, starts, ends)
    assert hours[0] >= 0
    assert hours[1] <= 1440
    assert (ends - starts) <= hours[1] - hours[0] < (ends - starts) + 60
