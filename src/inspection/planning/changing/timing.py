"""The clock of tours whose visits and order are given: when each is reached, begun and left.

The rules are those of the search: leave so late that the first visit begins on arrival, then go as early as possible;
a visit of several begins when the last of them is there. Nothing is forbidden here: a visit reached after its windows
begins on arrival, and ``inspection.planning.changing.breaches`` says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from husly.kit.clock import DAY_MIN
from inspection.planning.solving.daylight import daylight
from inspection.planning.solving.plan import Plan, Tour, TourStop
from inspection.planning.solving.problem import Candidate, Inspector, Problem
from inspection.planning.travel import Place

Key: TypeAlias = tuple[str, date]
"""A tour: whose, and on which day."""


class CrossedOrdersError(ValueError):
    """Two tours wait for one another: each has a common visit before the other's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedVisit:
    """Who goes where on which day, whoever has the first seat first; ``fixed_min`` is the time a person chose."""

    candidate_id: str
    crew: tuple[str, ...]
    on: date
    locked: bool = False
    fixed_min: int | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Visits by candidate, and the order of each tour; a visit of two stands in two orders."""

    visits: Mapping[str, PlacedVisit]
    orders: Mapping[Key, tuple[str, ...]]


def arrangement_of(plan: Plan, fixed: Mapping[str, int] | None = None) -> Arrangement:
    """A plan without its clock; ``fixed`` are the times people chose, by candidate."""
    visits, orders = {}, {}
    for tour in plan.tours:
        orders[(tour.inspector_id, tour.on)] = tuple(stop.candidate_id for stop in tour.stops)
        for stop in tour.stops:
            if stop.leads:
                visits[stop.candidate_id] = PlacedVisit(
                    candidate_id=stop.candidate_id,
                    crew=(tour.inspector_id, *stop.companions),
                    on=tour.on,
                    locked=stop.locked,
                    fixed_min=(fixed or {}).get(stop.candidate_id),
                )
    return Arrangement(visits, orders)


def tied_to(arrangement: Arrangement, keys: Iterable[Key]) -> frozenset[Key]:
    """These tours and all whose clock depends on theirs through common visits."""
    found, fresh = set[Key](), list(keys)
    while fresh:
        key = fresh.pop()
        if key in found:
            continue
        found.add(key)
        for candidate_id in arrangement.orders.get(key, ()):
            one = arrangement.visits[candidate_id]
            fresh.extend((member, one.on) for member in one.crew if (member, one.on) in arrangement.orders)
    return frozenset(found)


def openings_on(candidate: Candidate, day: date) -> list[tuple[int, int]]:
    """From and to between which a visit may be made on a day, in order: windows or appointments, within daylight."""
    found = candidate.hours_on(day)
    if candidate.daylight_only:
        light = light_at(candidate, day)
        found = [(max(begin, light[0]), min(end, light[1])) for begin, end in found]
    return sorted((begin, end) for begin, end in found if begin + candidate.service_min <= end)


def light_at(candidate: Candidate, day: date) -> tuple[int, int]:
    """Sunrise and sunset, to a tenth of a degree as the search takes them; the whole day where the sun does neither."""
    return daylight(day, round(candidate.lat, 1), round(candidate.lon, 1)) or (0, DAY_MIN)


def begins_at(candidate: Candidate, day: date, arrive_min: int, fixed_min: int | None = None) -> int:
    """When a visit begins: at the chosen time, in the next opening, or on arrival where there is none."""
    if fixed_min is not None:
        return max(arrive_min, fixed_min)
    for begin, end in openings_on(candidate, day):
        if arrive_min + candidate.service_min <= end:
            return max(arrive_min, begin)
    return arrive_min


def hours_of(inspector: Inspector, day: date) -> tuple[int, int]:
    """Working hours; on a day off those that the inspector would have."""
    return inspector.hours_on(day) or (inspector.day_start_min, inspector.day_end_min)


class Drives:
    """Minutes and kilometres between the places of a problem, asked for once each."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.candidates = {one.id: one for one in problem.candidates}
        self.inspectors = {one.id: one for one in problem.inspectors}
        self._known: dict[tuple[Place, Place], tuple[int, float]] = {}

    def learn(self, inspector_ids: Iterable[str], candidate_ids: Iterable[str]) -> None:
        """Ask at once for every drive between these."""
        members = list(dict.fromkeys(inspector_ids))
        dwellings = [self.candidates[one].place for one in candidate_ids]
        starts = list(dict.fromkeys([*(self.inspectors[one].starts_at for one in members), *dwellings]))
        ends = list(dict.fromkeys([*(self.inspectors[one].ends_at for one in members), *dwellings]))
        if all((one, other) in self._known for one in starts for other in ends):
            return
        travel = self.problem.travel.between(starts, ends)
        minutes, km = travel.minutes.tolist(), travel.km.tolist()
        for row, one in enumerate(starts):
            for column, other in enumerate(ends):
                self._known[(one, other)] = (minutes[row][column], km[row][column])

    def between(self, start: Place, end: Place) -> tuple[int, float]:
        """Minutes and kilometres of one drive."""
        if (start, end) not in self._known:
            travel = self.problem.travel.between([start], [end])
            self._known[(start, end)] = (int(travel.minutes[0, 0]), float(travel.km[0, 0]))
        return self._known[(start, end)]


