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


@dataclass(frozen=True, slots=True)
class Choice:
    """Points of one value of a factor, with the words that stand for it in a sentence."""

    value: str | bool
    points: int
    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One named reason to look, with its points and its words.

    `steps` are (limit, points), the weightiest first, so that the first step that applies decides.
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
    """Never told to the employer that it concerns, whether it counts or not (PRIV-02)."""

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

    def group(self, total: int) -> int:
        """The group, 1 (low) to 4 (high), that a score falls in."""
        return 1 + sum(total >= limit for limit in self.group_limits)
