"""One task of the search: an iterated local search by PyVRP over a part of the tours."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyvrp
from numpy.random import default_rng
from numpy.typing import NDArray
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks, IteratedLocalSearchParams
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, StoppingCriterion

from inspection.planning.solving.insertion import Order
from inspection.planning.solving.network import Network, Pin
from inspection.planning.solving.pool import Day, day_of, shift_groups
from inspection.planning.travel import Ints

HISTORY, PATIENCE = 50, 2000
"""A short memory and early returns to the best: tried against PyVRP's own settings on orienteering instances."""

LOOK_EVERY = 25
"""Iterations between two looks at the tours that the search passes through."""


@dataclass(frozen=True, slots=True)
class Part:
    """Shifts whose tours a task may change, and the nodes that may be in them.

    ``cells`` is what it costs in memory, ``work`` what an iteration costs in time: nodes, and more for many shifts.
    """

    shifts: tuple[int, ...]
    nodes: tuple[int, ...]
    cells: int
    work: float
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What one local search does. ``afresh``: from nothing but what must stay, instead of from ``orders``."""

    network: Network
    orders: tuple[Order, ...]
    pins: tuple[Pin, ...]
    part: Part
    weighs: float
    noise: float
    afresh: bool
    iterations: int
    until: float | None
    seed: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The tours of all shifts, and (day, minutes, order) of every feasible tour met on the way."""

    orders: list[Order]
    tours: list[tuple[Day, int, Order]]


@dataclass
class _Met(IteratedLocalSearchCallbacks):
    """Keeps the feasible tours that the search passes through."""

    seen: dict[tuple[int, tuple[int, ...]], int] = field(default_factory=dict)
    looks: int = 0

    def on_best(self, best: pyvrp.Solution) -> None:
        """A best one is always looked at."""
        self.look(best)

    def on_iteration(self, current: pyvrp.Solution, *_: Any) -> None:
        """Others now and then."""
        self.looks += 1
        if self.looks % LOOK_EVERY == 0:
            self.look(current)

    def look(self, solution: pyvrp.Solution) -> None:
        """Keep its feasible tours."""
        for route in solution.routes():
            if route.is_feasible():
                order = tuple(stop.idx for stop in route if stop.is_client())
                self.seen[route.vehicle_type(), order] = route.travel_duration()


def run(task: Task) -> Answer:
    """Search; where nothing better or nothing feasible is found, the orders are those of the task."""
    too_late = task.until is not None and time.perf_counter() >= task.until
    if too_late or not task.part.nodes or not task.part.shifts:
        return Answer(list(task.orders), [])
    return _LocalSearch(task).run()


