"""What a plan is made from: who can be visited when, and who can drive where."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from husly.kit.clock import DAY_MIN
from inspection.enforcement.choosing import VisitReason
from inspection.planning.travel import Place, Roads, TravelRules


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


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One day and hours on it, in minutes after midnight: an appointment, or when a partner authority can come."""

    on: date
    from_min: int
    to_min: int

    def __post_init__(self) -> None:
        if not 0 <= self.from_min < self.to_min <= DAY_MIN:
            raise ProblemError(f"{self} is no slot: from before to, within one day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person whom a visit needs. `authority` empty: of any; all of `skills` are needed.

    A visit by two has two seats; a joint visit has a seat for each authority, the lead first.
    """

    authority: str = ""
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class OtherVisit:
    """A visit of another authority at the same door, planned or made."""

    authority: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A dwelling that may be visited once.

    `prize` is what a visit is worth, in points of the risk score. `earliest_on` is the first lawful day:
    the caller has already added the 14 days of written notice and the time for delivery
    (*retssikkerhedsloven* § 5(2)), or found a recorded ground to do without; then `announced` is False.
    `must_visit` marks duties: a revisit that is due, a danger, a referral with a deadline, a random control
    visit. `barred_inspectors` have a conflict of interest here.

    `windows` hold every week, `slots` are single days; where there are slots, only they count.
    `daylight_only` keeps the visit between sunrise and sunset. `seats` are the people needed, together from
    beginning to end, the lead first. `languages` are those the residents are spoken to in: one of the crew
    must speak one of them, unless an `interpreter` may be booked, which the plan then says. `dwelling_id`
    tells two candidates behind one door. `place_is_sound` False: the point lies at sea or abroad.
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
    slots: tuple[Slot, ...] = ()
    daylight_only: bool = False
    seats: tuple[Seat, ...] = (Seat(),)
    languages: frozenset[str] = frozenset()
    interpreter: bool = True
    announced: bool = True
    dwelling_id: str = ""
    other_visits: tuple[OtherVisit, ...] = ()
    place_is_sound: bool = True

    def __post_init__(self) -> None:
        _check_place(f"candidate {self.id}", self.lat, self.lon)
        if not self.seats:
            raise ProblemError(f"candidate {self.id}: a visit needs at least one seat.")
        if self.prize < 0:
            raise ProblemError(f"candidate {self.id}: the prize {self.prize} is negative; use 0 or more points.")
        if not 0 < self.service_min <= DAY_MIN:
            raise ProblemError(f"candidate {self.id}: a visit of {self.service_min} minutes does not fit in a day.")

    @property
    def place(self) -> Place:
        """Where it lies."""
        return Place(self.lat, self.lon, self.municipality_code)

    def hours_on(self, day: date) -> list[tuple[int, int]]:
        """From and to, in minutes after midnight, between which a visit lies on a day: windows or appointments."""
        if self.slots:
            return [(one.from_min, one.to_min) for one in self.slots if one.on == day]
        return [(one.from_min, one.to_min) for one in self.windows if one.weekday == day.weekday()]

    def is_open_on(self, day: date) -> bool:
        """Whether the notice has run and the last lawful day has not passed."""
        return self.earliest_on <= day and (self.latest_on is None or day <= self.latest_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """Someone who drives out from one place and back to it, or to `end`, within stated minutes after midnight.

    `hours` are those of each weekday, where they differ: a weekday without any is free, and `()` means that
    nobody knows when the inspector works. None: `day_start_min` to `day_end_min` on every planned day.
    `busy` are hours taken by visits that stand, with the drives to and from them: of such a day the longest part that
    is free is planned. `region` are the municipalities the inspector works in; empty: all. Breaks are not planned.
    """

    id: str
    name: str
    lat: float
    lon: float
    day_start_min: int = 8 * 60
    day_end_min: int = 15 * 60 + 30
    municipality_code: str = ""
    absent_on: frozenset[date] = frozenset()
    hours: tuple[Window, ...] | None = None
    end: Place | None = None
    region: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    authority: str = ""
    busy: tuple[Slot, ...] = ()

    def __post_init__(self) -> None:
        _check_place(f"inspector {self.id}", self.lat, self.lon)
        if self.end is not None:
            _check_place(f"inspector {self.id}, end of the day", self.end.lat, self.end.lon)
        if not 0 <= self.day_start_min < self.day_end_min <= DAY_MIN:
            raise ProblemError(f"inspector {self.id}: the working day must begin before it ends, within one day.")
        if len({one.weekday for one in self.hours or ()}) < len(self.hours or ()):
            raise ProblemError(f"inspector {self.id}: give the hours of each weekday once.")

    @property
    def starts_at(self) -> Place:
        """Where the day begins."""
        return Place(self.lat, self.lon, self.municipality_code)

    @property
    def ends_at(self) -> Place:
        """Where it ends."""
        return self.end or self.starts_at

    def speaks_at(self, candidate: Candidate) -> bool:
        """Whether no interpreter is needed there when this inspector goes."""
        return not candidate.languages or bool(candidate.languages & self.languages)

    def hours_on(self, day: date) -> tuple[int, int] | None:
        """From and to, in minutes after midnight, the longest part free of `busy`; None on a day off or a full one."""
        hours = self._working_on(day)
        taken = sorted((one.from_min, one.to_min) for one in self.busy if one.on == day)
        if hours is None or not taken:
            return hours
        free, begin = [], hours[0]
        for from_min, to_min in taken:
            free.append((begin, min(from_min, hours[1])))
            begin = max(begin, to_min)
        first, last = max([*free, (begin, hours[1])], key=lambda part: part[1] - part[0])
        return (first, last) if first < last else None

    def _working_on(self, day: date) -> tuple[int, int] | None:
        if day in self.absent_on:
            return None
        if self.hours is None:
            return self.day_start_min, self.day_end_min
        return next(((one.from_min, one.to_min) for one in self.hours if one.weekday == day.weekday()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A visit as the plan in hand has it: a start for the search, or, `locked`, where it must stay.

    A locked visit keeps inspectors (in the order of the seats) and day; with `begin_min` also its time.
    """

    candidate_id: str
    inspector_ids: tuple[str, ...]
    on: date
    begin_min: int | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Candidates, inspectors and the working days to plan, in order; `current` is the plan in hand, if any,
    each tour's visits in their order. What of it is not locked may name candidates that are gone.

    Raises ``ProblemError`` for days out of order, anything that stands twice, a locked visit of an unknown candidate.
    """

    candidates: Sequence[Candidate]
    inspectors: Sequence[Inspector]
    days: Sequence[date]
    travel: Roads = field(default_factory=TravelRules)
    current: Sequence[Placement] = ()

    def __post_init__(self) -> None:
        if list(self.days) != sorted(set(self.days)):
            raise ProblemError("the days must be in order, each once.")
        for kind, ids in (
            ("candidate", [one.id for one in self.candidates]),
            ("inspector", [one.id for one in self.inspectors]),
            ("placement", [one.candidate_id for one in self.current]),
        ):
            twice = sorted(one for one, times in Counter(ids).items() if times > 1)
            if twice:
                raise ProblemError(f"each {kind} stands once in a problem; found twice: {', '.join(twice[:5])}.")
        known = {one.id for one in self.candidates}
        unknown = [one.candidate_id for one in self.current if one.locked and one.candidate_id not in known]
        if unknown:
            raise ProblemError(
                f"a locked visit must be among the candidates; unknown: {', '.join(unknown[:5])}. "
                "Add the candidate, or unlock the visit."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAfter:
    """How long to search: a number of iterations, seconds, or both.

    Seconds are a measure of work that a common machine does in less than that time, so that the same problem and
    seed give the same plan; the clock ends the search after three times as long, on an overloaded machine only, and
    the plan says so. Not `repeatable`: the clock alone decides, and every second is used.
    """

    iterations: int | None = None
    seconds: float | None = None
    repeatable: bool = True

    def __post_init__(self) -> None:
        limits = [limit for limit in (self.iterations, self.seconds) if limit is not None]
        if not limits or not all(0 <= limit < math.inf for limit in limits):  # NaN is neither
            raise ProblemError("say when to stop: iterations or seconds, 0 or more.")


def _check_place(who: str, lat: float, lon: float) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ProblemError(f"{who}: ({lat}, {lon}) is no place; give latitude, then longitude, in degrees (WGS 84).")
