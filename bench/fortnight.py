"""Risk reached in a believable fortnight: the planner beside the list that authorities use today, and beside greed.

Usage: python bench/fortnight.py [--candidates 600] [--inspectors 12] [--days 10] [--seconds 20] [--seed 1] [--json]

Made up: dwellings about Danish towns, more where more people live, scores as skewed as real ones, a fifth with a fixed
appointment, staggered first lawful days, some that need two people, a language or a skill; inspectors at four stations,
some with a region, languages, skills and days off. Every plan keeps every rule and passes the same checker.

- list: today's way. The dwellings about each station, the highest score first; its inspectors work the list off, day
  after day, each taking the next on it that fits behind the one before.
- list, best order: the same list, each visit put where it lengthens that day's tour least.
- list, any tour: the highest score of the country first, each into whatever tour of anybody it lengthens least.
- greedy: the visit that brings most points for a minute, over all tours (the planner's own start).

An hour is an hour that an inspector is at work (`points_per_hour`), whether the plan fills it or not, since it is paid;
`points_per_hour_out` counts only those between leaving and coming home.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from inspection.enforcement.choosing import VisitReason
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.crews import place_crews
from inspection.planning.solving.insertion import IMPOSSIBLE, Insertion, earliest_return
from inspection.planning.solving.network import Network, Pin, build_network
from inspection.planning.solving.plan import Plan
from inspection.planning.solving.problem import WORKING_WEEK, Candidate, Inspector, Problem, Seat, StopAfter, Window
from inspection.planning.solving.screening import screen, shifts_of
from inspection.planning.solving.search import Draft, started
from inspection.planning.solving.solver import assemble_plan, plan_visits

TOWNS = (
    ("0101", 55.676, 12.568, 6),
    ("0265", 55.642, 12.08, 2),
    ("0330", 55.402, 11.354, 2),
    ("0360", 54.83, 11.14, 3),
    ("0461", 55.396, 10.388, 3),
    ("0607", 55.566, 9.753, 2),
    ("0630", 55.709, 9.536, 2),
    ("0561", 55.476, 8.459, 3),
    ("0751", 56.157, 10.21, 4),
    ("0657", 56.139, 8.974, 3),
    ("0791", 56.453, 9.402, 2),
    ("0851", 57.048, 9.919, 3),
)
"""Municipality, latitude, longitude, and how much of the housing lies there: a guess for this measurement only."""

STATIONS = (0, 4, 8, 11)
MONDAY = date(2026, 3, 2)


def fortnight(candidates: int, inspectors: int, days: int, seed: int) -> Problem:
    """A made-up problem, the same for the same seed."""
    rng = random.Random(seed)
    working = [day for n in range(3 * days) if (day := MONDAY + timedelta(days=n)).weekday() < 5][:days]
    return Problem(
        candidates=[_dwelling(number, working, rng) for number in range(candidates)],
        inspectors=[_inspector(number, working, rng) for number in range(inspectors)],
        days=working,
    )


def _dwelling(number: int, days: list[date], rng: random.Random) -> Candidate:
    code, lat, lon, _ = rng.choices(TOWNS, [town[3] for town in TOWNS])[0]
    weekday = rng.randrange(5)
    appointment = (Window(weekday, 540, 720), Window((weekday + 2) % 5, 720, 960))
    must = rng.random() < 0.02
    return Candidate(
        id=f"d{number}",
        lat=lat + rng.gauss(0, 0.12),
        lon=lon + rng.gauss(0, 0.2),
        municipality_code=code,
        prize=min(100, round(rng.gammavariate(1.6, 16)) + 1),
        service_min=rng.choice([45, 60, 60, 75, 90, 120]),
        earliest_on=days[0] + timedelta(days=rng.choice([0, 0, 0, 0, 2, 5, 7])),
        windows=appointment if rng.random() < 0.2 else WORKING_WEEK,
        must_visit=must,
        reason=VisitReason.FOLLOW_UP if must else VisitReason.SCORE,
        seats=(Seat(), Seat()) if rng.random() < 0.06 else (Seat(skills=frozenset(_some(rng, 0.1, ["fire"]))),),
        languages=frozenset(_some(rng, 0.5, ["pl", "ro", "uk", "lt"])),
    )


def _some(rng: random.Random, share: float, values: list[str]) -> list[str]:
    return [rng.choice(values)] if rng.random() < share else []


def _inspector(number: int, days: list[date], rng: random.Random) -> Inspector:
    code, lat, lon, _ = TOWNS[STATIONS[number % len(STATIONS)]]
    return Inspector(
        id=f"i{number}",
        name=f"Inspector {number}",
        lat=lat + rng.gauss(0, 0.05),
        lon=lon + rng.gauss(0, 0.08),
        municipality_code=code,
        absent_on=frozenset(rng.sample(days, 1) if rng.random() < 0.4 else []),
        skills=frozenset(_some(rng, 0.4, ["fire"])),
        languages=frozenset(_some(rng, 0.5, ["pl", "ro", "uk", "lt"])),
    )


@dataclass(frozen=True)
class Made:
    """A plan and how long it took."""

    plan: Plan
    seconds: float


def by_list(net: Network, *, best_order: bool) -> Draft:
    """Today's way: each station works its list off, the highest score first, day after day."""
    pins: list[Pin] = []
    tours = place_crews(net, _highest(net, crewed=True), Insertion(net, [() for _ in net.shifts]), pins)
    lists = _lists(net)
    for shift in sorted(range(len(net.shifts)), key=lambda one: (net.shifts[one].day, net.shifts[one].inspector)):
        todo = lists[net.shifts[shift].inspector % len(STATIONS)]
        for number in list(todo):
            nodes = [node for node in range(net.node_count) if int(net.candidate[node]) == number]
            if (node := _next(net, tours, shift, nodes, best_order=best_order)) is not None:
                tours.put(shift, node, None if best_order else len(tours.orders[shift]))
                todo.remove(number)
    return Draft(tuple(tours.orders), tuple(pins))


