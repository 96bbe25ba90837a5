"""Visits of several people: who goes together, when, and where that fits into the tours of each."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from inspection.planning.solving.insertion import Insertion, times_of
from inspection.planning.solving.network import Network, Pin
from inspection.planning.solving.screening import TRAVEL_GUESS_MIN

NEAREST = 5
"""How many of those who could take a seat on a day are tried: the ones for whom it is the least way."""


@dataclass(frozen=True, slots=True, order=True)
class _Gap:
    """A place in one shift's tour: how many minutes it adds, and between which times the visit may begin."""

    added: int
    shift: int
    position: int
    first: int
    last: int


def crews_in_order(net: Network) -> list[int]:
    """Crewed candidates that stay or are worth their people's time beside the visits of one, best first."""
    seats = {number: len(nodes) for number, nodes in net.crews.items()}
    weight = np.zeros(len(net.candidates), dtype=np.int64)
    for node in range(net.node_count):
        number = int(net.candidate[node])
        weight[number] = max(weight[number], int(net.weight[node]))
    need = [seats.get(n, 1) * (one.service_min + TRAVEL_GUESS_MIN) for n, one in enumerate(net.candidates)]
    order = sorted(range(len(net.candidates)), key=lambda n: (-weight[n] / need[n], net.candidates[n].id))
    room = float((net.shift_end - net.shift_start).sum())
    chosen = []
    for number in order:
        room -= need[number]
        if number in seats and (room > 0 or number in net.stays):
            chosen.append(number)
    return chosen


def place_crews(net: Network, numbers: Sequence[int], tours: Insertion, pins: list[Pin]) -> Insertion:
    """Put each crewed candidate where it costs the least way of all, into tours that stay as they are."""
    for number in numbers:
        found = next(iter(_places(net, tours, number)), None)
        if found is not None:
            pins.append(found[1])
            tours = _with(net, tours, pins, found[1], found[2])
    return tours


def force_crew(net: Network, number: int, tours: Insertion, pins: list[Pin], random: Generator) -> Insertion | None:
    """Make room for a crewed candidate: all visits of one on some day leave two tours. None if that helps nothing."""
    days = sorted({day for some in net.openings[number].values() for day in some})
    random.shuffle(days)
    kept = {node for pin in pins for node in net.crews[pin.candidate]}
    for day in days:
        cleared = [
            tuple(node for node in order if node in kept or int(net.candidate[node]) in net.stays)
            if net.shifts[shift].day == day
            else order
            for shift, order in enumerate(tours.orders)
        ]
        emptied = Insertion(tours.network, cleared)
        places = list(itertools.islice(_places(net, emptied, number), 3))
        if places:
            _, pin, positions = places[int(random.integers(len(places)))]
            only = [cleared[n] if n in pin.shifts else order for n, order in enumerate(tours.orders)]
            pins.append(pin)
            return _with(net, Insertion(tours.network, only), pins, pin, positions)
    return None


def without(net: Network, number: int, tours: Insertion, pins: Sequence[Pin]) -> tuple[Insertion, list[Pin]]:
    """The tours without a crewed candidate."""
    left = [pin for pin in pins if pin.candidate != number]
    orders = [tuple(node for node in order if int(net.candidate[node]) != number) for order in tours.orders]
    return Insertion(net.pinned(left), orders), left


def _with(net: Network, tours: Insertion, pins: Sequence[Pin], pin: Pin, positions: Sequence[int]) -> Insertion:
    orders = list(tours.orders)
    for node, shift, at in zip(net.crews[pin.candidate], pin.shifts, positions, strict=True):
        orders[shift] = (*orders[shift][:at], node, *orders[shift][at:])
    return Insertion(net.pinned(pins), orders)


def _places(net: Network, tours: Insertion, number: int) -> Iterator[tuple[int, Pin, tuple[int, ...]]]:
    """(minutes added, pin, positions), the least first: over days, people and gaps in their tours."""
    found = []
    nodes = net.crews[number]
    gaps = [_gaps_by_day(net, tours, node) for node in nodes]
    for (first, last), days in net.openings[number].items():
        for day in days:
            for some in itertools.product(*(gap.get(day, ()) for gap in gaps)):
                begin = max(first, *(gap.first for gap in some))
                apart = len({gap.shift for gap in some}) == len(some)
                if apart and begin <= min(last, *(gap.last for gap in some)) and _understood(net, number, some):
                    cost = sum(gap.added for gap in some)
                    pin = Pin(number, begin, tuple(gap.shift for gap in some))
                    found.append((cost, pin, tuple(gap.position for gap in some)))
    found.sort(key=lambda one: (one[0], one[1].begin_min, one[1].shifts))
    yield from found


def _understood(net: Network, number: int, some: Sequence[_Gap]) -> bool:
    """Whether one of them speaks a language of the residents, where no interpreter may be booked."""
    one = net.candidates[number]
    nodes = net.crews[number]
    return one.interpreter or any(net.extra[gap.shift, node] == 0 for gap, node in zip(some, nodes, strict=True))


def _gaps_by_day(net: Network, tours: Insertion, node: int) -> dict[int, list[_Gap]]:
    """The gaps of the few tours of each day into which a seat fits with the least way."""
    days: dict[int, list[list[_Gap]]] = defaultdict(list)
    for shift in np.flatnonzero(net.eligible[:, node]).tolist():
        gaps = _gaps(tours.network, tours, shift, node)
        if gaps:
            days[net.shifts[shift].day].append(gaps)
    return {day: [gap for gaps in sorted(some, key=min)[:NEAREST] for gap in gaps] for day, some in days.items()}


def _gaps(net: Network, tours: Insertion, shift: int, node: int) -> list[_Gap]:
    order = tours.orders[shift]
    path = [int(net.shift_from[shift]), *(net.place(one) for one in order), int(net.shift_to[shift])]
    leave, latest = times_of(net, shift, order)
    here, found = net.place(node), []
    for position, (before, after) in enumerate(itertools.pairwise(path)):
        out, on = int(net.minutes[before, here]), int(net.minutes[here, after])
        first = leave[position] + out
        last = latest[position] - on - int(net.service[node])
        if first <= last:
            found.append(_Gap(out + on - int(net.minutes[before, after]), shift, position, first, last))
    return found
