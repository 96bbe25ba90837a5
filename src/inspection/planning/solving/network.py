"""The problem as arrays: one node for each candidate, seat and opening, one shift for each inspector and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from inspection.enforcement.choosing import DRAWN
from inspection.planning.solving.problem import Candidate, Problem
from inspection.planning.solving.screening import (
    Openings,
    Shift,
    locks_of,
    shifts_of,
    why_not_seated,
)
from inspection.planning.travel import Floats, Ints

PRIZE_WEIGHT = 1000
"""Points weigh 1000 against one second of driving: a visit worth 10 points pays for any drive within a
day.
"""

DUTY_WEIGHT = 100 * PRIZE_WEIGHT
"""What a duty weighs beyond all that is none."""

INTERPRETER_COST = 15 * 60
"""An interpreter is worth a quarter of an hour's drive to somebody who speaks the language."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A visit of several people, or a locked one, at its time: the shift of each seat, in their order."""

    candidate: int
    begin_min: int
    shifts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays over places: first where shifts start and end, then the nodes. A candidate with two openings has
    two nodes; one with two seats has two nodes that only a pin opens.

    `minutes` and `km` have the shape (depots + nodes, depots + nodes); `open_from`, `open_until` (to begin),
    `service`, `weight`, `candidate` the shape (nodes); `allowed` (whom the search may send), `eligible` (who
    could take the seat) and `extra` (cost beyond the drive) the shape (shifts, nodes). `weight` and `extra`
    are in the unit of `drive_cost`, the cost of one minute of driving.
    """

    candidates: tuple[Candidate, ...]
    shifts: tuple[Shift, ...]
    depot_count: int
    minutes: Ints
    km: Floats
    candidate: Ints
    open_from: Ints
    open_until: Ints
    service: Ints
    weight: Ints
    allowed: NDArray[np.bool_]
    eligible: NDArray[np.bool_]
    extra: Ints
    shift_from: Ints
    shift_to: Ints
    shift_start: Ints
    shift_end: Ints
    stays: frozenset[int] = frozenset()
    """Candidates that must not leave the tours once they stand in one: duties and locked ones."""
    crews: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The nodes of the seats of candidates that need several people, or are locked with several."""
    openings: tuple[Openings, ...] = ()
    drive_cost: int = 60

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.candidate)

    def place(self, node: int) -> int:
        """The row of a node in the matrices."""
        return self.depot_count + node

    def pinned(self, pins: Sequence[Pin]) -> "Network":
        """The same with the seats of these visits open to their shifts, at their time."""
        if not pins:
            return self
        open_from, open_until, allowed = self.open_from.copy(), self.open_until.copy(), self.allowed.copy()
        for pin in pins:
            for node, shift in zip(self.crews[pin.candidate], pin.shifts, strict=True):
                open_from[node] = open_until[node] = pin.begin_min
                allowed[shift, node] = True
        return replace(self, open_from=open_from, open_until=open_until, allowed=allowed)


def build_network(problem: Problem, pool: Sequence[tuple[Candidate, Openings]]) -> Network:
    """Arrays for a search over the candidates of the pool."""
    shifts, locks = shifts_of(problem), locks_of(problem)
    candidates = tuple(candidate for candidate, _ in pool)
    nodes = _nodes(pool)
    owner = np.array([number for number, _, _, _ in nodes], dtype=np.int64)
    people = problem.inspectors
    depots = [one.starts_at for one in people] + [one.ends_at for one in people]
    places = [*depots, *(one.place for one in candidates)]
    travel = problem.travel.between(places, places)
    rows = np.concatenate([np.arange(len(depots)), len(depots) + owner]).astype(np.int64)
    inspector = np.array([shift.inspector for shift in shifts], dtype=np.int64)
    eligible, extra = _seats(problem, shifts, candidates, nodes)
    single = np.array([times is not None for _, _, times, _ in nodes], dtype=bool)
    return Network(
        candidates=candidates,
        shifts=shifts,
        depot_count=len(depots),
        minutes=travel.minutes[np.ix_(rows, rows)],
        km=travel.km[np.ix_(rows, rows)],
        candidate=owner,
        open_from=np.array([0 if times is None else times[0] for _, _, times, _ in nodes], dtype=np.int64),
        open_until=np.array([0 if times is None else times[1] for _, _, times, _ in nodes], dtype=np.int64),
        service=np.array([candidates[number].service_min for number in owner], dtype=np.int64),
        weight=_weights(candidates, frozenset(locks), nodes),
        allowed=eligible & single[None, :],
        eligible=eligible,
        extra=extra,
        shift_from=inspector,
        shift_to=inspector + len(people),
        shift_start=np.array([shift.from_min for shift in shifts], dtype=np.int64),
        shift_end=np.array([shift.to_min for shift in shifts], dtype=np.int64),
        stays=frozenset(n for n, one in enumerate(candidates) if one.must_visit or one.id in locks),
        crews=_crews(nodes),
        openings=tuple(openings for _, openings in pool),
    )


