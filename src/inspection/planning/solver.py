"""Planning: choose which dwellings to visit, by whom, on which day and in what order."""

from collections.abc import Sequence

from inspection.planning.insertion import Insertion, Order
from inspection.planning.network import Network, build_network
from inspection.planning.plan import LeftOut, LeftOutReason, Plan, Tour, TourStop
from inspection.planning.problem import Candidate, Problem, StopAfter
from inspection.planning.screening import Screened, screen
from inspection.planning.search import improve


def plan_visits(problem: Problem, *, stop: StopAfter, seed: int) -> Plan:
    """Tours that collect as many points as the hours allow, and everything left out with its reason.

    No visit lies before its first lawful day, outside its windows or outside working hours. Duties come
    before everything else; one that finds no place stands first in `left_out`. With a number of iterations,
    the same problem and seed give the same plan; with seconds they may not. Candidates that are not among
    the best of a large register are left out as not chosen (see `screening.pool_limit`).
    """
    screened = screen(problem)
    network = build_network(problem, screened.pool)
    tours = Insertion(network, [() for _ in network.shifts])
    tours.fill()
    final = Insertion(network, improve(network, tours.orders, stop=stop, seed=seed))
    final.fill()
    return assemble_plan(problem, screened, final, seed=seed)


def assemble_plan(problem: Problem, screened: Screened, final: Insertion, *, seed: int) -> Plan:
    """The plan that finished tours amount to, with what they leave out."""
    network = final.network
    return Plan(
        tours=tuple(_tour(problem, network, shift, order) for shift, order in enumerate(final.orders) if order),
        left_out=_left_out(network, screened, final),
        seed=seed,
    )


def _tour(problem: Problem, net: Network, shift: int, order: Order) -> Tour:
    """Times of a day: leave home so late that the first visit begins on arrival, then go as early as
    possible.
    """
    home = net.shifts[shift].inspector
    first = net.start_count + order[0]
    earliest = int(net.shift_start[shift]) + int(net.minutes[home, first])
    clock = max(earliest, int(net.open_from[order[0]])) - int(net.minutes[home, first])
    depart, here, stops = clock, home, []
    for node in order:
        stop = _stop(net, here, node, clock)
        stops.append(stop)
        clock, here = stop.end_min, net.start_count + node
    return Tour(
        inspector_id=problem.inspectors[home].id,
        on=problem.days[net.shifts[shift].day],
        depart_min=depart,
        return_min=clock + int(net.minutes[here, home]),
        stops=tuple(stops),
        travel_min=sum(stop.travel_min for stop in stops) + int(net.minutes[here, home]),
        travel_km=round(sum(stop.travel_km for stop in stops) + float(net.km[here, home]), 1),
    )


def _stop(net: Network, here: int, node: int, leave_min: int) -> TourStop:
    there = net.start_count + node
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


def _left_out(net: Network, screened: Screened, final: Insertion) -> tuple[LeftOut, ...]:
    """Everything in no tour: duties first, then by points."""
    placed = {int(net.candidate[node]) for order in final.orders for node in order}
    would_fit = final.can_insert()
    unplaced = [
        (one, LeftOutReason.NOT_CHOSEN if number in would_fit else LeftOutReason.NO_TIME)
        for number, one in enumerate(net.candidates)
        if number not in placed
    ]
    spare = [(one, LeftOutReason.NOT_CHOSEN) for one in screened.not_weighed]
    everyone: Sequence[tuple[Candidate, LeftOutReason]] = [*screened.impossible, *unplaced, *spare]
    listed = [LeftOut(one.id, reason, one.must_visit, one.prize) for one, reason in everyone]
    return tuple(sorted(listed, key=lambda one: (not one.must_visit, -one.prize, one.candidate_id)))
