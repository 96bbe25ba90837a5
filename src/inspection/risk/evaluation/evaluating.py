"""What a ranking of past visits would have been worth, beside other rankings of the same visits, with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspection.risk.evaluation.calibration import Calibration, calibrated
from inspection.risk.evaluation.grouping import ONE_CLASS, GroupResult, by_group
from inspection.risk.evaluation.metrics import Estimate, checked_capacity, share_estimate
from inspection.risk.evaluation.ordering import Dates, Floats, Ordering, levelled, slots_of
from inspection.risk.evaluation.resampling import METRICS, Progress, affordable, drawn_again, estimated, measured

MODEL = "model"
"""The name of the ranking that is judged; the others are what it must beat."""
SHARES = tuple(step / 20 for step in range(21))
"""The shares of the visits at which the curve of found breaches is told."""
NO_VISITS = "There are no visits."
ONE_DAY = "Half of the visits was passed on the first day."


@dataclass(frozen=True)
class Past:
    """Visits that have ended, one row each.

    ``unit`` is a code of the dwelling or building (visits of one are drawn together), ``weight`` 1 / the probability
    of having been selected (None: all alike), ``groups`` what figures are told by, such as
    ``{"municipality": [...]}``. Raises ValueError when lengths differ, a date is missing or a weight is not above 0.
    """

    outcome: NDArray[np.bool_]
    on: NDArray[np.datetime64]
    unit: NDArray[np.int64]
    weight: NDArray[np.float64] | None = None
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.outcome)
        columns: dict[str, Any] = {"dates": self.on, "units": self.unit, **self.groups}
        for name, column in columns.items():
            if len(column) != n:
                raise ValueError(f"There are {n} outcomes and {len(column)} {name}; give one to each visit.")
        if np.isnat(np.asarray(self.on, dtype="datetime64[D]")).any():
            raise ValueError("A visit has no date; leave it out.")
        levelled(self.weight, n)


@dataclass(frozen=True)
class Evaluation:
    """What ``evaluate`` found. Undefined figures are ``Estimate(None, reason=...)``.

    ``rankings`` holds every metric of ``METRICS`` by ranking, ``differences`` the model minus each other ranking over
    the same draws, ``curves`` the share of breaches found at ``SHARES`` of the visits, ``actual_first_half`` the share
    found in the first half in the order in which the visits were made.
    """

    n: int
    breaches: int
    units: int
    weighted: bool
    hit_rate: Estimate
    capacity: float
    slots: int
    resamples: int
    asked_resamples: int
    seed: int
    rankings: Mapping[str, Mapping[str, Estimate]]
    differences: Mapping[str, Mapping[str, Estimate]]
    actual_first_half: float | None
    curves: Mapping[str, tuple[float, ...]]
    calibration: Calibration | None
    groups: Mapping[str, tuple[GroupResult, ...]]


def evaluate(
    past: Past,
    rankings: Mapping[str, NDArray[np.float64]],
    *,
    probability: NDArray[np.float64] | None = None,
    capacity: float = 0.1,
    resamples: int = 1000,
    seed: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure every ranking (a risk for each visit, higher is worse) and the model against each other one.

    Intervals are the middle 95 % of ``resamples`` draws of whole units (fewer for very many visits, and the result
    says how many). Raises ValueError without a ranking named "model", for a risk that is not a number, a probability
    outside 0 to 1, or a capacity that is no share.
    """
    if MODEL not in rankings:
        raise ValueError(f"No ranking is named {MODEL!r}; that is the one that is judged.")
    checked_capacity(capacity)
    outcome, unit = np.asarray(past.outcome, dtype=np.bool_), np.asarray(past.unit, dtype=np.int64)
    weight = levelled(past.weight, len(outcome))
    orderings = {name: Ordering.of(outcome, risk, past.on, seed=seed) for name, risk in rankings.items()}
    dates, units = Dates.of(past.on), len(np.unique(unit))
    made = affordable(resamples, len(outcome)) if len(outcome) else 0
    point = measured(orderings, dates, weight, capacity) if len(outcome) else _nothing(orderings)
    drawn = drawn_again(orderings, dates, weight, unit, capacity=capacity, resamples=made, seed=seed, progress=progress)
    told = probability is not None and len(outcome) > 0
    risk = np.asarray(rankings[MODEL], dtype=np.float64)
    return Evaluation(
        n=len(outcome),
        breaches=int(outcome.sum()),
        units=units,
        weighted=bool(len(weight)) and bool(np.ptp(weight) > 0),
        hit_rate=share_estimate(outcome, weight),
        capacity=capacity,
        slots=int(slots_of(capacity, weight)) if len(outcome) else 0,
        resamples=made,
        asked_resamples=resamples,
        seed=seed,
        rankings=_estimates(orderings, point, drawn, outcome, units),
        differences=_differences(orderings, point, drawn, outcome, units),
        actual_first_half=_actual(outcome, dates, weight),
        curves={name: _curve(one, weight) for name, one in orderings.items()} if outcome.any() else {},
        calibration=calibrated(outcome, probability, weight, unit) if told and probability is not None else None,
        groups=by_group(past.groups, outcome, risk, weight, unit, capacity=capacity, resamples=made, seed=seed)
        if len(outcome)
        else dict.fromkeys(past.groups, ()),
    )


def _nothing(orderings: Mapping[str, Ordering]) -> Floats:
    return np.full((len(orderings), len(METRICS)), np.nan)


def _estimates(
    orderings: Mapping[str, Ordering], point: Floats, drawn: Floats, outcome: NDArray[np.bool_], units: int
) -> dict[str, dict[str, Estimate]]:
    return {
        name: {
            metric: estimated(point[row, at], drawn[:, row, at], _why(metric, outcome), units=units)
            for at, metric in enumerate(METRICS)
        }
        for row, name in enumerate(orderings)
    }


def _differences(
    orderings: Mapping[str, Ordering], point: Floats, drawn: Floats, outcome: NDArray[np.bool_], units: int
) -> dict[str, dict[str, Estimate]]:
    """Model minus other, draw by draw, so that what both share does not widen the interval."""
    names = list(orderings)
    model = names.index(MODEL)
    away, drawn_away = point[model] - point, drawn[:, [model]] - drawn
    every = _estimates(orderings, away, drawn_away, outcome, units)
    return {name: found for name, found in every.items() if name != MODEL}


def _why(metric: str, outcome: NDArray[np.bool_]) -> str:
    if not len(outcome):
        return NO_VISITS
    if metric == "first_half_share" and outcome.any():
        return ONE_DAY
    return ONE_CLASS


def _actual(outcome: NDArray[np.bool_], dates: Dates, weight: Floats) -> float | None:
    """The share of breaches found in the first half as the visits were made."""
    breaches = float(weight @ outcome) if len(outcome) else 0.0
    half = dates.axis(weight).half
    if breaches <= 0 or half <= 0:
        return None
    upto = np.cumsum(weight[dates.order])
    return float(weight[dates.order] @ (outcome[dates.order] & (upto <= half + 1e-9))) / breaches


def _curve(one: Ordering, weight: Floats) -> tuple[float, ...]:
    return tuple(float(share) for share in one.recall_curve(weight, np.array(SHARES)))
