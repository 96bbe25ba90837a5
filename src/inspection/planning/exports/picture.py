"""A printed map of a plan: municipalities in pale grey, dwellings by risk group, tours as numbered lines,
with a legend.
"""

import math
from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from shapely.geometry.base import BaseGeometry

from inspection.planning.exports.picture_lines import (
    DENMARK,
    Box,
    TourLine,
    extent,
    padded,
    spoken_period,
    tour_lines,
)
from inspection.planning.solving.plan import Plan
from inspection.planning.solving.problem import Problem

GROUP_STYLE = {1: ("#8aa0b3", 17), 2: ("#56b4e9", 26), 3: ("#e69f00", 40), 4: ("#b2182b", 60)}
"""Colour and area of a dot for each risk group: apart in hue, lightness and size, so that no one needs to
tell red from green.
"""

WIDTH_IN, LEGEND_IN = 15.0, 4.3
LONGEST_LEGEND = 26


def draw_map(
    path: Path,
    *,
    boundaries: Sequence[BaseGeometry],
    points: Sequence[tuple[float, float, int]],
    plan: Plan | None = None,
    problem: Problem | None = None,
    credit: str = "",
) -> None:
    """Write a PNG. `points` are (lat, lon, risk group 1-4); `credit` names the origin of the boundaries.

    Zooms to the tours, with all of Denmark in a corner; without tours it shows everything. Raises
    ValueError for a plan without its problem, which holds the places.
    """
    lines = tour_lines(plan, problem)
    box = padded(extent(lines, points, boundaries))
    figure, axes = _sheet(box)
    _draw_land(axes, boundaries, 0.5)
    _draw_points(axes, points)
    _draw_lines(axes, lines)
    _set_view(axes, box)
    _draw_legend(figure, axes, lines, points)
    _draw_titles(figure, lines, points, problem, credit)
    if lines and (box[2] - box[0]) < 0.8 * (DENMARK[2] - DENMARK[0]):
        _draw_inset(figure, boundaries, points, box)
    figure.savefig(path, dpi=150, facecolor="white", metadata={"Software": "Husly"})


def _sheet(box: Box) -> tuple[Figure, Axes]:
    """A page with the map on the left and room for the legend on the right."""
    west, south, east, north = box
    map_width = WIDTH_IN - LEGEND_IN - 0.6
    map_height = map_width * (north - south) / ((east - west) * math.cos(math.radians((south + north) / 2)))
    height = map_height + 1.5
    figure = Figure(figsize=(WIDTH_IN, height))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.3 / WIDTH_IN, 0.5 / height, map_width / WIDTH_IN, map_height / height))
    return figure, axes


def _draw_land(axes: Axes, boundaries: Sequence[BaseGeometry], width: float) -> None:
    rings = []
    for shape in boundaries:
        parts = getattr(shape, "geoms", [shape])
        rings += [list(part.exterior.coords) for part in parts if part.geom_type == "Polygon"]
    axes.add_collection(PolyCollection(rings, facecolors="#f0efec", edgecolors="#cfccc4", linewidths=width, zorder=1))
    axes.set_facecolor("#e3edf3")


def _draw_points(axes: Axes, points: Sequence[tuple[float, float, int]], scale: float = 1.0, edge: float = 0.5) -> None:
    for group, (colour, size) in GROUP_STYLE.items():
        chosen = [(lon, lat) for lat, lon, own in points if own == group]
        axes.scatter(
            [lon for lon, _ in chosen],
            [lat for _, lat in chosen],
            s=size * scale,
            c=colour,
            edgecolors="white",
            linewidths=edge,
            zorder=2 + group / 10,
        )


def _draw_lines(axes: Axes, lines: Sequence[TourLine]) -> None:
    for line in lines:
        lons, lats = [lon for lon, _ in line.path], [lat for _, lat in line.path]
        axes.plot(lons, lats, color="white", linewidth=3.2, alpha=0.7, zorder=3, solid_joinstyle="round")
        axes.plot(lons, lats, color=line.colour, linewidth=1.6, linestyle=line.dashes, zorder=4)
        axes.plot(*line.path[0], marker="s", markersize=10, color="black", mec="white", mew=1.2, zorder=7)
    size, font = (11, 7) if sum(len(line.path) for line in lines) < 90 else (8.5, 5.5)
    for line in lines:
        for number, (lon, lat) in enumerate(line.path[1:-1], 1):
            axes.plot(lon, lat, marker="o", markersize=size, color=line.colour, mec="white", mew=0.8, zorder=5)
            axes.text(
                lon, lat, str(number), color="white", fontsize=font, fontweight="bold",
                ha="center", va="center_baseline", zorder=6, clip_on=True,
            )  # fmt: skip


