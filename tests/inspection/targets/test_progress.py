from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.targets.progress import Progress, Standing, goal_of, progress_of, working_days

counts = st.integers(0, 500)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def march(as_of: date, *, goal: int = 22, done: int = 0, planned: int = 0) -> Progress:
    """March 2026: 22 working days."""
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    return progress_of(goal=goal, done=done, planned=planned, from_on=first, to_on=last, as_of=as_of)


def test_working_days_leave_out_weekends_and_holidays():
    assert working_days(date(2026, 3, 30), date(2026, 4, 7)) == 4  # without Maundy Thursday to Easter Monday
    assert working_days(date(2026, 3, 2), date(2026, 3, 1)) == 0


@pytest.mark.parametrize(
    ("as_of", "done", "standing"),
    [
        (date(2026, 2, 27), 0, Standing.NOT_BEGUN),
        (date(2026, 3, 16), 10, Standing.ON_PACE),
        (date(2026, 3, 16), 11, Standing.AHEAD),
        (date(2026, 3, 16), 9, Standing.BEHIND),
        (date(2026, 3, 16), 22, Standing.REACHED),
        (date(2026, 4, 1), 21, Standing.MISSED),
        (date(2026, 4, 1), 22, Standing.REACHED),
    ],
)
def test_a_target_stands_by_what_an_even_pace_asks_for(as_of, done, standing):
    assert march(as_of, done=done).standing is standing


def test_today_is_not_over_yet():
    assert march(date(2026, 3, 2)).days_gone == 0
    assert march(date(2026, 3, 3)).days_gone == 1


def test_the_pace_so_far_leads_to_a_number_at_the_end():
    assert march(date(2026, 3, 16), done=5).at_this_pace == 11
    assert march(date(2026, 3, 2), done=5).at_this_pace is None
    assert march(date(2026, 5, 1), done=5).at_this_pace == 5


def test_what_is_neither_done_nor_planned_is_missing():
    assert march(date(2026, 3, 16), done=5, planned=7).missing == 10
    assert march(date(2026, 3, 16), done=5, planned=70).missing == 0


@pytest.mark.parametrize(
    ("visits", "share", "declared", "goal"),
    [(12, None, 3, 12), (None, 0.2, 143, 29), (None, 0.1, 30, 3), (None, 1.0, 7, 7), (None, 0.5, 0, 0)],
)
def test_a_share_becomes_a_number_rounded_up(visits, share, declared, goal):
    assert goal_of(visits=visits, share=share, declared=declared) == goal


def test_a_share_of_nothing_is_nothing_to_reach():
    assert march(date(2026, 3, 16), goal=0).standing is Standing.NOTHING


@given(counts, counts, counts, days, st.integers(0, 400), days)
def test_progress_holds_for_any_period_and_day(goal, done, planned, first, length, as_of):
    known = progress_of(
        goal=goal, done=done, planned=planned, from_on=first, to_on=first + timedelta(days=length), as_of=as_of
    )
    assert 0 <= known.days_gone <= known.days
    assert 0 <= known.expected_by_now <= goal
    assert known.missing + done + planned >= goal
    if known.standing is Standing.AHEAD:
        assert done > known.expected_by_now
    if known.standing is Standing.BEHIND:
        assert done < known.expected_by_now
    if known.standing is Standing.REACHED:
        assert done >= goal


@given(counts, counts, days, st.integers(0, 400), days)
def test_one_more_visit_never_makes_a_target_stand_worse(goal, done, first, length, as_of):
    def lead(number):
        last = first + timedelta(days=length)
        return progress_of(goal=goal, done=number, planned=0, from_on=first, to_on=last, as_of=as_of).lead

    assert lead(done + 1) >= lead(done)
