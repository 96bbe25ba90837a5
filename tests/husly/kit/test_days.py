from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.clock import EARLIEST, LATEST, read_day


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
