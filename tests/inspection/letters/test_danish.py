from datetime import date, time

import pytest

from inspection.letters.danish import danish_date, danish_number, danish_time, danish_weekday_date


def test_dates_and_times_are_written_the_danish_way():
    assert danish_date(date(2026, 3, 16)) == "16. marts 2026"
    assert danish_weekday_date(date(2026, 3, 16)) == "mandag den 16. marts 2026"
    assert danish_time(time(9, 5)) == "9.05"


@pytest.mark.parametrize(("value", "text"), [(2.6667, "2,67"), (12.0, "12"), (1234.5, "1.234,5"), (0.125, "0,12")])
def test_numbers_have_a_comma_and_no_idle_decimals(value, text):
    assert danish_number(value) == text
