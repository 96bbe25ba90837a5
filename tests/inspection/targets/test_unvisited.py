from datetime import date

import pytest

from inspection.targets.unvisited import SectorKnown, months_before, unvisited_risk_sectors

SINCE = date(2025, 3, 2)
BUILDING = SectorKnown("F", 12, 12, 40)
FARMING = SectorKnown("A", 30, 30, 90)
OFFICES = SectorKnown("M", 8, 8, 9)
FEW = SectorKnown("C", 3, 3, 12)


def sections(*known, with_score=True):
    return [one.section for one in unvisited_risk_sectors(known, since=SINCE, with_score=with_score)]


def test_sectors_with_a_mean_above_all_are_told_the_highest_first():
    assert sections(FARMING, OFFICES, BUILDING) == ["F", "A"]


def test_a_sector_visited_since_is_not_told():
    visited = SectorKnown("F", 12, 12, 40, date(2025, 3, 2))
    long_ago = SectorKnown("F", 12, 12, 40, date(2025, 3, 1))
    assert sections(visited, OFFICES) == []
    assert sections(long_ago, OFFICES) == ["F"]


def test_a_mean_of_few_says_nothing():
    assert sections(FEW, OFFICES) == []


def test_without_a_score_much_declared_housing_counts():
    assert sections(FARMING, OFFICES, BUILDING, FEW, with_score=False) == ["A", "F"]


def test_housing_of_an_unknown_sector_is_no_sector():
    assert sections(SectorKnown("", 50, 50, 200), OFFICES) == []
    assert sections(SectorKnown("", 50), with_score=False) == []


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 3, 2), 12, date(2025, 3, 2)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last_of_its_month(day, months, earlier):
    assert months_before(day, months) == earlier
