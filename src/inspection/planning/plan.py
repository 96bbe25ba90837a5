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
    more for the travel, or it was not among the best that were weighed.
    """

    NOTICE_NOT_RUN = "notice_not_run"
    OUTSIDE_WINDOW = "outside_window"
    NO_INSPECTOR = "no_inspector"
    TOO_FAR = "too_far"
    NO_TIME = "no_time"
    NOT_CHOSEN = "not_chosen"


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

    @property
    def prize(self) -> int:
        """Points of all visits together."""
        return sum(stop.prize for tour in self.tours for stop in tour.stops)

    @property
    def visit_count(self) -> int:
        """How many dwellings are visited."""
        return sum(len(tour.stops) for tour in self.tours)

    @property
    def missed_duties(self) -> tuple[LeftOut, ...]:
        """Visits that must be made and are in no tour."""
        return tuple(one for one in self.left_out if one.must_visit)
