"""How long the drive takes, without a road network: great-circle distance, a road factor, bridges, ferries
and speeds.

Rules of thumb for planning, not timetables and not navigation. Zealand, Funen and Jutland are joined by the
bridges only, so a drive across the Kattegat goes round by them. Islands without a bridge (`islands.yaml`) are
left by their ferry: the drive to the harbour, a fixed time for waiting and sailing, the drive on from the
other side; between two islands both crossings count. An unknown municipality code goes straight.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspection.planning.travel.distance import along_km, distances_km, great_circle_km, points_of
from inspection.planning.travel.islands import islands, islands_of
from inspection.planning.travel.places import Floats, Ints, Place, Travel

GREAT_BELT = Place(55.342, 11.036)
LITTLE_BELT = Place(55.516, 9.722)
ZEALAND, FUNEN, JUTLAND, NOWHERE = 0, 1, 2, -1


@dataclass(frozen=True, slots=True)
class TravelRules:
    """How distance becomes driving time.

    `speeds` are (up to km, km/h): the first 5 km of a drive go at 35 km/h, the next 15 at 60, and so on;
    the last band has no end. So a longer drive never takes less time, and its mean speed rises with its
    length.
    """

    road_factor: float = 1.3
    speeds: tuple[tuple[float, float], ...] = ((5, 35), (20, 60), (80, 75), (float("inf"), 95))

    def minutes(self, km: Floats) -> Ints:
        """Whole minutes of driving, rounded up, for road kilometres of any shape."""
        hours = np.zeros_like(km)
        begin = 0.0
        for end, speed in self.speeds:
            hours += np.clip(km - begin, 0, end - begin) / speed
            begin = end
        return np.ceil(hours * 60 - 1e-9).astype(np.int64)

    def between(self, starts: Sequence[Place], ends: Sequence[Place]) -> Travel:
        """Distances and times from each of `starts` to each of `ends`: arrays of shape (starts, ends), km as
        float64, minutes as int64.
        """
        out, back = _ashore(starts, self.road_factor), _ashore(ends, self.road_factor)
        km = _over_land_km(out.places, back.places) * self.road_factor
        km += out.km[:, None] + back.km[None, :]
        minutes = self.minutes(km) + out.ferry_min[:, None] + back.ferry_min[None, :]
        _take_better(km, minutes, out.owner)
        _take_better(km.T, minutes.T, back.owner)
        shape = np.s_[: len(starts), : len(ends)]
        return self._within_islands(Travel(km[shape], minutes[shape]), starts, ends, out.island, back.island)

    def _within_islands(
        self, travel: Travel, starts: Sequence[Place], ends: Sequence[Place], here: Ints, there: Ints
    ) -> Travel:
        """No ferry between two places on the same island."""
        for island in set(here[here >= 0].tolist()) & set(there[there >= 0].tolist()):
            rows, columns = np.flatnonzero(here == island), np.flatnonzero(there == island)
            km = great_circle_km([starts[int(n)] for n in rows], [ends[int(n)] for n in columns]) * self.road_factor
            travel.km[np.ix_(rows, columns)] = km
            travel.minutes[np.ix_(rows, columns)] = self.minutes(km)
        return travel


@dataclass(frozen=True, slots=True)
class _Ashore:
    """Where places meet the road network: mainland where it is, islands at the far harbour of each crossing.

    The first crossing of every place in their order, then the further ones; `owner` says whose those are. `km` are
    driven on the island, `ferry_min` spent on the crossing; `island` has one entry for each place.
    """

    places: list[Place]
    owner: list[int]
    km: Floats
    ferry_min: Ints
    island: Ints


def _ashore(places: Sequence[Place], road_factor: float) -> _Ashore:
    island: Ints = np.array(islands_of(places), dtype=np.int64)
    first = {number: islands()[island[number]].crossings for number in np.flatnonzero(island >= 0).tolist()}
    owner = [number for number, crossings in first.items() for _ in crossings[1:]]
    sailed = [(number, number, crossings[0]) for number, crossings in first.items()]
    further = [(number, crossing) for number, crossings in first.items() for crossing in crossings[1:]]
    sailed += [(row, number, crossing) for row, (number, crossing) in enumerate(further, start=len(places))]
    landed = [*places, *(places[number] for number in owner)]
    km, ferry_min = np.zeros(len(landed)), np.zeros(len(landed), dtype=np.int64)
    if sailed:
        rows = [row for row, _, _ in sailed]
        houses, harbours = [places[number] for _, number, _ in sailed], [one.here for _, _, one in sailed]
        km[rows] = along_km(points_of(houses), points_of(harbours)) * road_factor
        ferry_min[rows] = [one.minutes for _, _, one in sailed]
        for row, _, crossing in sailed:
            landed[row] = crossing.there
    return _Ashore(landed, owner, km, ferry_min, island)


def _take_better(km: Floats, minutes: Ints, owner: Sequence[int]) -> None:
    """Fold the rows of further crossings, the last ones, into those of the places they belong to."""
    first = len(km) - len(owner)
    for row, place in enumerate(owner, start=first):
        sooner, same = minutes[row] < minutes[place], minutes[row] == minutes[place]
        better = sooner | (same & (km[row] < km[place]))
        minutes[place] = np.where(better, minutes[row], minutes[place])
        km[place] = np.where(better, km[row], km[place])


def _over_land_km(starts: Sequence[Place], ends: Sequence[Place]) -> Floats:
    """By the bridges between Zealand, Funen and Jutland, straight otherwise; without the road factor."""
    here, there = points_of(starts), points_of(ends)
    km = distances_km(here, there)
    lands_from, lands_to = _lands(starts), _lands(ends)
    for one in (ZEALAND, FUNEN, JUTLAND):
        for other in {ZEALAND, FUNEN, JUTLAND} - {one}:
            rows, columns = np.flatnonzero(lands_from == one), np.flatnonzero(lands_to == other)
            if rows.size and columns.size:
                km[np.ix_(rows, columns)] = _by_bridges(here[:, rows], there[:, columns], one, other)
    return km


def _by_bridges(here: Floats, there: Floats, one: int, other: int) -> Floats:
    first = GREAT_BELT if ZEALAND in (one, other) and one != JUTLAND else LITTLE_BELT
    last = GREAT_BELT if ZEALAND in (one, other) and other != JUTLAND else LITTLE_BELT
    out, back = distances_km(here, points_of([first])), distances_km(points_of([last]), there)
    return out + great_circle_km([first], [last]) + back


def _lands(places: Sequence[Place]) -> Ints:
    return np.array([_land(place.municipality_code) for place in places], dtype=np.int64)


def _land(code: str) -> int:
    """Municipality codes rise from Zealand (below 0400) over Funen (below 0500) to Jutland; Bornholm lands in
    Zealand by its ferry.
    """
    if not code.isdecimal():
        return NOWHERE
    return ZEALAND if code < "0400" else FUNEN if code < "0500" else JUTLAND
