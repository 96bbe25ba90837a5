"""The bar of a score: its parts side by side on a line from nought to the most points there can be."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.5
"""Between two parts, in points, so that they can be told apart without colours."""

DRAWN_ALONE = 3
"""So many of the heaviest parts have a tone of their own; the rest share one."""

TONES = ("#00335c", "#0059b3", "#5b9bd5", "#a9a9a9")


@dataclass(frozen=True)
class Segment:
    """One part of the bar, in points from the left."""

    x: float
    width: float
    tone: str


def segments(points: Sequence[int]) -> tuple[Segment, ...]:
    """The parts one after the other; the widths with their gaps make the sum of the points."""
    found, x = [], 0
    for number, part in enumerate(points):
        found.append(Segment(x, max(part - GAP, 0.2), TONES[min(number, DRAWN_ALONE)]))
        x += part
    return tuple(found)
