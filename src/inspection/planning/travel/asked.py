"""Drives as a road network tells them; the rule of thumb stands in wherever it does not.

What was answered once in a plan stays so: the search, the second look at its result and the page read the same
minutes. A drive is looked for in this plan's memory, in the store, at the network, and taken by the rule of thumb last.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from inspection.planning.travel.client import Point, RoadNetwork
from inspection.planning.travel.distance import great_circle_km
from inspection.planning.travel.places import Flags, Floats, Ints, Place, Travel
from inspection.planning.travel.rules import TravelRules
from inspection.planning.travel.store import DriveStore, keys_of
from register.lookups.asking import RegisterError

MOST_PLACES = 3000
"""With more places than this at once, nobody is asked: a register looked through, not tours."""

FEW_DRIVES = 64
REFUSALS_BEFORE_PAUSE = 3
PAUSE_S = 60.0
TOP_KMH, SNAP_KM = 130.0, 2.0
"""A drive told to be faster than this as the crow flies is not believed: the point was put on another shore."""

log = logging.getLogger(__name__)


@dataclass
class Pauses:
    """Which networks failed just now and are left alone; one for each process."""

    until: dict[str, float] = field(default_factory=dict)


PAUSES = Pauses()


@dataclass(frozen=True)
class _Known:
    """A table answered before: where each point stands in it."""

    rows: dict[Point, int]
    columns: dict[Point, int]
    travel: Travel


@dataclass
class AskedRoads:
    """The roads of one plan. Not for use by several threads.

    ``plan_s`` is all the time that the network gets; of it at most ``network.timeout_s`` is lost on failures, then the
    network is left alone for a minute, by later plans too.
    """

    network: RoadNetwork
    store: DriveStore
    rule: TravelRules = field(default_factory=TravelRules)
    plan_s: float = 30.0
    pauses: Pauses = field(default_factory=lambda: PAUSES)
    clock: Callable[[], float] = time.monotonic
    at_s: Callable[[], float] = time.time
    tables_asked: int = 0
    _spent_s: float = 0.0
    _lost_s: float = 0.0
    _refusals: int = 0
    _tables: list[_Known] = field(default_factory=list)
    _drives: dict[tuple[Point, Point], tuple[float, int, bool]] = field(default_factory=dict)

    def between(self, starts: Sequence[Place], ends: Sequence[Place]) -> Travel:
        """Distances and times, shape (starts, ends), with the drives that are estimated marked."""
        if max(len(starts), len(ends)) > MOST_PLACES:
            guessed = self.rule.between(starts, ends)
            return Travel(guessed.km, guessed.minutes, np.ones(guessed.km.shape, dtype=bool))
        first, row = _different(starts)
        last, column = _different(ends)
        travel = self._of_different(first, last)
        chosen = np.ix_(row, column)
        estimated = None if travel.estimated is None else travel.estimated[chosen]
        return Travel(travel.km[chosen], travel.minutes[chosen], estimated)

    def _of_different(self, starts: dict[Point, Place], ends: dict[Point, Place]) -> Travel:
        shape = (len(starts), len(ends))
        found = Travel(np.zeros(shape), np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool))
        missing = self._remembered(list(starts), list(ends), found)
        rows, columns = np.flatnonzero(missing.any(axis=1)), np.flatnonzero(missing.any(axis=0))
        if not rows.size:
            return found
        some_starts, some_ends = list(starts.items()), list(ends.items())
        made = self._learn(dict(some_starts[n] for n in rows), dict(some_ends[n] for n in columns))
        block = np.ix_(rows, columns)
        for old, new in ((found.km, made.km), (found.minutes, made.minutes), (found.estimated, made.estimated)):
            if old is not None and new is not None:
                old[block] = np.where(missing[block], new, old[block])
        self._remember(list(starts), list(ends), found)
        return found

    def _remembered(self, starts: list[Point], ends: list[Point], found: Travel) -> Flags:
        """Fill in what this plan knows; answers what it does not."""
        missing: Flags = keys_of(starts)[:, None] != keys_of(ends)[None, :]
        for known in reversed(self._tables):
            rows = [(here, known.rows[point]) for here, point in enumerate(starts) if point in known.rows]
            columns = [(here, known.columns[point]) for here, point in enumerate(ends) if point in known.columns]
            if rows and columns and missing.any():
                _copy(known.travel, found, missing, rows, columns)
        if len(starts) * len(ends) <= FEW_DRIVES:
            self._few_remembered(starts, ends, found, missing)
        return missing

    def _few_remembered(self, starts: list[Point], ends: list[Point], found: Travel, missing: Flags) -> None:
        for row, column in np.argwhere(missing).tolist():
            drive = self._drives.get((starts[row], ends[column]))
            if drive is not None and found.estimated is not None:
                found.km[row, column], found.minutes[row, column], found.estimated[row, column] = drive
                missing[row, column] = False

    def _remember(self, starts: list[Point], ends: list[Point], found: Travel) -> None:
        if found.km.size > FEW_DRIVES:
            positions = [{point: number for number, point in enumerate(points)} for points in (starts, ends)]
            self._tables.append(_Known(positions[0], positions[1], found))
            return
        for (row, column), km in np.ndenumerate(found.km):
            minutes, guessed = int(found.minutes[row, column]), bool(_flags(found)[row, column])
            self._drives[starts[row], ends[column]] = float(km), minutes, guessed

    def _learn(self, starts: dict[Point, Place], ends: dict[Point, Place]) -> Travel:
        """From the store and the network; by the rule of thumb where both are silent or not to be believed."""
        start_places, end_places = list(starts.values()), list(ends.values())
        seconds, metres = self._told(list(starts), list(ends))
        guessed = self.rule.between(start_places, end_places)
        crow_km = great_circle_km(start_places, end_places)
        with np.errstate(invalid="ignore"):
            believed = np.isfinite(seconds) & (seconds / 3600 * TOP_KMH >= crow_km - SNAP_KM)
        minutes: Ints = np.ceil(np.where(believed, seconds, 0.0) / 60 - 1e-9).astype(np.int64)
        km = np.where(believed & np.isfinite(metres), metres / 1000, guessed.km)
        return Travel(km, np.where(believed, minutes, guessed.minutes), ~believed)

    def _told(self, starts: list[Point], ends: list[Point]) -> tuple[Floats, Floats]:
        """Seconds and metres from the store, the gaps from the network; infinite where it knows no way."""
        seconds, metres = self.store.read(starts, ends, at_s=self.at_s())
        seconds[keys_of(starts)[:, None] == keys_of(ends)[None, :]] = 0.0
        asked = 0
        for rows, columns in _blocks(np.isnan(seconds), self.network.table_size):
            if not self._may_ask():
                break
            some_starts, some_ends = [starts[n] for n in rows], [ends[n] for n in columns]
            told = self._ask(some_starts, some_ends)
            if told is not None:
                block = np.ix_(rows, columns)
                seconds[block], metres[block] = told
                asked += 1
                self.store.keep(some_starts, some_ends, *told, at_s=self.at_s())
        if asked:
            self.store.tidy(at_s=self.at_s())
        return seconds, metres

    def _may_ask(self) -> bool:
        paused = self.clock() < self.pauses.until.get(self.network.name, 0.0)
        return not paused and self._spent_s < self.plan_s

    def _ask(self, starts: list[Point], ends: list[Point]) -> tuple[Floats, Floats] | None:
        """One table; None when it failed. Whoever fails too long, or too often, is left alone."""
        begun = self.clock()
        self.tables_asked += 1
        left_s = max(0.01, min(self.network.timeout_s - self._lost_s, self.plan_s - self._spent_s))
        try:
            return self.network.table(starts, ends, timeout_s=left_s)
        except RegisterError as error:
            log.warning("Driving times are estimated: %s", error)
            self._refusals += 1
            self._lost_s += self.clock() - begun
            if self._refusals >= REFUSALS_BEFORE_PAUSE or self._lost_s >= self.network.timeout_s / 2:
                self.pauses.until[self.network.name] = self.clock() + PAUSE_S
            return None
        finally:
            self._spent_s += self.clock() - begun


def _different(places: Sequence[Place]) -> tuple[dict[Point, Place], list[int]]:
    """Each point once, and which of them each place is."""
    points = [(round(place.lat, 5), round(place.lon, 5)) for place in places]
    first: dict[Point, Place] = {}
    for point, place in zip(points, places, strict=True):
        first.setdefault(point, place)
    number = {point: position for position, point in enumerate(first)}
    return first, [number[point] for point in points]


def _blocks(gaps: Flags, size: int) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns of tables that together cover the gaps, each at most ``size`` by ``size``."""
    rows = np.flatnonzero(gaps.any(axis=1))
    for first in range(0, len(rows), size):
        some = rows[first : first + size]
        columns = np.flatnonzero(gaps[some].any(axis=0))
        for begin in range(0, len(columns), size):
            yield some.tolist(), columns[begin : begin + size].tolist()


def _copy(
    known: Travel, found: Travel, missing: Flags, rows: list[tuple[int, int]], columns: list[tuple[int, int]]
) -> None:
    here = np.ix_([one for one, _ in rows], [one for one, _ in columns])
    there = np.ix_([one for _, one in rows], [one for _, one in columns])
    wanted = missing[here]
    found.km[here] = np.where(wanted, known.km[there], found.km[here])
    found.minutes[here] = np.where(wanted, known.minutes[there], found.minutes[here])
    _flags(found)[here] = np.where(wanted, _flags(known)[there], _flags(found)[here])
    missing[here] = False


def _flags(travel: Travel) -> Flags:
    return np.zeros(travel.km.shape, dtype=bool) if travel.estimated is None else travel.estimated
