"""Tours met during the search, and the best set of them that goes together: set packing, by HiGHS in scipy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from inspection.planning.solving.insertion import Order, earliest_return
from inspection.planning.solving.network import Network

MOST_COLUMNS = 8000
BRANCHES = 300
"""How far the packing is searched: a number of nodes, not a time, so that it ends alike every time."""

Day: TypeAlias = tuple[int, int, int, int]
"""Where a shift starts and ends, and its hours: tours of shifts alike in these can be exchanged."""


def day_of(net: Network, shift: int) -> Day:
    """What decides, beside who may go where, whether a tour fits a shift."""
    return (
        int(net.shift_from[shift]),
        int(net.shift_to[shift]),
        int(net.shift_start[shift]),
        int(net.shift_end[shift]),
    )


@dataclass(slots=True)
class Pool:
    """Feasible tours by what their shift is like and whom they visit, the shortest of each."""

    found: dict[tuple[Day, frozenset[int]], tuple[int, Order]] = field(default_factory=dict)

    def add(self, day: Day, tours: Iterable[tuple[int, Order]]) -> None:
        """Take in (minutes of driving, order) of tours."""
        for minutes, order in tours:
            key = (day, frozenset(order))
            if key not in self.found or minutes < self.found[key][0]:
                self.found[key] = (minutes, order)

    def best_set(self, net: Network, orders: Sequence[Order], *, limit_s: float | None = None) -> list[Order] | None:
        """Tours for all shifts that together are worth most; visits that stay in `orders` stay. None if none found.

        `net` has the pins of `orders`; no tour is taken that holds other pins than its shift. With
        ``limit_s``, the best set found in so many seconds, which may differ from time to time.
        """
        groups = shift_groups(net)
        columns = self._columns(net, groups, orders)
        placed = {int(net.candidate[node]) for order in orders for node in order}
        count = len(net.candidates)
        value, entries, rows = [], [], []
        for column, (group, order) in enumerate(columns):
            value.append(worth(net, groups[group][0], order))
            visited = [int(net.candidate[node]) for node in order]
            rows += [*visited, count + group]
            entries += [column] * (len(visited) + 1)
        if not columns:
            return None
        shape = (count + len(groups), len(columns))
        matrix = csr_matrix((np.ones(len(rows)), (rows, entries)), shape=shape)
        upper = np.concatenate([np.ones(count), [len(shifts) for shifts in groups]])
        lower = np.zeros(shape[0])
        for number in placed & net.stays | {n for n in net.crews if n in placed}:
            lower[number] = 1
        # A pinned visit stands in the tours of each of its people, one row of its candidate for all of them.
        for number in net.crews:
            upper[number] = lower[number] = len(net.crews[number]) if number in placed else 0
        return self._solved(net, groups, columns, np.array(value, dtype=float), matrix, lower, upper, limit_s)

    def _columns(
        self, net: Network, groups: Sequence[tuple[int, ...]], orders: Sequence[Order]
    ) -> list[tuple[int, Order]]:
        crewed = {node for nodes in net.crews.values() for node in nodes}
        by_day: dict[Day, list[int]] = {}
        for number, shifts in enumerate(groups):
            by_day.setdefault(day_of(net, shifts[0]), []).append(number)
        open_to = [frozenset(np.flatnonzero(net.allowed[shifts[0]]).tolist()) for shifts in groups]
        pinned = [frozenset(node for shift in shifts for node in orders[shift] if node in crewed) for shifts in groups]
        found = [
            (-worth(net, groups[number][0], order), number, order)
            for (day, visited), (_, order) in self.found.items()
            for number in by_day.get(day, ())
            if visited <= open_to[number]
            and visited & crewed == pinned[number]
            and self._is_timely(net, groups[number][0], order)
        ]
        found.sort()
        kept = [(number, order) for _, number, order in found[:MOST_COLUMNS]]
        known = set(kept)
        now = [(number, orders[shift]) for number, shifts in enumerate(groups) for shift in shifts if orders[shift]]
        return kept + [one for one in dict.fromkeys(now) if one not in known]

    @staticmethod
    def _is_timely(net: Network, shift: int, order: Order) -> bool:
        """A pin may have moved since the tour was found."""
        return not net.crews or earliest_return(net, shift, order) is not None

    @staticmethod
    def _solved(
        net: Network,
        groups: Sequence[tuple[int, ...]],
        columns: Sequence[tuple[int, Order]],
        value: np.ndarray[tuple[int], np.dtype[np.float64]],
        matrix: csr_matrix,
        lower: np.ndarray[tuple[int], np.dtype[np.float64]],
        upper: np.ndarray[tuple[int], np.dtype[np.float64]],
        limit_s: float | None,
    ) -> list[Order] | None:
        scale = max(float(np.abs(value).max()), 1.0)
        answer = milp(
            -value / scale,
            constraints=LinearConstraint(matrix, lower, upper),
            integrality=np.ones(len(columns)),
            bounds=Bounds(0, 1),
            options={"node_limit": BRANCHES, "mip_rel_gap": 1e-7}
            | ({} if limit_s is None else {"time_limit": limit_s}),
        )
        if answer.x is None:
            return None
        orders: list[Order] = [() for _ in net.shifts]
        free = {number: list(shifts) for number, shifts in enumerate(groups)}
        for column in np.flatnonzero(answer.x > 0.5):
            number, order = columns[int(column)]
            orders[free[number].pop(0)] = order
        return orders


def shift_groups(net: Network) -> list[tuple[int, ...]]:
    """Shifts that are alike in everything: who may go where, from where, when."""
    groups: dict[tuple[Day, bytes, bytes], list[int]] = {}
    for shift in range(len(net.shifts)):
        key = (day_of(net, shift), net.allowed[shift].tobytes(), net.extra[shift].tobytes())
        groups.setdefault(key, []).append(shift)
    return [tuple(shifts) for shifts in groups.values()]


def worth(net: Network, shift: int, order: Order) -> int:
    """What a tour brings: its visits less its driving, in the unit of the weights."""
    if not order:
        return 0
    nodes = list(order)
    gain = int(net.weight[nodes].sum()) - int(net.extra[shift, nodes].sum())
    return gain - net.drive_cost * drive_min(net, shift, order)


def drive_min(net: Network, shift: int, order: Order) -> int:
    """Minutes of driving of a tour, from where the shift starts to where it ends."""
    places = [int(net.shift_from[shift]), *(net.place(node) for node in order), int(net.shift_to[shift])]
    return int(net.minutes[places[:-1], places[1:]].sum())
