"""Intervals by drawing whole dwellings again and again, the same draws for every ranking."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from inspection.risk.evaluation.metrics import Estimate
from inspection.risk.evaluation.ordering import Axis, Dates, Floats, Ordering, slots_of

METRICS = ("area_under_curve", "average_precision", "precision", "recall", "lift", "days_earlier", "first_half_share")
"""What each ranking is measured by; precision, recall and lift (precision / base rate) at capacity."""

FEWEST_UNITS = 10
"""Fewer dwellings than this say nothing about how far a figure may be off, so that no interval is given."""
DEFINED_SHARE = 0.8
"""A figure that cannot be told in more of the draws than this leaves gets no interval."""
BUDGET = 40_000_000
FEWEST_RESAMPLES = 200

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""


def affordable(resamples: int, n: int) -> int:
    """How many draws are made of ``n`` visits: fewer than asked when there are very many, never under 200 for that."""
    return min(resamples, max(FEWEST_RESAMPLES, BUDGET // max(n, 1)))


def measured(orderings: Mapping[str, Ordering], dates: Dates, weight: Floats, capacity: float) -> Floats:
    """Every metric of every ranking under these weights (in the order of the rows); NaN where it cannot be told."""
    axis, slots = dates.axis(weight), slots_of(capacity, weight)
    return np.array([_of_one(one, weight, axis, slots) for one in orderings.values()])


def _of_one(one: Ordering, weight: Floats, axis: Axis, slots: float) -> list[float]:
    breaches, total = float(weight[one.order] @ one.breach), float(weight.sum())
    caught = one.caught(weight, slots)
    some = breaches > 0
    return [
        one.area(weight),
        one.average_precision(weight),
        caught / min(slots, total) if total > 0 else np.nan,
        caught / breaches if some else np.nan,
        caught / min(slots, total) / (breaches / total) if some else np.nan,
        one.days_earlier(weight, axis),
        one.caught(weight, axis.half) / breaches if some and axis.half > 0 else np.nan,
    ]


def drawn_again(
    orderings: Mapping[str, Ordering],
    dates: Dates,
    weight: Floats,
    unit: NDArray[np.int64],
    *,
    capacity: float,
    resamples: int,
    seed: int,
    progress: Progress | None = None,
) -> Floats:
    """The metrics of each draw of units with replacement: (draws, rankings, metrics)."""
    found = np.full((resamples, len(orderings), len(METRICS)), np.nan)
    for number, counts in enumerate(draws(unit, resamples, seed)):
        found[number] = measured(orderings, dates, weight * counts, capacity)
        if progress is not None:
            progress(number + 1, resamples)
    return found


def draws(unit: NDArray[np.int64], resamples: int, seed: int) -> Iterator[Floats]:
    """For each draw how often every row is in it: as often as its unit was drawn."""
    random = np.random.default_rng(seed)
    code = np.unique(unit, return_inverse=True)[1]
    units = int(code.max()) + 1 if len(code) else 0
    for _ in range(resamples):
        counts = np.bincount(random.integers(0, units, units), minlength=units)
        yield counts[code].astype(np.float64)


def estimated(value: float, resampled: Floats, reason: str, *, units: int) -> Estimate:
    """A figure with the middle 95 % of its draws; None with the reason when the figure cannot be told."""
    if np.isnan(value):
        return Estimate(None, reason=reason)
    defined = resampled[~np.isnan(resampled)]
    if units < FEWEST_UNITS:
        return Estimate(float(value), reason=f"Fewer than {FEWEST_UNITS} dwellings: no interval.")
    if not len(resampled) or len(defined) < DEFINED_SHARE * len(resampled):
        return Estimate(float(value), reason="Too few of the draws could be measured: no interval.")
    low, high = np.quantile(defined, (0.025, 0.975))
    return Estimate(float(value), float(low), float(high))