class _LocalSearch:
    """Node numbers of the network beside those of the part, which are PyVRP's."""

    def __init__(self, task: Task) -> None:
        self.task, self.net = task, task.network
        self.nodes = np.array(task.part.nodes, dtype=np.int64)
        self.local = {node: number for number, node in enumerate(task.part.nodes)}
        inside = set(task.part.shifts)
        self.groups = [
            some for group in shift_groups(self.net) if (some := tuple(shift for shift in group if shift in inside))
        ]
        crewed = [node for nodes in self.net.crews.values() for node in nodes]
        placed = {int(self.net.candidate[node]) for shift in task.part.shifts for node in task.orders[shift]}
        self.required = {
            node
            for node in task.part.nodes
            if node in crewed or (int(self.net.candidate[node]) in placed & self.net.stays)
        }

    def run(self) -> Answer:
        task, met = self.task, _Met()
        data = self._data()
        params = pyvrp.SolveParams(
            ils=IteratedLocalSearchParams(num_iters_no_improvement=PATIENCE, history_length=HISTORY, callbacks=met)
        )
        start = self._solution(data)
        result = pyvrp.solve(
            data,
            self._criterion(),
            seed=task.seed,
            collect_stats=False,
            display=False,
            params=params,
            initial_solution=start,
        )
        tours = [
            (day_of(self.net, self.groups[vehicle][0]), minutes, self._order(order))
            for (vehicle, order), minutes in met.seen.items()
        ]
        if not result.is_feasible():
            return Answer(list(task.orders), tours)
        orders = list(task.orders)
        free = {vehicle: list(shifts) for vehicle, shifts in enumerate(self.groups)}
        for shifts in self.groups:
            for shift in shifts:
                orders[shift] = ()
        for route in result.best.routes():
            order = tuple(stop.idx for stop in route if stop.is_client())
            orders[free[route.vehicle_type()].pop(0)] = self._order(order)
        return Answer(orders, tours)

    def _order(self, order: Sequence[int]) -> Order:
        return tuple(int(self.nodes[one]) for one in order)

    def _criterion(self) -> MultipleCriteria:
        limits: list[StoppingCriterion] = [MaxIterations(self.task.iterations)]
        if self.task.until is not None:
            limits.append(MaxRuntime(max(0.0, self.task.until - time.perf_counter())))
        return MultipleCriteria(limits)

    def _solution(self, data: pyvrp.ProblemData) -> pyvrp.Solution | None:
        """Where the search starts: the tours as they are, or what must stay of them."""
        routes = []
        for vehicle, shifts in enumerate(self.groups):
            for shift in shifts:
                order = [
                    self.local[node]
                    for node in self.task.orders[shift]
                    if not self.task.afresh or node in self.required
                ]
                if order:
                    routes.append(pyvrp.Route(data, order, vehicle))
        if not routes:
            return None
        return pyvrp.Solution(data, routes)

    def _data(self) -> pyvrp.ProblemData:
        """Clients are nodes; a vehicle type is a group of shifts; which nodes it may visit stands in its profile's
        matrices.
        """
        net = self.net
        rows = np.concatenate([np.arange(net.depot_count), net.depot_count + self.nodes])
        minutes = np.ascontiguousarray(net.minutes[np.ix_(rows, rows)])
        profile_of, profiles = self._profiles()
        durations: list[Any] = [self._durations(minutes, allowed) for allowed, _ in profiles]
        distances: list[Any] = [
            self._distances(matrix, extra) for matrix, (_, extra) in zip(durations, profiles, strict=True)
        ]
        groups = self._exclusive()
        group_of = {node: number for number, group in enumerate(groups) for node in group.clients}
        weights = self._weights(minutes)
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in rows],
            clients=[self._client(number, weights, group_of.get(number)) for number in range(len(self.nodes))],
            depots=[pyvrp.Depot(place) for place in range(net.depot_count)],
            vehicle_types=[
                self._vehicle(shifts, profile) for shifts, profile in zip(self.groups, profile_of, strict=True)
            ],
            distance_matrices=distances,
            duration_matrices=durations,
            groups=groups,
        )

    def _vehicle(self, shifts: tuple[int, ...], profile: int) -> pyvrp.VehicleType:
        net, shift = self.net, shifts[0]
        return pyvrp.VehicleType(
            num_available=len(shifts),
            start_depot=int(net.shift_from[shift]),
            end_depot=int(net.shift_to[shift]),
            tw_early=int(net.shift_start[shift]),
            tw_late=int(net.shift_end[shift]),
            profile=profile,
        )

    def _profiles(self) -> tuple[list[int], list[tuple[NDArray[np.bool_], Ints]]]:
        """Shifts that may visit the same nodes at the same cost share one profile."""
        known: dict[bytes, int] = {}
        numbers: list[int] = []
        profiles: list[tuple[NDArray[np.bool_], Ints]] = []
        for shifts in self.groups:
            allowed, extra = self.net.allowed[shifts[0]][self.nodes], self.net.extra[shifts[0]][self.nodes]
            key = allowed.tobytes() + extra.tobytes()
            if key not in known:
                known[key] = len(profiles)
                profiles.append((allowed, extra))
            numbers.append(known[key])
        return numbers, profiles

    def _durations(self, minutes: Ints, allowed: NDArray[np.bool_]) -> Ints:
        """A drive to where a shift may not go takes longer than any day."""
        matrix = minutes.copy()
        matrix[:, self.net.depot_count :][:, ~allowed] = 4 * int(self.net.shift_end.max()) + 10_000
        np.fill_diagonal(matrix, 0)
        return matrix

    def _distances(self, durations: Ints, extra: Ints) -> Ints:
        matrix = self.net.drive_cost * durations
        matrix[:, self.net.depot_count :] += extra
        np.fill_diagonal(matrix, 0)
        return matrix

    def _weights(self, minutes: Ints) -> list[int]:
        """Points against the drive as this task weighs them, some a little more or less than they are."""
        net = self.net
        weight = net.weight[self.nodes]
        plain = weight[(weight > 0) & ~np.isin(net.candidate[self.nodes], sorted(net.stays))]
        drives = minutes[minutes > 0]
        if not plain.size or not drives.size:
            return [int(one) for one in weight]
        factor = self.task.weighs * net.drive_cost * float(np.median(drives)) / float(np.median(plain))
        noise = 1 + self.task.noise * default_rng(self.task.seed).uniform(-1, 1, len(weight))
        return [max(0, round(one)) for one in (weight * factor * noise).tolist()]

    def _exclusive(self) -> list[pyvrp.ClientGroup]:
        """At most one of a candidate's nodes; exactly one where it must stay."""
        nodes_of: dict[int, list[int]] = {}
        for number, node in enumerate(self.nodes.tolist()):
            if int(self.net.candidate[node]) not in self.net.crews:
                nodes_of.setdefault(int(self.net.candidate[node]), []).append(number)
        return [
            pyvrp.ClientGroup(some, required=int(self.nodes[some[0]]) in self.required)
            for some in nodes_of.values()
            if len(some) > 1
        ]

    def _client(self, number: int, weights: Sequence[int], group: int | None) -> pyvrp.Client:
        net, node = self.net, int(self.nodes[number])
        return pyvrp.Client(
            location=net.depot_count + number,
            service_duration=int(net.service[node]),
            tw_early=int(net.open_from[node]),
            tw_late=int(net.open_until[node]),
            prize=weights[number],
            required=group is None and node in self.required,
            group=group,
        )
