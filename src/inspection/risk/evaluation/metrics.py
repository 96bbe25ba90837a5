"""Metrics of a ranking against what visits found. Each is None where it cannot be told, never NaN.

Weights are 1 / the probability that a visit was selected, so that a sample drawn unevenly speaks for the whole; ones
when none are given. Ties count exactly where a formula does that (area, average precision); elsewhere a seeded shuffle
breaks them, as a planner has to.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from inspection.risk.evaluation.ordering import TIE_SEED, Dates, Days, Flags, Floats, Ordering, levelled, slots_of

Z95 = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5 % above."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval. ``value`` None: it cannot be told, and ``reason`` says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def area_under_curve(outcome: ArrayLike, risk: ArrayLike, weight: ArrayLike | None = None) -> float | None:
    """The probability that a visit with a breach ranks above one without, ties half (Mann and Whitney 1947; Hanley and
    McNeil 1982): 0.5 is chance. None with one class.
    """
    ordering, held = _prepared(outcome, risk, weight)
    return _told(ordering.area(held))


def average_precision(outcome: ArrayLike, risk: ArrayLike, weight: ArrayLike | None = None) -> float | None:
    """Sum over falling risks of (R_k - R_k-1) * P_k, equal risks taken together: the step definition of scikit-learn's
    ``average_precision_score``, no interpolation. None without a breach.
    """
    ordering, held = _prepared(outcome, risk, weight)
    return _told(ordering.average_precision(held))


def precision_recall_at(
    outcome: ArrayLike, risk: ArrayLike, capacity: float = 0.1, weight: ArrayLike | None = None, *, seed: int = TIE_SEED
) -> tuple[float | None, float | None]:
    """Breaches among the C riskiest / C, and / all breaches; C is ``capacity`` (a share above 0, up to 1) of the
    visits, rounded down, at least one.
    """
    ordering, held = _prepared(outcome, risk, weight, seed=seed)
    return _at(ordering, held, checked_capacity(capacity))


def days_earlier(
    outcome: ArrayLike, risk: ArrayLike, on: ArrayLike, weight: ArrayLike | None = None, *, seed: int = TIE_SEED
) -> float | None:
    """Visits re-ordered by risk over the same dates: mean of (actual - simulated date) over the breaches, in days.

    Chicago's measure for food inspections (2014). Above 0: breaches would have been found earlier. With weights a
    visit takes up that many of the slots. None without a breach.
    """
    dates = np.asarray(on, dtype="datetime64[D]")
    ordering, held = _prepared(outcome, risk, weight, dates, seed=seed)
    return _told(ordering.days_earlier(held, Dates.of(dates).axis(held))) if len(held) else None


def first_half_share(
    outcome: ArrayLike, risk: ArrayLike, on: ArrayLike, weight: ArrayLike | None = None, *, seed: int = TIE_SEED
) -> float | None:
    """The share of the breaches found on the days before half of all visits is passed, had visits gone by risk.

    Whole days only, as Chicago counts (810 of 1,637). None without a breach, or when the first day passes the half.
    """
    dates = np.asarray(on, dtype="datetime64[D]")
    ordering, held = _prepared(outcome, risk, weight, dates, seed=seed)
    half = Dates.of(dates).axis(held).half if len(held) else 0.0
    breaches = float(held[ordering.order] @ ordering.breach)
    return ordering.caught(held, half) / breaches if half > 0 and breaches > 0 else None


def brier(outcome: ArrayLike, probability: ArrayLike, weight: ArrayLike | None = None) -> float | None:
    """Mean squared distance of the probabilities from what happened (Brier 1950); 0 is best. None without visits."""
    happened, told = np.asarray(outcome, dtype=np.float64), np.asarray(probability, dtype=np.float64)
    held = levelled(weight, len(happened))
    return float(held @ (told - happened) ** 2 / held.sum()) if len(happened) else None


def wilson(hits: float, n: float) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson 1927). ``n`` may be the effective number of weighted visits. None for 0."""
    if n <= 0:
        return None
    share, square = min(max(hits / n, 0.0), 1.0), Z95**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = Z95 / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if share == 0.0 else max(0.0, middle - reach)
    return low, 1.0 if share == 1.0 else min(1.0, middle + reach)


def lift(targeted_hits: float, targeted: float, random_hits: float, random: float) -> Estimate:
    """Hit rate of the visits chosen by risk / hit rate of those drawn at random, with Katz's log interval (1978).

    518 visits of which 52 at random, 30 % against 15 %: 2.0 (1.0-3.9). That is how much it takes to prove a lift.
    """
    if targeted <= 0 or random <= 0:
        return Estimate(None, reason="One of the two arms has no visits.")
    if random_hits <= 0:
        return Estimate(None, reason="No visit drawn at random found a breach.")
    value = (targeted_hits / targeted) / (random_hits / random)
    if targeted_hits <= 0:
        return Estimate(0.0, reason="No visit chosen by risk found a breach, so there is no interval.")
    spread = math.sqrt(1 / targeted_hits - 1 / targeted + 1 / random_hits - 1 / random)
    return Estimate(value, value * math.exp(-Z95 * spread), value * math.exp(Z95 * spread))


def share_estimate(outcome: Flags | Floats, weight: Floats) -> Estimate:
    """A weighted share with Wilson's interval over the effective number of visits, (sum w)^2 / sum w^2 (Kish 1965)."""
    if not len(outcome):
        return Estimate(None, reason="There are no visits.")
    share = float(weight @ np.asarray(outcome, dtype=np.float64) / weight.sum())
    effective = float(weight.sum() ** 2 / (weight @ weight))
    interval = wilson(share * effective, effective)
    return Estimate(share, *(interval or (None, None)))


def checked_capacity(capacity: float) -> float:
    """The capacity. Raises ValueError unless it is a share above 0, up to 1."""
    if not 0 < capacity <= 1:
        raise ValueError(f"The capacity is a share of the visits above 0 and up to 1, such as 0.1, not {capacity}.")
    return capacity


def _at(ordering: Ordering, held: Floats, capacity: float) -> tuple[float | None, float | None]:
    if not len(held):
        return None, None
    slots = slots_of(capacity, held)
    caught, breaches = ordering.caught(held, slots), float(held[ordering.order] @ ordering.breach)
    return caught / slots, caught / breaches if breaches > 0 else None


def _prepared(
    outcome: ArrayLike, risk: ArrayLike, weight: ArrayLike | None, on: Days | None = None, *, seed: int = TIE_SEED
) -> tuple[Ordering, Floats]:
    flags = np.asarray(outcome, dtype=np.bool_)
    ordering = Ordering.of(flags, np.asarray(risk, dtype=np.float64), on, seed=seed)
    return ordering, levelled(weight, len(flags))


def _told(value: float) -> float | None:
    return None if math.isnan(value) else value
