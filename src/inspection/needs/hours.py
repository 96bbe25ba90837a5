"""Hours of a week in which somebody is there: those of residents and of the employer, and both together."""

from collections.abc import Iterable, Sequence

from inspection.planning.solving.problem import WORKING_WEEK, Window

AFTER_WORK = tuple(Window(weekday, 15 * 60, 18 * 60) for weekday in range(5))
"""When residents who all work in the day are likely to be at home."""


def both(one: Iterable[Window], other: Iterable[Window]) -> tuple[Window, ...]:
    """The hours that lie in both, in order; empty where they never meet."""
    theirs = tuple(other)
    found = {
        Window(a.weekday, max(a.from_min, b.from_min), min(a.to_min, b.to_min))
        for a in one
        for b in theirs
        if a.weekday == b.weekday and max(a.from_min, b.from_min) < min(a.to_min, b.to_min)
    }
    return tuple(sorted(found))


def likely_home(shifts: int | None) -> tuple[Window, ...]:
    """When somebody is likely to be at home by the number of shifts declared: a proposal for a person, never a rule.

    With two shifts or more somebody is there in the day; with one, after work; empty where nothing is declared.
    """
    if shifts is None or shifts < 1:
        return ()
    return WORKING_WEEK if shifts > 1 else AFTER_WORK


def stored(windows: Iterable[Window]) -> list[list[int]]:
    """Hours as they are kept."""
    return [[one.weekday, one.from_min, one.to_min] for one in sorted(windows)]


def read_stored(rows: Iterable[Sequence[int]]) -> tuple[Window, ...]:
    """Kept hours; the opposite of ``stored``."""
    return tuple(Window(*row) for row in rows)
