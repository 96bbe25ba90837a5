"""A second look at a plan, by other means than the search: what would be wrong if it were carried out."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import permutations

from inspection.planning.solving.daylight import daylight
from inspection.planning.solving.plan import LeftOutReason, Plan, Tour, TourStop
from inspection.planning.solving.problem import Candidate, Inspector, Placement, Problem, Seat


def check_plan(plan: Plan, problem: Problem) -> list[str]:
    """Sentences, one for each fault; none when the plan keeps every rule of the problem. Shares no code
    with the search.
    """
    candidates = {one.id: one for one in problem.candidates}
    inspectors = {one.id: one for one in problem.inspectors}
    locks = {one.candidate_id: one for one in problem.current if one.locked}
    faults = [*_coverage_faults(plan, problem), *_lock_faults(plan, locks)]
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
            faults.extend(_visit_faults(tour, stop, candidates[stop.candidate_id], locks.get(stop.candidate_id)))
    faults.extend(_crew_faults(plan, candidates, inspectors, frozenset(locks)))
    return faults


def _name(tour: Tour) -> str:
    return f"{tour.inspector_id} on {tour.on.isoformat()}"


def _coverage_faults(plan: Plan, problem: Problem) -> Iterator[str]:
    """Every candidate stands once in the plan, visited or left out; duties left out stand first; one tour a
    day each; no dwelling twice.
    """
    listed = [stop.candidate_id for tour in plan.tours for stop in tour.stops if stop.leads]
    doors = Counter(one.dwelling_id for one in problem.candidates if one.dwelling_id and one.id in frozenset(listed))
    for door in sorted(door for door, times in doors.items() if times > 1):
        yield f"the dwelling {door} is visited more than once."
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
    hours = who.hours_on(tour.on)
    if tour.on not in problem.days or hours is None:
        yield f"{_name(tour)}: not a working day."
    elif tour.depart_min < hours[0] or tour.return_min > hours[1]:
        yield f"{_name(tour)}: outside working hours."
    if not tour.stops:
        yield f"{_name(tour)}: no visits."


def _clock_faults(tour: Tour, who: Inspector, candidates: dict[str, Candidate], problem: Problem) -> Iterator[str]:
    """The clock must allow for every drive, and no two visits may overlap."""
    here, clock = who.starts_at, tour.depart_min
    for stop in tour.stops:
        one = candidates[stop.candidate_id]
        there = one.place
        drive = int(problem.travel.between([here], [there]).minutes[0, 0])
        if stop.arrive_min < clock + drive or stop.travel_min != drive:
            yield f"{_name(tour)}: {one.id} is reached after a drive of {drive} minutes, not as stated."
        if not stop.arrive_min <= stop.begin_min or stop.end_min != stop.begin_min + one.service_min:
            yield f"{_name(tour)}: {one.id} needs {one.service_min} minutes after arriving."
        here, clock = there, stop.end_min
    drive = int(problem.travel.between([here], [who.ends_at]).minutes[0, 0])
    if tour.return_min < clock + drive:
        yield f"{_name(tour)}: the drive home takes {drive} minutes."


def _visit_faults(tour: Tour, stop: TourStop, one: Candidate, lock: Placement | None) -> Iterator[str]:
    """Days, conflicts of interest and hours; a locked time may lie outside the windows, for a person chose it."""
    if tour.on < one.earliest_on:
        yield f"{_name(tour)}: {one.id} may not be visited before {one.earliest_on.isoformat()}."
    if one.latest_on is not None and tour.on > one.latest_on:
        yield f"{_name(tour)}: {one.id} must be visited by {one.latest_on.isoformat()}."
    if tour.inspector_id in one.barred_inspectors:
        yield f"{_name(tour)}: {tour.inspector_id} is barred from {one.id}."
    if not one.place_is_sound:
        yield f"{_name(tour)}: {one.id} lies nowhere."
    if (lock is None or lock.begin_min is None) and not _is_open(one, tour.on, stop.begin_min, stop.end_min):
        yield f"{_name(tour)}: {one.id} is visited outside its windows."


def _is_open(one: Candidate, on: date, begin_min: int, end_min: int) -> bool:
    light = daylight(on, round(one.lat, 1), round(one.lon, 1)) if one.daylight_only else None
    if light is not None and not light[0] <= begin_min <= end_min <= light[1]:
        return False
    if one.slots:
        return any(slot.on == on and slot.from_min <= begin_min and end_min <= slot.to_min for slot in one.slots)
    return any(
        window.weekday == on.weekday() and window.from_min <= begin_min and end_min <= window.to_min
        for window in one.windows
    )


def _lock_faults(plan: Plan, locks: dict[str, Placement]) -> Iterator[str]:
    """A locked visit is where it was locked, or told as one that cannot be."""
    told = {one.candidate_id for one in plan.left_out if one.reason is LeftOutReason.LOCK_BROKEN}
    for tour in plan.tours:
        for stop in tour.stops:
            lock = locks.get(stop.candidate_id)
            if lock is None:
                continue
            if tour.on != lock.on or tour.inspector_id not in lock.inspector_ids:
                yield f"{_name(tour)}: {stop.candidate_id} is locked elsewhere."
            if lock.begin_min not in (None, stop.begin_min):
                yield f"{_name(tour)}: {stop.candidate_id} is locked to another time."
    visited = {stop.candidate_id for tour in plan.tours for stop in tour.stops}
    for left in plan.left_out:
        if left.candidate_id in locks and left.candidate_id not in told | visited:
            yield f"{left.candidate_id} is locked, and left out without saying that its lock is broken."


def _crew_faults(
    plan: Plan, candidates: dict[str, Candidate], inspectors: dict[str, Inspector], locked: frozenset[str]
) -> Iterator[str]:
    """Everybody a visit needs is there at the same time, fit for the seat, and somebody is understood."""
    together: dict[str, list[tuple[Tour, TourStop]]] = defaultdict(list)
    for tour in plan.tours:
        for stop in tour.stops:
            together[stop.candidate_id].append((tour, stop))
    for name, some in together.items():
        one = candidates.get(name)
        if one is None or any(tour.inspector_id not in inspectors for tour, _ in some):
            continue
        crew = [inspectors[tour.inspector_id] for tour, _ in sorted(some, key=lambda pair: not pair[1].leads)]
        if len(some) != len(one.seats) or len({who.id for who in crew}) < len(crew):
            yield f"{name} needs {len(one.seats)} people and gets {len(crew)}."
        if len({(tour.on, stop.begin_min, stop.end_min) for tour, stop in some}) > 1:
            yield f"{name} is not visited by all its people at the same time."
        if sum(stop.leads for _, stop in some) != 1:
            yield f"{name} is not led by one person."
        for tour, stop in some:
            if set(stop.companions) != {who.id for who in crew} - {tour.inspector_id}:
                yield f"{name}: {tour.inspector_id} is told of other companions than come."
        if name not in locked:
            yield from _seat_faults(one, crew, needs_interpreter=some[0][1].interpreter)


def _seat_faults(one: Candidate, crew: list[Inspector], *, needs_interpreter: bool) -> Iterator[str]:
    if not any(_fill(one.seats, order) for order in permutations(crew)):
        yield f"{one.id}: somebody is not fit for the seat."
    for who in crew:
        if who.region and one.municipality_code not in who.region:
            yield f"{one.id} lies outside the region of {who.id}."
    understood = not one.languages or any(one.languages & who.languages for who in crew)
    if not understood and not one.interpreter:
        yield f"{one.id}: nobody is understood, and no interpreter may be booked."
    if needs_interpreter == understood:
        yield f"{one.id}: the need of an interpreter is told wrongly."


def _fill(seats: tuple[Seat, ...], crew: tuple[Inspector, ...]) -> bool:
    return all(
        (not seat.authority or seat.authority == who.authority) and seat.skills <= who.skills
        for seat, who in zip(seats, crew, strict=False)
    )
