"""When a change is late, and when a declaration must be confirmed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.upkeep.duties import Duties, days_late, months_after, reconfirm_due_on

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(("day", "late"), [(0, 0), (1, 0), (5, 0), (6, 1), (7, 2), (30, 25)])
def test_on_day_six_of_a_five_day_rule_it_is_one_day_late(day: int, late: int) -> None:
    five = Duties(update_days=5, day_kind="calendar")
    assert days_late(FRIDAY, FRIDAY + timedelta(day), five) == late


@pytest.mark.parametrize(("day", "late"), [(0, 0), (1, 0), (3, 0), (4, 1), (5, 2), (10, 5)])
def test_a_change_on_a_friday_is_told_by_monday(day: int, late: int) -> None:
    assert days_late(FRIDAY, FRIDAY + timedelta(day), Duties()) == late


def test_a_saturday_after_the_last_day_is_late() -> None:
    assert days_late(FRIDAY - timedelta(1), FRIDAY + timedelta(1), Duties()) == 1


def test_easter_does_not_count() -> None:
    assert days_late(date(2026, 4, 1), date(2026, 4, 7), Duties()) == 0


def test_without_a_duty_nothing_is_late() -> None:
    assert days_late(date(2020, 1, 1), FRIDAY, Duties(update_days=0)) == 0


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 40), st.integers(1, 9))
def test_told_a_day_later_is_never_less_late(changed_on: date, days: int, duty: int) -> None:
    told_on = changed_on + timedelta(days)
    for duties in (Duties(update_days=duty), Duties(update_days=duty, day_kind="calendar")):
        now, then = (days_late(changed_on, day, duties) for day in (told_on, told_on + timedelta(1)))
        assert 0 <= then - now <= 1


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 3, 1), 12, date(2027, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_it_is_confirmed_again_on_the_same_day_of_the_month(day: date, months: int, due: date) -> None:
    assert months_after(day, months) == due
    assert reconfirm_due_on(day, Duties(reconfirm_months=months)) == due


def test_where_nobody_asks_nothing_is_due() -> None:
    assert reconfirm_due_on(FRIDAY, Duties(reconfirm_months=0)) is None
