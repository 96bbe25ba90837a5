from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from inspection.risk.learning import unit_history as history

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


def read(rows):
    days = [date(2020, 1, 1) + timedelta(days=day) for _, day, _ in rows]
    return history.earlier_of_unit(
        pl.Series("unit", [unit for unit, _, _ in rows]),
        pl.Series("on", days, dtype=pl.Date),
        pl.Series("outcome", [hit for _, _, hit in rows], dtype=pl.Boolean),
        share=0.2,
    ).to_dicts()


@given(ROWS)
def test_history_is_what_a_plain_look_at_earlier_days_gives(rows):
    for (unit, day, _), found in zip(rows, read(rows), strict=True):
        earlier = [(d, hit) for u, d, hit in rows if u == unit and d < day]
        assert found[history.EARLIER_VISITS] == len(earlier)
        if not earlier:
            assert found[history.LAST_RESULT] is None
            assert found[history.EARLIER_SHARE] is None
            continue
        last = max(d for d, _ in earlier)
        assert found[history.DAYS_SINCE_VISIT] == day - last
        assert found[history.LAST_RESULT] == float(any(hit for d, hit in earlier if d == last))
        hits = [d for d, hit in earlier if hit]
        assert found[history.EARLIER_SHARE] == (len(hits) + 0.4) / (len(earlier) + 2)
        assert found[history.DAYS_SINCE_BREACH] == (day - max(hits) if hits else None)


@given(ROWS, st.booleans())
def test_what_comes_later_changes_nothing_earlier(rows, hit):
    assert read([*rows, (0, 31, hit)])[: len(rows)] == read(rows)


def test_a_number_is_seen_beside_its_earlier_ones():
    found = history.so_far(
        pl.Series("unit", ["a", "b", "a", "a"]),
        pl.Series("on", [date(2020, 1, day) for day in (1, 1, 2, 3)]),
        pl.Series("score", [60.0, 90.0, 80.0, None]),
    )
    assert found["score, mean so far"].to_list() == [60.0, 90.0, 70.0, 70.0]
    assert found["score, lowest so far"].to_list()[:3] == [60.0, 90.0, 60.0]
    assert found["score, change"].to_list() == [None, None, 20.0, None]