def _lists(net: Network) -> list[list[int]]:
    """The dwellings nearest to each station, the highest score first."""
    lists: list[list[int]] = [[] for _ in STATIONS]
    first_of = {int(net.candidate[node]): node for node in range(net.node_count - 1, -1, -1)}
    for number in _highest(net, crewed=False):
        drives = net.minutes[: len(STATIONS), net.place(first_of[number])]
        lists[int(drives.argmin())].append(number)
    return lists


def _next(net: Network, tours: Insertion, shift: int, nodes: list[int], *, best_order: bool) -> int | None:
    """The opening at which a dwelling still fits into a day, behind its visits or anywhere among them."""
    for node in nodes:
        if tours.added[shift, node] < IMPOSSIBLE and (
            best_order or earliest_return(net.pinned([]), shift, (*tours.orders[shift], node)) is not None
        ):
            return node
    return None


def by_list_anywhere(net: Network) -> Draft:
    """The highest score first, each where it costs the least way of all."""
    pins: list[Pin] = []
    tours = place_crews(net, _highest(net, crewed=True), Insertion(net, [() for _ in net.shifts]), pins)
    for number in _highest(net, crewed=False):
        nodes = [node for node in range(net.node_count) if int(net.candidate[node]) == number]
        added, shift, node = min((int(tours.added[s, n]), s, n) for s in range(len(net.shifts)) for n in nodes)
        if added < IMPOSSIBLE:
            tours.put(shift, node)
    return Draft(tuple(tours.orders), tuple(pins))


def greedy(net: Network) -> Draft:
    """The most points for a minute first."""
    return started(net, [() for _ in net.shifts], ())


def _highest(net: Network, *, crewed: bool) -> list[int]:
    """Duties first, then by points; visits of two that stand high enough to be on a list of what the hours hold."""
    order = sorted(
        range(len(net.candidates)), key=lambda n: (n not in net.stays, -net.candidates[n].prize, net.candidates[n].id)
    )
    hold = round(sum(shift.to_min - shift.from_min for shift in net.shifts) / 90)
    return [number for number in (order[:hold] if crewed else order) if (number in net.crews) == crewed]


def main() -> None:
    """Plan in every way, check every plan, print points for an hour."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--candidates", type=int, default=600)
    parser.add_argument("--inspectors", type=int, default=12)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", dest="as_json")
    asked = parser.parse_args()
    problem = fortnight(asked.candidates, asked.inspectors, asked.days, asked.seed)
    made = {"planner": _timed(lambda: plan_visits(problem, stop=StopAfter(seconds=asked.seconds), seed=asked.seed))}
    ways: dict[str, Callable[[Network], Draft]] = {
        "list": lambda net: by_list(net, best_order=False),
        "list, best order": lambda net: by_list(net, best_order=True),
        "list, any tour": by_list_anywhere,
        "greedy": greedy,
    }
    for name, way in ways.items():
        made[name] = _timed(lambda way=way: _planned(problem, way))
    rows = [_row(name, one, problem, made["planner"].plan) for name, one in made.items()]
    print(json.dumps(rows) if asked.as_json else "\n".join(_line(row) for row in rows))


def _timed(make: Callable[[], Plan]) -> Made:
    began = time.perf_counter()
    return Made(make(), time.perf_counter() - began)


def _planned(problem: Problem, way: Callable[[Network], Draft]) -> Plan:
    screened = screen(problem)
    net = build_network(problem, screened.pool)
    return assemble_plan(problem, screened, net, way(net), seed=0)


def _row(name: str, made: Made, problem: Problem, planner: Plan) -> dict[str, object]:
    plan = made.plan
    at_work = sum(shift.to_min - shift.from_min for shift in shifts_of(problem)) / 60
    return {
        "way": name,
        "points": plan.prize,
        "visits": plan.visit_count,
        "points_per_hour": round(plan.prize / at_work, 3),
        "planner_to_this": round(planner.prize / plan.prize, 3),
        "points_per_hour_out": round(plan.prize / _hours(plan), 3),
        "planner_to_this_out": round(planner.prize / _hours(planner) / (plan.prize / _hours(plan)), 3),
        "km": round(sum(tour.travel_km for tour in plan.tours)),
        "missed_duties": len(plan.missed_duties),
        "faults": len(check_plan(plan, problem)),
        "remarks": sorted({one.kind.value for one in plan.remarks}),
        "seconds": round(made.seconds, 1),
    }


def _hours(plan: Plan) -> float:
    """Hours between leaving and coming home."""
    return sum(tour.return_min - tour.depart_min for tour in plan.tours) / 60


def _line(row: dict[str, object]) -> str:
    return "  ".join(f"{key} {value}" for key, value in row.items())


if __name__ == "__main__":
    main()
