"""The problem as arrays: one node for each candidate and opening, one shift for each inspector and day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection.enforcement.choosing import DRAWN
from inspection.planning.problem import Candidate, Problem
from inspection.planning.screening import Openings, Shift, place_of, shifts_of
from inspection.planning.travel import Floats, Ints, travel_between

PRIZE_WEIGHT = 1000
"""Points weigh 1000 against one second of driving: a visit worth 10 points pays for any drive within a
day.
"""

DUTY_WEIGHT = 100 * PRIZE_WEIGHT
"""What a duty weighs beyond all that is none."""


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays over places: first the inspectors' starts, then the nodes. A candidate with two openings has
    two nodes.

    `minutes` and `km` have the shape (starts + nodes, starts + nodes); `open_from`, `open_until` (to
    begin), `service`, `weight`, `candidate` the shape (nodes); `allowed` the shape (shifts, nodes).
    """

    candidates: tuple[Candidate, ...]
    shifts: tuple[Shift, ...]
    start_count: int
    minutes: Ints
    km: Floats
    candidate: Ints
    open_from: Ints
    open_until: Ints
    service: Ints
    weight: Ints
    allowed: NDArray[np.bool_]
    shift_start: Ints
    shift_end: Ints

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.candidate)

    def is_duty(self, node: int) -> bool:
        """Whether the node's candidate must be visited."""
        return self.candidates[int(self.candidate[node])].must_visit


def build_network(problem: Problem, pool: Sequence[tuple[Candidate, Openings]]) -> Network:
    """Arrays for a search over the candidates of the pool."""
    shifts = shifts_of(problem)
    candidates = tuple(candidate for candidate, _ in pool)
    nodes = [(number, times, days) for number, (_, openings) in enumerate(pool) for times, days in openings.items()]
    owner = np.array([number for number, _, _ in nodes], dtype=np.int64)
    starts = len(problem.inspectors)
    places = [place_of(one) for one in problem.inspectors] + [place_of(one) for one in candidates]
    travel = travel_between(places, places, problem.travel)
    rows = np.concatenate([np.arange(starts), starts + owner]).astype(np.int64)
    return Network(
        candidates=candidates,
        shifts=shifts,
        start_count=starts,
        minutes=travel.minutes[np.ix_(rows, rows)],
        km=travel.km[np.ix_(rows, rows)],
        candidate=owner,
        open_from=np.array([times[0] for _, times, _ in nodes], dtype=np.int64),
        open_until=np.array([times[1] for _, times, _ in nodes], dtype=np.int64),
        service=np.array([candidates[number].service_min for number in owner], dtype=np.int64),
        weight=_weights(candidates)[owner] if nodes else np.zeros(0, dtype=np.int64),
        allowed=_allowed(problem, shifts, candidates, nodes),
        shift_start=np.array([problem.inspectors[s.inspector].day_start_min for s in shifts], dtype=np.int64),
        shift_end=np.array([problem.inspectors[s.inspector].day_end_min for s in shifts], dtype=np.int64),
    )


def _weights(candidates: Sequence[Candidate]) -> Ints:
    """What each visit is worth to the search: a duty more than everything that is none, a random one less
    than the others.
    """
    plain = np.array([one.prize * PRIZE_WEIGHT for one in candidates], dtype=np.int64)
    duty = np.array([one.must_visit for one in candidates], dtype=bool)
    drawn = np.array([one.reason in DRAWN for one in candidates], dtype=bool)
    above_all = int(plain[~duty].sum()) + DUTY_WEIGHT
    return plain + np.where(duty, np.where(drawn, above_all, 2 * above_all), 0)


def _allowed(
    problem: Problem,
    shifts: Sequence[Shift],
    candidates: Sequence[Candidate],
    nodes: Sequence[tuple[int, tuple[int, int], tuple[int, ...]]],
) -> NDArray[np.bool_]:
    allowed = np.zeros((len(shifts), len(nodes)), dtype=bool)
    for row, shift in enumerate(shifts):
        who = problem.inspectors[shift.inspector].id
        allowed[row] = [
            shift.day in days and who not in candidates[number].barred_inspectors for number, _, days in nodes
        ]
    return allowed
