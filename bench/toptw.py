"""The planner's search on public team-orienteering instances with time windows (TOPTW).

Usage: python bench/toptw.py INSTANCE... --tours M [--seconds 60] [--seed 1] [--json] [--best-known FILE.csv]
       [--peers PYTHON]

INSTANCE is a file in the format of KU Leuven's instances (Righini and Salani's versions of Solomon's and Cordeau's):
two lines that are not needed, then one line for each vertex, the depot first: number, x, y, duration, prize, ..., and
last of all the earliest and latest time to begin. Every tour begins at the depot at 0 and is back by the depot's latest
time; travel is the Euclidean distance cut to one decimal, to two for files whose name begins with "pr". Several
`--tours` (1 2 4) solve each instance with each.

The instance goes through `planning.solving.search.search`, as `plan_visits` does with a fortnight; here the clock
alone ends it. With --json: {"results": [{"instance", "prize", "tours": [[node, ...], ...]}]}, so that anybody can check
the tours; "m" and "seconds" tell how many were allowed and how long it took. --best-known names a CSV (instance, tours,
prize) to print gaps against; --peers a Python with bench/requirements-solvers.txt, in which PyVRP, VROOM and OR-Tools
solve each instance alone, in the same time, one after the other.
"""

import argparse
import csv
import json
import math
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from inspection.planning.solving.network import PRIZE_WEIGHT, Network
from inspection.planning.solving.problem import Candidate, StopAfter
from inspection.planning.solving.screening import Shift
from inspection.planning.solving.search import search, started

HEAD_LINES = 2
TWO_DECIMALS = re.compile(r"(^|[^a-z])pr\d")
"""Cordeau's instances, by the name of their file."""

LARGEST = 10_000_000
"""Of any number of an instance: larger ones could not be added up."""

SPARE_SECONDS = 0.05
"""For what comes after the search: the tours are checked and written."""


@dataclass(frozen=True)
class Vertex:
    """A place; times in whole units of the instance's precision."""

    x: float
    y: float
    duration: int
    prize: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Instance:
    """Vertices, the depot first, and how many units a time of 1 is."""

    name: str
    vertices: Sequence[Vertex]
    precision: int

    def travel(self, one: Vertex, other: Vertex) -> int:
        """Euclidean time, cut to the precision."""
        return math.floor(math.hypot(one.x - other.x, one.y - other.y) * self.precision + 1e-9)


FEWEST_FIELDS = 7
"""Number, x, y, duration, prize, and the two times at the end."""


