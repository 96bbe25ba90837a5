from datetime import date, time

from inspection.letters.danish import danish_date, danish_time, danish_weekday_date


def test_dates_and_times_are_written_the_danish_way():
    assert danish_date(date(2026, 3, 16)) == "16. marts 2026"
    assert danish_weekday_date(date(2026, 3, 16)) == "mandag den 16. marts 2026"
    assert danish_time(time(9, 5)) == "9.05"
