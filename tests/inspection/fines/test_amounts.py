"""What a fine a day comes to, as properties."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspection.enforcement.deadlines import Suspension
from inspection.fines.amounts import counted_days, running_total

FIRST = date(2026, 3, 2)
DAYS = st.integers(0, 60)


def day(number):
    return FIRST + timedelta(days=number)


SUSPENSIONS = st.lists(st.tuples(DAYS, st.none() | DAYS).map(
    lambda pair: Suspension(day(pair[0]), None if pair[1] is None else day(pair[0] + pair[1]))
), max_size=3)  # fmt: skip


def test_ten_days_of_a_thousand_with_three_suspended_come_to_seven_thousand():
    held = [Suspension(day(3), day(6))]
    assert running_total(1_000, day(0), day(9), held) == 7_000


def test_nothing_runs_before_the_first_day():
    assert running_total(1_000, day(5), day(4)) == 0


def test_a_suspension_that_lasts_takes_all_the_rest():
    assert running_total(500, day(0), day(30), [Suspension(day(2))]) == 1_000


@given(st.integers(1, 5_000), DAYS, SUSPENSIONS, st.none() | st.integers(1, 100_000))
def test_the_cap_holds_and_a_further_day_never_makes_it_less(per_day, length, held, cap):
    total = running_total(per_day, day(0), day(length), held, cap)
    assert 0 <= total <= per_day * (length + 1)
    assert cap is None or total <= cap
    assert total <= running_total(per_day, day(0), day(length + 1), held, cap) <= total + per_day


@given(DAYS, SUSPENSIONS)
def test_each_day_counts_once_or_not_at_all(length, held):
    counted = counted_days(day(0), day(length), held)
    alone = sum(counted_days(day(number), day(number), held) for number in range(length + 1))
    assert counted == alone


@given(DAYS, DAYS)
def test_a_later_start_after_an_extension_never_costs_more(length, later):
    assert running_total(700, day(later), day(length)) <= running_total(700, day(0), day(length))
