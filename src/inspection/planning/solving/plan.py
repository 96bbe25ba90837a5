"""What planning answers: tours, stop by stop, and what was left out with the reason."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspection.enforcement.choosing import VisitReason


class LeftOutReason(StrEnum):
    """Why a candidate is in no tour.

    `notice_not_run`: every planned day lies before the first lawful day. `outside_window`: no day in the
    period has a window, within dates and working hours, that holds the visit. `no_inspector`: nobody works
    on the days it is open, or all who do are barred. `too_far`: no one could drive there, visit and return
    within a day. `no_time`: it could be visited, but no tour has room left. `not_chosen`: others were worth
    more for the travel, or it was not among the best that were weighed. `no_place`: its point lies at sea or
    abroad. `never_open`: it has no window at all, or none as long as the visit. `outside_region`: nobody works
    in its municipality. `no_skill`: nobody fits a seat. `no_language`: nobody speaks a language of the
    residents, and no interpreter may be booked. `no_companion`: those it needs are never there together.
    `conflict`: all who could go have a conflict of interest. `same_door`: another visit goes to that dwelling.
    `lock_broken`: it was locked to a day or person on which it cannot be made.
    """

    NOTICE_NOT_RUN = "notice_not_run"
    OUTSIDE_WINDOW = "outside_window"
    NO_INSPECTOR = "no_inspector"
    TOO_FAR = "too_far"
    NO_TIME = "no_time"
    NOT_CHOSEN = "not_chosen"
    NO_PLACE = "no_place"
    NEVER_OPEN = "never_open"
    OUTSIDE_REGION = "outside_region"
    NO_SKILL = "no_skill"
    NO_LANGUAGE = "no_language"
    NO_COMPANION = "no_companion"
    CONFLICT = "conflict"
    SAME_DOOR = "same_door"
    LOCK_BROKEN = "lock_broken"


class RemarkKind(StrEnum):
    """What a planner must be told beside the tours.

    `other_authority`: another authority goes to the same door on another day: offer to join. `no_hours`: the
    inspector works on none of the days. `interpreter`: nobody who goes speaks a language of the residents.
    `by_the_clock`: the clock ended the search before its measure of work, so a repetition may differ.
    """

    OTHER_AUTHORITY = "other_authority"
    NO_HOURS = "no_hours"
    INTERPRETER = "interpreter"
    BY_THE_CLOCK = "by_the_clock"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to be told; ids are empty and days None where they do not apply."""

    kind: RemarkKind
    candidate_id: str = ""
    inspector_id: str = ""
    authority: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TourStop:
    """One visit. Times are minutes after midnight; travel is from the stop before (or from the start)."""

    candidate_id: str
    travel_min: int
    travel_km: float
    arrive_min: int
    begin_min: int
    end_min: int
    reason: VisitReason
    prize: int
    companions: tuple[str, ...] = ()
    """The other inspectors at the same visit."""
    leads: bool = True
    """Whether this inspector has the first seat; a visit of two stands in two tours and is led in one."""
    interpreter: bool = False
    """Whether an interpreter must be booked."""
    locked: bool = False

    @property
    def wait_min(self) -> int:
        """Minutes between arriving and the window's opening."""
        return self.begin_min - self.arrive_min


@dataclass(frozen=True, slots=True)
class Tour:
    """One inspector's day: leaves the start, makes the stops in order, returns."""

    inspector_id: str
    on: date
    depart_min: int
    return_min: int
    stops: tuple[TourStop, ...]
    travel_min: int
    travel_km: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate in no tour, and why."""

    candidate_id: str
    reason: LeftOutReason
    must_visit: bool
    prize: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Tours by day and inspector. `left_out` begins with the duties that could not be met: look at
    `missed_duties` first.
    """

    tours: tuple[Tour, ...]
    left_out: tuple[LeftOut, ...]
    seed: int
    remarks: tuple[Remark, ...] = ()

    @property
    def prize(self) -> int:
        """Points of all visits together; a visit of two counts once."""
        return sum(stop.prize for tour in self.tours for stop in tour.stops if stop.leads)

    @property
    def visit_count(self) -> int:
        """How many dwellings are visited."""
        return sum(stop.leads for tour in self.tours for stop in tour.stops)

    @property
    def missed_duties(self) -> tuple[LeftOut, ...]:
        """Visits that must be made and are in no tour."""
        return tuple(one for one in self.left_out if one.must_visit)
