"""What has been learned: an additive model in log-odds, a term for each column, a number for each band."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from scipy.special import expit

from inspection.risk.learning.bands import Bands, Block, Cut, Floats, Levels
from inspection.risk.learning.solving import Fit

CONFIDENT = 1.959964
"""Standard errors either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True)
class Term:
    """What one column adds, in log-odds against the average row: ``effects`` by band or level, ``unknown`` without it.

    ``spread`` is the standard deviation of what it added over the rows learned from: how much it matters.
    """

    cut: Cut
    effects: tuple[float, ...]
    unknown: float
    std_errors: tuple[float, ...]
    unknown_std_error: float
    spread: float

    @property
    def column(self) -> str:
        """The column, or both names of a pair."""
        return self.cut.column

    @property
    def kind(self) -> str:
        """``number``, ``category`` or ``pair``."""
        return {Bands: "number", Levels: "category"}.get(type(self.cut), "pair")

    @property
    def limits(self) -> tuple[float, ...]:
        """Of a number: band 0 lies up to the first limit, band 1 above it, and so on; empty for others."""
        return self.cut.limits if isinstance(self.cut, Bands) else ()

    @property
    def levels(self) -> Mapping[str, float]:
        """Of a category: what each level with a name of its own adds; empty for others."""
        return dict(zip(self.cut.names, self.effects, strict=False)) if isinstance(self.cut, Levels) else {}

    @property
    def table(self) -> Floats:
        """The effects and the unknown one last, as the index of the cut counts them."""
        return np.asarray([*self.effects, self.unknown])


@dataclass(frozen=True)
class Chosen:
    """How a model came about: the penalty's strength, why, and what each strength reached on later years."""

    strength: float
    reason: str
    adapted: bool = False
    """Whether columns that say much are held back less."""
    quality: float | None = None
    """AUC and average precision together, means over the forward folds; None where nothing could be tried."""
    tried: tuple[tuple[float, bool, float, float], ...] = ()
    """(strength, adapted, AUC, average precision), means over the forward folds."""


@dataclass(frozen=True)
class AdditiveModel:
    """Log-odds = intercept + a number from each term. Calibrated on later years than it was learned from."""

    intercept: float
    terms: tuple[Term, ...]
    chosen: Chosen
    covariance: Floats = field(repr=False)
    """Of the intercept and all terms' parameters, after calibration: a matrix, or only their variances."""
    blocks: tuple[Block, ...] = field(repr=False)

    def contributions(self, frame: pl.DataFrame) -> Floats:
        """(rows, terms): what each term adds to each row, in log-odds."""
        parts = [term.table[term.cut.index(frame)] for term in self.terms]
        return np.column_stack(parts) if parts else np.zeros((frame.height, 0))

    def log_odds(self, frame: pl.DataFrame) -> Floats:
        """The sum for each row."""
        total = np.full(frame.height, self.intercept)
        for term in self.terms:
            total += term.table[term.cut.index(frame)]
        return total

    def probability(self, frame: pl.DataFrame) -> Floats:
        """The calibrated probability of the outcome for each row, 0 to 1."""
        chance: Floats = expit(self.log_odds(frame))
        return chance

    def interval(self, frame: pl.DataFrame) -> tuple[Floats, Floats]:
        """The 95 % interval of each probability, from the parameters' uncertainty alone (Laplace)."""
        middle = self.log_odds(frame)
        low, high = np.empty_like(middle), np.empty_like(middle)
        for begin in range(0, frame.height, 4_096):
            part = slice(begin, begin + 4_096)
            some = frame[part]
            columns = [block.matrix[term.cut.index(some)] for block, term in zip(self.blocks, self.terms, strict=True)]
            design = np.concatenate([np.ones((some.height, 1)), *columns], axis=1)
            error = _errors(design, self.covariance)
            low[part] = expit(middle[part] - CONFIDENT * error)
            high[part] = expit(middle[part] + CONFIDENT * error)
        return low, high


def model_of(
    fit: Fit,
    blocks: Sequence[Block],
    indexes: Sequence[np.ndarray],
    covariance: Floats,
    *,
    slope: float,
    chosen: Chosen,
) -> AdditiveModel:
    """The fitted parameters as terms. ``slope`` stretches every effect alike: the order of rows stays as it was."""
    terms = []
    begin = 1
    stretched = covariance * slope**2
    for block, effects, index in zip(blocks, fit.effects(blocks), indexes, strict=True):
        size = len(block.penalty)
        part = slice(begin, begin + size)
        errors = _errors(block.matrix, stretched[part] if stretched.ndim == 1 else stretched[part, part])
        stretched_effects = effects * slope
        spread = float(stretched_effects[index].std()) if len(index) else 0.0
        known = stretched_effects[:-1]
        terms.append(
            Term(
                cut=block.cut,
                effects=tuple(float(one) for one in known),
                unknown=float(stretched_effects[-1]),
                std_errors=tuple(float(one) for one in errors[:-1]),
                unknown_std_error=float(errors[-1]),
                spread=0.0 if math.isnan(spread) else spread,
            )
        )
        begin += size
    return AdditiveModel(fit.intercept, tuple(terms), chosen, stretched, tuple(blocks))


def _errors(design: Floats, covariance: Floats) -> Floats:
    """The standard error of each row of a design, by a covariance matrix or by variances alone."""
    if covariance.ndim == 1:
        return np.asarray(np.sqrt(design**2 @ covariance))
    return np.asarray(np.sqrt(np.maximum(0.0, ((design @ covariance) * design).sum(axis=1))))
