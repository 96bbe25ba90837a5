"""What a plan is made from: who can be visited when, and who can drive where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from inspection.enforcement.choosing import VisitReason
from inspection.planning.travel import TravelRules

DAY_MIN = 24 * 60


class ProblemError(ValueError):
    """A planning problem that contradicts itself: says which object and what to change."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """When a dwelling may be visited: weekday (Monday is 0), minutes after midnight. The whole visit lies
    inside.
    """

    weekday: int
    from_min: int = 8 * 60
    to_min: int = 16 * 60

    def __post_init__(self) -> None:
        if not (0 <= self.weekday <= 6 and 0 <= self.from_min < self.to_min <= DAY_MIN):
            raise ProblemError(f"{self} is no window: weekday 0-6, and from before to within one day.")


WORKING_WEEK = tuple(Window(weekday) for weekday in range(5))
"""Monday to Friday, 8:00 to 16:00. Public holidays are kept out by leaving them out of the problem's days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A dwelling that may be visited once.

    `prize` is what a visit is worth, in points of the risk score. `earliest_on` is the first lawful day:
    the caller has already added the 14 days of written notice and the time for delivery
    (*retssikkerhedsloven* § 5(2)), or found a recorded ground to do without. `must_visit` marks duties: a
    follow-up, a danger, a random control visit. `barred_inspectors` have a conflict of interest here.
    """

    id: str
    lat: float
    lon: float
    prize: int
    service_min: int
    earliest_on: date
    latest_on: date | None = None
    windows: tuple[Window, ...] = WORKING_WEEK
    must_visit: bool = False
    municipality_code: str = ""
    reason: VisitReason = VisitReason.SCORE
    barred_inspectors: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _check_place(f"candidate {self.id}", self.lat, self.lon)
        if self.prize < 0:
            raise ProblemError(f"candidate {self.id}: the prize {self.prize} is negative; use 0 or more points.")
        if not 0 < self.service_min <= DAY_MIN:
            raise ProblemError(f"candidate {self.id}: a visit of {self.service_min} minutes does not fit in a day.")

    def is_open_on(self, day: date) -> bool:
        """Whether the notice has run and the last lawful day has not passed."""
        return self.earliest_on <= day and (self.latest_on is None or day <= self.latest_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """Someone who drives out from and back to one place, within stated minutes after midnight. Breaks are
    not planned.
    """

    id: str
    name: str
    lat: float
    lon: float
    day_start_min: int = 8 * 60
    day_end_min: int = 15 * 60 + 30
    municipality_code: str = ""
    absent_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        _check_place(f"inspector {self.id}", self.lat, self.lon)
        if not 0 <= self.day_start_min < self.day_end_min <= DAY_MIN:
            raise ProblemError(f"inspector {self.id}: the working day must begin before it ends, within one day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Candidates, inspectors and the working days to plan, in order."""

    candidates: Sequence[Candidate]
    inspectors: Sequence[Inspector]
    days: Sequence[date]
    travel: TravelRules = field(default_factory=TravelRules)

    def __post_init__(self) -> None:
        if list(self.days) != sorted(set(self.days)):
            raise ProblemError("the days must be in order, each once.")
        for kind, ids in (
            ("candidate", [one.id for one in self.candidates]),
            ("inspector", [one.id for one in self.inspectors]),
        ):
            twice = sorted(one for one, times in Counter(ids).items() if times > 1)
            if twice:
                raise ProblemError(f"each {kind} stands once in a problem; found twice: {', '.join(twice[:5])}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAfter:
    """How long to search: a number of iterations (the same plan every time), seconds (the plan may differ),
    or both.
    """

    iterations: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        limits = [limit for limit in (self.iterations, self.seconds) if limit is not None]
        if not limits or min(limits) < 0:
            raise ProblemError("say when to stop: iterations or seconds, 0 or more.")


def _check_place(who: str, lat: float, lon: float) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ProblemError(f"{who}: ({lat}, {lon}) is no place; give latitude, then longitude, in degrees (WGS 84).")
