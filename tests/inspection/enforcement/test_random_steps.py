"""A short walk of random people through cases; ``bench/random_steps.py`` walks as far as one likes."""

from collections import Counter
from datetime import date

import pytest

from inspection.procedures.registry import PROCEDURES
from random_step_rows import ROWS, coverage
from random_step_rules import easter, is_lawful_day
from random_steps import world


@pytest.mark.parametrize(("seed", "municipal"), [(2, False), (1, True)])
def test_no_rule_is_broken_by_random_steps_of_random_people(seed: int, municipal: bool) -> None:
    with world(seed) as made:
        assert made.municipal is municipal
        made.run(150)
        tally = made.tally
    assert sum(tally.lawful.values()) + sum(tally.refused.values()) == 150
    assert tally.by_outsiders > 10
    assert tally.rules["deadlines"] > 20
    assert set(tally.moves) <= set(ROWS.values())
    assert sum(tally.moves.values()) > 10


def test_the_days_of_the_rules_are_the_danish_calendar() -> None:
    assert [easter(year) for year in (2026, 2027, 2038)] == [date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)]
    lawful = [is_lawful_day(date(2026, 4, day)) for day in (1, 2, 3, 4, 6, 7)]
    assert lawful == [True, False, False, False, False, True]
    assert not is_lawful_day(date(2026, 12, 25))
    assert is_lawful_day(date(2026, 6, 5))
    assert not is_lawful_day(date(2026, 6, 5), closed=("06-05", "12-24"))


def test_what_no_walk_has_taken_is_said_of_every_table() -> None:
    first = next(iter(ROWS.values()))
    lines = list(coverage(Counter({first: 3})))
    assert sum("rows," in line for line in lines) == len(PROCEDURES)
    assert sum(line.startswith("   never ") for line in lines) == len(ROWS) - 1
    assert f"       3 {first[1]}: {first[2]} -> {first[3]}" in lines