def _set_view(axes: Axes, box: Box) -> None:
    west, south, east, north = box
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_edgecolor("#9a968c")


def _draw_legend(
    figure: Figure, axes: Axes, lines: Sequence[TourLine], points: Sequence[tuple[float, float, int]]
) -> None:
    """Risk groups on top, the tours below, beside the map."""
    left = 1 - (LEGEND_IN + 0.1) / WIDTH_IN
    top = axes.get_position().y1
    groups = [
        Line2D(
            [],
            [],
            marker="o",
            ls="",
            color=colour,
            mec="white",
            ms=math.sqrt(size),
            label=_group_label(group, points),
        )
        for group, (colour, size) in sorted(GROUP_STYLE.items(), reverse=True)
    ]
    first = figure.legend(
        handles=groups, title="Risikogruppe", loc="upper left", bbox_to_anchor=(left, top),
        frameon=False, alignment="left", fontsize=9, title_fontsize=10, borderaxespad=0,
    )  # fmt: skip
    first.get_title().set_fontweight("bold")
    if not lines:
        return
    tours = [
        Line2D([], [], color=line.colour, linestyle=line.dashes, linewidth=2, label=line.label)
        for line in lines[:LONGEST_LEGEND]
    ]
    if len(lines) > LONGEST_LEGEND:
        tours.append(Line2D([], [], linestyle="", label=f"og {len(lines) - LONGEST_LEGEND} ture til"))
    tours.append(Line2D([], [], marker="s", linestyle="", color="black", ms=8, label="Start og slut"))
    under = top - 1.35 / figure.get_figheight()
    second = figure.legend(
        handles=tours, title="Ture (tallene er rækkefølgen)", loc="upper left", bbox_to_anchor=(left, under),
        frameon=False, alignment="left", fontsize=8, title_fontsize=10, borderaxespad=0, handlelength=3.2,
    )  # fmt: skip
    second.get_title().set_fontweight("bold")


def _group_label(group: int, points: Sequence[tuple[float, float, int]]) -> str:
    count = sum(own == group for _, _, own in points)
    end = {1: " (lavest)", 4: " (højest)"}.get(group, "")
    return f"{group}{end}: {count} {'bolig' if count == 1 else 'boliger'}"


def _draw_titles(
    figure: Figure,
    lines: Sequence[TourLine],
    points: Sequence[tuple[float, float, int]],
    problem: Problem | None,
    credit: str,
) -> None:
    left, height = 0.3 / WIDTH_IN, figure.get_figheight()
    title, under = "Boliger efter risikogruppe", f"{len(points)} boliger"
    if lines and problem is not None:
        title = f"Besøgsplan {spoken_period(problem.days)}"
        visits = sum(len(line.tour.stops) for line in lines)
        km = sum(line.tour.travel_km for line in lines)
        under = f"{visits} besøg på {len(lines)} {'tur' if len(lines) == 1 else 'ture'}, {km:.0f} km i alt"
    figure.text(left, 1 - 0.42 / height, title, fontsize=17, fontweight="bold", va="center")
    figure.text(left, 1 - 0.76 / height, under, fontsize=10.5, color="#444444", va="center")
    note = "Risikogruppen er en grund til at se efter, ikke et bevis."
    if lines:
        note += " Ture er tegnet i luftlinje; tid og km er anslået."
    figure.text(left, 0.25 / height, f"{note} {credit}".strip(), fontsize=8, color="#555555", va="center")


def _draw_inset(
    figure: Figure,
    boundaries: Sequence[BaseGeometry],
    points: Sequence[tuple[float, float, int]],
    box: Box,
) -> None:
    """All of Denmark below the legend, with the map's frame in it."""
    height = figure.get_figheight()
    inset = figure.add_axes((1 - (LEGEND_IN + 0.1) / WIDTH_IN, 0.5 / height, 2.9 / WIDTH_IN, 2.3 / height))
    _draw_land(inset, boundaries, 0.2)
    _draw_points(inset, points, scale=0.15, edge=0)
    west, south, east, north = box
    inset.add_patch(Rectangle((west, south), east - west, north - south, fill=False, edgecolor="black", linewidth=1.2))
    inset.patches[-1].set_zorder(9)
    _set_view(inset, DENMARK)
