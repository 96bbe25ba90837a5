"""The graph of a cluster and the days of its firms as shapes with places: what the SVG in the page draws. Pure.

Two graphs of the same: one laid out in the plane for wide screens, one with the firms below one another for a phone.
The same cluster is always drawn the same (the layout starts from a fixed seed).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

import networkx as nx

SEED = 1
BOX_WIDTH, BOX_HEIGHT = 216, 68
MARGIN = 14
ROW, RAIL, NARROW_WIDTH = 96, 92, 328

Pairs = Sequence[tuple[UUID, UUID]]


@dataclass(frozen=True)
class Box:
    """The place of a firm: the left upper corner and the size."""

    x: float
    y: float
    width: float = BOX_WIDTH
    height: float = BOX_HEIGHT

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """The way from one firm to another as an SVG path, and where its label stands."""

    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Drawing:
    """Boxes by firm and lines by their place in the list of pairs, on a sheet of a size."""

    width: int
    height: int
    boxes: Mapping[UUID, Box]
    lines: tuple[Line, ...]


def draw_wide(firms: Sequence[UUID], pairs: Pairs) -> Drawing:
    """Firms in the plane, those that hang together near each other, no two on top of one another."""
    width = 1080
    height = 130 + 110 * max(1, math.ceil(len(firms) / 2))
    graph = nx.Graph()
    graph.add_nodes_from(firms)
    graph.add_edges_from(pairs)
    places = nx.spring_layout(graph, seed=SEED, k=2 / math.sqrt(max(len(firms), 1)), iterations=120)
    centres = _spread({firm: (float(x), float(y)) for firm, (x, y) in places.items()}, width, height)
    boxes = {firm: Box(round(x - BOX_WIDTH / 2, 1), round(y - BOX_HEIGHT / 2, 1)) for firm, (x, y) in centres.items()}
    top = min(box.y for box in boxes.values()) - MARGIN
    boxes = {firm: Box(box.x, round(box.y - top, 1)) for firm, box in boxes.items()}
    bottom = max(box.y + box.height for box in boxes.values()) + MARGIN
    return Drawing(width, math.ceil(bottom), boxes, tuple(_straight(boxes[one], boxes[other]) for one, other in pairs))


def _spread(places: Mapping[UUID, tuple[float, float]], width: float, height: float) -> dict[UUID, tuple[float, float]]:
    """Places stretched over the sheet, then pushed apart until no two boxes touch."""
    xs, ys = ([place[axis] for place in places.values()] for axis in (0, 1))
    inner = (width - BOX_WIDTH - 2 * MARGIN, height - BOX_HEIGHT - 2 * MARGIN)
    found = {
        firm: [
            _stretched(x, xs, inner[0]) + BOX_WIDTH / 2 + MARGIN,
            _stretched(y, ys, inner[1]) + BOX_HEIGHT / 2 + MARGIN,
        ]
        for firm, (x, y) in places.items()
    }
    for _round in range(200):
        if not sum(_push(found[one], found[other], width) for one, other in combinations(found, 2)):
            break
    return {firm: (place[0], place[1]) for firm, place in found.items()}


def _stretched(value: float, values: Sequence[float], size: float) -> float:
    low, high = min(values), max(values)
    return size / 2 if high - low < 1e-9 else (value - low) / (high - low) * size


def _push(one: list[float], other: list[float], width: float) -> bool:
    """Move two boxes apart where they touch, down and up rather than off the sheet; whether they did."""
    room_x, room_y = BOX_WIDTH + 90, BOX_HEIGHT + 46
    over_x, over_y = room_x - abs(one[0] - other[0]), room_y - abs(one[1] - other[1])
    if over_x <= 0 or over_y <= 0.01:
        return False
    upper, lower = (one, other) if (one[1], one[0]) <= (other[1], other[0]) else (other, one)
    upper[1] -= over_y / 2
    lower[1] += over_y / 2
    for place in (one, other):
        place[0] = min(max(place[0], BOX_WIDTH / 2 + MARGIN), width - BOX_WIDTH / 2 - MARGIN)
    return True


def _straight(one: Box, other: Box) -> Line:
    (x1, y1), (x2, y2) = one.centre, other.centre
    start, end = _border(one, x2 - x1, y2 - y1, 2), _border(other, x1 - x2, y1 - y2, 8)
    path = f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    return Line(path, round((start[0] + end[0]) / 2, 1), round((start[1] + end[1]) / 2, 1))


def _border(box: Box, to_x: float, to_y: float, beyond: float) -> tuple[float, float]:
    """Where a line from the middle of a box towards a direction leaves it, and a little further."""
    x, y = box.centre
    length = math.hypot(to_x, to_y) or 1
    reach = min(
        box.width / 2 / abs(to_x) if to_x else math.inf,
        box.height / 2 / abs(to_y) if to_y else math.inf,
    )
    factor = (0 if math.isinf(reach) else reach) + beyond / length
    return x + to_x * factor, y + to_y * factor


def draw_narrow(firms: Sequence[UUID], pairs: Pairs) -> Drawing:
    """Firms below one another in their order, with an arc on the left for each pair."""
    width = NARROW_WIDTH - RAIL - 4
    boxes = {firm: Box(RAIL, MARGIN + row * ROW, width) for row, firm in enumerate(firms)}
    used: dict[int, int] = {}
    lines = []
    for one, other in pairs:
        span = abs(firms.index(one) - firms.index(other))
        used[span] = used.get(span, 0) + 1
        lines.append(_arc(boxes[one], boxes[other], span, used[span]))
    return Drawing(NARROW_WIDTH, 2 * MARGIN + len(firms) * ROW - (ROW - BOX_HEIGHT), boxes, tuple(lines))


def _arc(one: Box, other: Box, span: int, turn: int) -> Line:
    y1, y2 = one.centre[1], other.centre[1]
    shift = 8 * (turn % 2)
    out = RAIL - min(24 + 22 * span + shift, RAIL - 18)
    y1, y2 = (y1 + 14, y2 - 14) if y1 < y2 else (y1 - 14, y2 + 14)
    path = f"M{RAIL - 2} {y1:.1f}C{out} {y1:.1f} {out} {y2:.1f} {RAIL - 8} {y2:.1f}"
    return Line(path, round(out + (RAIL - out) / 4, 1), round((y1 + y2) / 2, 1))


@dataclass(frozen=True)
class Stretch:
    """A firm on the line of time: where its bar begins and how long it is, and where its orders lie, in percent."""

    start: float
    length: float
    orders: tuple[float, ...]
    goes_on: bool


@dataclass(frozen=True)
class Times:
    """Bars by firm, and the years at their places (percent)."""

    bars: Mapping[UUID, Stretch]
    years: tuple[tuple[float, int], ...]


def draw_times(lives: Mapping[UUID, tuple[date, date | None, Sequence[date]]], *, as_of: date) -> Times:
    """Each firm's (first day, last day, days of orders) on one line of time that ends on a day."""
    low = min((began for began, _ended, _orders in lives.values()), default=as_of)
    span = max((as_of - low).days, 1)

    def place(day: date) -> float:
        return round(min(max((day - low).days / span, 0), 1) * 100, 2)

    bars = {
        firm: Stretch(
            start=place(began),
            length=max(round(place(ended or as_of) - place(began), 2), 0.6),
            orders=tuple(place(day) for day in orders if low <= day <= as_of),
            goes_on=ended is None,
        )
        for firm, (began, ended, orders) in lives.items()
    }
    years = [date(year, 1, 1) for year in range(low.year, as_of.year + 1)]
    return Times(bars, tuple((place(day), day.year) for day in years if low <= day))
