"""What a deviation counts as, and where it stands in a list that is read page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from inspection.risk.deviations.models import DeviationKind
from inspection.risk.weights.factors import HIGHEST_SCORE

FIRST = HIGHEST_SCORE + 1
"""Above every score."""

LAST = -1
"""Below every score: the place in lists of what is put off."""


def counts_as(kind: DeviationKind, score: int, to_group: int | None, limits: tuple[int, int, int]) -> int | None:
    """The points by which lists and plans order it: the nearest ones of the new group; None for what is put off."""
    if kind is DeviationKind.PUT_OFF:
        return None
    if kind is DeviationKind.PUT_FIRST or to_group is None:
        return FIRST
    edges = (0, *limits, HIGHEST_SCORE + 1)
    return min(max(score, edges[to_group - 1]), edges[to_group] - 1)


@dataclass(frozen=True, order=True)
class Place:
    """A place in the list: the highest points first, then the lowest id."""

    minus_points: int
    id: UUID


def window(offset: int, limit: int, moved: int) -> tuple[int, int]:
    """Which of the rows that nobody moved must be read for one page, when ``moved`` others are to be put in between.

    The rest of a long list need not be looked at: at most ``moved`` rows can push another one down.
    """
    start = max(0, offset - moved)
    return start, limit + moved


def merged(unmoved: Sequence[Place], moved: Sequence[Place], *, start: int, offset: int, limit: int) -> list[UUID]:
    """The ids of one page: the window of unmoved rows, which begins at their place ``start``, with the moved ones."""
    everything = sorted([*unmoved, *moved])
    skip = offset - start
    return [one.id for one in everything[skip : skip + limit]]
