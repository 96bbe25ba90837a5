"""The search itself: iterated local search by PyVRP over a network, started from greedy tours."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, StoppingCriterion

from inspection.planning.insertion import Order
from inspection.planning.network import Network
from inspection.planning.problem import StopAfter
from inspection.planning.travel import Ints

FORBIDDEN_MIN = 10_000
"""Longer than any day: a drive that no feasible tour can hold."""


def improve(network: Network, orders: Sequence[Order], *, stop: StopAfter, seed: int) -> list[Order]:
    """Better tours than `orders`, or the same; visits of duties in them stay. Same seed and iterations,
    same answer.
    """
    if not network.node_count or not network.shifts:
        return list(orders)
    placed = {int(network.candidate[node]) for order in orders for node in order}
    data = _problem_data(network, placed)
    start = pyvrp.Solution(
        data,
        [pyvrp.Route(data, list(order), vehicle) for vehicle, order in enumerate(orders) if order],
    )
    result = pyvrp.solve(data, _criterion(stop), seed=seed, collect_stats=False, display=False, initial_solution=start)
    if not result.is_feasible():
        return list(orders)
    improved: list[Order] = [() for _ in network.shifts]
    for route in result.best.routes():
        improved[route.vehicle_type()] = tuple(stop.idx for stop in route if stop.is_client())
    return improved


def _criterion(stop: StopAfter) -> MultipleCriteria:
    limits: list[StoppingCriterion] = []
    if stop.iterations is not None:
        limits.append(MaxIterations(stop.iterations))
    if stop.seconds is not None:
        limits.append(MaxRuntime(stop.seconds))
    return MultipleCriteria(limits)


def _problem_data(net: Network, placed: set[int]) -> pyvrp.ProblemData:
    """Clients are nodes; a vehicle type is a shift; which nodes a shift may visit stands in its profile's
    matrices.
    """
    profile_of, profiles = _profiles(net)
    durations: list[Any] = [_duration_matrix(net, profile) for profile in profiles]  # as PyVRP types them
    groups = _groups(net, placed)
    group_of = {node: number for number, group in enumerate(groups) for node in group.clients}
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(len(net.minutes))],
        clients=[_client(net, node, placed, group_of.get(node)) for node in range(net.node_count)],
        depots=[pyvrp.Depot(start) for start in range(net.start_count)],
        vehicle_types=[
            pyvrp.VehicleType(
                start_depot=shift.inspector,
                end_depot=shift.inspector,
                tw_early=int(net.shift_start[number]),
                tw_late=int(net.shift_end[number]),
                profile=profile_of[number],
            )
            for number, shift in enumerate(net.shifts)
        ],
        distance_matrices=[60 * matrix for matrix in durations],
        duration_matrices=durations,
        groups=groups,
    )


def _profiles(net: Network) -> tuple[list[int], list[Ints]]:
    """Shifts that may visit the same nodes share one profile."""
    profiles, inverse = np.unique(net.allowed, axis=0, return_inverse=True)
    return [int(number) for number in inverse.ravel()], list(profiles)


def _duration_matrix(net: Network, allowed: Ints) -> Ints:
    matrix = net.minutes.copy()
    matrix[:, net.start_count :][:, ~allowed.astype(bool)] = FORBIDDEN_MIN
    np.fill_diagonal(matrix, 0)
    return matrix


def _groups(net: Network, placed: set[int]) -> list[pyvrp.ClientGroup]:
    """At most one of a candidate's nodes; exactly one where a duty already has its place."""
    nodes_of: dict[int, list[int]] = {}
    for node, candidate in enumerate(net.candidate.tolist()):
        nodes_of.setdefault(candidate, []).append(node)
    return [
        pyvrp.ClientGroup(nodes, required=candidate in placed and net.is_duty(nodes[0]))
        for candidate, nodes in nodes_of.items()
        if len(nodes) > 1
    ]


def _client(net: Network, node: int, placed: set[int], group: int | None) -> pyvrp.Client:
    return pyvrp.Client(
        location=net.start_count + node,
        service_duration=int(net.service[node]),
        tw_early=int(net.open_from[node]),
        tw_late=int(net.open_until[node]),
        prize=int(net.weight[node]),
        required=group is None and net.is_duty(node) and int(net.candidate[node]) in placed,
        group=group,
    )
