"""What it means to move, take out, put in or swap a visit of a plan: new clocks, differences, rules touched.

Only the tours concerned get a new clock, and the order of the other visits in them stays: a locked visit never leaves
its day or its inspectors because another one moves.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from inspection.planning.changing.breaches import Breach, Rule, breaches_of
from inspection.planning.changing.consequence import (
    Change,
    Consequence,
    Move,
    Remove,
    Swap,
    concerned_by,
    consequence_of,
)
from inspection.planning.changing.timing import (
    Arrangement,
    CrossedOrdersError,
    Drives,
    Key,
    PlacedVisit,
    arrangement_of,
    tied_to,
    timed,
)
from inspection.planning.solving.plan import Plan, Tour
from inspection.planning.solving.problem import Problem

MOST_POSITIONS = 400
"""How many pairs of positions are tried for a visit of several before the later ones are only tried apart."""


class MoveError(ValueError):
    """A change that names a visit, an inspector or a place in a tour that the plan does not have."""


def weigh(
    problem: Problem,
    plan: Plan,
    change: Change,
    *,
    fixed: Mapping[str, int] | None = None,
    drives: Drives | None = None,
) -> Consequence:
    """What a change would do to a plan. ``fixed`` are times that people chose, by candidate; ``drives`` may be shared
    between questions about one problem.

    Raises ``MoveError`` for a visit or inspector that is not there.
    """
    known = drives or Drives(problem)
    before = arrangement_of(plan, fixed)
    options = list(_options(known, before, change))
    concerned = concerned_by(change)
    best: tuple[tuple[int, int, int, int], Arrangement, dict[Key, Tour]] | None = None
    for option in options:
        touched = _keys_of(before, concerned) | _keys_of(option, concerned)
        keys = tied_to(before, touched) | tied_to(option, touched)
        try:
            clock = timed(known, option, keys)
        except CrossedOrdersError:
            continue
        cost = _cost(known, option, clock)
        if best is None or cost < best[0]:
            best = (cost, option, clock)
    if best is None:
        return _crossed(plan, change)
    return consequence_of(known, plan, before, best[1], best[2], change)


def _crossed(plan: Plan, change: Change) -> Consequence:
    breach = Breach(rule=Rule.CROSSED_ORDERS, candidate_id=change.candidate_id)
    return Consequence(plan=plan, tours=(), breaches=(breach,), points_difference=0, retimed=())


def _options(drives: Drives, before: Arrangement, change: Change) -> Iterable[Arrangement]:
    if isinstance(change, Move):
        return _moved(drives, before, change)
    if change.candidate_id not in before.visits:
        raise MoveError(f"{change.candidate_id} is not in the plan.")
    if isinstance(change, Remove):
        return [_without(before, change.candidate_id)]
    return [_swapped(before, change)]


def _without(before: Arrangement, candidate_id: str) -> Arrangement:
    visits = {one: visit for one, visit in before.visits.items() if one != candidate_id}
    orders = {key: tuple(one for one in order if one != candidate_id) for key, order in before.orders.items()}
    return Arrangement(visits, orders)


def _swapped(before: Arrangement, change: Swap) -> Arrangement:
    one, other = before.visits[change.candidate_id], before.visits.get(change.other_id)
    if other is None:
        raise MoveError(f"{change.other_id} is not in the plan.")
    instead = {one.candidate_id: other.candidate_id, other.candidate_id: one.candidate_id}
    orders = {key: tuple(instead.get(stop, stop) for stop in order) for key, order in before.orders.items()}
    visits = dict(before.visits)
    visits[one.candidate_id] = replace(one, crew=other.crew, on=other.on, fixed_min=None)
    visits[other.candidate_id] = replace(other, crew=one.crew, on=one.on, fixed_min=None)
    return Arrangement(visits, orders)


def _moved(drives: Drives, before: Arrangement, change: Move) -> Iterable[Arrangement]:
    if change.candidate_id not in drives.candidates:
        raise MoveError(f"{change.candidate_id} is not in the problem.")
    strangers = [one for one in change.crew if one not in drives.inspectors]
    if strangers or not change.crew:
        raise MoveError(f"there is no inspector {', '.join(strangers)}." if strangers else "a visit needs a crew.")
    rest = _without(before, change.candidate_id)
    crew = tuple(dict.fromkeys(change.crew))
    was = before.visits.get(change.candidate_id)
    visit = PlacedVisit(
        candidate_id=change.candidate_id,
        crew=crew,
        on=change.on,
        locked=change.begin_min is not None or (was is not None and was.locked),
        fixed_min=change.begin_min,
    )
    rooms = [_positions(rest.orders.get((member, change.on), ()), None) for member in crew]
    if change.position is not None:
        rooms[0] = _positions(rest.orders.get((crew[0], change.on), ()), change.position)
    tried = itertools.islice(itertools.product(*rooms), MOST_POSITIONS)
    return [_inserted(rest, visit, positions) for positions in tried]


def _positions(order: Sequence[str], wanted: int | None) -> list[int]:
    if wanted is None:
        return list(range(len(order) + 1))
    if not 0 <= wanted <= len(order):
        raise MoveError(f"the tour has no place {wanted}; it has 0 to {len(order)}.")
    return [wanted]


def _inserted(rest: Arrangement, visit: PlacedVisit, positions: Sequence[int]) -> Arrangement:
    orders = dict(rest.orders)
    for member, position in zip(visit.crew, positions, strict=True):
        order = orders.get((member, visit.on), ())
        orders[(member, visit.on)] = (*order[:position], visit.candidate_id, *order[position:])
    return Arrangement({**rest.visits, visit.candidate_id: visit}, orders)


def _keys_of(arrangement: Arrangement, candidate_ids: Iterable[str]) -> frozenset[Key]:
    """The tours in which these visits stand."""
    found = [arrangement.visits[one] for one in candidate_ids if one in arrangement.visits]
    return frozenset((member, one.on) for one in found for member in one.crew)


def _cost(drives: Drives, arrangement: Arrangement, clock: Mapping[Key, Tour]) -> tuple[int, int, int, int]:
    """What makes one order better than another: fewer rules touched, less overtime, less driving, home earlier."""
    breaches = breaches_of(drives, arrangement, clock)
    overtime = sum(one.minutes for one in breaches)
    driving = sum(tour.travel_min for tour in clock.values())
    return len(breaches), overtime, driving, sum(tour.return_min for tour in clock.values())
