"""Learning: how strongly to hold back, and whether there is anything to learn, is judged on later years alone.

The rows are cut in time: learn on the earlier ones, look at the next ones, three times over. That is how the model will
be used, and it is the only place where choices are made.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from inspection.risk.evaluation.metrics import area_under_curve, average_precision
from inspection.risk.learning.additive import AdditiveModel, Chosen, model_of
from inspection.risk.learning.bands import Bands, Cut, Floats, Levels, Pair, block_of, cut_columns, cut_number
from inspection.risk.learning.solving import Fit, Rows, covariance, log_odds, solve

STRENGTHS = (10_000.0, 3_000.0, 1_000.0, 300.0, 100.0, 30.0, 10.0)
"""Strengths of the penalty that are tried, the strongest first: each is the start of the next."""

FALLBACK_STRENGTH = 1_000.0
"""Taken where the rows allow no trial in time."""

FOLDS = ((0.40, 0.60), (0.60, 0.80), (0.80, 1.00))
"""Shares of the rows in order of time: learned up to the first, judged from there up to the second."""

FEWEST_EVENTS = 10
"""A fold with fewer rows of either class, to learn from or to judge on, is left out."""

CHOICE_ROWS = 150_000
"""Strengths are tried on so many of the newest rows at most; the model itself learns from all."""

PAIR_COLUMNS = 8
"""Pairs are sought among so many of the terms that matter most."""

LARGEST_STRETCH = 4.0

NEWEST = 0.8
"""The rows beyond this share of the time tell how common breaches are now."""


class LearningError(ValueError):
    """Rows that nothing can be learned from: says what is missing."""


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
class Trial:
    """What one fold showed: a ranking quality for each strength, and the log-odds of the rows judged."""

    auc: Floats
    precision: Floats
    ahead: list[Floats]
    outcome: Floats
    weight: Floats


def learn(
    frame: pl.DataFrame,
    outcome: NDArray[np.bool_],
    *,
    on: NDArray[np.datetime64],
    weight: Floats | None = None,
    directions: Mapping[str, int] | None = None,
    pairs: int = 0,
    progress: Callable[[str], None] | None = None,
) -> AdditiveModel:
    """Learn an additive model of ``outcome`` (rows,) from the columns of ``frame`` (rows, columns).

    Numbers and flags become bands, texts become levels; null is unknown and has an effect of its own. ``directions``
    holds +1 for a column with which risk may only rise, -1 only fall. ``pairs``: how many pairs of columns may be
    added, each only when it improves every forward fold. The same rows always give the same model.

    Raises ``LearningError`` with fewer than ``FEWEST_EVENTS`` rows of either class, or without a column that varies.
    """
    visits = Visits(frame, outcome.astype(float), on, np.ones(len(outcome)) if weight is None else weight)
    _check(visits)
    said = progress or (lambda _: None)
    directed = dict(directions or {})
    cuts: list[Cut] = list(cut_columns(frame))
    if not cuts:
        raise LearningError("No column has two different known values: there is nothing to learn from.")
    folds = _folds(_newest(visits))
    said("choosing how strongly to hold back")
    whole = float(visits.weight.sum())
    trials = [_try(*fold, STRENGTHS, directed, _recut, whole) for fold in folds]
    chosen, slope = _choose(trials)
    if pairs and folds:
        said("looking for pairs")
        cuts += _worthwhile_pairs(visits, cuts, folds, chosen.strength, directed, pairs)
    said("learning from all rows")
    return _final(visits, cuts, directed, chosen, slope)


def _check(visits: Visits) -> None:
    events = int(visits.outcome.sum())
    for count, what in ((events, "with the outcome"), (len(visits.outcome) - events, "without it")):
        if count < FEWEST_EVENTS:
            raise LearningError(
                f"There are {count} rows {what} to learn from; at least {FEWEST_EVENTS} of each are needed."
            )


def _newest(visits: Visits) -> Visits:
    if len(visits.outcome) <= CHOICE_ROWS:
        return visits
    order = np.argsort(visits.on, kind="stable")
    chosen = np.zeros(len(order), dtype=bool)
    chosen[order[-CHOICE_ROWS:]] = True
    return visits.only(chosen)


def _folds(visits: Visits) -> list[tuple[Visits, Visits]]:
    """Pairs of (earlier, later) rows; no day is in both. Folds with too few of a class are left out."""
    days = np.sort(visits.on)
    found = []
    for begin, end in FOLDS:
        first = days[min(len(days) - 1, int(begin * len(days)))]
        earlier = visits.on < first
        last = days[min(len(days) - 1, int(end * len(days)))]
        later = ~earlier & ((visits.on < last) if end < 1 else np.ones(len(days), dtype=bool))
        if _enough(visits.outcome[earlier]) and _enough(visits.outcome[later]):
            found.append((visits.only(earlier), visits.only(later)))
    return found


def _enough(outcome: Floats) -> bool:
    return bool(FEWEST_EVENTS <= outcome.sum() <= len(outcome) - FEWEST_EVENTS)


Cutter = Callable[[pl.DataFrame], Sequence[Cut]]


def _recut(frame: pl.DataFrame) -> Sequence[Cut]:
    return cut_columns(frame)


def _try(
    earlier: Visits,
    later: Visits,
    strengths: Sequence[float],
    directions: Mapping[str, int],
    cutter: Cutter,
    whole: float,
) -> Trial:
    """Learn on the earlier rows at each strength, in proportion to how many of all rows they are, and look ahead."""
    cuts = cutter(earlier.frame)
    made = [block_of(cut, earlier.frame, directions) for cut in cuts]
    blocks = [block for block, _ in made]
    rows = Rows([index for _, index in made], earlier.outcome, earlier.weight)
    unseen = [cut.index(later.frame) for cut in cuts]
    share = float(earlier.weight.sum()) / whole
    fit: Fit | None = None
    auc, precision, ahead = [], [], []
    for strength in strengths:
        fit = solve(rows, blocks, strength=strength * share, start=fit)
        z = log_odds(unseen, fit.effects(blocks), fit.intercept)
        ahead.append(z)
        auc.append(area_under_curve(later.outcome > 0, z, later.weight))
        precision.append(average_precision(later.outcome > 0, z, later.weight))
    return Trial(np.asarray(auc, float), np.asarray(precision, float), ahead, later.outcome, later.weight)


def _choose(trials: Sequence[Trial]) -> tuple[Chosen, float]:
    """The strength, and the slope that calibrates it on the rows judged.

    The best mean of AUC and average precision over the folds, weighed by how many breaches each could judge; of
    strengths within a quarter of the folds' standard error of the best the strongest is taken.
    """
    if not trials:
        return Chosen(FALLBACK_STRENGTH, "too few rows to try strengths on later years"), 1.0
    events = np.array([trial.outcome.sum() for trial in trials])
    shares = events / events.sum()
    auc = shares @ np.array([trial.auc for trial in trials])
    precision = shares @ np.array([trial.precision for trial in trials])
    quality = auc + precision
    best = int(np.argmax(quality))
    slack = 0.25 * math.sqrt(0.25 / events.sum())
    place = int(np.flatnonzero(quality >= quality[best] - slack)[0])
    tried = tuple(zip(STRENGTHS, map(float, auc), map(float, precision), strict=True))
    return Chosen(STRENGTHS[place], "best on later years, the strongest of those as good", tried), _slope(trials, place)


def _slope(trials: Sequence[Trial], place: int) -> float:
    """By how much to stretch the log-odds: the slope of what happened on what was foretold (Cox 1958).

    Each fold has a level of its own, since how many breaches there are changes from year to year.
    """
    own = [(trial.ahead[place], trial.outcome, trial.weight) for trial in trials]

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


def _level(z: Floats, visits: Visits) -> float:
    """The intercept with which the newest rows hold as many breaches as foretold; of all rows where those are few."""
    newest = visits.on >= np.sort(visits.on)[int(NEWEST * len(visits.on))]
    part = newest if _enough(visits.outcome[newest]) else np.ones(len(newest), dtype=bool)
    line, outcome, weight = z[part], visits.outcome[part], visits.weight[part]
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if weight @ (expit(line + middle) - outcome) > 0 else (middle, high)
    return (low + high) / 2


def _final(
    visits: Visits, cuts: Sequence[Cut], directions: Mapping[str, int], chosen: Chosen, slope: float
) -> AdditiveModel:
    made = [block_of(cut, visits.frame, directions) for cut in cuts]
    blocks = [block for block, _ in made]
    rows = Rows([index for _, index in made], visits.outcome, visits.weight)
    fit = solve(rows, blocks, strength=chosen.strength)
    spread = covariance(rows, blocks, fit, strength=chosen.strength)
    z = slope * log_odds(rows.indexes, fit.effects(blocks), 0.0)
    calibrated = Fit(_level(z, visits), fit.parameters)
    return model_of(calibrated, blocks, rows.indexes, spread, slope=slope, chosen=chosen)


def _worthwhile_pairs(
    visits: Visits,
    cuts: Sequence[Cut],
    folds: Sequence[tuple[Visits, Visits]],
    strength: float,
    directions: Mapping[str, int],
    most: int,
) -> list[Cut]:
    """Pairs of the columns that matter most, one after another, each kept only when later years are ranked better."""
    candidates = _candidate_pairs(visits, cuts, strength, directions)
    kept: list[Cut] = []
    whole = float(visits.weight.sum())
    best = _quality(folds, strength, directions, kept, whole)
    for pair in candidates[: 3 * most]:
        quality = _quality(folds, strength, directions, [*kept, pair], whole)
        if min(np.asarray(quality) - np.asarray(best)) > 0:
            kept.append(pair)
            best = quality
        if len(kept) == most:
            break
    return kept


def _quality(
    folds: Sequence[tuple[Visits, Visits]],
    strength: float,
    directions: Mapping[str, int],
    pairs: Sequence[Cut],
    whole: float,
) -> list[float]:
    trials = [
        _try(*fold, (strength,), directions, lambda frame: [*cut_columns(frame), *pairs], whole) for fold in folds
    ]
    return [float(trial.auc[0] + trial.precision[0]) for trial in trials]


def _candidate_pairs(visits: Visits, cuts: Sequence[Cut], strength: float, directions: Mapping[str, int]) -> list[Pair]:
    """Pairs in coarse bands, ordered by what the additive model leaves over in their cells (a score test)."""
    made = [block_of(cut, visits.frame, directions) for cut in cuts]
    blocks = [block for block, _ in made]
    rows = Rows([index for _, index in made], visits.outcome, visits.weight)
    effects = (fit := solve(rows, blocks, strength=strength)).effects(blocks)
    chance = expit(log_odds(rows.indexes, effects, fit.intercept))
    residual, variance = visits.weight * (visits.outcome - chance), visits.weight * chance * (1 - chance)
    matters = [float(effect[index].std()) for effect, index in zip(effects, rows.indexes, strict=True)]
    heaviest = sorted(range(len(cuts)), key=lambda place: -matters[place])[:PAIR_COLUMNS]
    coarse = [one for place in heaviest if (one := _coarse(visits.frame, cuts[place])) is not None]
    found = []
    for place, first in enumerate(coarse):
        for second in coarse[place + 1 :]:
            pair = Pair(first, second)
            index = pair.index(visits.frame)
            left = np.bincount(index, weights=residual, minlength=pair.count + 1)[: pair.count]
            room = np.bincount(index, weights=variance, minlength=pair.count + 1)[: pair.count]
            found.append((float(np.sum(left**2 / (room + 1.0))) / pair.count, pair))
    return [pair for _, pair in sorted(found, key=lambda one: (-one[0], one[1].column))]


def _coarse(frame: pl.DataFrame, cut: Cut) -> Bands | Levels | None:
    if isinstance(cut, Bands):
        return cut_number(frame[cut.column], most=2)
    return cut if isinstance(cut, Levels) and len(cut.names) <= 6 else None
