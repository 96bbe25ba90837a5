"""Trying how strongly to hold back: learn on earlier rows, look at the next ones, three times over."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from inspection.risk.evaluation.metrics import area_under_curve, average_precision
from inspection.risk.learning.additive import Chosen
from inspection.risk.learning.bands import Block, Cut, Floats, block_of, cut_columns
from inspection.risk.learning.solving import Fit, Rows, log_odds, solve

STRENGTHS = (10_000.0, 3_000.0, 1_000.0, 300.0, 100.0, 30.0, 10.0, 3.0)
"""Strengths of the penalty that are tried, the strongest first: each is the start of the next."""

FALLBACK_STRENGTH = 1_000.0
"""Taken where the rows allow no trial in time."""

FOLDS = ((0.40, 0.60), (0.60, 0.80), (0.80, 1.00))
"""Shares of the rows in order of time: learned up to the first, judged from there up to the second."""

FEWEST_EVENTS = 10
"""A fold with fewer rows of either class, to learn from or to judge on, is left out."""

CHOICE_ROWS = 150_000
"""Strengths are tried on so many of the newest rows at most; the model itself learns from all."""

LARGEST_STRETCH = 4.0
FEWEST_TO_STRETCH = 50
SLACK = 0.25
"""Share of a standard error within which the simpler setting is taken."""

EVEN = 0.15
"""Keeps a column that says nothing in a first fit from being shut out for good."""


@dataclass(frozen=True)
class Visits:
    """What is learned from: a row each, its outcome, its day and weight (1 over the probability of being visited)."""

    frame: pl.DataFrame
    outcome: Floats
    on: NDArray[np.datetime64]
    weight: Floats

    def only(self, chosen: NDArray[np.bool_]) -> "Visits":
        """Some of the rows."""
        return Visits(self.frame.filter(pl.Series(chosen)), self.outcome[chosen], self.on[chosen], self.weight[chosen])


@dataclass(frozen=True)
class Setting:
    """How strongly to hold back, and whether columns that say much are held back less (adaptive ridge; Zou 2006)."""

    strength: float
    adapted: bool = False


SETTINGS = (*map(Setting, STRENGTHS), *(Setting(strength, adapted=True) for strength in STRENGTHS[2:7]))


@dataclass(frozen=True)
class Fold:
    """Rows to learn from and the rows of the time after them; ``share`` of all rows are learned from."""

    earlier: Visits
    later: Visits
    share: float


@dataclass(frozen=True)
class Trial:
    """What one fold showed for each setting: two qualities of the ranking, and the log-odds of the rows judged."""

    auc: Floats
    precision: Floats
    ahead: list[Floats]
    outcome: Floats
    weight: Floats


Cutter = Callable[[pl.DataFrame], Sequence[Cut]]


@dataclass(frozen=True)
class Lot:
    """Rows cut into bands, ready to be fitted at any setting."""

    blocks: tuple[Block, ...]
    rows: Rows

    @classmethod
    def of(cls, visits: Visits, cuts: Sequence[Cut], directions: Mapping[str, int]) -> "Lot":
        """Cut the rows."""
        made = [block_of(cut, visits.frame, directions) for cut in cuts]
        rows = Rows([index for _, index in made], visits.outcome, visits.weight)
        return cls(tuple(block for block, _ in made), rows)

    def fitted(self, setting: Setting, *, share: float = 1.0, start: Fit | None = None) -> tuple[Fit, "Lot"]:
        """The fit at a setting, in proportion to the share of rows, and the lot with the penalties it was made with."""
        fit = solve(self.rows, self.blocks, strength=setting.strength * share, start=start)
        if not setting.adapted:
            return fit, self
        lot = replace(self, blocks=_adapted(self, fit))
        return solve(lot.rows, lot.blocks, strength=setting.strength * share, start=fit), lot


def _adapted(lot: Lot, fit: Fit) -> tuple[Block, ...]:
    """The blocks with penalties in inverse proportion to what each column says in a first fit."""
    effects = fit.effects(lot.blocks)
    spreads = np.array([effect[index].std() for effect, index in zip(effects, lot.rows.indexes, strict=True)])
    usual = math.sqrt(float(np.mean(spreads**2)))
    if usual == 0.0:
        return lot.blocks
    factors = usual / (spreads + EVEN * usual)
    return tuple(
        replace(block, penalty=block.penalty * factor) for block, factor in zip(lot.blocks, factors, strict=True)
    )


def folds_of(visits: Visits) -> list[Fold]:
    """Folds in time; no day is on both sides of one. Folds with too few of a class are left out."""
    newest = _newest(visits)
    days = np.sort(newest.on)
    whole = float(visits.weight.sum())
    found = []
    for begin, end in FOLDS:
        first = days[min(len(days) - 1, int(begin * len(days)))]
        last = days[min(len(days) - 1, int(end * len(days)))]
        before = newest.on < first
        after = ~before & ((newest.on < last) if end < 1 else np.ones(len(days), dtype=bool))
        if enough(newest.outcome[before]) and enough(newest.outcome[after]):
            earlier = newest.only(before)
            found.append(Fold(earlier, newest.only(after), float(earlier.weight.sum()) / whole))
    return found


def enough(outcome: Floats) -> bool:
    """Whether both classes are there often enough to learn from or to judge on."""
    return bool(FEWEST_EVENTS <= outcome.sum() <= len(outcome) - FEWEST_EVENTS)


def _newest(visits: Visits) -> Visits:
    if len(visits.outcome) <= CHOICE_ROWS:
        return visits
    chosen = np.zeros(len(visits.outcome), dtype=bool)
    chosen[np.argsort(visits.on, kind="stable")[-CHOICE_ROWS:]] = True
    return visits.only(chosen)


def tried(
    fold: Fold,
    settings: Sequence[Setting],
    directions: Mapping[str, int],
    cutter: Cutter = cut_columns,
) -> Trial:
    """Learn on the earlier rows of a fold at each setting and look ahead."""
    cuts = cutter(fold.earlier.frame)
    lot = Lot.of(fold.earlier, cuts, directions)
    unseen = [cut.index(fold.later.frame) for cut in cuts]
    outcome, weight = fold.later.outcome, fold.later.weight
    fit: Fit | None = None
    auc, precision, ahead = [], [], []
    for setting in settings:
        fit, used = lot.fitted(setting, share=fold.share, start=fit)
        z = log_odds(unseen, fit.effects(used.blocks), fit.intercept)
        ahead.append(z)
        auc.append(area_under_curve(outcome > 0, z, weight))
        precision.append(average_precision(outcome > 0, z, weight))
    return Trial(np.asarray(auc, float), np.asarray(precision, float), ahead, outcome, weight)


def choose(trials: Sequence[Trial]) -> tuple[Setting, Chosen, float]:
    """The setting, how it came about, and the slope that calibrates it on the rows judged.

    The best mean of AUC and average precision over the folds, weighed by how many breaches each could judge; of
    settings within a quarter of a standard error of the best the first is taken: plain before adapted, strong before
    weak.
    """
    if not trials:
        chosen = Chosen(FALLBACK_STRENGTH, "too few rows to try strengths on later years")
        return Setting(FALLBACK_STRENGTH), chosen, 1.0
    events = np.array([trial.outcome.sum() for trial in trials])
    shares = events / events.sum()
    auc = shares @ np.array([trial.auc for trial in trials])
    precision = shares @ np.array([trial.precision for trial in trials])
    quality = auc + precision
    slack = SLACK * math.sqrt(0.25 / events.sum())
    place = int(np.flatnonzero(quality >= quality.max() - slack)[0])
    setting = SETTINGS[place]
    found = Chosen(
        strength=setting.strength,
        reason="best on later years, the simplest of those as good",
        adapted=setting.adapted,
        quality=float(quality[place]),
        tried=tuple(
            (one.strength, one.adapted, float(a), float(p)) for one, a, p in zip(SETTINGS, auc, precision, strict=True)
        ),
    )
    return setting, found, _slope(trials, place)


def _slope(trials: Sequence[Trial], place: int) -> float:
    """By how much to stretch the log-odds: the slope of what happened on what was foretold (Cox 1958).

    The newest fold decides where it can, for it learned from almost as many rows as the model itself will. Each fold
    has a level of its own, since how many breaches there are changes from year to year.
    """
    newest = trials[-1]
    taken = [newest] if min(newest.outcome.sum(), (1 - newest.outcome).sum()) >= FEWEST_TO_STRETCH else trials
    own = [(trial.ahead[place], trial.outcome, trial.weight) for trial in taken]

    def loss(point: Floats) -> tuple[float, Floats]:
        value, slope, levels = (point[0] - 1) ** 2, 2 * (point[0] - 1), []
        for level, (z, outcome, weight) in zip(point[1:], own, strict=True):
            line = point[0] * z + level
            residual = weight * (expit(line) - outcome)
            value += float(weight @ (np.logaddexp(0.0, line) - outcome * line))
            slope += float(residual @ z)
            levels.append(float(residual.sum()))
        return value, np.array([slope, *levels])

    begin = np.array([1.0, *[0.0] * len(own)])
    bounds = [(0.05, LARGEST_STRETCH), *[(None, None)] * len(own)]
    return float(minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds).x[0])
