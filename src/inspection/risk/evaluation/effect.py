"""What a visit changed, measured later: a breach again at the next visit, a remedy told, visited against not visited.

Descriptions, not proof: dwellings are visited again for reasons. Only the last comparison rests on chance alone, since
both sides were drawn at random.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from husly.kit.i18n import mark
from inspection.risk.evaluation.grouping import FEWEST_VISITS, TOO_FEW
from inspection.risk.evaluation.metrics import Estimate, wilson
from inspection.risk.evaluation.visits import Arm, EndedVisit

WITHIN = timedelta(days=365)
NOBODY = mark("There are no such visits.")


@dataclass(frozen=True)
class Share:
    """So many of so many, with Wilson's interval; few are shown with their wide interval, none is no share."""

    n: int
    hits: int
    estimate: Estimate

    @classmethod
    def of(cls, flags: Iterable[bool]) -> "Share":
        """Count them."""
        found = list(flags)
        n, hits = len(found), sum(found)
        interval = wilson(hits, n)
        return cls(n, hits, Estimate(hits / n, *interval) if interval else Estimate(None, reason=NOBODY))


@dataclass(frozen=True)
class Effect:
    """What later visits and declarations say.

    ``again``: of visits with a breach that were followed by another, how many of those found a breach. ``remedied``: of
    visits with a breach at least a year ago, how many were followed within a year by a remedy reported or a new
    version declared. ``visited_before`` and ``never_visited``: hit rates of visits drawn at random, by whether a visit
    drawn at random had been there before; ``difference`` is the first minus the second (Newcombe's interval).
    """

    again: Share
    remedied: Share
    visited_before: Share
    never_visited: Share
    difference: Estimate


def measure_effect(visits: Sequence[EndedVisit], *, remedies: Mapping[UUID, Sequence[date]], until: date) -> Effect:
    """``visits`` come in the order of their dates; ``remedies`` are days on which one was told, by accommodation."""
    with_breach = [one for one in visits if one.breached]
    following = {id(one): _next(one, later) for one, later in _by_dwelling(visits)}
    again = Share.of(found.breached for one in with_breach if (found := following[id(one)]) is not None)
    old_enough = [one for one in with_breach if one.visited_on + WITHIN <= until]
    remedied = Share.of(_told(one, remedies.get(one.accommodation_id, ())) for one in old_enough)
    before, never = _drawn(visits)
    return Effect(again, remedied, before, never, difference(before, never))


def difference(one: Share, other: Share) -> Estimate:
    """One share minus another with Newcombe's hybrid interval (1998); too few under 50 on either side."""
    if min(one.n, other.n) < FEWEST_VISITS:
        return Estimate(None, reason=TOO_FEW)
    first, second = one.hits / one.n, other.hits / other.n
    low1, high1 = wilson(one.hits, one.n) or (first, first)
    low2, high2 = wilson(other.hits, other.n) or (second, second)
    away = first - second
    low = away - math.sqrt((first - low1) ** 2 + (high2 - second) ** 2)
    return Estimate(away, low, away + math.sqrt((high1 - first) ** 2 + (second - low2) ** 2))


def _by_dwelling(visits: Sequence[EndedVisit]) -> list[tuple[EndedVisit, list[EndedVisit]]]:
    """Each visit with all of the same dwelling."""
    whole: dict[UUID, list[EndedVisit]] = {}
    for one in visits:
        whole.setdefault(one.dwelling_id, []).append(one)
    return [(one, whole[one.dwelling_id]) for one in visits]


def _next(one: EndedVisit, of_dwelling: list[EndedVisit]) -> EndedVisit | None:
    later = (other for other in of_dwelling if other.visited_on > one.visited_on)
    return min(later, key=lambda other: other.visited_on, default=None)


def _told(one: EndedVisit, days: Sequence[date]) -> bool:
    return any(one.visited_on < day <= one.visited_on + WITHIN for day in days)


def _drawn(visits: Sequence[EndedVisit]) -> tuple[Share, Share]:
    drawn = [one for one in visits if one.arm is Arm.RANDOM]
    first: dict[UUID, date] = {}
    for one in drawn:
        first.setdefault(one.dwelling_id, one.visited_on)
    ever: dict[UUID, date] = {}
    for one in visits:
        ever.setdefault(one.dwelling_id, one.visited_on)
    before = Share.of(one.breached for one in drawn if first[one.dwelling_id] < one.visited_on)
    never = Share.of(one.breached for one in drawn if ever[one.dwelling_id] == one.visited_on)
    return before, never
