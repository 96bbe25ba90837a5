"""Greedy insertion: puts the visit that is worth most for the minutes it costs where it costs least, until
nothing fits.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from inspection.planning.network import Network
from inspection.planning.travel import Ints

Order: TypeAlias = tuple[int, ...]
"""Node numbers of one shift's stops, in order."""

IMPOSSIBLE = np.iinfo(np.int64).max // 4


@dataclass(slots=True)
class _Room:
    """For one shift: the least extra minutes of driving to add each node, and the position that costs it."""

    added: Ints
    position: Ints


@dataclass(slots=True)
class Insertion:
    """Tours under construction over a network; `orders` has one entry for each shift."""

    network: Network
    orders: list[Order]
    rooms: list[_Room] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rooms = [self._room(shift) for shift in range(len(self.orders))]

    def fill(self) -> None:
        """Insert until nothing that is worth its drive fits any more. Duties come first, for they weigh
        more than the rest.
        """
        while (best := self._best()) is not None:
            shift, node = best
            order, position = self.orders[shift], int(self.rooms[shift].position[node])
            self.orders[shift] = (*order[:position], node, *order[position:])
            self.rooms[shift] = self._room(shift)

    def can_insert(self) -> set[int]:
        """Candidates (numbers in the network) that are in no tour and would still fit in one."""
        free = self._free()
        fitting = {int(node) for room in self.rooms for node in np.flatnonzero(free & (room.added < IMPOSSIBLE))}
        return {int(self.network.candidate[node]) for node in fitting}

    def _free(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        placed = {int(self.network.candidate[node]) for order in self.orders for node in order}
        return ~np.isin(self.network.candidate, sorted(placed))

    def _best(self) -> tuple[int, int] | None:
        net, free = self.network, self._free()
        best: tuple[float, int, int] | None = None
        for shift, room in enumerate(self.rooms):
            gain = net.weight - 60 * room.added
            usable = free & (room.added < IMPOSSIBLE) & (gain > 0)
            if not usable.any():
                continue
            rate = np.where(usable, gain / (room.added + net.service), -1.0)
            node = int(rate.argmax())
            if best is None or rate[node] > best[0]:
                best = (float(rate[node]), shift, node)
        return None if best is None else (best[1], best[2])

    def _room(self, shift: int) -> _Room:
        """Try every position at once for all nodes, with the earliest and latest times of the stops around
        it.
        """
        net, order = self.network, self.orders[shift]
        home = net.shifts[shift].inspector
        path = [home, *(net.start_count + node for node in order), home]
        leave, latest = _times(net, shift, order)
        nodes = np.arange(net.start_count, net.start_count + net.node_count)
        room = _Room(np.full(net.node_count, IMPOSSIBLE), np.zeros(net.node_count, dtype=np.int64))
        for position, (before, after) in enumerate(itertools.pairwise(path)):
            out, on = net.minutes[before, nodes], net.minutes[nodes, after]
            begin = np.maximum(leave[position] + out, net.open_from)
            fits = net.allowed[shift] & (begin <= net.open_until) & (begin + net.service + on <= latest[position])
            added = np.where(fits, out + on - net.minutes[before, after], IMPOSSIBLE)
            better = added < room.added
            room.added[better], room.position[better] = added[better], position
        return room


def earliest_return(net: Network, shift: int, order: Sequence[int]) -> int | None:
    """The minute one is home after these stops in this order, or None when a window or the working day is
    broken.
    """
    leave, _ = _times(net, shift, order)
    home, last = (
        net.shifts[shift].inspector,
        net.start_count + order[-1] if order else net.shifts[shift].inspector,
    )
    late = any(
        begun - int(net.service[node]) > int(net.open_until[node]) for begun, node in zip(leave[1:], order, strict=True)
    )
    back = leave[-1] + int(net.minutes[last, home])
    return None if late or back > int(net.shift_end[shift]) else back


def _times(net: Network, shift: int, order: Sequence[int]) -> tuple[list[int], list[int]]:
    """Earliest time to leave each point of the path but the last, and latest time to reach each point but
    the first.
    """
    home = net.shifts[shift].inspector
    leave = [int(net.shift_start[shift])]
    here = home
    for node in order:
        begin = max(leave[-1] + int(net.minutes[here, net.start_count + node]), int(net.open_from[node]))
        leave.append(begin + int(net.service[node]))
        here = net.start_count + node
    latest = [int(net.shift_end[shift])]
    ahead = home
    for node in reversed(order):
        place = net.start_count + node
        must_leave = latest[0] - int(net.minutes[place, ahead])
        latest.insert(0, min(must_leave - int(net.service[node]), int(net.open_until[node])))
        ahead = place
    return leave, latest
