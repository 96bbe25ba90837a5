"""Looking for pairs of columns that say more together than apart, and keeping only those that later years bear out."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from scipy.special import expit

from inspection.risk.learning.bands import Bands, Cut, Levels, Pair, cut_columns, cut_number
from inspection.risk.learning.solving import log_odds
from inspection.risk.learning.trials import Cutter, Fold, Lot, Setting, Visits, tried

PAIR_COLUMNS = 8
"""Pairs are sought among so many of the terms that matter most."""

BANDS_EACH = 3
MOST_LEVELS_EACH = 6
TRIED_FOR_EACH = 3
"""Candidates tried for each pair that may be kept."""


def worthwhile_pairs(
    visits: Visits,
    cuts: Sequence[Cut],
    folds: Sequence[Fold],
    setting: Setting,
    directions: Mapping[str, int],
    most: int,
) -> list[Cut]:
    """At most ``most`` pairs, one after another, each kept only when every fold's later rows are ranked better."""
    kept: list[Cut] = []
    best = _quality(folds, setting, directions, kept)
    for pair in _candidates(visits, cuts, setting, directions)[: TRIED_FOR_EACH * most]:
        quality = _quality(folds, setting, directions, [*kept, pair])
        if bool((quality > best).all()):
            kept.append(pair)
            best = quality
        if len(kept) == most:
            break
    return kept


def with_pairs(pairs: Sequence[Cut]) -> Cutter:
    """Cut the columns of a frame anew, and take these pairs as they are."""
    return lambda frame: [*cut_columns(frame), *pairs]


def _quality(
    folds: Sequence[Fold], setting: Setting, directions: Mapping[str, int], pairs: Sequence[Cut]
) -> np.ndarray:
    trials = [tried(fold, (setting,), directions, with_pairs(pairs)) for fold in folds]
    return np.array([trial.auc[0] + trial.precision[0] for trial in trials])


def _candidates(visits: Visits, cuts: Sequence[Cut], setting: Setting, directions: Mapping[str, int]) -> list[Pair]:
    """Pairs in coarse bands, ordered by what the additive model leaves over in their cells (a score test)."""
    fit, lot = Lot.of(visits, cuts, directions).fitted(setting)
    effects = fit.effects(lot.blocks)
    chance = expit(log_odds(lot.rows.indexes, effects, fit.intercept))
    residual, variance = visits.weight * (visits.outcome - chance), visits.weight * chance * (1 - chance)
    matters = [float(effect[index].std()) for effect, index in zip(effects, lot.rows.indexes, strict=True)]
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
        return cut_number(frame[cut.column], most=BANDS_EACH - 1)
    return cut if isinstance(cut, Levels) and len(cut.names) <= MOST_LEVELS_EACH else None