def read_instance(path: Path) -> Instance:
    """Read an instance; raises ``ValueError`` that names file and line that will not do."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ValueError(f"{path}: this is no text, so it is no instance") from None
    precision = 100 if TWO_DECIMALS.search(path.name.lower()) else 10
    vertices = []
    for number, line in enumerate(lines, start=1):
        if number <= HEAD_LINES or not line.strip():
            continue
        try:
            vertices.append(_vertex(line.split(), precision))
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: {error}") from None
    if len(vertices) < 2:
        raise ValueError(f"{path}: there is no depot with places to visit")
    return Instance(path.stem, vertices, precision)


def _vertex(fields: Sequence[str], precision: int) -> Vertex:
    """A vertex; between the prize and the two times, any number of fields that are not needed."""
    if len(fields) < FEWEST_FIELDS:
        raise ValueError("this is no vertex of an instance: it needs number, x, y, duration, prize and two times")
    named = dict(zip(("x", "y", "duration", "prize"), fields[1:5], strict=True))
    named |= dict(zip(("earliest time", "latest time"), _times(fields), strict=True))
    values = [_number(name, text) for name, text in named.items()]
    x, y, duration, prize, opens, closes = values
    if duration < 0 or prize < 0:
        raise ValueError("duration and prize must be 0 or more")
    if closes < opens:
        raise ValueError(f"the window closes at {closes:g}, before it opens at {opens:g}")
    if prize != round(prize):
        raise ValueError(f"the prize must be a whole number, not {prize:g}")
    # What begins later than it could, or ends sooner, is lawful under every rounding.
    return Vertex(
        x,
        y,
        math.ceil(duration * precision - 1e-6),
        round(prize),
        max(0, math.ceil(opens * precision - 1e-6)),
        math.floor(closes * precision + 1e-6),
    )


def _times(fields: Sequence[str]) -> Sequence[str]:
    """The last two fields; where zeros stand behind them, those that follow the list whose length the line tells."""
    if len(fields) > FEWEST_FIELDS and fields[6].isdecimal():
        end = 9 + int(fields[6])
        if len(fields) > end and all(re.fullmatch(r"0+(\.0*)?", field) for field in fields[end:]):
            return fields[end - 2 : end]
    return fields[-2:]


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"this is no vertex of an instance: {name} is {text[:20]}, no number") from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError(f"{name} is {text[:20]}: write a number between -{LARGEST:,} and {LARGEST:,}")
    return value


def visitable(instance: Instance) -> list[int]:
    """Numbers of the vertices worth a visit that one tour can reach in time and come home from."""
    depot = instance.vertices[0]

    def is_possible(one: Vertex) -> bool:
        begin = max(instance.travel(depot, one), one.opens)
        return begin <= one.closes and begin + one.duration + instance.travel(one, depot) <= depot.closes

    return [n for n, one in enumerate(instance.vertices) if n and one.prize > 0 and is_possible(one)]


def network_of(instance: Instance, tours: int) -> Network:
    """The instance as the planner's arrays: a time unit is a minute, every tour is a shift, prizes are points."""
    depot, *places = instance.vertices
    count = len(places)
    travel = [[instance.travel(one, other) for other in instance.vertices] for one in instance.vertices]
    shift = Shift(inspector=0, day=0, from_min=0, to_min=depot.closes)
    candidates = [
        Candidate(id=str(number), lat=0, lon=0, prize=one.prize, service_min=1, earliest_on=date.min)
        for number, one in enumerate(places, start=1)
    ]
    # A place without points is not worth a drive; one with any is worth more than every drive together.
    weight = np.array([one.prize * PRIZE_WEIGHT * instance.precision for one in places], dtype=np.int64)
    open_to_all = np.ones((tours, count), dtype=bool)
    return Network(
        candidates=tuple(candidates),
        shifts=(shift,) * tours,
        depot_count=1,
        minutes=np.array(travel, dtype=np.int64),
        km=np.zeros((count + 1, count + 1)),
        candidate=np.arange(count),
        open_from=np.array([one.opens for one in places], dtype=np.int64),
        open_until=np.array([one.closes for one in places], dtype=np.int64),
        service=np.array([one.duration for one in places], dtype=np.int64),
        weight=weight,
        allowed=open_to_all,
        eligible=open_to_all,
        extra=np.zeros((tours, count), dtype=np.int64),
        shift_from=np.zeros(tours, dtype=np.int64),
        shift_to=np.zeros(tours, dtype=np.int64),
        shift_start=np.zeros(tours, dtype=np.int64),
        shift_end=np.full(tours, depot.closes, dtype=np.int64),
        drive_cost=1,
    )


def solve(instance: Instance, tours: int, *, seconds: float, seed: int) -> list[list[int]]:
    """The tours found, as vertex numbers, the depot left out. Vertices that can never be visited are left aside."""
    began = time.perf_counter()
    numbers = visitable(instance)
    if not numbers:
        return []
    allowed = min(tours, len(numbers))
    part = Instance(instance.name, [instance.vertices[number] for number in (0, *numbers)], instance.precision)
    net = network_of(part, allowed)
    begun = started(net, [() for _ in range(allowed)], ())
    left = max(0.0, seconds - SPARE_SECONDS - (time.perf_counter() - began))
    found = search(net, begun, stop=StopAfter(seconds=left, repeatable=False), seed=seed)
    return [[numbers[node] for node in order] for order in found.draft.orders if order]


