"""The drawn graph and line of time: always the same, nothing on top of anything else, all on the sheet."""

from datetime import date, timedelta
from itertools import combinations, pairwise
from uuid import UUID

import pytest

from inspection.reregistered.drawing import MARGIN, draw_narrow, draw_times, draw_wide

FIRMS = [UUID(int=number) for number in range(1, 25)]
DAY = date(2026, 3, 1)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9, 24])
@pytest.mark.parametrize("star", [True, False])
def test_no_firm_covers_another_and_all_are_on_the_sheet(count: int, star: bool) -> None:
    firms = FIRMS[:count]
    pairs = [(firms[0], one) for one in firms[1:]] if star else list(pairwise(firms))
    for draw in (draw_wide, draw_narrow):
        drawing = draw(firms, pairs)
        assert drawing == draw(firms, pairs)
        assert len(drawing.lines) == len(pairs)
        for box in drawing.boxes.values():
            assert box.x >= 0
            assert box.y >= MARGIN - 0.1
            assert box.x + box.width <= drawing.width
            assert box.y + box.height <= drawing.height
        for one, other in combinations(drawing.boxes.values(), 2):
            apart = abs(one.x - other.x) >= one.width - 0.1 or abs(one.y - other.y) >= one.height - 0.1
            assert apart


def test_bars_lie_on_one_line_of_time_that_ends_today() -> None:
    old, new = FIRMS[:2]
    year_ago = DAY - timedelta(days=365)
    lives = {old: (year_ago, DAY - timedelta(days=100), [DAY - timedelta(days=120)]), new: (DAY, None, [])}
    times = draw_times(lives, as_of=DAY)
    assert (times.bars[old].start, times.bars[old].goes_on) == (0, False)
    assert times.bars[old].length == pytest.approx(265 / 365 * 100, abs=0.1)
    assert times.bars[old].orders[0] < times.bars[old].start + times.bars[old].length
    assert times.bars[new].goes_on
    assert [year for _place, year in times.years] == [2026]
    assert draw_times({}, as_of=DAY).bars == {}
