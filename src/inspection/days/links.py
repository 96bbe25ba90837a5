"""Links that take a driver there: by the telephone's own map, or by a site that the operator names. Pure."""

import re
from collections.abc import Sequence
from urllib.parse import quote

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def geo_link(point: Point, label: str) -> str:
    """An address of the telephone's own map (RFC 5870); the label tells the pin."""
    where = _written(point)
    return f"geo:{where}?q={where}({quote(label, safe='')})"


def directions_link(template: str, start: Point, end: Point) -> str:
    """Directions on the operator's map site; nothing without a template."""
    return template.replace("{from}", _written(start)).replace("{to}", _written(end))


def tour_link(template: str, points: Sequence[Point]) -> str:
    """The route through all points; nothing without a template, or with fewer than two points."""
    if len(points) < 2:
        return ""
    return re.sub(r"\{points:([^{}]*)\}", lambda found: found[1].join(map(_written, points)), template)


def _written(point: Point) -> str:
    return f"{point[0]:.5f},{point[1]:.5f}"
