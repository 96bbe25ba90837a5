"""Before any search: who can be visited at all, on which days and when, and who of them is worth weighing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from inspection.enforcement.choosing import DRAWN
from inspection.planning.plan import LeftOutReason
from inspection.planning.problem import Candidate, Inspector, Problem
from inspection.planning.travel import Ints, Place, travel_between

Openings: TypeAlias = dict[tuple[int, int], tuple[int, ...]]
"""(earliest, latest) minute to begin a visit -> indexes of the days on which that holds."""

TRAVEL_GUESS_MIN = 25
"""Minutes of driving per visit, for guessing how many visits a day can hold."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One inspector's one working day, by index into the problem."""

    inspector: int
    day: int


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
        Shift(number, day)
        for day, on in enumerate(problem.days)
        for number, inspector in enumerate(problem.inspectors)
        if on not in inspector.absent_on
    )


def openings_of(candidate: Candidate, problem: Problem) -> Openings:
    """When a visit may begin, with the days of the period on which it may begin then."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, day in enumerate(problem.days):
        if not candidate.is_open_on(day):
            continue
        for window in candidate.windows:
            latest = window.to_min - candidate.service_min
            if window.weekday == day.weekday() and window.from_min <= latest:
                found.setdefault((window.from_min, latest), []).append(number)
    return {times: tuple(dict.fromkeys(days)) for times, days in found.items()}


def screen(problem: Problem) -> Screened:
    """Set aside what no shift could visit even alone, and, in a large register, what is not worth
    weighing.
    """
    shifts = shifts_of(problem)
    out, home = _travel_from_starts(problem)
    pool: list[tuple[Candidate, Openings]] = []
    near: list[int] = []
    impossible = []
    for number, candidate in enumerate(problem.candidates):
        openings = openings_of(candidate, problem)
        why = _why_impossible(problem, shifts, candidate, openings, out[:, number], home[:, number])
        if why is not None:
            impossible.append((candidate, why))
            continue
        pool.append((candidate, openings))
        near.append(int(out[:, number].min()))
    kept = set(_worth_weighing(problem, shifts, [candidate for candidate, _ in pool], near))
    return Screened(
        pool=tuple(entry for number, entry in enumerate(pool) if number in kept),
        impossible=tuple(impossible),
        not_weighed=tuple(candidate for number, (candidate, _) in enumerate(pool) if number not in kept),
    )


def pool_limit(problem: Problem, typical_service_min: float) -> int:
    """How many candidates are weighed (duties are counted apart, with the same limit): 8 times what one day
    can hold, and at least twice what the whole period can.
    """
    minutes = [one.day_end_min - one.day_start_min for one in problem.inspectors]
    per_day = sum(length / (typical_service_min + TRAVEL_GUESS_MIN) for length in minutes)
    return int(np.ceil(max(8 * per_day, 2 * per_day * len(problem.days))))


def place_of(one: Candidate | Inspector) -> Place:
    """Where a candidate lies or an inspector starts."""
    return Place(one.lat, one.lon, one.municipality_code)


def _travel_from_starts(problem: Problem) -> tuple[Ints, Ints]:
    """Minutes from each inspector to each candidate, and back."""
    starts = [place_of(one) for one in problem.inspectors]
    ends = [place_of(one) for one in problem.candidates]
    out = travel_between(starts, ends, problem.travel).minutes
    return out, travel_between(ends, starts, problem.travel).minutes.T


def _why_impossible(
    problem: Problem, shifts: Sequence[Shift], candidate: Candidate, openings: Openings, out: Ints, home: Ints
) -> LeftOutReason | None:
    if not any(candidate.earliest_on <= day for day in problem.days):
        return LeftOutReason.NOTICE_NOT_RUN
    if not openings:
        return LeftOutReason.OUTSIDE_WINDOW
    offers = [
        (times, problem.inspectors[shift.inspector], shift.inspector)
        for times, days in openings.items()
        for shift in shifts
        if shift.day in days
    ]
    free = [offer for offer in offers if offer[1].id not in candidate.barred_inspectors]
    if not free:
        return LeftOutReason.NO_INSPECTOR
    if not any(_fits(times, who, candidate.service_min, 0, 0) for times, who, _ in free):
        return LeftOutReason.OUTSIDE_WINDOW
    if not any(
        _fits(times, who, candidate.service_min, int(out[number]), int(home[number])) for times, who, number in free
    ):
        return LeftOutReason.TOO_FAR
    return None


def _fits(times: tuple[int, int], who: Inspector, service_min: int, out: int, home: int) -> bool:
    begin = max(who.day_start_min + out, times[0])
    return begin <= times[1] and begin + service_min + home <= who.day_end_min


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
        return drawn, -one.prize / (one.service_min + near[number] / 2), one.id

    order = sorted(range(len(candidates)), key=rank)
    duties = [number for number in order if candidates[number].must_visit]
    return duties[:limit] + [number for number in order if not candidates[number].must_visit][:limit]
