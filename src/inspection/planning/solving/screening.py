"""Before any search: who can be visited at all, on which days and when, and who of them is worth weighing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from husly.kit.clock import DAY_MIN
from inspection.enforcement.choosing import DRAWN
from inspection.planning.solving.daylight import daylight
from inspection.planning.solving.plan import LeftOutReason
from inspection.planning.solving.problem import Candidate, Inspector, Placement, Problem, Seat
from inspection.planning.travel import Ints

Openings: TypeAlias = dict[tuple[int, int], tuple[int, ...]]
"""(earliest, latest) minute to begin a visit -> indexes of the days on which that holds."""

TRAVEL_GUESS_MIN = 25
"""Minutes of driving per visit, for guessing how many visits a day can hold."""

DAYLIGHT_STEP_MIN = 15
"""Daylight is cut to whole quarters, so that days alike count as alike."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One inspector's one working day, by index into the problem, with its hours in minutes after midnight."""

    inspector: int
    day: int
    from_min: int
    to_min: int


@dataclass(frozen=True, slots=True)
class Screened:
    """Candidates that some shift could visit alone, with their openings; the others with the reason; those
    not weighed.
    """

    pool: tuple[tuple[Candidate, Openings], ...]
    impossible: tuple[tuple[Candidate, LeftOutReason], ...]
    not_weighed: tuple[Candidate, ...]


def shifts_of(problem: Problem) -> tuple[Shift, ...]:
    """Every inspector's every working day in the period, by day, then inspector."""
    return tuple(
        Shift(number, day, *hours)
        for day, on in enumerate(problem.days)
        for number, inspector in enumerate(problem.inspectors)
        if (hours := inspector.hours_on(on)) is not None
    )


def openings_of(candidate: Candidate, problem: Problem, lock: Placement | None = None) -> Openings:
    """When a visit may begin, with the days of the period on which it may begin then; a lock narrows it."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, day in enumerate(problem.days):
        if not candidate.is_open_on(day) or (lock is not None and lock.on != day):
            continue
        if lock is not None and lock.begin_min is not None:
            found.setdefault((lock.begin_min, lock.begin_min), []).append(number)
            continue
        for begin, latest in _begins_on(candidate, number, problem):
            found.setdefault((begin, latest), []).append(number)
    return {times: tuple(dict.fromkeys(days)) for times, days in found.items()}


def _begins_on(candidate: Candidate, number: int, problem: Problem) -> list[tuple[int, int]]:
    day = problem.days[number]
    hours = candidate.hours_on(day)
    light = daylight(day, round(candidate.lat, 1), round(candidate.lon, 1)) if candidate.daylight_only else None
    if light is not None:
        first, last = -(-light[0] // DAYLIGHT_STEP_MIN), light[1] // DAYLIGHT_STEP_MIN
        hours = [(max(a, DAYLIGHT_STEP_MIN * first), min(b, DAYLIGHT_STEP_MIN * last)) for a, b in hours]
    return [(begin, end - candidate.service_min) for begin, end in hours if begin <= end - candidate.service_min]


def why_not_seated(who: Inspector, seat: Seat, candidate: Candidate, *, locked: bool = False) -> LeftOutReason | None:
    """Why somebody may not take a seat at a visit; None if he may. A lock overrides all but a conflict of interest."""
    if who.id in candidate.barred_inspectors:
        return LeftOutReason.CONFLICT
    if locked:
        return None
    if (seat.authority and seat.authority != who.authority) or not seat.skills <= who.skills:
        return LeftOutReason.NO_SKILL
    if who.region and candidate.municipality_code not in who.region:
        return LeftOutReason.OUTSIDE_REGION
    return None


def locks_of(problem: Problem) -> dict[str, Placement]:
    """The locked placements by candidate."""
    return {one.candidate_id: one for one in problem.current if one.locked}


@dataclass(slots=True)
class _AtWork:
    """Who works on some days; asked for the same days again and again."""

    shifts: tuple[Shift, ...]
    known: dict[tuple[tuple[int, ...], bool], tuple[Shift, ...]] = field(default_factory=dict)

    def on(self, days: tuple[int, ...], *, alike_once: bool) -> tuple[Shift, ...]:
        """The shifts of these days; of an inspector's days with the same hours only one, if `alike_once`."""
        key = (days, alike_once)
        if key not in self.known:
            found = [shift for shift in self.shifts if shift.day in days]
            alike = {(one.inspector, one.from_min, one.to_min): one for one in reversed(found)}
            self.known[key] = tuple(alike.values()) if alike_once else tuple(found)
        return self.known[key]


