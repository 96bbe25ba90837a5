"""Lots: the same for everybody who repeats them, fair to each dwelling, of the size that was asked for on average."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.enforcement.choosing import VisitReason
from inspection.planning.offering.drawing import Lot, Stratum, draw, packed, unpacked

POOL = [UUID(int=number) for number in range(1, 41)]
MONDAY = date(2026, 3, 16)


def lot(seed: int = 7, arm: VisitReason = VisitReason.RANDOM, from_on: date = MONDAY) -> Lot:
    return Lot(seed=seed, from_on=from_on, arm=arm, stratum=Stratum.ALL)


@given(st.sets(st.uuids(), max_size=60), st.floats(0, 80), st.integers(0, 2**31))
def test_a_draw_is_the_same_in_whatever_order_the_pool_comes(pool: set[UUID], expected: float, seed: int) -> None:
    made = draw(sorted(pool, reverse=True), expected, lot(seed))
    assert made == draw(pool, expected, lot(seed))
    assert set(made.drawn) <= pool
    assert len(set(made.drawn)) == len(made.drawn)
    assert abs(len(made.drawn) - min(expected, len(pool))) < 1
    assert unpacked(packed(made.pool)) == made.pool


def test_seed_period_and_arm_each_give_another_draw() -> None:
    others = (lot(8), lot(arm=VisitReason.EXPLORE), lot(from_on=date(2026, 3, 23)))
    drawn = {draw(POOL, 10, one).drawn for one in (lot(), *others)}
    assert len(drawn) == 4


def test_each_dwelling_is_drawn_about_as_often_as_its_probability_says() -> None:
    seen: Counter[UUID] = Counter()
    for seed in range(600):
        made = draw(POOL, 4.5, lot(seed))
        assert made.probability == pytest.approx(4.5 / 40)
        assert len(made.drawn) in (4, 5)
        seen.update(made.drawn)
    assert seen.total() / 600 == pytest.approx(4.5, abs=0.1)
    assert min(seen.values()) > 35
    assert max(seen.values()) < 105  # 67.5 is expected; the bounds are more than four standard deviations away


def test_a_dwelling_drawn_stays_drawn_when_others_leave_the_pool() -> None:
    made = draw(POOL, 10, lot())
    fewer = [one for one in POOL if one in made.drawn or one.int % 2]
    assert draw(fewer, 10, lot()).drawn == made.drawn


def test_of_nothing_and_for_nothing_nothing_is_drawn() -> None:
    assert draw([], 3, lot()).drawn == ()
    assert draw([], 3, lot()).probability is None
    assert draw(POOL, 0, lot()).drawn == ()
    assert draw(POOL, 400, lot()).probability == 1.0
