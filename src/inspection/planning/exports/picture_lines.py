"""What stands on the map of a plan: lines with colours and words, and how much of the country they need."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from shapely.geometry.base import BaseGeometry

from inspection.planning.solving.plan import Plan, Tour
from inspection.planning.solving.problem import Problem

TOUR_COLOURS = ("#0b3c6f", "#00795a", "#8c3a9e", "#a34700", "#1c8ab8", "#555555", "#c2377a")
"""One for each inspector, or for each tour where all are one inspector's; dark enough for white numbers."""

DAY_DASHES = ("-", (0, (7, 2)), (0, (3, 2)), (0, (7, 2, 1.5, 2)), (0, (1.2, 1.6)))
MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

DENMARK: Box = (8.0, 54.5, 15.25, 57.8)


LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class TourLine:
    """One tour ready to draw."""

    tour: Tour
    label: str
    colour: str
    dashes: Any
    path: tuple[tuple[float, float], ...]


def spoken_period(days: Sequence[date]) -> str:
    """A period in Danish, as short as it can be: `2.-6. marts 2026`."""
    first, last = min(days), max(days)
    end = f"{last.day}. {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}. {MONTHS[first.month - 1]}{year} – {end}"


def tour_lines(plan: Plan | None, problem: Problem | None) -> list[TourLine]:
    """Tours by inspector, then day, with colour, dashes and legend text. Raises ValueError for tours
    without their problem.
    """
    if plan is None or not plan.tours:
        return []
    if problem is None:
        raise ValueError("A plan is drawn with its problem, which says where the dwellings are.")
    place = {one.id: (one.lon, one.lat) for one in problem.candidates}
    inspectors = {one.id: one for one in problem.inspectors}
    numbers = {one.id: number for number, one in enumerate(problem.inspectors)}
    alone = len({tour.inspector_id for tour in plan.tours}) == 1
    lines: list[TourLine] = []
    for tour in sorted(plan.tours, key=lambda one: (numbers[one.inspector_id], one.on)):
        who = inspectors[tour.inspector_id]
        home = (who.lon, who.lat)
        lines.append(
            TourLine(
                tour=tour,
                label=_tour_label(tour, who.name),
                colour=TOUR_COLOURS[(len(lines) if alone else numbers[who.id]) % len(TOUR_COLOURS)],
                dashes=DAY_DASHES[tour.on.weekday() % len(DAY_DASHES)],
                path=(home, *(place[stop.candidate_id] for stop in tour.stops), home),
            )
        )
    return lines


def _tour_label(tour: Tour, name: str) -> str:
    hours, minutes = divmod(tour.return_min - tour.depart_min, 60)
    day = f"{WEEKDAYS[tour.on.weekday()]} {tour.on.day}.{tour.on.month}."
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    plain = short.replace("$", r"\$")  # the drawing library reads dollar signs as formulas
    work = f"{len(tour.stops)} besøg, {hours} t {minutes:02d} min, {tour.travel_km:.0f} km"
    return f"{plain}, {day}: {work}"


def extent(lines: Sequence[TourLine], points: Sequence[tuple[float, float, int]], land: Sequence[BaseGeometry]) -> Box:
    """What must be seen: the tours, else all land and dwellings."""
    spots = [spot for line in lines for spot in line.path]
    if not spots:
        spots = [(lon, lat) for lat, lon, _ in points]
        spots += [corner for shape in land for corner in (shape.bounds[:2], shape.bounds[2:])]
    if not spots:
        return DENMARK
    west, east = min(lon for lon, _ in spots), max(lon for lon, _ in spots)
    south, north = min(lat for _, lat in spots), max(lat for _, lat in spots)
    return (west, south, east, north)


def padded(box: Box) -> Box:
    """With a margin, at least some 15 km wide, and not narrower or flatter than a page can use."""
    west, south, east, north = box
    stretch = math.cos(math.radians((south + north) / 2))
    width, height = max((east - west) * stretch, 0.14) * 1.16, max(north - south, 0.14) * 1.16
    width, height = max(width, 0.95 * height), max(height, 0.7 * width)
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    half_lon = width / stretch / 2
    return (middle_lon - half_lon, middle_lat - height / 2, middle_lon + half_lon, middle_lat + height / 2)
