"""Legal deadlines of a case: notice of visit, hearing, complaint, and what suspension does to an order.

Calendar dates are those of Denmark. Numbers that the law gives stand as constants; those it leaves open are
arguments without a default (the complaint) or with the usual practice as default (the hearing).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from husly.kit.calendar import Calendar
from husly.kit.errors import DomainError
from inspection.enforcement.reasons import Reason
from inspection.enforcement.waivers import NoticeWaiver

NOTICE_DAYS = 14
"""RSL § 5(2): days from delivery to visit."""

NOTICE_DAYS_FROM_DISPATCH = 15
"""Own safety margin when nobody knows when the notice was delivered."""

HEARING_DAYS = 14
"""Usual practice; no statute sets a number."""

SHORTEST_USUAL_HEARING_DAYS = 10
"""A shorter hearing needs a reason why it is urgent."""

LONGEST_HEARING_DAYS = 365
"""Rule of the house: whoever types more has mistyped."""

ACCESS_WORKING_DAYS = 7
"""FVL § 16: a request for access to documents is normally answered within 7 working days (M)."""

REPORT_REQUEST_DAYS = 14
"""RSL § 8: a party may ask for a report of a visit without breach within 14 days (M)."""

ORDER_WORKING_DAYS_ON_ITS_WAY = 2
"""Rule of the house: an order that names its deadlines reckons with arriving so soon after it left."""

LATER_REASONS_DAYS = 14
"""FVL § 23: reasons of an oral decision are asked for within 14 days, and given within 14 days (M)."""

_NOTICE_LAW = "RSL § 5, stk. 2"
_WAIVER_LAW = "RSL § 5, stk. 4"


class NoticeOutcome(StrEnum):
    """How a visit stands to its notice: given in full, departed from on a ground, or not lawful."""

    ANNOUNCED = "announced"
    WAIVED = "waived"
    REFUSED = "refused"


@dataclass(frozen=True)
class NoticeCheck:
    """Whether a visit on a day is lawful, and why.

    `days` is what the notice gives, counted from delivery or, when that is unknown, from dispatch; None
    without either. `required_days` is what that count has to reach.
    """

    outcome: NoticeOutcome
    days: int | None
    required_days: int
    reason: Reason

    @property
    def allowed(self) -> bool:
        """True when the visit may be carried out on that day."""
        return self.outcome is not NoticeOutcome.REFUSED


def check_notice(
    visit_on: date,
    *,
    delivered_on: date | None = None,
    dispatched_on: date | None = None,
    waiver: NoticeWaiver | None = None,
) -> NoticeCheck:
    """Compare a day of visit with its written notice, or with a recorded waiver (RSL § 5(2) and (4))."""
    days, required = _notice_days(visit_on, delivered_on, dispatched_on)
    if delivered_on and dispatched_on and delivered_on < dispatched_on:
        return NoticeCheck(NoticeOutcome.REFUSED, days, required, _delivered_before_dispatch())
    if days is not None and days >= required:
        return NoticeCheck(NoticeOutcome.ANNOUNCED, days, required, _notice_has_run(days, required))
    if waiver is None:
        return NoticeCheck(NoticeOutcome.REFUSED, days, required, _notice_too_short(days, required))
    if not waiver.is_reasoned:
        return NoticeCheck(NoticeOutcome.REFUSED, days, required, _waiver_unreasoned(waiver))
    return NoticeCheck(NoticeOutcome.WAIVED, days, required, _waived(waiver))


def _notice_days(visit_on: date, delivered_on: date | None, dispatched_on: date | None) -> tuple[int | None, int]:
    if delivered_on is not None:
        return (visit_on - delivered_on).days, NOTICE_DAYS
    if dispatched_on is not None:
        return (visit_on - dispatched_on).days, NOTICE_DAYS_FROM_DISPATCH
    return None, NOTICE_DAYS


def earliest_visit_on(*, delivered_on: date | None = None, dispatched_on: date | None = None) -> date:
    """Return the first day on which an announced visit is lawful; raises ValueError without either date."""
    if delivered_on is not None:
        return delivered_on + timedelta(days=NOTICE_DAYS)
    if dispatched_on is not None:
        return dispatched_on + timedelta(days=NOTICE_DAYS_FROM_DISPATCH)
    raise ValueError("earliest_visit_on needs the day of delivery or of dispatch")


def _notice_has_run(days: int, required: int) -> Reason:
    return Reason(
        "notice_has_run",
        _NOTICE_LAW,
        f"Varslet er givet {days} dage før besøget; kravet er {required}.",
        f"The notice was given {days} days before the visit; {required} are required.",
    )


def _notice_too_short(days: int | None, required: int) -> Reason:
    if days is None:
        return Reason(
            "notice_missing",
            _NOTICE_LAW,
            "Der er hverken sendt et skriftligt varsel eller noteret en grund til at undlade det.",
            "No written notice has been sent, and no ground for leaving it out is recorded.",
        )
    return Reason(
        "notice_too_short",
        _NOTICE_LAW,
        f"Varslet giver {days} dage; kravet er {required}. Vælg en senere dag, eller notér en grund.",
        f"The notice gives {days} days; {required} are required. Choose a later day, or record a ground.",
    )


def _delivered_before_dispatch() -> Reason:
    return Reason(
        "delivered_before_dispatch",
        _NOTICE_LAW,
        "Varslet er noteret modtaget, før det blev sendt. Ret datoerne.",
        "The notice is recorded as delivered before it was sent. Correct the dates.",
    )


def _waiver_unreasoned(waiver: NoticeWaiver) -> Reason:
    return Reason(
        "notice_waiver_without_reason",
        f"{_WAIVER_LAW}, nr. {waiver.ground.number}",
        "Grunden til at fravige varslingen mangler en begrundelse.",
        "The ground for departing from the notice has no reason.",
    )


def _waived(waiver: NoticeWaiver) -> Reason:
    return Reason(
        "notice_waived",
        f"{_WAIVER_LAW}, nr. {waiver.ground.number}",
        f"Varslingen er fraveget: {waiver.reason}",
        f"The notice is departed from: {waiver.reason}",
    )


def hearing_due_on(
    received_on: date, *, calendar: Calendar, days: int = HEARING_DAYS, urgency_reason: str = ""
) -> date:
    """Return the last day for a statement in a hearing (FVL § 19).

    Raises DomainError when the time is shorter than practice allows and nobody said why it is urgent, and for a number
    of days that nobody can mean.
    """
    if not 1 <= days <= LONGEST_HEARING_DAYS:
        raise DomainError(
            "hearing.days",
            "Days to answer: write a number from 1 to {most}, not {days}.",
            days=days,
            most=LONGEST_HEARING_DAYS,
        )
    if days < SHORTEST_USUAL_HEARING_DAYS and not urgency_reason.strip():
        raise DomainError(
            "hearing_too_short",
            "A hearing of {days} days is shorter than the usual {usual}. "
            "Give the reason why it is urgent, or a longer time.",
            days=days,
            usual=SHORTEST_USUAL_HEARING_DAYS,
        )
    return calendar.days_after(received_on, days)


@dataclass(frozen=True)
class ComplaintTerm:
    """The time for a complaint as its act sets it: so many weeks, or so many days, and never a default."""

    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if (self.weeks > 0) == (self.days > 0):
            raise ValueError("a complaint term is a number of weeks or a number of days")


def complaint_due_on(received_on: date, term: ComplaintTerm, *, calendar: Calendar) -> date:
    """Return the last day for a complaint against a decision received on that day."""
    if term.weeks:
        return calendar.weeks_after(received_on, term.weeks)
    return calendar.days_after(received_on, term.days)


def access_answer_due_on(requested_on: date, *, calendar: Calendar) -> date:
    """Return the day by which a request for access to documents is normally answered (FVL § 16)."""
    return calendar.working_days_after(requested_on, ACCESS_WORKING_DAYS)


def report_request_due_on(visit_on: date, *, calendar: Calendar) -> date:
    """Return the last day on which a party may ask for a report although no breach was found (RSL § 8)."""
    return calendar.days_after(visit_on, REPORT_REQUEST_DAYS)


def later_reasons_request_due_on(decided_on: date, *, calendar: Calendar) -> date:
    """Return the last day on which reasons of an oral decision may be asked for (FVL § 23)."""
    return calendar.days_after(decided_on, LATER_REASONS_DAYS)


def later_reasons_due_on(requested_on: date, *, calendar: Calendar) -> date:
    """Return the day by which the reasons asked for are given (FVL § 23)."""
    return calendar.days_after(requested_on, LATER_REASONS_DAYS)


@dataclass(frozen=True)
class Suspension:
    """A time in which a complaint holds an order back; `until` is None while the complaint is undecided."""

    since: date
    until: date | None = None


def merged(suspensions: Iterable[Suspension]) -> list[Suspension]:
    """The suspensions in order, those that overlap or touch as one: no day is given back twice."""
    found: list[Suspension] = []
    for one in sorted(suspensions, key=lambda each: each.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < one.since):
            found.append(one)
        elif last.until is not None:
            until = None if one.until is None else max(last.until, one.until)
            found[-1] = Suspension(last.since, until)
    return found


def after_day(suspensions: Iterable[Suspension], day: date) -> list[Suspension]:
    """What of the suspensions lies after a day on which a deadline was set anew: nothing before it is given back."""
    return [Suspension(max(one.since, day), one.until) for one in suspensions if one.until is None or one.until > day]


def around_extension(
    suspensions: Iterable[Suspension], extended_on: date | None
) -> tuple[list[Suspension], list[Suspension]]:
    """Suspensions that were over when more time was given, and those that came or lasted after; of these the rest.

    Whoever gives time until a day knows what was lost before: that is not given back a second time.
    """
    spans = merged(suspensions)
    if extended_on is None:
        return [], spans
    before = [one for one in spans if one.until is not None and one.until <= extended_on]
    after = [Suspension(max(one.since, extended_on), one.until) for one in spans if one not in before]
    return before, after


def running_due_on(
    due_on: date,
    *,
    calendar: Calendar,
    extended_to: date | None = None,
    extended_on: date | None = None,
    suspensions: Iterable[Suspension] = (),
) -> date | None:
    """Return the deadline of an order after extension and suspensions, or None while one still lasts.

    A suspension gives back the days it took, and the end moves off days without work. A suspension that
    began after the deadline had passed gives nothing back, nor does one that was over on ``extended_on``, when the time
    until ``extended_to`` was given.
    """
    spans = list(suspensions)
    before, after = around_extension(spans, extended_on)
    end = _moved(due_on, before, calendar)
    if extended_to is not None and end is not None and extended_to > end:
        return _moved(extended_to, after, calendar)
    return _moved(due_on, merged(spans), calendar)


def order_expected_on(issued_on: date, *, calendar: Calendar) -> date:
    """Return the day of delivery that an order reckons with."""
    return calendar.working_days_after(issued_on, ORDER_WORKING_DAYS_ON_ITS_WAY)


def late_due_on(due_on: date, *, expected_on: date, came_on: date, calendar: Calendar) -> date:
    """Return the deadline of an order that came late: it leaves the days that it would have left had it come in time.

    It never ends before the order came, and never before the day that the letter names.
    """
    left = max((due_on - expected_on).days, 0)
    return max(due_on, calendar.days_after(came_on, left))


def _moved(end: date, suspensions: Iterable[Suspension], calendar: Calendar) -> date | None:
    for suspension in suspensions:
        if suspension.since > end:
            continue
        if suspension.until is None:
            return None
        lost = (suspension.until - suspension.since).days
        if lost > 0:
            end = calendar.days_after(end, lost)
    return end