def prize_of(instance: Instance, tours: Sequence[Sequence[int]], allowed: int) -> int:
    """What the tours collect; raises ``ValueError`` where they break a rule. Shares nothing with the search."""
    visited = [vertex for tour in tours for vertex in tour]
    if len(tours) > allowed or len(set(visited)) < len(visited):
        raise ValueError(f"{instance.name}: too many tours, or a vertex twice")
    depot = instance.vertices[0]
    for tour in tours:
        now, here = 0, depot
        for one in (instance.vertices[vertex] for vertex in tour):
            now = max(now + instance.travel(here, one), one.opens)
            if now > one.closes:
                raise ValueError(f"{instance.name}: a vertex is reached too late")
            now, here = now + one.duration, one
        if now + instance.travel(here, depot) > depot.closes:
            raise ValueError(f"{instance.name}: a tour is back too late")
    return sum(instance.vertices[vertex].prize for vertex in visited)


PEERS = ("pyvrp", "vroom", "ortools")


def by_peer(instance: Instance, tours: int, name: str, *, python: str, seconds: float) -> int:
    """The prize that another solver alone collects in the same time."""
    asked = {
        "travel": [[instance.travel(one, other) for other in instance.vertices] for one in instance.vertices],
        "service": [one.duration for one in instance.vertices],
        "prize": [one.prize for one in instance.vertices],
        "opens": [one.opens for one in instance.vertices],
        "closes": [one.closes for one in instance.vertices],
        "tours": tours,
    }
    command = [python, str(Path(__file__).with_name("toptw_peer.py")), name, str(seconds)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return prize_of(instance, json.loads(done.stdout)["tours"], tours)


def best_known(path: Path | None) -> dict[tuple[str, int], int]:
    """Best-known prizes by instance and number of tours; raises ``ValueError`` that names the file."""
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return {(row["instance"], int(row["tours"])): int(row["prize"]) for row in csv.DictReader(lines)}
    except (KeyError, TypeError, ValueError, csv.Error):
        raise ValueError(f"{path}: this is no CSV with whole numbers in the columns instance, tours, prize") from None


def _seconds(text: str) -> float:
    """A time to search; "nan" and "inf" would never end."""
    value = float(text)
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds from 0 to 86400")
    return value


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text} is no whole number from {low} to {high}")
        return int(text)

    return read


def main() -> int:
    """Solve every instance with every number of tours, check the tours, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("instances", nargs="+", type=Path, metavar="INSTANCE")
    parser.add_argument("--tours", nargs="+", type=_whole(1, 1000), required=True, metavar="M")
    parser.add_argument("--seconds", type=_seconds, default=60)
    parser.add_argument("--seed", type=_whole(0, 2**31 - 1), default=1)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--best-known", type=Path)
    parser.add_argument("--peers", metavar="PYTHON")
    asked = parser.parse_args()
    results: list[dict[str, object]] = []
    gaps: list[float] = []
    try:
        known = best_known(asked.best_known)
        instances = [read_instance(path) for path in asked.instances]
    except OSError as error:
        parser.error(f"{error.filename} cannot be read: {error.strerror}")
    except ValueError as error:
        parser.error(str(error))
    for instance in instances:
        for tours in asked.tours:
            began = time.perf_counter()
            found = solve(instance, tours, seconds=asked.seconds, seed=asked.seed)
            took, prize = time.perf_counter() - began, prize_of(instance, found, tours)
            results.append(
                {"instance": instance.name, "prize": prize, "tours": found, "m": tours, "seconds": round(took, 1)}
            )
            best = known.get((instance.name, tours))
            if best:
                gaps.append(100 * (best - prize) / best)
            others = {
                name: by_peer(instance, tours, name, python=asked.peers, seconds=asked.seconds)
                for name in (PEERS if asked.peers else ())
            }
            if others:
                results[-1]["peers"] = others
            gap = "" if not best else f"  best known {best}  gap {gaps[-1]:.2f} %"
            beside = "".join(f"  {name} {value}" for name, value in others.items())
            line = f"{instance.name:8} {tours} tours  prize {prize}{gap}  {took:.1f} s{beside}"
            print(line, file=sys.stderr if asked.as_json else sys.stdout, flush=True)
    if gaps:
        line = f"mean gap {sum(gaps) / len(gaps):.3f} %, worst {max(gaps):.2f} %, {len(gaps)} instances"
        print(line, file=sys.stderr if asked.as_json else sys.stdout)
    if asked.as_json:
        print(json.dumps({"results": results}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
