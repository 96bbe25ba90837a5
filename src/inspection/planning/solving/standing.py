"""The plan in hand as a start for the search: what still holds of it, what is locked first of all."""

import numpy as np

from inspection.planning.solving.insertion import IMPOSSIBLE, Insertion
from inspection.planning.solving.network import Network, Pin
from inspection.planning.solving.problem import Placement, Problem
from inspection.planning.solving.search import Draft


def standing(net: Network, problem: Problem) -> Draft:
    """Tours with every visit of the plan in hand that can still be made there; the others are left to the search."""
    numbers = {one.id: number for number, one in enumerate(net.candidates)}
    shift_of = {
        (problem.inspectors[shift.inspector].id, problem.days[shift.day]): number
        for number, shift in enumerate(net.shifts)
    }
    tours, pins = Insertion(net, [() for _ in net.shifts]), list[Pin]()
    for placement in sorted(problem.current, key=lambda one: not one.locked):
        number = numbers.get(placement.candidate_id)
        shifts = tuple(shift_of.get((who, placement.on), -1) for who in placement.inspector_ids)
        if number is None or not shifts or -1 in shifts:
            continue
        if number in net.crews:
            tours = _pinned(net, tours, pins, placement, number, shifts)
        else:
            _put(net, tours, number, shifts[0])
    return Draft(tuple(tours.orders), tuple(pins))


def _put(net: Network, tours: Insertion, number: int, shift: int) -> None:
    for node in np.flatnonzero(net.candidate == number).tolist():
        if tours.added[shift, node] < IMPOSSIBLE:
            tours.put(shift, node)
            return


def _pinned(
    net: Network, tours: Insertion, pins: list[Pin], placement: Placement, number: int, shifts: tuple[int, ...]
) -> Insertion:
    """Several people at the time they had; without a time, or where that fails, the search finds a new one."""
    nodes = net.crews[number]
    if placement.begin_min is None or len(shifts) != len(nodes) or len(set(shifts)) < len(shifts):
        return tours
    day = net.shifts[shifts[0]].day
    open_then = any(
        first <= placement.begin_min <= last and day in days for (first, last), days in net.openings[number].items()
    )
    if not open_then or not all(net.eligible[shift, node] for shift, node in zip(shifts, nodes, strict=True)):
        return tours
    pin = Pin(number, placement.begin_min, shifts)
    tried = Insertion(net.pinned([*pins, pin]), tours.orders)
    for shift, node in zip(shifts, nodes, strict=True):
        if tried.added[shift, node] >= IMPOSSIBLE:
            return tours
        tried.put(shift, node)
    pins.append(pin)
    return tried
