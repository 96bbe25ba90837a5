"""A table of moves as a picture (SVG): the states in one column, the next step straight down, others beside it.

The column keeps every label free of lines, whatever the table: moves that skip states run down on the right, those that
lead back run up on the left, and all that end at the same state share one line there. Equal tables give equal bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

BOX, CHARACTER, PORT, LANE, MARGIN, PADDING = 256, 6.7, 22, 18, 12, 14
INK, DECISION, PALE = "#454545", "#0059b3", "#e8eef5"


@dataclass(frozen=True)
class Node:
    """A state: ``is_end`` where nothing follows, ``goes_on`` where another picture says what follows."""

    key: str
    label: str
    is_end: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Edge:
    """A move between two states; the line of a decision is heavier."""

    source: str
    target: str
    label: str
    is_decision: bool = False


class Picture:
    """The places of nodes and lines, and the document made of them. Units are pixels."""

    def __init__(self, title: str, nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
        self.title, self.nodes, self.edges = title, nodes, edges
        self.order = {node.key: number for number, node in enumerate(nodes)}
        self.down = [edge for edge in edges if self._span(edge) == 1]
        self.sides = {
            "right": [edge for edge in edges if self._span(edge) > 1],
            "left": [edge for edge in edges if self._span(edge) <= 0],
        }
        self.lanes = {side: self._lanes(side) for side in self.sides}
        self.x = MARGIN + self._room("left")
        self.tops: list[float] = []
        self.heights = [self._height(node) for node in nodes]
        y = float(MARGIN)
        for number, height in enumerate(self.heights):
            self.tops.append(y)
            y += height + self._gap(number)
        below = max([self.x + BOX / 2 + 10 + _width(edge.label) for edge in self.down], default=0)
        self.width = max(self.x + BOX + self._room("right"), below) + MARGIN
        self.height = y + MARGIN - self._gap(len(nodes) - 1)

    def svg(self) -> str:
        """The whole document, with a title for those who cannot see it."""
        size = f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" width="{_n(self.width)}" height="{_n(self.height)}"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(self.title)}"'
            ' font-family="IBM Plex Sans, Arial, sans-serif" font-size="12">'
        )
        ground = f'<rect width="{_n(self.width)}" height="{_n(self.height)}" fill="#ffffff"/>'
        parts = [head, f"<title>{escape(self.title)}</title>", ground]
        parts += self._straight()
        for side in self.sides:
            parts += self._beside(side)
        parts += [self._box(number, node) for number, node in enumerate(self.nodes)]
        return "\n".join([*parts, "</svg>"]) + "\n"

    def _span(self, edge: Edge) -> int:
        return self.order[edge.target] - self.order[edge.source]

    def _lanes(self, side: str) -> dict[str, int]:
        """The line of each target: the shortest run lies next to the labels."""
        runs: dict[str, int] = {}
        for edge in self.sides[side]:
            runs[edge.target] = max(runs.get(edge.target, 0), abs(self._span(edge)))
        return {target: number for number, target in enumerate(sorted(runs, key=lambda key: (runs[key], key)))}

    def _room(self, side: str) -> float:
        labels = [_width(edge.label) for edge in self.sides[side]]
        return max(labels) + PADDING + LANE * (len(self.lanes[side]) + 1) if labels else 0

    def _leaving(self, side: str, key: str) -> list[Edge]:
        found = [edge for edge in self.sides[side] if edge.source == key]
        return sorted(found, key=lambda edge: self.lanes[side][edge.target], reverse=side == "right")

    def _ports(self, side: str, key: str) -> int:
        return len(self._leaving(side, key)) + (key in self.lanes[side])

    def _height(self, node: Node) -> float:
        return 22 + PORT * max(1, self._ports("right", node.key), self._ports("left", node.key))

    def _gap(self, number: int) -> float:
        labels = sum(1 for edge in self.down if self.order[edge.source] == number)
        return 28 if labels == 0 else 26 + 16 * labels

    def _port(self, side: str, key: str, number: int) -> float:
        """The height of a port; the way in lies at the end that the line comes from."""
        at, ports = self.order[key], self._ports(side, key)
        first = self.tops[at] + (self.heights[at] - PORT * (ports - 1)) / 2
        return first + PORT * number

    def _out(self, side: str, key: str, number: int) -> float:
        shift = 1 if side == "right" and key in self.lanes[side] else 0
        return self._port(side, key, number + shift)

    def _in(self, side: str, key: str) -> float:
        return self._port(side, key, 0 if side == "right" else self._ports(side, key) - 1)

    def _straight(self) -> Iterable[str]:
        x = self.x + BOX / 2
        for number in range(len(self.nodes)):
            edges = [edge for edge in self.down if self.order[edge.source] == number]
            if not edges:
                continue
            top, end = self.tops[number] + self.heights[number], self.tops[number + 1]
            ink, stroke = _line(all(edge.is_decision for edge in edges))
            yield f'<path d="M{_n(x)} {_n(top)}V{_n(end - 7)}" {stroke}/>'
            yield _arrow(x, end, "down", ink)
            for place, edge in enumerate(edges):
                yield _text(edge.label, x + 10, top + 22 + 16 * place, "start", _line(edge.is_decision)[0])

    def _beside(self, side: str) -> Iterable[str]:
        sign, edge_x = (1, self.x + BOX) if side == "right" else (-1, self.x)
        labels = max([_width(edge.label) for edge in self.sides[side]], default=0) + PADDING
        for node in self.nodes:
            for number, edge in enumerate(self._leaving(side, node.key)):
                lane = edge_x + sign * (labels + LANE * (self.lanes[side][edge.target] + 1) - 4)
                y, end = self._out(side, node.key, number), self._in(side, edge.target)
                ink, stroke = _line(edge.is_decision)
                yield f'<path d="M{_n(edge_x)} {_n(y)}H{_n(lane)}V{_n(end)}H{_n(edge_x + sign * 7)}" {stroke}/>'
                yield _arrow(edge_x, end, side, INK)
                yield _text(edge.label, edge_x + sign * 9, y - 5, "start" if sign > 0 else "end", ink)

    def _box(self, number: int, node: Node) -> str:
        y, height = self.tops[number], self.heights[number]
        fill = PALE if node.is_end else "#ffffff"
        dashes = ' stroke-dasharray="5 3"' if node.goes_on else ""
        box = (
            f'<rect x="{_n(self.x)}" y="{_n(y)}" width="{BOX}" height="{_n(height)}" rx="4" fill="{fill}"'
            f' stroke="{INK}" stroke-width="1.5"{dashes}/>'
        )
        return box + _text(node.label, self.x + BOX / 2, y + height / 2 + 4, "middle", "#1a1a1a", bold=True)


def _line(is_decision: bool) -> tuple[str, str]:
    ink, width = (DECISION, 2.5) if is_decision else (INK, 1.3)
    return ink, f'fill="none" stroke="{ink}" stroke-width="{width}"'


def _arrow(x: float, y: float, to: str, ink: str) -> str:
    """An arrow head whose tip touches a box: from above, or from one of its sides."""
    ends = {"down": ((-4, -8), (4, -8)), "right": ((8, -4), (8, 4)), "left": ((-8, -4), (-8, 4))}
    points = " ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in ((0, 0), *ends[to]))
    return f'<polygon points="{points}" fill="{ink}"/>'


def _text(words: str, x: float, y: float, anchor: str, ink: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{ink}"{weight}>{escape(words)}</text>'


def _width(words: str) -> float:
    return len(words) * CHARACTER


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
