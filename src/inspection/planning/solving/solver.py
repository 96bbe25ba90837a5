"""Planning: choose which dwellings to visit, by whom, on which day and in what order."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from inspection.planning.solving.insertion import Insertion, Order
from inspection.planning.solving.network import Network, Pin, build_network
from inspection.planning.solving.plan import LeftOut, LeftOutReason, Plan, Remark, RemarkKind, Tour, TourStop
from inspection.planning.solving.problem import Candidate, Problem, StopAfter
from inspection.planning.solving.remarks import remarks_on
from inspection.planning.solving.screening import Screened, locks_of, screen
from inspection.planning.solving.search import Draft, search, started
from inspection.planning.solving.standing import standing


def plan_visits(
    problem: Problem, *, stop: StopAfter, seed: int, progress: Callable[[float], None] | None = None
) -> Plan:
    """Tours that collect as many points as the hours allow, and everything left out with its reason.

    No visit lies before its first lawful day, outside its windows or outside working hours; locked visits stay
    where they are. Duties come before everything else; one that finds no place stands first in `left_out`. The
    search starts from the plan in hand (`problem.current`), if there is one. The same problem, seed and measure
    of work give the same plan (see `StopAfter`); ``progress`` is told the share of it done. Candidates that are
    not among the best of a large register are left out as not chosen (see `screening.pool_limit`).
    """
    screened = screen(problem)
    network = build_network(problem, screened.pool)
    in_hand = standing(network, problem)
    begun = started(network, in_hand.orders, in_hand.pins)
    found = search(network, begun, stop=stop, seed=seed, progress=progress)
    plan = assemble_plan(problem, screened, network, found.draft, seed=seed)
    if not found.by_the_clock:
        return plan
    return replace(plan, remarks=(*plan.remarks, Remark(RemarkKind.BY_THE_CLOCK)))


def assemble_plan(problem: Problem, screened: Screened, network: Network, draft: Draft, *, seed: int) -> Plan:
    """The plan that finished tours amount to, with what they leave out."""
    pinned, locked = network.pinned(draft.pins), frozenset(locks_of(problem))
    tours = tuple(
        _tour(problem, pinned, shift, order, draft.pins, locked) for shift, order in enumerate(draft.orders) if order
    )
    left_out = _left_out(screened, Insertion(pinned, draft.orders), locked)
    return Plan(tours=tours, left_out=left_out, seed=seed, remarks=remarks_on(tours, problem))


def _tour(
    problem: Problem, net: Network, shift: int, order: Order, pins: Sequence[Pin], locked: frozenset[str]
) -> Tour:
    """Times of a day: leave home so late that the first visit begins on arrival, then go as early as
    possible.
    """
    home, end = int(net.shift_from[shift]), int(net.shift_to[shift])
    first = net.place(order[0])
    earliest = int(net.shift_start[shift]) + int(net.minutes[home, first])
    clock = max(earliest, int(net.open_from[order[0]])) - int(net.minutes[home, first])
    depart, here, stops = clock, home, []
    for node in order:
        stop = _stop(net, here, node, clock)
        stops.append(_crewed(problem, net, shift, node, stop, pins, locked))
        clock, here = stop.end_min, net.place(node)
    return Tour(
        inspector_id=problem.inspectors[net.shifts[shift].inspector].id,
        on=problem.days[net.shifts[shift].day],
        depart_min=depart,
        return_min=clock + int(net.minutes[here, end]),
        stops=tuple(stops),
        travel_min=sum(stop.travel_min for stop in stops) + int(net.minutes[here, end]),
        travel_km=round(sum(stop.travel_km for stop in stops) + float(net.km[here, end]), 1),
    )


def _stop(net: Network, here: int, node: int, leave_min: int) -> TourStop:
    there = net.place(node)
    candidate = net.candidates[int(net.candidate[node])]
    arrive = leave_min + int(net.minutes[here, there])
    begin = max(arrive, int(net.open_from[node]))
    return TourStop(
        candidate_id=candidate.id,
        travel_min=int(net.minutes[here, there]),
        travel_km=round(float(net.km[here, there]), 1),
        arrive_min=arrive,
        begin_min=begin,
        end_min=begin + candidate.service_min,
        reason=candidate.reason,
        prize=candidate.prize,
    )


def _crewed(
    problem: Problem,
    net: Network,
    shift: int,
    node: int,
    stop: TourStop,
    pins: Sequence[Pin],
    locked: frozenset[str],
) -> TourStop:
    """The stop with those who come along, and whether an interpreter must come too."""
    number = int(net.candidate[node])
    shifts = next((pin.shifts for pin in pins if pin.candidate == number), (shift,))
    crew = [problem.inspectors[net.shifts[one].inspector] for one in shifts]
    me = problem.inspectors[net.shifts[shift].inspector]
    return replace(
        stop,
        companions=tuple(one.id for one in crew if one.id != me.id),
        leads=crew[0].id == me.id,
        interpreter=not any(one.speaks_at(net.candidates[number]) for one in crew),
        locked=stop.candidate_id in locked,
    )


def _left_out(screened: Screened, final: Insertion, locked: frozenset[str]) -> tuple[LeftOut, ...]:
    """Everything in no tour: duties first, then by points."""
    net = final.network
    placed = {int(net.candidate[node]) for order in final.orders for node in order}
    would_fit = final.can_insert()

    def why(number: int, one: Candidate) -> LeftOutReason:
        if one.id in locked:
            return LeftOutReason.LOCK_BROKEN
        if number in net.crews:
            return LeftOutReason.NO_COMPANION if one.must_visit else LeftOutReason.NOT_CHOSEN
        return LeftOutReason.NOT_CHOSEN if number in would_fit else LeftOutReason.NO_TIME

    unplaced = [(one, why(number, one)) for number, one in enumerate(net.candidates) if number not in placed]
    spare = [(one, LeftOutReason.NOT_CHOSEN) for one in screened.not_weighed]
    everyone: Sequence[tuple[Candidate, LeftOutReason]] = [*screened.impossible, *unplaced, *spare]
    listed = [LeftOut(one.id, reason, one.must_visit, one.prize) for one, reason in everyone]
    return tuple(sorted(listed, key=lambda one: (not one.must_visit, -one.prize, one.candidate_id)))
