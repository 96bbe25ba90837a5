"""Islands that only a ferry reaches: which one a place lies on, and what crossing costs. Rules of thumb."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inspection.planning.travel.places import Place

ISLANDS_FILE = Path(__file__).with_name("islands.yaml")


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ferry, or a tractor at low tide: `minutes` of waiting and sailing between the harbours `here` and `there`."""

    minutes: int
    here: Place
    there: Place


@dataclass(frozen=True, slots=True)
class Island:
    """An island without bridge or dam; `whole`: its municipality is the island.

    `boxes` are (south, west, north, east) in degrees.
    """

    key: str
    name: str
    municipality_code: str
    whole: bool
    boxes: tuple[tuple[float, float, float, float], ...]
    crossings: tuple[Crossing, ...]

    def holds(self, place: Place) -> bool:
        """Whether the point lies in one of the boxes, and its municipality does not speak against it."""
        if place.municipality_code not in ("", self.municipality_code):
            return False
        return any(south <= place.lat <= north and west <= place.lon <= east for south, west, north, east in self.boxes)


@cache
def islands() -> tuple[Island, ...]:
    """Every island of the shipped list."""
    return tuple(_island(row) for row in yaml.safe_load(ISLANDS_FILE.read_text(encoding="utf-8")))


def _island(row: dict[str, Any]) -> Island:
    code = row["municipality"]
    return Island(
        key=row["key"],
        name=row["name"],
        municipality_code=code,
        whole=row.get("whole", False),
        boxes=tuple((box[0], box[1], box[2], box[3]) for box in row["boxes"]),
        crossings=tuple(
            Crossing(one["minutes"], _place(one["here"], code), _place(one["there"], one["to"]))
            for one in row["crossings"]
        ),
    )


def _place(degrees: Sequence[float], code: str) -> Place:
    return Place(degrees[0], degrees[1], code)


def island_of(place: Place) -> int:
    """Which of `islands()` a place lies on, -1 for none: by its point, else by the code of an island municipality."""
    on_it = (number for number in _of_code().get(place.municipality_code, ()) if islands()[number].holds(place))
    return next(on_it, _whole().get(place.municipality_code, -1))


def islands_of(places: Sequence[Place]) -> list[int]:
    """The same for many."""
    return [island_of(place) for place in places]


@cache
def _of_code() -> dict[str, tuple[int, ...]]:
    """Islands to try for a municipality; all of them where it is unknown."""
    every = range(len(islands()))
    codes = {one.municipality_code for one in islands()}
    return {code: tuple(n for n in every if islands()[n].municipality_code == code) for code in codes} | {
        "": tuple(every)
    }


@cache
def _whole() -> dict[str, int]:
    return {one.municipality_code: number for number, one in enumerate(islands()) if one.whole}


FERRY_MIN = {code: min(one.minutes for one in islands()[number].crossings) for code, number in _whole().items()}
"""Minutes of sailing and waiting by the shortest crossing, for each municipality that is an island."""
