"""A plan as text for a terminal, in English."""

from collections import Counter
from collections.abc import Iterator, Mapping

from husly.kit.clock import write_clock
from inspection.enforcement.choosing import VisitReason
from inspection.planning.actions import Drafted
from inspection.planning.solving.plan import LeftOutReason, RemarkKind, Tour

LEFT_OUT_WORDS = {
    LeftOutReason.NOTICE_NOT_RUN: "the written notice cannot have run",
    LeftOutReason.OUTSIDE_WINDOW: "not open for visits within the period",
    LeftOutReason.NO_INSPECTOR: "no inspector may or can go",
    LeftOutReason.TOO_FAR: "too far for a day from every start",
    LeftOutReason.NO_TIME: "no tour has room left",
    LeftOutReason.NOT_CHOSEN: "others were worth more for the travel",
    LeftOutReason.NO_PLACE: "its point lies at sea or abroad; put it right first",
    LeftOutReason.NEVER_OPEN: "no window is as long as the visit",
    LeftOutReason.OUTSIDE_REGION: "nobody works in that municipality",
    LeftOutReason.NO_SKILL: "nobody has the skills it needs",
    LeftOutReason.NO_LANGUAGE: "nobody speaks a language of the residents, and no interpreter may be booked",
    LeftOutReason.NO_COMPANION: "those it needs are never there together",
    LeftOutReason.CONFLICT: "everybody who could go has a conflict of interest",
    LeftOutReason.SAME_DOOR: "another visit of the plan goes to the same dwelling",
    LeftOutReason.LOCK_BROKEN: "it is locked to a day or person on which it cannot be made",
}
REMARK_WORDS = {
    RemarkKind.OTHER_AUTHORITY: "Told: {authority} goes to {where} on {on}; offer to go together.",
    RemarkKind.NO_HOURS: "Told: {who} works on none of the days.",
    RemarkKind.INTERPRETER: "Told: an interpreter is needed at {where} on {on}.",
    RemarkKind.BY_THE_CLOCK: "Told: the clock ended the search, so the same seed may give another plan next time.",
}
LISTED = 10


def printed_plan(drafted: Drafted, addresses: Mapping[str, str]) -> str:
    """Tours by day and inspector, then what was left out and why. ``addresses`` are by candidate id."""
    return "\n".join([*_tours(drafted, addresses), *_remarks(drafted, addresses), "", *_left_out(drafted, addresses)])


def _tours(drafted: Drafted, addresses: Mapping[str, str]) -> Iterator[str]:
    plan, request = drafted.plan, drafted.request
    names = {str(station.id): station.name for station in request.stations}
    for tour in plan.tours:
        yield from _tour(tour, names, addresses, points=request.run is not None)
    travel = sum(tour.travel_min for tour in plan.tours)
    km = sum(tour.travel_km for tour in plan.tours)
    drawn = sum(stop.reason is VisitReason.RANDOM for tour in plan.tours for stop in tour.stops)
    visits = f"{plan.visit_count} visits ({drawn} at random) on {len(plan.tours)} tours"
    yield f"{visits}, {travel // 60} h {travel % 60:02d} min and {km:.0f} km of driving, seed {plan.seed}."
    if not plan.tours:
        yield "Nobody within reach can be visited in the period."


def _tour(tour: Tour, names: Mapping[str, str], addresses: Mapping[str, str], *, points: bool) -> Iterator[str]:
    hours = f"{write_clock(tour.depart_min)}-{write_clock(tour.return_min)}"
    yield f"{tour.on:%A %d %B %Y}  {names[tour.inspector_id]}  {hours}  {tour.travel_km:g} km"
    for number, stop in enumerate(tour.stops, start=1):
        why = f"{stop.reason.replace('_', '-')} {stop.prize}" if points else stop.reason.replace("_", "-")
        where = addresses.get(stop.candidate_id, stop.candidate_id)
        times = f"{write_clock(stop.begin_min)}-{write_clock(stop.end_min)}"
        crew = f"  with {', '.join(names[one] for one in stop.companions)}" if stop.companions else ""
        yield f"  {number}. {times}  {where}  [{why}]  {stop.travel_min} min, {stop.travel_km:g} km{crew}"
    yield ""


def _remarks(drafted: Drafted, addresses: Mapping[str, str]) -> Iterator[str]:
    names = {str(station.id): station.name for station in drafted.request.stations}
    for one in drafted.plan.remarks:
        where = addresses.get(one.candidate_id, one.candidate_id)
        words = REMARK_WORDS[one.kind]
        yield words.format(where=where, who=names.get(one.inspector_id, ""), authority=one.authority, on=one.on)


def _left_out(drafted: Drafted, addresses: Mapping[str, str]) -> Iterator[str]:
    left = drafted.plan.left_out
    if not left:
        yield "Nothing was left out."
        return
    yield f"Left out: {len(left)} of {len(drafted.problem.candidates)}"
    for reason, count in Counter(one.reason for one in left).most_common():
        yield f"  {count:>5}  {LEFT_OUT_WORDS[reason]}"
    for one in drafted.plan.missed_duties:
        yield f"  Must be visited, but is not planned: {addresses.get(one.candidate_id)}: {LEFT_OUT_WORDS[one.reason]}"
    others = [one for one in left if not one.must_visit][:LISTED]
    for one in others:
        yield f"  {addresses.get(one.candidate_id)}: {LEFT_OUT_WORDS[one.reason]}"
    if len(left) > LISTED + len(drafted.plan.missed_duties):
        yield "  ... (all of them with --json)"