_Node = tuple[int, int, tuple[int, int] | None, tuple[int, ...]]
"""Candidate, seat, hours to begin (None until a pin tells them), days."""


def _nodes(pool: Sequence[tuple[Candidate, Openings]]) -> list[_Node]:
    found: list[_Node] = []
    for number, (one, openings) in enumerate(pool):
        if len(one.seats) > 1:
            days = tuple(sorted({day for some in openings.values() for day in some}))
            found += [(number, seat, None, days) for seat in range(len(one.seats))]
        else:
            found += [(number, 0, times, days) for times, days in openings.items()]
    return found


def _crews(nodes: Sequence[_Node]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for node, (number, _, times, _) in enumerate(nodes):
        if times is None:
            found[number] = (*found.get(number, ()), node)
    return found


def _weights(candidates: Sequence[Candidate], locked: frozenset[str], nodes: Sequence[_Node]) -> Ints:
    """What each visit is worth to the search: a locked one more than a duty, a duty more than everything that is
    none, a random one less than the others. The first seat bears it all.
    """
    plain = np.array([one.prize * PRIZE_WEIGHT for one in candidates], dtype=np.int64)
    above_all = int(plain.sum()) + DUTY_WEIGHT
    tiers = np.array(
        [4 if one.id in locked else 0 if not one.must_visit else 1 if one.reason in DRAWN else 2 for one in candidates],
        dtype=np.int64,
    )
    whole = plain + tiers * above_all
    return np.array([whole[number] if seat == 0 else 0 for number, seat, _, _ in nodes], dtype=np.int64)


def _seats(
    problem: Problem, shifts: Sequence[Shift], candidates: Sequence[Candidate], nodes: Sequence[_Node]
) -> tuple[NDArray[np.bool_], Ints]:
    """Which shift could take which node, and what it costs beyond the drive."""
    locks = locks_of(problem)
    may = np.zeros((len(problem.inspectors), len(nodes)), dtype=bool)
    cost = np.zeros((len(problem.inspectors), len(nodes)), dtype=np.int64)
    for node, (number, seat, times, _) in enumerate(nodes):
        one, lock = candidates[number], locks.get(candidates[number].id)
        for person, who in enumerate(problem.inspectors):
            free = why_not_seated(who, one.seats[seat], one, locked=lock is not None) is None
            named = lock is None or who.id == (lock.inspector_ids[seat] if seat < len(lock.inspector_ids) else "")
            mute, alone = not who.speaks_at(one), times is not None
            may[person, node] = free and named and not (mute and alone and not one.interpreter and lock is None)
            cost[person, node] = INTERPRETER_COST if mute else 0
    on = np.zeros((len(problem.days), len(nodes)), dtype=bool)
    for node, (_, _, _, days) in enumerate(nodes):
        on[list(days), node] = True
    people = np.array([shift.inspector for shift in shifts], dtype=np.int64)
    days_of = np.array([shift.day for shift in shifts], dtype=np.int64)
    return may[people] & on[days_of], cost[people]
