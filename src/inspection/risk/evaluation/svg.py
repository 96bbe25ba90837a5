"""The charts of an evaluation as one SVG file, for commands; the figures stand in the same command's text and JSON."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from inspection.risk.evaluation.plots import Drawing, calibration_drawing, ranking_drawing

WIDE, HIGH = 400, 470
BLUE, GREY, INK = "#0059b3", "#757575", "#1a1a1a"
LEGEND_STEP = 18


def charts(evaluation: Mapping[str, Any], calibration: Mapping[str, Any] | None) -> str:
    """How soon breaches are found, and what was found against what was said, side by side.

    ``evaluation`` is a document of ``printing.document_of``, ``calibration`` that of its calibration, if any.
    """
    curves, bins = evaluation["curves"], (calibration or {}).get("bins", ())
    ranking = ranking_drawing(curves["share_visited"], curves["share_of_breaches"])
    parts = [
        _square(0, "Breaches found against visits made", "share of the visits made", ranking, _lines(ranking)),
        _square(
            WIDE,
            "Found against said, with 95 % intervals",
            "probability said",
            drawing := calibration_drawing(list(bins)),
            _dots(drawing) if bins else _text(drawing.middle, 160, "no probabilities to compare", "middle"),
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDE} {HIGH}" width="{2 * WIDE}" height="{HIGH}"'
        f' font-family="sans-serif" font-size="12" fill="{INK}">\n'
        f'<rect width="{2 * WIDE}" height="{HIGH}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _square(left: int, title: str, along: str, drawing: Drawing, inside: str) -> str:
    box = f'x="{drawing.left}" y="{drawing.top}" width="{drawing.right - drawing.left}"'
    parts = [_text(drawing.left, -8, title, weight="600"), f'<rect {box} height="300" fill="none" stroke="{GREY}"/>']
    for x, y, share in drawing.ticks:
        parts.append(_line(x, drawing.top, x, drawing.bottom, "#dcdcdc"))
        parts.append(_line(drawing.left, y, drawing.right, y, "#dcdcdc"))
        parts.append(_text(x, drawing.bottom + 17, f"{share:.0%}", "middle"))
        parts.append(_text(drawing.left - 5, y + 4, f"{share:.0%}", "end"))
    parts.append(_line(drawing.left, drawing.bottom, drawing.right, drawing.top, GREY, "1 3"))
    parts += [inside, _text(drawing.middle, drawing.bottom + 38, along, "middle")]
    return f'<g transform="translate({left} 30)">' + "\n".join(parts) + "</g>"


def _lines(drawing: Drawing) -> str:
    parts = []
    for place, line in enumerate(reversed(drawing.lines)):
        wide, y = 3 if line.key == "model" else 2, drawing.bottom + 60 + place * LEGEND_STEP
        parts.append(_line(drawing.left, y, drawing.left + 40, y, line.colour, line.dashes, wide))
        parts.append(_text(drawing.left + 48, y + 4, line.key.replace("_", " ")))
    for line in drawing.lines:
        wide, dashes = 3 if line.key == "model" else 2, _dashes(line.dashes)
        parts.append(
            f'<polyline points="{line.points}" fill="none" stroke="{line.colour}" stroke-width="{wide}"{dashes}/>'
        )
    return "\n".join(parts)


def _dots(drawing: Drawing) -> str:
    parts = []
    for dot in drawing.dots:
        parts.append(_line(dot.x, dot.low_y, dot.x, dot.high_y, BLUE, wide=2))
        parts.append(f'<circle cx="{dot.x}" cy="{dot.y}" r="4.5" fill="{BLUE}"/>')
    return "\n".join(parts)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, dashes: str = "", wide: int = 1) -> str:
    ends = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{wide}"{_dashes(dashes)}/>'


def _dashes(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _text(x: float, y: float, text: str, anchor: str = "start", weight: str = "400") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'
