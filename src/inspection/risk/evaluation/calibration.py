"""Whether probabilities of a breach are right: ten bins of equal count, and a line through them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from inspection.risk.evaluation.metrics import Z95, Estimate, brier, share_estimate
from inspection.risk.evaluation.ordering import TIE_SEED, Floats, levelled

BINS = 10
ROUNDS = 50
FARTHEST = 1e-6
"""Probabilities are kept this far from 0 and 1 when their logarithm is taken."""
STEEPEST = 100.0
"""A slope beyond this is a sign that the probabilities part the outcomes perfectly, and that no line fits."""


@dataclass(frozen=True)
class Bin:
    """Visits of like probability: what was said on average, and what share of them had a breach."""

    n: int
    predicted: float
    observed: Estimate


@dataclass(frozen=True)
class Calibration:
    """How probabilities and outcomes agree.

    ``brier_of_base_rate`` is what saying the base rate of every visit would give. ``intercept`` and ``slope`` are of
    logit(observed) = intercept + slope * logit(said); 0 and 1 are right, a slope under 1 means too sure of itself
    (Cox 1958).
    """

    bins: tuple[Bin, ...]
    brier: Estimate
    brier_of_base_rate: float | None
    intercept: Estimate
    slope: Estimate


def calibration_bins(
    outcome: ArrayLike, probability: ArrayLike, weight: ArrayLike | None = None, *, bins: int = BINS
) -> tuple[Bin, ...]:
    """Visits in bins of equal count by rising probability; equal probabilities at an edge are parted by the seeded
    shuffle.
    """
    happened, told = np.asarray(outcome, dtype=np.bool_), checked_probability(probability)
    held = levelled(weight, len(happened))
    if not len(happened):
        return ()
    order = np.lexsort((np.random.default_rng(TIE_SEED).permutation(len(told)), told))
    return tuple(
        Bin(len(rows), float(np.average(told[rows], weights=held[rows])), share_estimate(happened[rows], held[rows]))
        for rows in np.array_split(order, min(bins, len(order)))
    )


def calibration_line(
    outcome: ArrayLike, probability: ArrayLike, weight: ArrayLike | None = None, unit: ArrayLike | None = None
) -> tuple[Estimate, Estimate]:
    """Intercept and slope of a logistic regression of the outcome on logit(probability), by Newton's method.

    Intervals are Wald's from the sandwich variance over units (visits of one dwelling are not independent).
    """
    happened, told = np.asarray(outcome, dtype=np.float64), checked_probability(probability)
    held = levelled(weight, len(happened))
    if not len(happened) or happened.min() == happened.max():
        return _unknown("All visits ended the same way.")
    line = _design(told)
    if np.ptp(line[:, 1]) == 0:
        return _unknown("All probabilities are the same.")
    found = _fitted(happened, line, held)
    if found is None:
        return _unknown("The probabilities part the outcomes completely, so no line fits.")
    spread = _spread(happened, line, held, found, None if unit is None else np.asarray(unit))
    ends = [(Estimate(float(b), float(b - Z95 * s), float(b + Z95 * s))) for b, s in zip(found, spread, strict=True)]
    return ends[0], ends[1]


def calibrated(
    outcome: ArrayLike, probability: ArrayLike, weight: ArrayLike | None = None, unit: ArrayLike | None = None
) -> Calibration:
    """Bins, Brier score and line of the probabilities. Raises ValueError when one is not between 0 and 1."""
    happened, told = np.asarray(outcome, dtype=np.float64), checked_probability(probability)
    held = levelled(weight, len(happened))
    intercept, slope = calibration_line(outcome, told, held, unit)
    base = float(np.average(happened, weights=held)) if len(happened) else None
    plain = None if base is None else brier(happened, np.full(len(happened), base), held)
    return Calibration(
        calibration_bins(outcome, told, held), _brier(happened, told, held, unit), plain, intercept, slope
    )


def checked_probability(probability: ArrayLike) -> Floats:
    """The probabilities. Raises ValueError when one is not between 0 and 1."""
    told = np.asarray(probability, dtype=np.float64)
    if not ((told >= 0) & (told <= 1)).all():
        raise ValueError("Every probability must lie between 0 and 1.")
    return told


def _brier(happened: Floats, told: Floats, held: Floats, unit: ArrayLike | None) -> Estimate:
    value = brier(happened, told, held)
    if value is None:
        return Estimate(None, reason="There are no visits.")
    away = held * ((told - happened) ** 2 - value)
    sums = away if unit is None else np.bincount(np.unique(np.asarray(unit), return_inverse=True)[1], away)
    reach = Z95 * float(np.sqrt((sums**2).sum())) / float(held.sum())
    return Estimate(value, max(0.0, value - reach), min(1.0, value + reach))


def _design(told: Floats) -> Floats:
    safe = np.clip(told, FARTHEST, 1 - FARTHEST)
    return np.column_stack((np.ones(len(safe)), np.log(safe / (1 - safe))))


def _fitted(happened: Floats, line: Floats, held: Floats) -> Floats | None:
    """Newton's method from (0, 1), steps halved while they make the fit worse; None when nothing settles."""
    found = np.array([0.0, 1.0])
    best = _loss(happened, line, held, found)
    for _ in range(ROUNDS):
        said = _expected(line @ found)
        curve = line.T @ (line * (held * said * (1 - said))[:, None])
        if np.linalg.cond(curve) > 1 / FARTHEST**2:
            return None
        step = np.linalg.solve(curve, line.T @ (held * (happened - said)))
        while _loss(happened, line, held, found + step) > best + FARTHEST**2 and np.abs(step).max() > FARTHEST**2:
            step = step / 2
        found = found + step
        best = _loss(happened, line, held, found)
        if np.abs(found).max() > STEEPEST:
            return None
        if np.abs(step).max() < FARTHEST:
            return np.asarray(found, dtype=np.float64)
    return None


def _loss(happened: Floats, line: Floats, held: Floats, found: Floats) -> float:
    reach = line @ found
    return float(held @ (np.logaddexp(0.0, reach) - happened * reach))


def _expected(reach: Floats) -> Floats:
    return np.asarray(np.exp(-np.logaddexp(0.0, -reach)), dtype=np.float64)


def _spread(
    happened: Floats, line: Floats, held: Floats, found: Floats, unit: np.ndarray[tuple[int], np.dtype[np.int64]] | None
) -> Floats:
    """Standard errors: bread from the curvature, filling from the scores summed over units."""
    said = _expected(line @ found)
    bread = np.linalg.inv(line.T @ (line * (held * said * (1 - said))[:, None]))
    scores = line * (held * (happened - said))[:, None]
    if unit is not None:
        code = np.unique(unit, return_inverse=True)[1]
        scores = np.column_stack([np.bincount(code, scores[:, column]) for column in range(2)])
    return np.asarray(np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread)), dtype=np.float64)


def _unknown(reason: str) -> tuple[Estimate, Estimate]:
    return Estimate(None, reason=reason), Estimate(None, reason=reason)
