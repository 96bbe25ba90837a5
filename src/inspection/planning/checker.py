"""A second look at a plan, by other means than the search: what would be wrong if it were carried out."""

from collections import Counter
from collections.abc import Iterator

from inspection.planning.plan import Plan, Tour
from inspection.planning.problem import Candidate, Inspector, Problem
from inspection.planning.travel import Place, travel_between


def check_plan(plan: Plan, problem: Problem) -> list[str]:
    """Sentences, one for each fault; none when the plan keeps every rule of the problem. Shares no code
    with the search.
    """
    candidates = {one.id: one for one in problem.candidates}
    inspectors = {one.id: one for one in problem.inspectors}
    faults = list(_coverage_faults(plan, problem))
    for tour in plan.tours:
        who = inspectors.get(tour.inspector_id)
        if who is None:
            faults.append(f"{tour.on}: there is no inspector {tour.inspector_id}.")
            continue
        strangers = [stop.candidate_id for stop in tour.stops if stop.candidate_id not in candidates]
        if strangers:
            faults.append(f"{_name(tour)}: there is no candidate {', '.join(strangers)}.")
            continue
        faults.extend(_tour_faults(tour, who, problem))
        faults.extend(_clock_faults(tour, who, candidates, problem))
        for stop in tour.stops:
            faults.extend(_visit_faults(tour, stop.begin_min, stop.end_min, candidates[stop.candidate_id]))
    return faults


def _name(tour: Tour) -> str:
    return f"{tour.inspector_id} on {tour.on.isoformat()}"


def _coverage_faults(plan: Plan, problem: Problem) -> Iterator[str]:
    """Every candidate stands once in the plan, visited or left out; duties left out stand first; one tour a
    day each.
    """
    listed = [stop.candidate_id for tour in plan.tours for stop in tour.stops]
    listed += [one.candidate_id for one in plan.left_out]
    counted = Counter(listed)
    for twice in sorted(one for one, times in counted.items() if times > 1):
        yield f"{twice} stands more than once in the plan."
    for known in problem.candidates:
        if not counted[known.id]:
            yield f"{known.id} is neither visited nor listed as left out."
    duties = [left.must_visit for left in plan.left_out]
    if duties != sorted(duties, reverse=True):
        yield "duties left out do not stand first in the list."
    duty_of = {known.id: known.must_visit for known in problem.candidates}
    for left in plan.left_out:
        if duty_of.get(left.candidate_id, left.must_visit) != left.must_visit:
            yield f"{left.candidate_id} is listed with the wrong duty."
    days = [(tour.inspector_id, tour.on) for tour in plan.tours]
    for who, on in sorted({day for day in days if days.count(day) > 1}):
        yield f"{who} has more than one tour on {on.isoformat()}."


def _tour_faults(tour: Tour, who: Inspector, problem: Problem) -> Iterator[str]:
    if tour.on not in problem.days or tour.on in who.absent_on:
        yield f"{_name(tour)}: not a working day."
    if tour.depart_min < who.day_start_min or tour.return_min > who.day_end_min:
        yield f"{_name(tour)}: outside working hours."
    if not tour.stops:
        yield f"{_name(tour)}: no visits."


def _clock_faults(tour: Tour, who: Inspector, candidates: dict[str, Candidate], problem: Problem) -> Iterator[str]:
    """The clock must allow for every drive, and no two visits may overlap."""
    home = Place(who.lat, who.lon, who.municipality_code)
    here, clock = home, tour.depart_min
    for stop in tour.stops:
        one = candidates[stop.candidate_id]
        there = Place(one.lat, one.lon, one.municipality_code)
        drive = int(travel_between([here], [there], problem.travel).minutes[0, 0])
        if stop.arrive_min < clock + drive or stop.travel_min != drive:
            yield f"{_name(tour)}: {one.id} is reached after a drive of {drive} minutes, not as stated."
        if not stop.arrive_min <= stop.begin_min or stop.end_min != stop.begin_min + one.service_min:
            yield f"{_name(tour)}: {one.id} needs {one.service_min} minutes after arriving."
        here, clock = there, stop.end_min
    drive = int(travel_between([here], [home], problem.travel).minutes[0, 0])
    if tour.return_min < clock + drive:
        yield f"{_name(tour)}: the drive home takes {drive} minutes."


def _visit_faults(tour: Tour, begin_min: int, end_min: int, one: Candidate) -> Iterator[str]:
    if tour.on < one.earliest_on:
        yield f"{_name(tour)}: {one.id} may not be visited before {one.earliest_on.isoformat()}."
    if one.latest_on is not None and tour.on > one.latest_on:
        yield f"{_name(tour)}: {one.id} must be visited by {one.latest_on.isoformat()}."
    if tour.inspector_id in one.barred_inspectors:
        yield f"{_name(tour)}: {tour.inspector_id} is barred from {one.id}."
    if not any(
        window.weekday == tour.on.weekday() and window.from_min <= begin_min and end_min <= window.to_min
        for window in one.windows
    ):
        yield f"{_name(tour)}: {one.id} is visited outside its windows."
