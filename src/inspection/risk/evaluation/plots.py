"""Charts as points of an SVG drawing; a table beside each says the same. Pure: figures in, places out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LEFT, TOP, SIDE = 46.0, 10.0, 300.0
"""Where the drawing area begins, and how wide and high it is, in the units of the drawing."""
STROKES = {
    "model": ("#0059b3", ""),
    "last_result": ("#b34700", "9 4"),
    "employer_before": ("#00704a", "2 4"),
    "best_single_column": ("#00704a", "2 4"),
    "chance": ("#666666", "12 4 2 4"),
    "random": ("#666666", "12 4 2 4"),
}
"""Colour and dashes of each ranking; told apart without colour too."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Line:
    """One ranking as a polyline."""

    key: str
    points: str
    colour: str
    dashes: str


@dataclass(frozen=True)
class Dot:
    """One bin: where it stands, and the ends of its interval (the same place where there is none)."""

    x: float
    y: float
    low_y: float
    high_y: float


@dataclass(frozen=True)
class Drawing:
    """A square chart; ``ticks`` are (place along x, place along y, share) of both axes."""

    ticks: tuple[tuple[float, float, float], ...]
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    left: float = LEFT
    right: float = LEFT + SIDE
    top: float = TOP
    bottom: float = TOP + SIDE
    middle: float = LEFT + SIDE / 2


def ranking_drawing(shares: Sequence[float], curves: Mapping[str, Sequence[float]]) -> Drawing:
    """The share of the breaches found against the share of the visits made."""
    lines = [
        Line(name, " ".join(f"{_x(a):g},{_y(b):g}" for a, b in zip(shares, curve, strict=True)), *STROKES[name])
        for name, curve in curves.items()
    ]
    return Drawing(_ticks(1.0), tuple(reversed(lines)))


def calibration_drawing(bins: Sequence[Mapping[str, Any]]) -> Drawing:
    """What was found against what was said, with the interval of each bin; the diagonal is right."""
    seen = [one for one in bins if one["observed"]["value"] is not None]
    reach = [max(one["predicted"], one["observed"]["high"] or one["observed"]["value"]) for one in seen]
    top = min(1.0, math.ceil(max(reach, default=1.0) * 10) / 10) or 1.0
    return Drawing(_ticks(top), dots=tuple(_dot(one, top) for one in seen))


def _dot(one: Mapping[str, Any], top: float) -> Dot:
    observed = one["observed"]
    low, high = (observed["value"] if observed[end] is None else observed[end] for end in ("low", "high"))
    return Dot(_x(one["predicted"] / top), _y(observed["value"] / top), _y(low / top), _y(high / top))


def _ticks(top: float) -> tuple[tuple[float, float, float], ...]:
    return tuple((_x(share), _y(share), share * top) for share in TICKS)


def _x(share: float) -> float:
    return round(LEFT + share * SIDE, 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * SIDE, 1)
