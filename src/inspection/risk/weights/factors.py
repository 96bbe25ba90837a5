"""What a weight set consists of: factors, their points and their words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HIGHEST_SCORE = 100


class FactorStatus(StrEnum):
    """How strong a factor is: a sign named by the source, mere surroundings, or the basis of a case in
    itself.
    """

    INDICATOR = "indicator"
    CONTEXT = "context"
    PROOF = "proof"


class FactorSource(StrEnum):
    """Where the reason for a factor comes from."""

    LAW = "law"
    REPORT = "report"
    DATA = "data"


class Scale(StrEnum):
    """How a value turns into points."""

    CHOICES = "choices"
    ABOVE = "above"
    BELOW = "below"


class Direction(StrEnum):
    """Which values are a reason to look."""

    MORE_IS_WORSE = "more_is_worse"
    LESS_IS_WORSE = "less_is_worse"
    BY_CHOICE = "by_choice"


class Rubric(StrEnum):
    """What a factor is about; orders explanations."""

    HOUSING = "housing"
    DUTIES = "duties"
    HISTORY = "history"
    SURROUNDINGS = "surroundings"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a weight set against the one before it, and why it was made."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Points of one value of a factor, with the words that stand for it in a sentence."""

    value: str | bool
    points: int
    da: str
    en: str


_DIRECTIONS = {
    Scale.ABOVE: Direction.MORE_IS_WORSE,
    Scale.BELOW: Direction.LESS_IS_WORSE,
    Scale.CHOICES: Direction.BY_CHOICE,
}


@dataclass(frozen=True, slots=True)
class Factor:
    """One named reason to look, with its points and its words.

    `steps` are (limit, points), the weightiest first, so that the first step that applies decides. A `withheld` factor
    counts for the authority; nothing that an employer is shown may depend on it.
    """

    key: str
    feature: str
    risk_id: str
    status: FactorStatus
    source: FactorSource
    reference: str
    scale: Scale
    choices: tuple[Choice, ...]
    steps: tuple[tuple[float, int], ...]
    unknown_points: int
    percent: bool
    da: str
    en: str
    da_unknown: str
    en_unknown: str
    da_infinite: str = ""
    en_infinite: str = ""
    withheld: bool = False
    rubric: Rubric | None = None

    @property
    def direction(self) -> Direction:
        """Which values are a reason to look, as the scale implies."""
        return _DIRECTIONS[self.scale]

    @property
    def max_points(self) -> int:
        """The most this factor can give."""
        known = [choice.points for choice in self.choices] + [points for _, points in self.steps]
        return max([*known, self.unknown_points])


@dataclass(frozen=True, slots=True)
class Weights:
    """A dated weight set. `group_limits` are the lowest scores of group 2, 3 and 4."""

    version: str
    valid_from: date
    author: str
    reason: str
    group_limits: tuple[int, int, int]
    factors: tuple[Factor, ...]
    changes: tuple[Change, ...] = ()

    def group(self, total: int) -> int:
        """The group, 1 (low) to 4 (high), that a score falls in."""
        return 1 + sum(total >= limit for limit in self.group_limits)
