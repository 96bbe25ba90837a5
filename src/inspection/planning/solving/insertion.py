"""Greedy insertion: puts the visit that is worth most for the minutes it costs where it costs least, until
nothing fits.
"""

import itertools
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inspection.planning.solving.network import Network
from inspection.planning.travel import Ints

Order: TypeAlias = tuple[int, ...]
"""Node numbers of one shift's stops, in order."""

IMPOSSIBLE = np.iinfo(np.int64).max // 4


class Insertion:
    """Tours under construction over a network; `orders` has one entry for each shift.

    `added` and `position` have the shape (shifts, nodes): the least extra minutes of driving to put a node into
    a shift's tour, and where that is.
    """

    def __init__(self, network: Network, orders: Sequence[Order]) -> None:
        self.network = network
        self.orders = list(orders)
        shape = (len(network.shifts), network.node_count)
        self.added: Ints = np.full(shape, IMPOSSIBLE)
        self.position: Ints = np.zeros(shape, dtype=np.int64)
        for shift in range(shape[0]):
            self._measure(shift)

    def fill(self) -> None:
        """Insert until nothing that is worth its drive fits any more. Duties come first, for they weigh
        more than the rest.
        """
        if not self.added.size:
            return
        free = self.free()
        rate = np.stack([self._rate(shift, free) for shift in range(len(self.orders))])
        while True:
            shift, node = divmod(int(rate.argmax()), self.network.node_count)
            if rate[shift, node] <= 0:
                return
            self.put(shift, node)
            taken = self.network.candidate == self.network.candidate[node]
            free &= ~taken
            rate[:, taken] = 0
            rate[shift] = self._rate(shift, free)

    def put(self, shift: int, node: int, position: int | None = None) -> None:
        """Put a node into a tour, where it costs least unless told."""
        order, at = self.orders[shift], int(self.position[shift, node]) if position is None else position
        self.orders[shift] = (*order[:at], node, *order[at:])
        self._measure(shift)

    def can_insert(self) -> set[int]:
        """Candidates (numbers in the network) that are in no tour and would still fit in one."""
        fitting = self.free() & (self.added < IMPOSSIBLE).any(axis=0) if self.added.size else np.zeros(0, dtype=bool)
        return {int(number) for number in self.network.candidate[fitting]}

    def free(self) -> NDArray[np.bool_]:
        """Nodes whose candidate stands in no tour."""
        placed = {int(self.network.candidate[node]) for order in self.orders for node in order}
        return np.asarray(~np.isin(self.network.candidate, sorted(placed)))

    def _rate(self, shift: int, free: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What a minute spent on each node brings; 0 where it cannot be put or is not worth its drive."""
        net, added = self.network, self.added[shift]
        usable = free & (added < IMPOSSIBLE)
        gain = net.weight - net.drive_cost * np.where(usable, added, 0) - net.extra[shift]
        return np.asarray(np.where(usable & (gain > 0), gain / np.maximum(added + net.service, 1), 0.0))

    def _measure(self, shift: int) -> None:
        """Try every position at once for all nodes, with the earliest and latest times of the stops around
        it.
        """
        net, order = self.network, self.orders[shift]
        path = [int(net.shift_from[shift]), *(net.place(node) for node in order), int(net.shift_to[shift])]
        leave, latest = times_of(net, shift, order)
        nodes = np.arange(net.depot_count, net.depot_count + net.node_count)
        least, where = self.added[shift], self.position[shift]
        least[:], where[:] = IMPOSSIBLE, 0
        for position, (before, after) in enumerate(itertools.pairwise(path)):
            out, on = net.minutes[before, nodes], net.minutes[nodes, after]
            begin = np.maximum(leave[position] + out, net.open_from)
            fits = net.allowed[shift] & (begin <= net.open_until) & (begin + net.service + on <= latest[position])
            added = np.where(fits, out + on - net.minutes[before, after], IMPOSSIBLE)
            better = added < least
            least[better], where[better] = added[better], position


def earliest_return(net: Network, shift: int, order: Sequence[int]) -> int | None:
    """The minute one is home after these stops in this order, or None when a window or the working day is
    broken.
    """
    leave, _ = times_of(net, shift, order)
    last = net.place(order[-1]) if order else int(net.shift_from[shift])
    late = any(
        begun - int(net.service[node]) > int(net.open_until[node]) for begun, node in zip(leave[1:], order, strict=True)
    )
    back = leave[-1] + int(net.minutes[last, int(net.shift_to[shift])])
    return None if late or back > int(net.shift_end[shift]) else back


def times_of(net: Network, shift: int, order: Sequence[int]) -> tuple[list[int], list[int]]:
    """Earliest time to leave each point of the path but the last, and latest time to reach each point but
    the first.
    """
    leave = [int(net.shift_start[shift])]
    here = int(net.shift_from[shift])
    for node in order:
        begin = max(leave[-1] + int(net.minutes[here, net.place(node)]), int(net.open_from[node]))
        leave.append(begin + int(net.service[node]))
        here = net.place(node)
    latest = [int(net.shift_end[shift])]
    ahead = int(net.shift_to[shift])
    for node in reversed(order):
        must_leave = latest[0] - int(net.minutes[net.place(node), ahead])
        latest.insert(0, min(must_leave - int(net.service[node]), int(net.open_until[node])))
        ahead = net.place(node)
    return leave, latest
