"""Learning: how strongly to hold back, and whether pairs say more, is judged on later years alone.

The rows are cut in time: learn on the earlier ones, look at the next ones, three times over. That is how the model will
be used, and it is the only place where choices are made.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from inspection.risk.learning.additive import AdditiveModel, Chosen, model_of
from inspection.risk.learning.bands import Cut, Floats, cut_columns
from inspection.risk.learning.pairs import with_pairs, worthwhile_pairs
from inspection.risk.learning.solving import Fit, covariance, log_odds
from inspection.risk.learning.trials import (
    FEWEST_EVENTS,
    SETTINGS,
    Lot,
    Setting,
    Visits,
    choose,
    enough,
    folds_of,
    tried,
)

NEWEST = 0.8
"""The rows beyond this share of the time tell how common breaches are now."""

SURELY = 30.0
"""Log-odds beyond which something as good as never, or always, happens."""


class LearningError(ValueError):
    """Rows that nothing can be learned from: says what is missing."""


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
    holds +1 for a column with which risk may only rise, -1 only fall. ``weight`` is 1 over the probability of having
    been visited. ``pairs``: how many pairs of columns may be added, each only when it improves every forward fold. The
    same rows always give the same model.

    Raises ``LearningError`` with fewer than ``FEWEST_EVENTS`` rows of either class, or without a column that varies.
    """
    visits = Visits(frame, outcome.astype(float), on, np.ones(len(outcome)) if weight is None else weight)
    _check(visits)
    said = progress or (lambda _: None)
    directed = dict(directions or {})
    cuts: list[Cut] = list(cut_columns(frame))
    if not cuts:
        raise LearningError("No column has two different known values: there is nothing to learn from.")
    folds = folds_of(visits)
    said("choosing how strongly to hold back")
    setting, chosen, slope = choose([tried(fold, SETTINGS, directed) for fold in folds])
    if pairs and folds:
        said("looking for pairs")
        kept = worthwhile_pairs(visits, cuts, folds, setting, directed, pairs)
        if kept:
            cuts += kept
            setting, chosen, slope = choose([tried(fold, SETTINGS, directed, with_pairs(kept)) for fold in folds])
    said("learning from all rows")
    return _final(visits, cuts, directed, setting, chosen, slope)


def _check(visits: Visits) -> None:
    events = int(visits.outcome.sum())
    for count, what in ((events, "with the outcome"), (len(visits.outcome) - events, "without it")):
        if count < FEWEST_EVENTS:
            raise LearningError(
                f"There are {count} rows {what} to learn from; at least {FEWEST_EVENTS} of each are needed."
            )


def _final(
    visits: Visits,
    cuts: Sequence[Cut],
    directions: Mapping[str, int],
    setting: Setting,
    chosen: Chosen,
    slope: float,
) -> AdditiveModel:
    fit, lot = Lot.of(visits, cuts, directions).fitted(setting)
    spread = covariance(lot.rows, lot.blocks, fit, strength=setting.strength)
    z = slope * log_odds(lot.rows.indexes, fit.effects(lot.blocks), 0.0)
    calibrated = Fit(_level(z, visits), fit.parameters)
    return model_of(calibrated, lot.blocks, lot.rows.indexes, spread, slope=slope, chosen=chosen)


def _level(z: Floats, visits: Visits) -> float:
    """The intercept with which the newest rows hold as many breaches as foretold; of all rows where those are few."""
    newest = visits.on >= np.sort(visits.on)[int(NEWEST * len(visits.on))]
    part = newest if enough(visits.outcome[newest]) else np.ones(len(newest), dtype=bool)
    line, outcome, weight = z[part], visits.outcome[part], visits.weight[part]
    beyond = SURELY + float(np.abs(line).max())
    return float(brentq(lambda level: weight @ (expit(line + level) - outcome), -beyond, beyond))
