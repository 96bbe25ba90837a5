"""Why a deadline ends on the day it does: where it starts, what is counted, and each day that is skipped. Pure.

Every deadline of a case is built here from typed steps, so that a page can show the reckoning and a test can follow it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from husly.kit.calendar import Calendar
from inspection.enforcement.deadlines import ComplaintTerm, Suspension, around_extension, merged
from inspection.letters.blocks import LetterKind


class What(StrEnum):
    """What falls due."""

    OBJECTION = "objection"
    FIRST_VISIT_DAY = "first_visit_day"
    VISIT = "visit"
    REPORT_REQUEST = "report_request"
    VISIT_REPORT = "visit_report"
    """Owed where a breach was found. The law sets no day: it is shown for the one until which a party may ask."""
    HEARING = "hearing"
    ORDER_ITEM = "order_item"
    REPORT_BACK = "report_back"
    COMPLAINT = "complaint"
    ACCESS = "access"
    INFORMATION = "information"
    LATER_REASONS = "later_reasons"
    POSTPONEMENT = "postponement"
    EXTENSION = "extension"
    MOVE_OUT = "move_out"
    REHOUSING = "rehousing"
    REHOUSING_PROOF = "rehousing_proof"
    FINE_PAYMENT = "fine_payment"
    AT_ONCE_REVIEW = "at_once_review"
    REVISIT = "revisit"


class Whose(StrEnum):
    """Who must have acted by then."""

    PARTY = "party"
    AUTHORITY = "authority"


class StepKind(StrEnum):
    """What one step of the reckoning does."""

    STARTS = "starts"
    """The day from which is counted; it does not count itself."""
    SET = "set"
    """A day that a decision or a letter names."""
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    SKIPS = "skips"
    """A Saturday, a Sunday, a public holiday or a day on which the authority is closed."""
    EXTENDED = "extended"
    CHANGED = "changed"
    """Set anew by the decision on an appeal."""
    CAME_LATE = "came_late"
    """Moved because the order came later than it reckoned with."""
    STOPPED = "stopped"
    RESTARTED = "restarted"
    """Runs again, with ``count`` days given back."""


class Event(StrEnum):
    """What a reckoning starts from."""

    NOTICE_DELIVERED = "notice_delivered"
    NOTICE_SENT = "notice_sent"
    VISITED = "visited"
    DELIVERED = "delivered"
    REQUESTED = "requested"
    IN_LETTER = "in_letter"
    IN_PLAN = "in_plan"
    HEARING_CAME_LATE = "hearing_came_late"
    POSTPONED = "postponed"
    ISSUED = "issued"
    ORDER_RUNS_OUT = "order_runs_out"
    WORKING_DAY_BEFORE = "working_day_before"


@dataclass(frozen=True)
class Step:
    """One step of a reckoning: the day that it reaches, and how many days it counts."""

    kind: StepKind
    day: date
    count: int = 0
    event: Event | None = None


@dataclass(frozen=True)
class SetBy:
    """The letter that a deadline belongs to: its kind, when it was issued, and to whom where several got one."""

    letter_id: UUID
    kind: LetterKind
    issued_on: date | None
    role: str = ""


@dataclass(frozen=True)
class Deadline:
    """A day by which somebody must have acted, and why that day; ``day`` None while an appeal stops it.

    ``number`` is the item of an order, ``law`` and ``confidence`` the rule it rests on, ``is_open`` whether anybody
    still waits for it.
    """

    what: What
    whose: Whose
    day: date | None
    law: str
    confidence: str
    steps: tuple[Step, ...]
    round: int = 1
    number: int = 0
    about: str = ""
    is_open: bool = True
    set_by: SetBy | None = None

    @property
    def written_on(self) -> date:
        """The day as it was set or counted before anything moved it."""
        moved = next((place for place, step in enumerate(self.steps) if step.kind in _MOVING), None)
        if moved is not None:
            return self.steps[moved - 1].day
        return self.day or self.steps[-1].day


_MOVING = (StepKind.EXTENDED, StepKind.CHANGED, StepKind.CAME_LATE, StepKind.STOPPED, StepKind.RESTARTED)


def skipped(day: date, calendar: Calendar) -> tuple[Step, ...]:
    """Each day from ``day`` on that is no working day; what is due then is due on the first working day after them."""
    steps: list[Step] = []
    while not calendar.is_open(day):
        steps.append(Step(StepKind.SKIPS, day))
        day += timedelta(days=1)
    return tuple(steps)


def at_least_days(start: date, days: int, event: Event) -> tuple[date, tuple[Step, ...]]:
    """A least time, such as the notice of a visit: it ends where it ends, also on a weekend or holiday."""
    last = start + timedelta(days=days)
    kind, count = (StepKind.WEEKS, days // 7) if days % 7 == 0 else (StepKind.DAYS, days)
    return last, (Step(StepKind.STARTS, start, event=event), Step(kind, last, count))


def after_days(start: date, days: int, event: Event, calendar: Calendar) -> tuple[date, tuple[Step, ...]]:
    """So many calendar days after a day that does not count itself, moved off weekends and holidays.

    Whole weeks are said as weeks.
    """
    last, steps = at_least_days(start, days, event)
    over = skipped(last, calendar)
    return last + timedelta(days=len(over)), (*steps, *over)


def after_term(start: date, term: ComplaintTerm, event: Event, calendar: Calendar) -> tuple[date, tuple[Step, ...]]:
    """The time to appeal, as its act sets it."""
    return after_days(start, term.days or 7 * term.weeks, event, calendar)


def after_working_days(start: date, count: int, event: Event, calendar: Calendar) -> tuple[date, tuple[Step, ...]]:
    """So many working days after a day that does not count itself, with each day skipped between."""
    steps: list[Step] = [Step(StepKind.STARTS, start, event=event)]
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        over = skipped(day, calendar)
        steps += over
        day += timedelta(days=len(over))
    return day, (*steps, Step(StepKind.WORKING_DAYS, day, count))


def as_set(day: date, event: Event) -> tuple[date, tuple[Step, ...]]:
    """A day that a letter or a decision names."""
    return day, (Step(StepKind.SET, day, event=event),)


def as_moved(
    due_on: date,
    *,
    extended_to: date | None = None,
    extended_on: date | None = None,
    changed_to: date | None = None,
    late_to: date | None = None,
    suspensions: Iterable[Suspension],
    calendar: Calendar,
) -> tuple[date | None, tuple[Step, ...]]:
    """An item of an order as it runs now: as written, extended, stopped, and running again with the days left (A2).

    ``extended_on`` is the day on which the time until ``extended_to`` was given: what was lost before is in it.
    ``changed_to`` is the day that the outcome of an appeal put in its place, before what is given; ``late_to`` the one
    to which a late delivery moved it.
    """
    _end, found = as_set(due_on, Event.IN_LETTER)
    if changed_to is not None:
        found = (*found, Step(StepKind.CHANGED, changed_to))
    elif late_to is not None:
        found = (*found, Step(StepKind.CAME_LATE, late_to))
    spans, begins_on = list(suspensions), changed_to or late_to or due_on
    before, after = around_extension(spans, extended_on)
    end, early = _stopped(begins_on, before, calendar)
    if extended_to is None or end is None or extended_to <= end:
        end, late = _stopped(begins_on, merged(spans), calendar)
        return end, (*found, *late)
    end, late = _stopped(extended_to, after, calendar)
    return end, (*found, *early, Step(StepKind.EXTENDED, extended_to), *late)


def _stopped(end: date, suspensions: Iterable[Suspension], calendar: Calendar) -> tuple[date | None, tuple[Step, ...]]:
    """A day as suspensions move it, each with the days that it gives back."""
    found: list[Step] = []
    for one in suspensions:
        if one.since > end:
            continue
        lost = None if one.until is None else (one.until - one.since).days
        if lost is not None and lost <= 0:
            continue  # it ended on the day it began: nothing was stopped, nothing is given back
        found.append(Step(StepKind.STOPPED, one.since))
        if lost is None:
            return None, tuple(found)
        end += timedelta(days=lost)
        found.append(Step(StepKind.RESTARTED, end, lost))
        over = skipped(end, calendar)
        found += over
        end += timedelta(days=len(over))
    return end, tuple(found)
