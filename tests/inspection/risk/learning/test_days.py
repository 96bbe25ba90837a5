from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.risk.learning.days import DayError, DayOrder, days_of, read_days

DAY = date(2020, 10, 18)
FORMS = ["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%b %d, %Y", "%B %d, %Y"]


@pytest.mark.parametrize("form", FORMS)
def test_a_day_is_read_in_any_common_dress(form):
    assert read_days(pl.Series("day", [DAY.strftime(form)])).values.to_list() == [DAY]


def test_dresses_may_be_mixed_and_times_are_dropped():
    column = pl.Series("day", ["2020-10-18", "18/10/2020", "OCT 18, 2021", "2020-10-18T08:30:00Z", None])
    assert read_days(column).values.to_list() == [DAY, DAY, date(2021, 10, 18), DAY, None]


@given(st.lists(st.dates(date(1990, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20), st.sampled_from(FORMS))
def test_what_was_written_is_read_or_asked_about_never_another_day(days, form):
    column = pl.Series("day", [one.strftime(form) for one in days])
    try:
        found = read_days(column).values.to_list()
    except DayError:
        assert "/" in form
        assert all(one.day <= 12 for one in days)
    else:
        assert found == days


def test_american_days_are_told_by_the_rest_of_the_column():
    assert read_days(pl.Series("day", ["03/04/2020", "10/18/2020"])).values.to_list() == [date(2020, 3, 4), DAY]


def test_days_that_could_be_two_days_are_asked_about():
    column = pl.Series("day", ["03/04/2020", "05/06/2020"])
    with pytest.raises(DayError, match="--date-order"):
        read_days(column)
    assert read_days(column, order=DayOrder.MONTH_FIRST).values.to_list() == [date(2020, 3, 4), date(2020, 5, 6)]


def test_days_written_both_ways_are_refused():
    with pytest.raises(DayError, match="both ways"):
        read_days(pl.Series("day", ["18/10/2020", "10/18/2020"]))


def test_a_few_unreadable_days_are_counted_and_many_are_refused():
    column = pl.Series("day", ["2020-10-18"] * 99 + ["soon"])
    assert (days_of(column).unreadable, days_of(column).examples) == (1, ("soon",))
    with pytest.raises(DayError, match="2 of 3 values of 'day' cannot be read as days, such as 'soon', 'later'"):
        days_of(pl.Series("day", ["2020-10-18", "soon", "later"]))


def test_an_impossible_day_is_no_other_day():
    assert read_days(pl.Series("day", ["2021-02-30", "31.04.2020"])).values.to_list() == [None, None]