def screen(problem: Problem) -> Screened:
    """Set aside what no shift could visit even alone, and, in a large register, what is not worth
    weighing.
    """
    at_work, locks = _AtWork(shifts_of(problem)), locks_of(problem)
    kept = {one.candidate_id for one in problem.current}
    out, home = _travel_from_starts(problem)
    pool: list[tuple[Candidate, Openings]] = []
    near: list[int] = []
    impossible = []
    for number, candidate in enumerate(problem.candidates):
        lock = locks.get(candidate.id)
        openings = openings_of(candidate, problem, lock)
        why = _why_impossible(problem, at_work, candidate, openings, out[:, number], home[:, number], lock)
        if why is not None:
            impossible.append((candidate, why if lock is None else LeftOutReason.LOCK_BROKEN))
            continue
        pool.append((candidate, openings))
        near.append(int(out[:, number].min()))
    pool, near, doubles = _one_for_each_door(pool, near, locks)
    impossible += doubles
    weighed = set(_worth_weighing(problem, at_work.shifts, [candidate for candidate, _ in pool], near))
    weighed |= {number for number, (candidate, _) in enumerate(pool) if candidate.id in kept}
    return Screened(
        pool=tuple(entry for number, entry in enumerate(pool) if number in weighed),
        impossible=tuple(impossible),
        not_weighed=tuple(candidate for number, (candidate, _) in enumerate(pool) if number not in weighed),
    )


def _one_for_each_door(
    pool: list[tuple[Candidate, Openings]], near: list[int], locks: Mapping[str, Placement]
) -> tuple[list[tuple[Candidate, Openings]], list[int], list[tuple[Candidate, LeftOutReason]]]:
    """No dwelling is visited twice in a plan: of two candidates there a locked one goes, a duty, the one worth more."""
    first: dict[str, Candidate] = {}
    for one, _ in sorted(pool, key=lambda entry: (entry[0].id not in locks, not entry[0].must_visit, -entry[0].prize)):
        first.setdefault(one.dwelling_id or f"candidate {one.id}", one)
    goes = {one.id for one in first.values()}
    kept = [number for number, (one, _) in enumerate(pool) if one.id in goes]
    doubles = [(one, LeftOutReason.SAME_DOOR) for one, _ in pool if one.id not in goes]
    return [pool[number] for number in kept], [near[number] for number in kept], doubles


def pool_limit(problem: Problem, typical_service_min: float) -> int:
    """How many candidates are weighed (duties are counted apart, with the same limit): 8 times what one day
    can hold, and at least twice what the whole period can.
    """
    lengths = [shift.to_min - shift.from_min for shift in shifts_of(problem)]
    whole = sum(length / (typical_service_min + TRAVEL_GUESS_MIN) for length in lengths)
    return int(np.ceil(max(8 * whole / max(len(problem.days), 1), 2 * whole)))


def _travel_from_starts(problem: Problem) -> tuple[Ints, Ints]:
    """Minutes from each inspector to each candidate, and on to where the day ends."""
    there = [one.place for one in problem.candidates]
    out = problem.travel.between([one.starts_at for one in problem.inspectors], there).minutes
    return out, problem.travel.between(there, [one.ends_at for one in problem.inspectors]).minutes.T


def _why_impossible(
    problem: Problem,
    at_work: _AtWork,
    candidate: Candidate,
    openings: Openings,
    out: Ints,
    home: Ints,
    lock: Placement | None,
) -> LeftOutReason | None:
    if (why := _why_closed(candidate, problem, openings)) is not None:
        return why
    alone = len(candidate.seats) == 1
    offers = [(times, shift) for times, days in openings.items() for shift in at_work.on(days, alike_once=alone)]
    if not offers:
        return LeftOutReason.NO_INSPECTOR
    teams, why = _teams(problem, candidate, {shift.inspector for _, shift in offers}, lock)
    if why is not None:
        return why
    free = [(times, shift) for times, shift in offers if shift.inspector in set().union(*teams)]
    if not any(_fits(times, shift, candidate.service_min, 0, 0) for times, shift in free):
        return LeftOutReason.OUTSIDE_WINDOW
    able = [
        (times, shift)
        for times, shift in free
        if _fits(times, shift, candidate.service_min, int(out[shift.inspector]), int(home[shift.inspector]))
    ]
    if not able:
        return LeftOutReason.OUTSIDE_WINDOW if _in_reach(free, candidate, out, home) else LeftOutReason.TOO_FAR
    days = {shift.day for _, shift in able}
    crewed = any(_can_crew(teams, {shift.inspector for _, shift in able if shift.day == day}) for day in days)
    return None if crewed else LeftOutReason.NO_COMPANION


