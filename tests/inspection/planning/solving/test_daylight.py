"""Daylight: as the almanac has it."""

from datetime import date

import pytest

from inspection.planning.solving.daylight import daylight


@pytest.mark.parametrize(
    ("day", "sunrise", "sunset"),
    [
        (date(2026, 12, 21), 8 * 60 + 37, 15 * 60 + 39),
        (date(2026, 6, 21), 4 * 60 + 25, 21 * 60 + 58),
        (date(2026, 3, 20), 6 * 60 + 13, 18 * 60 + 23),
    ],
)
def test_copenhagen_has_the_daylight_of_the_almanac(day: date, sunrise: int, sunset: int) -> None:
    found = daylight(day, 55.676, 12.568)

    assert found is not None
    assert found == (pytest.approx(sunrise, abs=3), pytest.approx(sunset, abs=3))


def test_where_the_sun_does_not_set_there_is_no_daylight_to_keep_to() -> None:
    assert daylight(date(2026, 6, 21), 78.2, 15.6) is None
