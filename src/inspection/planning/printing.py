"""A plan as text for a terminal, in English."""

from collections import Counter
from collections.abc import Iterator, Mapping

from inspection.enforcement.choosing import VisitReason
from inspection.planning.actions import Drafted
from inspection.planning.export import clock
from inspection.planning.plan import LeftOutReason, Tour

LEFT_OUT_WORDS = {
    LeftOutReason.NOTICE_NOT_RUN: "the written notice cannot have run",
    LeftOutReason.OUTSIDE_WINDOW: "not open for visits within the period",
    LeftOutReason.NO_INSPECTOR: "no inspector may or can go",
    LeftOutReason.TOO_FAR: "too far for a day from every start",
    LeftOutReason.NO_TIME: "no tour has room left",
    LeftOutReason.NOT_CHOSEN: "others were worth more for the travel",
}
LISTED = 10


def printed_plan(drafted: Drafted, addresses: Mapping[str, str]) -> str:
    """Tours by day and inspector, then what was left out and why. ``addresses`` are by candidate id."""
    return "\n".join([*_tours(drafted, addresses), "", *_left_out(drafted, addresses)])


def _tours(drafted: Drafted, addresses: Mapping[str, str]) -> Iterator[str]:
    plan, request = drafted.plan, drafted.request
    names = {str(station.id): station.name for station in request.stations}
    for tour in plan.tours:
        yield from _tour(tour, names[tour.inspector_id], addresses, points=request.run is not None)
    travel = sum(tour.travel_min for tour in plan.tours)
    km = sum(tour.travel_km for tour in plan.tours)
    drawn = sum(stop.reason is VisitReason.RANDOM for tour in plan.tours for stop in tour.stops)
    visits = f"{plan.visit_count} visits ({drawn} at random) on {len(plan.tours)} tours"
    yield f"{visits}, {travel // 60} h {travel % 60:02d} min and {km:.0f} km of driving, seed {plan.seed}."
    if not plan.tours:
        yield "Nobody within reach can be visited in the period."


def _tour(tour: Tour, name: str, addresses: Mapping[str, str], *, points: bool) -> Iterator[str]:
    hours = f"{clock(tour.depart_min)}-{clock(tour.return_min)}"
    yield f"{tour.on:%A %d %B %Y}  {name}  {hours}  {tour.travel_km:g} km"
    for number, stop in enumerate(tour.stops, start=1):
        why = f"{stop.reason.replace('_', '-')} {stop.prize}" if points else stop.reason.replace("_", "-")
        where = addresses.get(stop.candidate_id, stop.candidate_id)
        times = f"{clock(stop.begin_min)}-{clock(stop.end_min)}"
        yield f"  {number}. {times}  {where}  [{why}]  {stop.travel_min} min, {stop.travel_km:g} km"
    yield ""


def _left_out(drafted: Drafted, addresses: Mapping[str, str]) -> Iterator[str]:
    left = drafted.plan.left_out
    if not left:
        yield "Nothing was left out."
        return
    yield f"Left out: {len(left)} of {len(drafted.problem.candidates)}"
    for reason, count in Counter(one.reason for one in left).most_common():
        yield f"  {count:>5}  {LEFT_OUT_WORDS[reason]}"
    for one in drafted.plan.missed_duties:
        yield f"  Drawn, but not planned: {addresses.get(one.candidate_id)}: {LEFT_OUT_WORDS[one.reason]}"
    others = [one for one in left if not one.must_visit][:LISTED]
    for one in others:
        yield f"  {addresses.get(one.candidate_id)}: {LEFT_OUT_WORDS[one.reason]}"
    if len(left) > LISTED + len(drafted.plan.missed_duties):
        yield "  ... (all of them with --json)"
