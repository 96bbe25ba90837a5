"""The penalised logistic fit behind the learner: blocks of bands, L-BFGS-B, the curvature for uncertainty.

Minimised is sum(w (log(1 + exp z) - y z)) + strength/2 sum(penalty p^2), which is the posterior mode under normal
priors (ridge; Le Cessie and van Houwelingen 1992); bounds keep monotone columns monotone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import Bounds, minimize
from scipy.special import expit

from inspection.risk.learning.bands import Block, Floats, Indexes

MOST_STEPS = 400
EXACT = 1e-7
"""Relative change of the loss at which the search ends: far below what visits can tell."""

CURVATURE_ROWS = 100_000
"""The curvature is summed over so many rows at most, evenly taken, and scaled up."""
SMALL = 1e-9
MOST_FOR_CURVATURE = 2_000
"""Parameters beyond which only the diagonal of the curvature is used."""


@dataclass(frozen=True)
class Rows:
    """What is learned from: the band of each row in each block, the outcome (0 or 1) and the weight of the row."""

    indexes: Sequence[Indexes]
    outcome: Floats
    weight: Floats

    def only(self, chosen: np.ndarray) -> "Rows":
        """Some of the rows, by mask or number."""
        return Rows([one[chosen] for one in self.indexes], self.outcome[chosen], self.weight[chosen])


@dataclass(frozen=True)
class Fit:
    """The intercept (log-odds) and the parameters of each block."""

    intercept: float
    parameters: Floats

    def effects(self, blocks: Sequence[Block]) -> list[Floats]:
        """What each band of each block adds, in log-odds."""
        return [block.matrix @ part for block, part in zip(blocks, _parts(self.parameters, blocks), strict=True)]


def solve(rows: Rows, blocks: Sequence[Block], *, strength: float, start: Fit | None = None) -> Fit:
    """Fit the parameters at one strength of the penalty, from a fit nearby where there is one."""
    penalty = np.concatenate([block.penalty for block in blocks]) * strength
    low = np.concatenate([[-np.inf], *[block.low for block in blocks]])
    high = np.concatenate([[np.inf], *[block.high for block in blocks]])
    signed = rows.weight * rows.outcome
    share = float(np.clip(signed.sum() / rows.weight.sum(), 1e-6, 1 - 1e-6))
    curvature = share * (1 - share) * _diagonal(rows, blocks, rows.weight)
    scale = 1.0 / np.sqrt(curvature + np.concatenate([[0.0], penalty]) + SMALL)

    def loss(scaled: Floats) -> tuple[float, Floats]:
        point = scaled * scale
        z = log_odds(rows.indexes, Fit(point[0], point[1:]).effects(blocks), point[0])
        value = float(rows.weight @ np.logaddexp(0.0, z) - signed @ z)
        residual = rows.weight * expit(z) - signed
        slopes = [
            block.matrix.T @ np.bincount(index, weights=residual, minlength=len(block.matrix))
            for block, index in zip(blocks, rows.indexes, strict=True)
        ]
        ridge = penalty * point[1:]
        gradient = np.concatenate([[residual.sum()], np.concatenate(slopes) + ridge])
        return value + float(point[1:] @ ridge) / 2, gradient * scale

    begin = (
        np.concatenate([[np.log(share / (1 - share))], np.zeros(len(penalty))])
        if start is None
        else np.concatenate([[start.intercept], start.parameters])
    )
    steps = {"maxiter": MOST_STEPS, "maxcor": 20, "ftol": EXACT}
    found = minimize(loss, begin / scale, jac=True, method="L-BFGS-B", bounds=Bounds(low, high), options=steps)
    return Fit(float(found.x[0] * scale[0]), found.x[1:] * scale[1:])


def log_odds(indexes: Sequence[Indexes], effects: Sequence[Floats], intercept: float) -> Floats:
    """The sum of the intercept and what each row's bands add."""
    total = np.full(len(indexes[0]), intercept)
    for index, effect in zip(indexes, effects, strict=True):
        total += effect[index]
    return total


def covariance(rows: Rows, blocks: Sequence[Block], fit: Fit, *, strength: float) -> Floats:
    """The parameters' covariance (intercept first) by Laplace's approximation: the inverse curvature at the mode.

    A matrix; of more than ``MOST_FOR_CURVATURE`` parameters only the variances, from the diagonal alone, which say a
    little too much certainty.
    """
    penalty = np.concatenate([[0.0], *[block.penalty * strength for block in blocks]])
    every = max(1, -(-len(rows.outcome) // CURVATURE_ROWS))
    some = rows.only(np.arange(0, len(rows.outcome), every))
    chance = expit(log_odds(some.indexes, fit.effects(blocks), fit.intercept))
    weight = some.weight * chance * (1 - chance) * every
    size = len(penalty)
    if size > MOST_FOR_CURVATURE:
        variances: Floats = 1.0 / (_diagonal(some, blocks, weight) + penalty + SMALL)
        return variances
    curvature = np.zeros((size, size))
    for low in range(0, len(weight), 4_096):
        part = slice(low, low + 4_096)
        columns = [block.matrix[index[part]] for block, index in zip(blocks, some.indexes, strict=True)]
        design = np.concatenate([np.ones((len(weight[part]), 1)), *columns], axis=1)
        curvature += design.T @ (design * weight[part, None])
    factor = cho_factor(curvature + np.diag(penalty + SMALL), lower=True)
    return np.asarray(cho_solve(factor, np.eye(size)), dtype=np.float64)


def _diagonal(rows: Rows, blocks: Sequence[Block], weight: Floats) -> Floats:
    parts = [
        (block.matrix**2).T @ np.bincount(index, weights=weight, minlength=len(block.matrix))
        for block, index in zip(blocks, rows.indexes, strict=True)
    ]
    return np.concatenate([[weight.sum()], *parts])


def _parts(parameters: Floats, blocks: Sequence[Block]) -> list[Floats]:
    ends = np.cumsum([len(block.penalty) for block in blocks])
    return np.split(parameters, ends[:-1]) if len(blocks) else []