@dataclass(slots=True)
class _Day:
    """One tour as far as it is told."""

    key: Key
    start_min: int
    clock: int
    here: Place
    stops: list[TourStop]
    depart_min: int = 0

    def drive(self, drives: Drives, candidate_id: str) -> tuple[int, float]:
        return drives.between(self.here, drives.candidates[candidate_id].place)


def timed(drives: Drives, arrangement: Arrangement, keys: Iterable[Key]) -> dict[Key, Tour]:
    """The clock of some tours, which must hold all that are tied to one another (``tied_to``); empty ones are left out.

    Raises ``CrossedOrdersError``.
    """
    orders = {key: arrangement.orders[key] for key in sorted(keys) if arrangement.orders.get(key)}
    drives.learn((who for who, _ in orders), {one for order in orders.values() for one in order})
    days = {key: _day(drives, key) for key in orders}
    waiting = list(orders)
    while waiting:
        went_on = False
        for key in waiting:
            while (ready := _next(orders, days, key)) is not None:
                visit = arrangement.visits[ready]
                crew = [days[(member, visit.on)] for member in visit.crew]
                if any(_next(orders, days, day.key) != ready for day in crew):
                    break
                _make(drives, visit, crew)
                went_on = True
        waiting = [key for key in waiting if _next(orders, days, key) is not None]
        if waiting and not went_on:
            raise CrossedOrdersError(", ".join(sorted({who for who, _ in waiting})))
    return {key: _tour(drives, day) for key, day in days.items()}


def _day(drives: Drives, key: Key) -> _Day:
    start, _ = hours_of(drives.inspectors[key[0]], key[1])
    return _Day(key, start, start, drives.inspectors[key[0]].starts_at, [])


def _next(orders: Mapping[Key, Sequence[str]], days: Mapping[Key, _Day], key: Key) -> str | None:
    done = len(days[key].stops)
    return orders[key][done] if done < len(orders[key]) else None


def _make(drives: Drives, visit: PlacedVisit, crew: Sequence[_Day]) -> None:
    candidate = drives.candidates[visit.candidate_id]
    legs = [day.drive(drives, visit.candidate_id) for day in crew]
    reached = max(day.clock + minutes for day, (minutes, _) in zip(crew, legs, strict=True))
    begin = begins_at(candidate, visit.on, reached, visit.fixed_min)
    end = begin + candidate.service_min
    members = [drives.inspectors[day.key[0]] for day in crew]
    for number, (day, (minutes, km)) in enumerate(zip(crew, legs, strict=True)):
        arrive = day.clock + minutes
        if not day.stops:
            day.depart_min, arrive = begin - minutes, begin
        day.stops.append(
            TourStop(
                candidate_id=visit.candidate_id,
                travel_min=minutes,
                travel_km=round(km, 1),
                arrive_min=arrive,
                begin_min=begin,
                end_min=end,
                reason=candidate.reason,
                prize=candidate.prize,
                companions=tuple(one for one in visit.crew if one != day.key[0]),
                leads=number == 0,
                interpreter=needs_interpreter(candidate, members),
                locked=visit.locked,
            )
        )
        day.clock, day.here = end, candidate.place


def needs_interpreter(candidate: Candidate, members: Sequence[Inspector]) -> bool:
    """Whether nobody of the crew speaks a language of the residents, and an interpreter may be booked."""
    return candidate.interpreter and not any(one.speaks_at(candidate) for one in members)


def _tour(drives: Drives, day: _Day) -> Tour:
    minutes, km = drives.between(day.here, drives.inspectors[day.key[0]].ends_at)
    return Tour(
        inspector_id=day.key[0],
        on=day.key[1],
        depart_min=day.depart_min,
        return_min=day.clock + minutes,
        stops=tuple(day.stops),
        travel_min=sum(stop.travel_min for stop in day.stops) + minutes,
        travel_km=round(sum(stop.travel_km for stop in day.stops) + km, 1),
    )
