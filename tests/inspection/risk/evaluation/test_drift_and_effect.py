"""Whether the world has moved, and what a visit changed."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.risk.evaluation.bands import bands_of, forward_calibration
from inspection.risk.evaluation.drift import Shift, half_years, moved, stability_index
from inspection.risk.evaluation.effect import Share, difference, measure_effect
from inspection.risk.evaluation.visits import Arm, EndedVisit

DAY = date(2024, 3, 1)
UNTIL = date(2026, 6, 1)


def visit(
    day: int, *, breached: bool, dwelling: UUID, arm: Arm = Arm.RANDOM, accommodation: UUID | None = None
) -> EndedVisit:
    on = DAY + timedelta(days=day)
    place = accommodation or dwelling
    return EndedVisit(uuid4(), 1, place, dwelling, dwelling, "0461", "F", on, on, breached, arm, None)


@given(st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=50, max_size=120))
def test_what_did_not_move_has_an_index_of_nothing_and_no_index_is_below(values):
    series = pl.Series(values, dtype=pl.Int64)
    assert stability_index(series, series) == pytest.approx(0)
    assert stability_index(series, series.shuffle(seed=1).fill_null(3)) >= 0


def test_two_halves_that_change_places_are_much():
    """Shares 0.8/0.2 against 0.2/0.8: twice 0.6 * ln 4 = 1.66 (a little less, since every bin is given half a row)."""
    before, after = pl.Series([True] * 800 + [False] * 200), pl.Series([True] * 200 + [False] * 800)
    (one,) = moved(pl.DataFrame({"plan_missing": before}), pl.DataFrame({"plan_missing": after}), ["plan_missing"])
    assert one.index == pytest.approx(1.2 * np.log(4), rel=0.01)
    assert one.shift is Shift.MUCH


def test_becoming_unknown_is_a_shift_too():
    before, after = pl.Series([1.0, 2.0] * 50), pl.Series([1.0, None] * 50, dtype=pl.Float64)
    (one,) = moved(pl.DataFrame({"area": before}), pl.DataFrame({"area": after}), ["area"])
    assert one.shift is Shift.MUCH
    assert (one.unknown_before, one.unknown_after) == (0, 0.5)


def test_few_rows_give_no_index():
    few = pl.DataFrame({"area": [1.0] * 49})
    (one,) = moved(few, few, ["area"])
    assert (one.index, one.shift) == (None, Shift.TOO_FEW)


def test_half_years_are_counted_from_january_and_july():
    days = [date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1)]
    found = half_years(days, [True, True, False, False])
    assert [(one.label, one.n, one.breaches) for one in found] == [("2025-1", 1, 1), ("2025-2", 2, 1), ("2026-1", 1, 0)]


def test_again_is_the_next_visit_of_the_dwelling_and_not_any_later_one():
    home, other = uuid4(), uuid4()
    visits = [
        visit(0, breached=True, dwelling=home),
        visit(5, breached=True, dwelling=other),
        visit(100, breached=False, dwelling=home),
        visit(300, breached=True, dwelling=home),
    ]
    found = measure_effect(visits, remedies={}, until=UNTIL)
    assert (found.again.n, found.again.hits) == (1, 0)
    assert found.again.estimate.value == 0


def test_a_remedy_counts_when_it_was_told_within_a_year_and_the_year_is_over():
    homes = [uuid4() for _ in range(4)]
    late = (UNTIL - DAY).days - 100
    visits = [
        *(visit(0, breached=True, dwelling=home) for home in homes[:3]),
        visit(late, breached=True, dwelling=homes[3]),
    ]
    remedies = {
        homes[0]: [DAY + timedelta(days=10)],
        homes[1]: [DAY, DAY + timedelta(days=366)],
        homes[3]: [UNTIL],
    }
    found = measure_effect(visits, remedies=remedies, until=UNTIL).remedied
    assert (found.n, found.hits) == (3, 1)


def test_visits_drawn_at_random_are_compared_by_whether_one_drawn_at_random_had_been_there():
    homes = [uuid4() for _ in range(3)]
    visits = [
        visit(0, breached=True, dwelling=homes[0]),
        visit(1, breached=True, dwelling=homes[1], arm=Arm.TARGETED),
        visit(50, breached=False, dwelling=homes[0]),
        visit(60, breached=True, dwelling=homes[1]),
        visit(70, breached=False, dwelling=homes[2]),
    ]
    found = measure_effect(visits, remedies={}, until=UNTIL)
    assert (found.visited_before.n, found.visited_before.hits) == (1, 0)
    assert (found.never_visited.n, found.never_visited.hits) == (2, 1)
    assert found.difference.value is None
    assert "Too few" in found.difference.reason


def test_a_difference_of_shares_has_newcombes_interval():
    """56 of 70 against 48 of 80: 0.20 (0.0524 to 0.3339), the example of Newcombe (1998), method 10."""
    found = difference(Share.of([True] * 56 + [False] * 14), Share.of([True] * 48 + [False] * 32))
    assert found.value == pytest.approx(0.2)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def scored(n: int, *, seed: int = 4) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    score = random.integers(0, 90, n)
    chance = 1 / (1 + np.exp(-(score / 10 - 4)))
    return pl.DataFrame(
        {
            "score": score,
            "risk_group": (score >= 30).astype(int) + (score >= 50) + (score >= 70) + 1,
            "breached": random.uniform(size=n) < chance,
            "visited_on": [DAY + timedelta(days=int(day)) for day in random.integers(0, 700, n)],
            "dwelling_id": [str(number) for number in range(n)],
        }
    )


def test_points_as_probabilities_are_made_on_the_earlier_half_and_tried_on_the_later():
    frame = scored(600)
    learned, tested, found = forward_calibration(frame)
    assert learned + tested == 600
    assert min(learned, tested) >= 290
    assert found.slope.low < 1 < found.slope.high
    assert found.brier.value < found.brier_of_base_rate
    changed = frame.with_columns(
        breached=pl.when(pl.col("visited_on") >= frame["visited_on"].median()).then(False).otherwise("breached")
    )
    again = forward_calibration(changed)
    assert [one.predicted for one in again[2].bins] == [one.predicted for one in found.bins]


def test_too_few_visits_for_two_halves_say_so():
    assert "Too few" in forward_calibration(scored(99))
    assert "same" in forward_calibration(scored(300).with_columns(breached=pl.lit(False)))


def test_groups_hold_every_visit_once_the_highest_first():
    found = bands_of(scored(200))
    assert [group for group, _ in found] == [4, 3, 2, 1]
    assert sum(share.n for _, share in found) == 200
    assert found[0][1].estimate.value > found[3][1].estimate.value
    assert bands_of(pl.DataFrame()) == []
