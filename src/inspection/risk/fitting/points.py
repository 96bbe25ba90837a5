"""From what was learned to whole points: shrunk towards the set in force, kept in the law's order, 100 in all. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from inspection.risk.fitting.classes import Classes, Floats, Indexes, classes_of, sorted_choices
from inspection.risk.fitting.slopes import logistic_slope
from inspection.risk.weights.factors import HIGHEST_SCORE, Factor, Scale, Weights

PRIOR_VISITS = 100.0
"""As many visits as the points in force count for in each class: with few visits a proposal stays close to them."""

LEAST_SLOPE = 0.01
"""Log-odds that a point in force stands for at least, also where the visits say that the score orders nothing."""

UNKNOWN_SHARE = 1 / 3
"""Not knowing gives at least this share of a factor's most points (RISK-04): silence is not safety, and visits go where
something is known, so that they teach too little of the rest. Where not knowing costs nothing in the set in force the
register itself counts (earlier breaches, reports), and not knowing means that there were none.
"""


@dataclass(frozen=True)
class Learned:
    """What the learner found, as this room needs it: rows by contributions, which column each belongs to."""

    columns: tuple[str, ...]
    contributions: Floats
    """(rows, columns) in log-odds."""


@dataclass(frozen=True)
class Rows:
    """The visits learned from: features, outcomes (rows,), weights (rows,)."""

    frame: pl.DataFrame
    outcome: Floats
    weight: Floats


def repoint(
    weights: Weights, rows: Rows, learned: Learned, *, prior_visits: float = PRIOR_VISITS
) -> tuple[Factor, ...]:
    """The factors of a set with the points that the visits speak for; their maxima add up to 100.

    Each factor keeps its feature, limits, words and reference. In log-odds, a class of a factor gets the mean of what
    the learner gave the visits in it, and the points in force count for ``prior_visits`` more.
    """
    every = [classes_of(factor) for factor in weights.factors]
    indexes = [one.index(rows.frame) for one in every]
    slope = slope_of(_scores(every, indexes), rows)
    places = {column: place for place, column in enumerate(learned.columns)}
    risks = [
        _risks(one, index, _contribution(learned, places, one.factor.feature), rows.weight, slope, prior_visits)
        for one, index in zip(every, indexes, strict=True)
    ]
    maxima = _whole([float(risk.max()) for risk in risks])
    return tuple(_with_points(one, risk, most) for one, risk, most in zip(every, risks, maxima, strict=True))


def _contribution(learned: Learned, places: Mapping[str, int], feature: str) -> Floats | None:
    return learned.contributions[:, places[feature]] if feature in places else None


def _scores(every: Sequence[Classes], indexes: Sequence[Indexes]) -> Floats:
    total = np.zeros(len(indexes[0]) if indexes else 0)
    for one, index in zip(every, indexes, strict=True):
        total += np.asarray(one.points, dtype=np.float64)[index]
    return total


def slope_of(score: Floats, rows: Rows) -> float:
    """What a point in force is worth in log-odds by these visits, never nought."""
    return max(LEAST_SLOPE, logistic_slope(score, rows.outcome, rows.weight))


def _risks(
    one: Classes, index: Indexes, contribution: Floats | None, weight: Floats, slope: float, prior_visits: float
) -> Floats:
    """Log-odds of each class above the least risky known one, nought or more; the last is not knowing."""
    prior = slope * np.asarray(one.points, dtype=np.float64)
    if contribution is None or not len(index):
        return _lifted(one, prior)
    held = np.bincount(index, weights=weight, minlength=len(prior))
    seen = np.bincount(index, minlength=len(prior)).astype(np.float64)
    mean = np.bincount(index, weights=weight * contribution, minlength=len(prior)) / np.where(held > 0, held, 1.0)
    centre = float(held @ prior / held.sum())
    learned = mean - float(held @ mean / held.sum())
    mixed = (seen * learned + prior_visits * (prior - centre)) / (seen + prior_visits)
    if one.ordered:
        mixed[:-1] = rising(mixed[:-1], seen[:-1] + prior_visits)
    return _lifted(one, mixed)


def rising(values: Floats, weight: Floats) -> Floats:
    """The nearest values that never fall (pool adjacent violators; Ayer et al. 1955)."""
    blocks: list[list[float]] = []
    for value, held in zip(values, weight, strict=True):
        blocks.append([float(value), float(held), 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            last, before = blocks.pop(), blocks.pop()
            both = before[1] + last[1]
            blocks.append([(before[0] * before[1] + last[0] * last[1]) / both, both, before[2] + last[2]])
    pooled: Floats = np.array([value for value, _held, count in blocks for _ in range(int(count))], dtype=np.float64)
    return pooled


def _lifted(one: Classes, risk: Floats) -> Floats:
    """Shifted so that the least risky known class gives nothing, and not knowing what RISK-04 asks."""
    lifted: Floats = np.maximum(risk - risk[:-1].min(), 0.0)
    if one.points[-1] == 0:
        lifted[-1] = 0.0
    else:
        lifted[-1] = max(lifted[-1], UNKNOWN_SHARE * lifted[:-1].max())
    return lifted


def _whole(maxima: Sequence[float]) -> list[int]:
    """Whole maxima that add up to 100, by largest remainder; of equal remainders the earlier factor gets the point."""
    total = sum(maxima)
    shares = [HIGHEST_SCORE * one / total for one in maxima]
    whole = [math.floor(share) for share in shares]
    left = HIGHEST_SCORE - sum(whole)
    order = sorted(range(len(shares)), key=lambda place: (whole[place] - shares[place], place))
    for place in order[:left]:
        whole[place] += 1
    return whole


def _with_points(one: Classes, risk: Floats, most: int) -> Factor:
    highest = float(risk.max())
    points = [round(most * float(value) / highest) if highest > 0 else 0 for value in risk]
    if one.points[-1] > 0:
        points[-1] = max(points[-1], math.ceil(most * UNKNOWN_SHARE))
    factor = one.factor
    if factor.scale is Scale.CHOICES:
        given = {choice.value: number for choice, number in zip(sorted_choices(factor), points, strict=False)}
        choices = tuple(replace(choice, points=given[choice.value]) for choice in factor.choices)
        return replace(factor, choices=choices, unknown_points=points[-1])
    steps = tuple(
        (limit, number) for (limit, _points), number in zip(factor.steps, reversed(points[1:-1]), strict=True)
    )
    return replace(factor, steps=steps, unknown_points=points[-1])


def group_limits(before: Floats, after: Floats, limits: Sequence[int]) -> tuple[int, int, int]:
    """The limits under which about as many fall in each group as before. ``before`` and ``after`` are the scores of the
    same accommodations under both sets.
    """
    found: list[int] = []
    for limit in limits:
        wanted = float((before >= limit).mean()) if len(before) else 0.0
        lowest = (found[-1] if found else 0) + 1
        room = range(lowest, HIGHEST_SCORE - (len(limits) - len(found)) + 2)
        gaps = [
            (abs(float((after >= one).mean()) - wanted) if len(after) else abs(one - limit), abs(one - limit), one)
            for one in room
        ]
        found.append(min(gaps)[2])
    two, three, four = found
    return two, three, four
