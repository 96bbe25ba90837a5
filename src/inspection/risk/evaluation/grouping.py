"""The same figures by group: municipality, sector, kind of dwelling. Groups are never ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection.risk.evaluation.metrics import Estimate, share_estimate, wilson
from inspection.risk.evaluation.ordering import Flags, Floats, Ordering, slots_of
from inspection.risk.evaluation.resampling import FEWEST_RESAMPLES, affordable, draws, estimated

FEWEST_VISITS = 50
"""Under this many visits the interval is wider than any difference worth having, so that no figure is given."""
TOO_FEW = "Too few: under 50 visits."
NO_BREACH = "No visit found a breach."
ONE_CLASS = "All visits ended the same way."


@dataclass(frozen=True)
class GroupResult:
    """One group: its hit rate, the share of its breaches among the overall riskiest (recall), and the area within."""

    value: str
    n: int
    breaches: int
    hit_rate: Estimate
    recall: Estimate
    area_under_curve: Estimate

    @property
    def too_few(self) -> bool:
        """Whether there are too few visits for any figure."""
        return self.n < FEWEST_VISITS


def by_group(
    groups: Mapping[str, Sequence[str]],
    outcome: Flags,
    risk: Floats,
    weight: Floats,
    unit: NDArray[np.int64],
    *,
    capacity: float,
    resamples: int,
    seed: int,
) -> dict[str, tuple[GroupResult, ...]]:
    """For each grouping its values in alphabetical order. Who is among the riskiest is decided over all visits."""
    taken = _taken(Ordering.of(outcome, risk), weight, capacity)
    found: dict[str, tuple[GroupResult, ...]] = {}
    for name, values in groups.items():
        labels, codes = np.unique(np.asarray(values, dtype=str), return_inverse=True)
        rows = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes, minlength=len(labels)))[:-1])
        draws_each = min(resamples, affordable(FEWEST_RESAMPLES, len(outcome)))
        found[name] = tuple(
            _group(str(label), at, outcome, risk, weight, unit, taken, (draws_each, seed))
            for label, at in zip(labels, rows, strict=True)
            if len(at)
        )
    return found


def _taken(ordering: Ordering, weight: Floats, capacity: float) -> Floats:
    """The share of each visit that is among the riskiest within capacity: 1, 0, or part at the edge."""
    held = weight[ordering.order]
    room = slots_of(capacity, weight) - (np.cumsum(held) - held)
    share = np.empty(len(held))
    share[ordering.order] = np.clip(room / held, 0.0, 1.0)
    return share


def _group(
    value: str,
    at: NDArray[np.intp],
    outcome: Flags,
    risk: Floats,
    weight: Floats,
    unit: NDArray[np.int64],
    taken: Floats,
    drawing: tuple[int, int],
) -> GroupResult:
    happened, held = outcome[at], weight[at]
    breaches = int(happened.sum())
    if len(at) < FEWEST_VISITS:
        nothing = Estimate(None, reason=TOO_FEW)
        return GroupResult(value, len(at), breaches, nothing, nothing, nothing)
    recall = _recall(happened, held, taken[at])
    area = _area(happened, risk[at], held, unit[at], drawing)
    return GroupResult(value, len(at), breaches, share_estimate(happened, held), recall, area)


def _recall(happened: Flags, held: Floats, taken: Floats) -> Estimate:
    weights = held[happened]
    if not len(weights):
        return Estimate(None, reason=NO_BREACH)
    share = float(weights @ taken[happened] / weights.sum())
    effective = float(weights.sum() ** 2 / (weights @ weights))
    return Estimate(share, *(wilson(share * effective, effective) or (None, None)))


def _area(happened: Flags, risk: Floats, held: Floats, unit: NDArray[np.int64], drawing: tuple[int, int]) -> Estimate:
    ordering = Ordering.of(happened, risk)
    value = ordering.area(held)
    if np.isnan(value):
        return Estimate(None, reason=ONE_CLASS)
    resampled = np.array([ordering.area(held * counts) for counts in draws(unit, *drawing)])
    return estimated(value, resampled, ONE_CLASS, units=len(np.unique(unit)))
