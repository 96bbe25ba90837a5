from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN, Calendar, is_public_holiday

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))


def test_the_holidays_of_2026_are_those_of_the_law():
    year = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(365)]
    assert [day for day in year if is_public_holiday(day)] == [
        date(2026, 1, 1),
        date(2026, 4, 2),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


def test_great_prayer_day_was_abolished_from_2024():
    assert not ALWAYS_OPEN.is_open(date(2023, 5, 5))
    assert ALWAYS_OPEN.is_open(date(2024, 4, 26))


def test_an_authority_may_close_on_christmas_eve_by_its_own_choice():
    assert ALWAYS_OPEN.is_open(date(2026, 12, 24))
    assert not Calendar(frozenset({(12, 24)})).is_open(date(2026, 12, 24))


def test_a_four_week_deadline_that_ends_on_a_saturday_moves_to_monday():
    assert ALWAYS_OPEN.weeks_after(date(2026, 2, 28), 4) == date(2026, 3, 30)


def test_a_four_week_deadline_that_ends_on_maundy_thursday_moves_past_easter():
    assert ALWAYS_OPEN.weeks_after(date(2026, 3, 5), 4) == date(2026, 4, 7)


def test_the_day_of_receipt_does_not_count():
    assert ALWAYS_OPEN.days_after(date(2026, 3, 2), 14) == date(2026, 3, 16)


def test_seven_working_days_skip_easter():
    assert ALWAYS_OPEN.working_days_after(date(2026, 3, 30), 7) == date(2026, 4, 13)


def test_a_working_day_is_its_own_next_working_day():
    assert ALWAYS_OPEN.on_or_after(date(2026, 3, 16)) == date(2026, 3, 16)


@pytest.mark.parametrize("length", [0, -3])
def test_a_deadline_without_length_is_refused(length):
    with pytest.raises(ValueError, match="at least 1"):
        ALWAYS_OPEN.days_after(date(2026, 3, 2), length)
    with pytest.raises(ValueError, match="at least 1"):
        ALWAYS_OPEN.working_days_after(date(2026, 3, 2), length)


@given(DAYS, st.integers(1, 120))
def test_a_deadline_ends_on_a_working_day_and_is_never_shorter_than_promised(received_on, days):
    due_on = ALWAYS_OPEN.days_after(received_on, days)
    assert ALWAYS_OPEN.is_open(due_on)
    assert timedelta(days) <= due_on - received_on <= timedelta(days + 6)
