"""Visits in the order of a ranking, sorted once, so that many re-weightings of the same visits cost little."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]

TIE_SEED = 1
"""The recorded seed of the shuffle that breaks ties where a metric needs one order."""
ROUNDING = 1e-9
"""Sums of weights are compared with this much patience, so that 0.1 of 30 visits is 3."""


@dataclass(frozen=True)
class Axis:
    """The dates of the visits as a line of slots: how much weight lies before each, and the days summed up to there."""

    edges: Floats
    days_before: Floats
    half: float
    """The weight of the visits on the days before half of all visits is passed; 0 when the first day passes it."""


@dataclass(frozen=True)
class Dates:
    """Visits by date: ``order`` sorts them, ``last`` tells the last visit of each day in that order."""

    order: NDArray[np.intp]
    day: Floats
    last: NDArray[np.intp]

    @classmethod
    def of(cls, on: Days) -> "Dates":
        """Days are counted from 1970; the order within one day does not matter."""
        number = np.asarray(on, dtype="datetime64[D]").astype(np.int64).astype(np.float64)
        order = np.argsort(number, kind="stable")
        day = number[order]
        return cls(order, day, np.flatnonzero(np.append(day[1:] != day[:-1], len(day) > 0)))

    def axis(self, weight: Floats) -> Axis:
        """The slots that visits of these weights (in the order of the rows) take up."""
        held = weight[self.order]
        edges = np.concatenate(([0.0], np.cumsum(held)))
        days_before = np.concatenate(([0.0], np.cumsum(held * self.day)))
        ends = edges[self.last + 1]
        within = ends[ends <= edges[-1] / 2 + ROUNDING]
        return Axis(edges, days_before, float(within[-1]) if len(within) else 0.0)


@dataclass(frozen=True)
class Ordering:
    """One ranking of visits, the riskiest first.

    ``order`` sorts the rows (ties by a seeded shuffle), ``starts`` tells where each run of equal risks begins,
    ``breach`` is the outcome (1 or 0) in that order. Every method takes weights in the order of the rows and gives NaN
    where the weights leave nothing to measure; the public functions of ``metrics`` turn that into None.
    """

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    breach: Floats
    day: Floats | None = None

    @classmethod
    def of(cls, outcome: Flags, risk: Floats, on: Days | None = None, *, seed: int = TIE_SEED) -> "Ordering":
        """Sort by falling risk. Raises ValueError when a risk is not a number."""
        values = np.asarray(risk, dtype=np.float64)
        if len(values) != len(outcome):
            raise ValueError(f"There are {len(outcome)} outcomes and {len(values)} risks; give one risk to each visit.")
        if np.isnan(values).any():
            raise ValueError("A risk is not a number; decide where a visit of unknown risk stands before ranking.")
        shuffled = np.random.default_rng(seed).permutation(len(values))
        order = np.lexsort((shuffled, -values))
        falling = values[order]
        starts = np.flatnonzero(np.append(True, falling[1:] != falling[:-1])) if len(values) else order
        day = None if on is None else np.asarray(on, dtype="datetime64[D]").astype(np.int64).astype(np.float64)
        return cls(order, starts, np.asarray(outcome, dtype=np.float64)[order], None if day is None else day[order])

    def area(self, weight: Floats) -> float:
        """Area under the ROC curve as Mann-Whitney's statistic, ties counted half."""
        held, positive = self._held(weight)
        hits = np.add.reduceat(positive, self.starts) if len(held) else held
        misses = np.add.reduceat(held - positive, self.starts) if len(held) else held
        below = misses.sum() - np.cumsum(misses)
        return _ratio(float(hits @ (below + misses / 2)), float(hits.sum() * misses.sum()))

    def average_precision(self, weight: Floats) -> float:
        """Sum over the distinct risks of (recall gained) times (precision there)."""
        held, positive = self._held(weight)
        if not len(held):
            return float("nan")
        gained = np.add.reduceat(positive, self.starts)
        total = np.cumsum(np.add.reduceat(held, self.starts))
        precision = np.cumsum(gained) / np.maximum(total, np.finfo(float).tiny)
        return _ratio(float(gained @ precision), float(gained.sum()))

    def caught(self, weight: Floats, slots: float) -> float:
        """The weight of the breaches among the riskiest visits that fill so many slots; the last may fit in part."""
        held, _ = self._held(weight)
        room = slots - (np.cumsum(held) - held)
        return float(self.breach @ np.clip(room, 0.0, held))

    def days_earlier(self, weight: Floats, axis: Axis) -> float:
        """Mean of (actual date - date when the riskiest visits take the earliest slots) over the breaches."""
        held, positive = self._held(weight)
        if self.day is None or not len(held):
            return float("nan")
        upto = np.cumsum(held)
        slot = np.interp(np.stack((upto - held, upto)), axis.edges, axis.days_before)
        simulated = float(self.breach @ (slot[1] - slot[0]))
        return _ratio(float(positive @ self.day) - simulated, float(positive.sum()))

    def recall_curve(self, weight: Floats, shares: Floats) -> Floats:
        """The share of the breaches found when these shares of the visits are made, riskiest first."""
        held, positive = self._held(weight)
        visited = np.concatenate(([0.0], np.cumsum(held)))
        found = np.concatenate(([0.0], np.cumsum(positive)))
        return np.asarray(np.interp(shares * visited[-1], visited, found) / found[-1], dtype=np.float64)

    def _held(self, weight: Floats) -> tuple[Floats, Floats]:
        held = weight[self.order]
        return held, held * self.breach


def slots_of(capacity: float, weight: Floats) -> float:
    """How many visits a share of them is: whole ones, at least one (of weights that are 1 in the mean)."""
    return float(max(1.0, np.floor(capacity * weight.sum() + ROUNDING)))


def levelled(weight: Any, n: int) -> Floats:
    """Weights with mean 1; ones when none are given. Raises ValueError unless they are finite and above 0."""
    if weight is None:
        return np.ones(n)
    given = np.asarray(weight, dtype=np.float64)
    if len(given) != n:
        raise ValueError(f"There are {n} visits and {len(given)} weights; give one weight to each visit.")
    if n and not (np.isfinite(given).all() and (given > 0).all()):
        raise ValueError("Every weight must be a finite number above 0 (1 / the probability of having been selected).")
    return given / given.mean() if n else given


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else float("nan")
