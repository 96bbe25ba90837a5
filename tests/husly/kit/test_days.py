from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.clock import DAY_MIN, EARLIEST, LATEST, read_clock, read_day, write_clock


@given(day=st.dates(EARLIEST, LATEST))
def test_a_day_is_read_as_a_browser_writes_it(day: date) -> None:
    assert read_day(f" {day.isoformat()} ") == day


@pytest.mark.parametrize("text", ["", "1. maj", "2026-02-30", "0001-01-01", "9999-12-31", "2026-05-01T10:00"])
def test_what_nobody_can_mean_is_no_day(text: str) -> None:
    assert read_day(text) is None


@given(text=st.text(max_size=20))
def test_anything_can_be_typed(text: str) -> None:
    day = read_day(text)
    assert day is None or day + timedelta(days=36500) > day


@given(st.integers(0, DAY_MIN))
def test_a_time_of_day_reads_back_as_it_was_written(minutes: int) -> None:
    assert read_clock(write_clock(minutes)) == minutes
    assert read_clock(write_clock(minutes).replace(":", ".")) == minutes


@pytest.mark.parametrize("text", ["", "24:01", "25", "9:60", "9:3", "ni", "-1:00", "٩:٠٠", "9:30:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    assert read_clock(text) is None