def _in_reach(offers: Sequence[tuple[tuple[int, int], Shift]], candidate: Candidate, out: Ints, home: Ints) -> bool:
    """Whether somebody could drive out, make the visit and be home in a working day, were it open all day."""
    return any(
        _fits((0, DAY_MIN), shift, candidate.service_min, int(out[shift.inspector]), int(home[shift.inspector]))
        for _, shift in offers
    )


def _why_closed(candidate: Candidate, problem: Problem, openings: Openings) -> LeftOutReason | None:
    if not candidate.place_is_sound:
        return LeftOutReason.NO_PLACE
    if not any(candidate.earliest_on <= day for day in problem.days):
        return LeftOutReason.NOTICE_NOT_RUN
    hours = candidate.slots or candidate.windows
    if not any(one.to_min - one.from_min >= candidate.service_min for one in hours):
        return LeftOutReason.NEVER_OPEN
    return None if openings else LeftOutReason.OUTSIDE_WINDOW


def _teams(
    problem: Problem, candidate: Candidate, working: set[int], lock: Placement | None
) -> tuple[list[set[int]], LeftOutReason | None]:
    """Who of those at work may take each seat; or why one seat stays empty."""
    teams: list[set[int]] = []
    for place, seat in enumerate(candidate.seats):
        whys = {
            number: why_not_seated(problem.inspectors[number], seat, candidate, locked=lock is not None)
            for number in working
            if lock is None or problem.inspectors[number].id == _locked_seat(lock, place)
        }
        may = {number for number, why in whys.items() if why is None}
        if not may:
            return [], _commonest([why for why in whys.values() if why is not None])
        teams.append(may)
    needs_speaker = bool(candidate.languages) and not candidate.interpreter and lock is None
    if needs_speaker and not any(problem.inspectors[one].speaks_at(candidate) for one in set().union(*teams)):
        return [], LeftOutReason.NO_LANGUAGE
    if needs_speaker and len(teams) == 1:
        teams = [{one for one in teams[0] if problem.inspectors[one].speaks_at(candidate)}]
    return teams, None


def _locked_seat(lock: Placement, place: int) -> str:
    return lock.inspector_ids[place] if place < len(lock.inspector_ids) else ""


def _commonest(whys: Sequence[LeftOutReason]) -> LeftOutReason:
    """Told is what stands in the way last: whoever has skill and region but a conflict is the nearest miss."""
    for why in (LeftOutReason.CONFLICT, LeftOutReason.OUTSIDE_REGION, LeftOutReason.NO_SKILL):
        if why in whys:
            return why
    return LeftOutReason.NO_INSPECTOR


def _can_crew(teams: Sequence[set[int]], there: set[int], taken: frozenset[int] = frozenset()) -> bool:
    """Whether every seat finds somebody else of those who are there."""
    if not teams:
        return True
    return any(_can_crew(teams[1:], there, taken | {one}) for one in (teams[0] & there) - taken)


def _fits(times: tuple[int, int], shift: Shift, service_min: int, out: int, home: int) -> bool:
    begin = max(shift.from_min + out, times[0])
    return begin <= times[1] and begin + service_min + home <= shift.to_min


def _worth_weighing(
    problem: Problem, shifts: Sequence[Shift], candidates: Sequence[Candidate], near: Sequence[int]
) -> list[int]:
    """Indexes of the best duties and of the best others, each up to the limit.

    Best is most points per minute of visit and half the drive from the nearest start; drawn duties come last.
    """
    if not candidates or not shifts:
        return list(range(len(candidates)))
    limit = pool_limit(problem, float(np.median([one.service_min for one in candidates])))

    def rank(number: int) -> tuple[bool, float, str]:
        one = candidates[number]
        drawn = one.must_visit and one.reason in DRAWN
        return drawn, -one.prize / (len(one.seats) * (one.service_min + near[number] / 2)), one.id

    order = sorted(range(len(candidates)), key=rank)
    duties = [number for number in order if candidates[number].must_visit]
    return duties[:limit] + [number for number in order if not candidates[number].must_visit][:limit]
