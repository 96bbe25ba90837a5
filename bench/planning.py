"""Points collected by the planner against two simple ways to plan, on one made-up instance, in one run.

Usage: python bench/planning.py [--candidates 200] [--iterations 2000] [--seed 1]

The instance: dwellings around Danish towns, four inspectors, five days. The floors: a day list by highest
points, and one by nearest next dwelling, both keeping every rule. All plans pass the same checker.
"""

import argparse
import random
import time
from datetime import date, timedelta

from inspection.planning.checker import check_plan
from inspection.planning.insertion import Insertion, Order, earliest_return
from inspection.planning.network import Network, build_network
from inspection.planning.problem import WORKING_WEEK, Candidate, Inspector, Problem, StopAfter, Window
from inspection.planning.screening import screen
from inspection.planning.solver import assemble_plan, plan_visits

TOWNS = [
    ("0101", 55.676, 12.568),
    ("0265", 55.642, 12.08),
    ("0330", 55.402, 11.354),
    ("0461", 55.396, 10.388),
    ("0607", 55.566, 9.753),
    ("0630", 55.709, 9.536),
    ("0561", 55.476, 8.459),
    ("0751", 56.157, 10.21),
    ("0657", 56.139, 8.974),
    ("0851", 57.048, 9.919),
]
MONDAY = date(2026, 3, 2)


def synthetic(count: int, seed: int) -> Problem:
    rng = random.Random(seed)
    return Problem(
        candidates=[_dwelling(number, rng) for number in range(count)],
        inspectors=[
            Inspector(id=f"i{n}", name=f"Inspector {n}", lat=lat, lon=lon, municipality_code=code)
            for n, (code, lat, lon) in enumerate(TOWNS[index] for index in (0, 3, 7, 9))
        ],
        days=[MONDAY + timedelta(days=n) for n in range(5)],
    )


def _dwelling(number: int, rng: random.Random) -> Candidate:
    code, lat, lon = rng.choice(TOWNS)
    appointment = rng.random() < 0.25
    day = rng.randrange(5)
    return Candidate(
        id=f"d{number}",
        lat=lat + rng.gauss(0, 0.12),
        lon=lon + rng.gauss(0, 0.2),
        prize=rng.randint(5, 80),
        service_min=rng.choice([45, 60, 90]),
        earliest_on=MONDAY + timedelta(days=rng.choice([0, 0, 0, 1, 2])),
        windows=(Window(day, 540, 720), Window(4, 720, 960)) if appointment else WORKING_WEEK,
        must_visit=rng.random() < 0.02,
        municipality_code=code,
    )


def floor(problem: Problem, *, nearest: bool) -> tuple[Network, list[Order]]:
    """Fill one shift after the other, always appending the nearest or the most valuable dwelling that still
    fits.
    """
    net = build_network(problem, screen(problem).pool)
    orders: list[Order] = []
    for shift in range(len(net.shifts)):
        order: Order = ()
        while (node := _next(net, shift, order, orders, nearest=nearest)) is not None:
            order = (*order, node)
        orders.append(order)
    return net, orders


def _next(net: Network, shift: int, order: Order, orders: list[Order], *, nearest: bool) -> int | None:
    placed = {net.candidate[node] for done in (*orders, order) for node in done}
    here = net.start_count + order[-1] if order else net.shifts[shift].inspector
    fitting = [
        node
        for node in range(net.node_count)
        if net.candidate[node] not in placed
        and net.allowed[shift, node]
        and earliest_return(net, shift, (*order, node)) is not None
    ]
    if nearest:
        return min(fitting, key=lambda node: net.minutes[here, net.start_count + node], default=None)
    return max(fitting, key=lambda node: net.weight[node], default=None)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidates", type=int, default=200)
    parser.add_argument("--iterations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    problem = synthetic(asked.candidates, asked.seed)
    begun = time.perf_counter()
    plan = plan_visits(problem, stop=StopAfter(iterations=asked.iterations), seed=asked.seed)
    seconds = time.perf_counter() - begun
    screened = screen(problem)
    greedy_net = build_network(problem, screened.pool)
    insertion = Insertion(greedy_net, [() for _ in greedy_net.shifts])
    insertion.fill()
    rows = {
        "planner": plan,
        "greedy insertion": assemble_plan(problem, screened, insertion, seed=0),
    }
    for name, nearest in (("nearest next", True), ("highest points next", False)):
        net, orders = floor(problem, nearest=nearest)
        rows[name] = assemble_plan(problem, screened, Insertion(net, orders), seed=0)
    print(f"{asked.candidates} dwellings, 4 inspectors, 5 days, {asked.iterations} iterations, {seconds:.1f} s")
    for name, row in rows.items():
        km = sum(tour.travel_km for tour in row.tours)
        print(f"{name:20}{row.prize:6} points {row.visit_count:4} visits {km:6.0f} km", end="")
        print(f"  missed duties {len(row.missed_duties)}  faults {len(check_plan(row, problem))}", end="")
        print(f"  planner/this {plan.prize / row.prize:.3f}")


if __name__ == "__main__":
    main()
