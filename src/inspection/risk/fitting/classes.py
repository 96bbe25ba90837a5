"""The values of a factor as classes that rows fall in: one for each choice or step, one for not knowing."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inspection.risk.weights.factors import Choice, Factor, Scale

Floats: TypeAlias = NDArray[np.float64]
Indexes: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Classes:
    """A factor's classes, the least risky by law first where the law has an order; the last is not knowing.

    ``points`` are those of the set that is learned from. ``ordered`` tells that risk may not fall from one known class
    to the next: limits always (each is a limit of law or report), yes and no by the side that gives more points. Kinds
    of dwelling are free.
    """

    factor: Factor
    points: tuple[int, ...]
    ordered: bool

    @property
    def known(self) -> int:
        """How many classes of known values."""
        return len(self.points) - 1

    def index(self, frame: pl.DataFrame) -> Indexes:
        """The class of each row of a frame of features; not knowing where the frame lacks the feature."""
        if self.factor.feature not in frame.columns:  # a feature of older sets that is read no longer
            return np.full(frame.height, self.known)
        column = frame[self.factor.feature]
        if self.factor.scale is Scale.CHOICES:
            return self._of_choices(column)
        return self._of_steps(column)

    def _of_choices(self, column: pl.Series) -> Indexes:
        places = {_text(choice.value): place for place, choice in enumerate(sorted_choices(self.factor))}
        told = column.cast(pl.String)
        return told.replace_strict(places, default=self.known, return_dtype=pl.Int64).to_numpy()

    def _of_steps(self, column: pl.Series) -> Indexes:
        values = column.cast(pl.Float64).to_numpy()
        above = self.factor.scale is Scale.ABOVE
        limits = [limit for limit, _points in reversed(self.factor.steps)]  # the lightest first
        found = np.zeros(len(values), dtype=np.int64)
        for place, limit in enumerate(limits, start=1):
            found[(values > limit) if above else (values < limit)] = place
        found[np.isnan(values)] = self.known
        return found


def _text(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def sorted_choices(factor: Factor) -> list[Choice]:
    """The choices, the least points first."""
    return sorted(factor.choices, key=lambda one: one.points)


def classes_of(factor: Factor) -> Classes:
    """The classes of a factor, in the order of their points in the set."""
    if factor.scale is Scale.CHOICES:
        known = [choice.points for choice in sorted_choices(factor)]
        plain = all(isinstance(choice.value, bool) for choice in factor.choices)
        return Classes(factor, (*known, factor.unknown_points), ordered=plain)
    known = [0, *(points for _limit, points in reversed(factor.steps))]
    return Classes(factor, (*known, factor.unknown_points), ordered=True)


def directions_of(factors: tuple[Factor, ...]) -> dict[str, int]:
    """For the learner: with which features risk may only rise (+1) or only fall (-1)."""
    found = {}
    for factor in factors:
        if factor.scale is not Scale.CHOICES:
            found[factor.feature] = 1 if factor.scale is Scale.ABOVE else -1
        elif classes_of(factor).ordered and len(factor.choices) == 2:
            worse = sorted_choices(factor)[-1]
            if worse.points > sorted_choices(factor)[0].points:
                found[factor.feature] = 1 if worse.value is True else -1
    return found
