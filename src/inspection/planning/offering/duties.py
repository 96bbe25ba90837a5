"""Which open cases a plan has to visit, from which day and until which: pure rules over what stands in the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from husly.kit.calendar import Calendar
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.transitions import CaseState
from inspection.followup.revisits import revisit_by
from inspection.planning.offering.why import Why, WhyCode, planned_reason
from inspection.planning.solving.problem import Slot

AWAITING_REVISIT = (
    CaseState.ORDER_DELIVERED,
    CaseState.COMPLIANCE_REPORTED,
    CaseState.PARTLY_COMPLIED,
    CaseState.NOT_COMPLIED,
)
"""States in which an order was given and the authority has still to see what became of it."""

BEFORE_VISIT = (CaseState.PLANNED, CaseState.NOTIFIED, CaseState.UNANNOUNCED_DECIDED)


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """What counts of an open case that no accepted plan is about to visit.

    `reason`, `visit_on` and the hours are those of the visit of this round, `visit_by` is the last day of a referral;
    `order_due_on` is the last deadline of the order in force as it runs, None while an appeal stops it.
    `ground_until` is the last day of a recorded ground to come without notice.
    """

    case_id: UUID
    state: CaseState
    reason: VisitReason
    visit_on: date
    from_min: int
    to_min: int
    visit_by: date | None = None
    order_due_on: date | None = None
    ground_until: date | None = None
    inspector_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days to plan, and the first on which an announced visit is lawful."""

    days: Sequence[date]
    as_of: date
    announced_from: date
    calendar: Calendar

    @property
    def unannounced_from(self) -> date:
        """The first day for which a visit without notice can still be planned: the next working day."""
        return self.calendar.on_or_after(self.as_of + timedelta(days=1))

    @property
    def ground_must_reach(self) -> date:
        """The day that a ground to come without notice must last to, so that a visit in the period can rest on it."""
        return max(self.unannounced_from, self.days[0])


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What a case asks of the plan. `slots` hold a visit to its day; `is_fixed`: day and hours are told in a notice, or
    decided for a visit without one.
    """

    case: OpenCase
    reason: VisitReason
    why: Why
    earliest_on: date
    latest_on: date | None = None
    announced: bool = True
    slots: tuple[Slot, ...] = ()
    is_fixed: bool = False


def lawful_from(ground_until: date | None, period: Period) -> tuple[date, date | None, bool]:
    """First day, last day and whether notice is given: sooner than notice allows only while a ground is in force."""
    first = period.unannounced_from
    if ground_until is not None and period.ground_must_reach <= min(ground_until, period.days[-1]):
        return first, ground_until, False
    return period.announced_from, None, True


def duty_of(case: OpenCase, period: Period) -> Duty | None:
    """What an open case asks of a plan; None while it waits for something else, or for a day outside the period."""
    if case.state in AWAITING_REVISIT:
        return None if _is_held_back(case) or _still_runs(case, period) else _revisit(case, period)
    if case.state is CaseState.NOTIFIED:
        return _fixed(case, period, Why(WhyCode.NOTIFIED, case.visit_on))
    return _decided(case, period) if case.state in BEFORE_VISIT else None


def plannable_from(case: OpenCase, period: Period) -> date | None:
    """The day from which a revisit can be planned that would lie in the period, while the order still runs.

    A revisit opens a new round, and with that ends what the addressee of the order may do until its deadline: report,
    ask for more time. So nobody plans one before the deadline has passed, unless compliance is reported.
    """
    if not _still_runs(case, period) or case.order_due_on is None or _revisit(case, period) is None:
        return None
    return case.order_due_on + timedelta(days=1)


def _still_runs(case: OpenCase, period: Period) -> bool:
    """Whether the deadline of an order that nobody has reported about lies ahead."""
    due = case.order_due_on
    return case.state is CaseState.ORDER_DELIVERED and due is not None and due >= period.as_of


def _is_held_back(case: OpenCase) -> bool:
    """Whether an appeal stops the deadline of the order: a delivered order always has one otherwise."""
    return case.state is CaseState.ORDER_DELIVERED and case.order_due_on is None


def _revisit(case: OpenCase, period: Period) -> Duty | None:
    first, last, announced = lawful_from(case.ground_until, period)
    due = case.order_due_on
    earliest = first if due is None else max(first, due + timedelta(days=1))
    if last is not None and earliest > last:  # the ground ends before the deadline does
        earliest, last, announced = max(earliest, period.announced_from), None, True
    if earliest > period.days[-1]:
        return None
    by = revisit_by(due, period.calendar)
    if by is not None and by >= earliest:  # a day that has passed bounds nothing
        last = by if last is None else min(by, last)
    return Duty(
        case=case,
        reason=VisitReason.FOLLOW_UP,
        why=_of_order(case, due, period.as_of),
        earliest_on=earliest,
        latest_on=last,
        announced=announced,
    )


def _of_order(case: OpenCase, due: date | None, as_of: date) -> Why:
    if due is not None and due < as_of:
        return Why(WhyCode.ORDER_OVERDUE, due)
    return Why(WhyCode.COMPLIANCE_REPORTED if case.state is CaseState.COMPLIANCE_REPORTED else WhyCode.ORDER_DUE, due)


def _fixed(case: OpenCase, period: Period, why: Why, *, announced: bool = True) -> Duty | None:
    """A visit whose day and hours are told or decided: nothing of it can be moved by a plan."""
    if case.visit_on not in period.days:
        return None
    return Duty(
        case=case,
        reason=planned_reason(case.reason),
        why=why,
        earliest_on=case.visit_on,
        latest_on=case.visit_on,
        announced=announced,
        slots=(Slot(case.visit_on, case.from_min, case.to_min),),
        is_fixed=True,
    )


def _decided(case: OpenCase, period: Period) -> Duty | None:
    decided_unannounced = case.state is CaseState.UNANNOUNCED_DECIDED
    ground_until = period.days[-1] if decided_unannounced else case.ground_until
    first, last, announced = lawful_from(ground_until, period)
    last = None if decided_unannounced else last
    stands = case.visit_on >= max(first, period.as_of) and (announced or last is None or case.visit_on <= last)
    if case.reason is VisitReason.DANGER or (case.reason is VisitReason.REFERRAL and case.visit_by is not None):
        if stands and case.visit_on < period.days[0]:
            return None  # it is visited before the period begins
        if stands and decided_unannounced and case.visit_on in period.days:
            return _fixed(case, period, _why_urgent(case), announced=False)
        return _urgent(case, first, last, announced)
    why = _why(case, period.as_of)
    if not stands:
        return Duty(case=case, reason=planned_reason(case.reason), why=why, earliest_on=first, latest_on=last,
                    announced=announced)  # fmt: skip
    if decided_unannounced:
        return _fixed(case, period, why, announced=False)
    if case.visit_on not in period.days:
        return None
    return Duty(
        case=case,
        reason=planned_reason(case.reason),
        why=why,
        earliest_on=case.visit_on,
        latest_on=case.visit_on,
        announced=announced,
    )


def _urgent(case: OpenCase, first: date, last: date | None, announced: bool) -> Duty:
    """As soon as it is lawful; a deadline that cannot be met any more bounds nothing."""
    by = case.visit_by
    if case.reason is VisitReason.REFERRAL and by is not None and by >= first:
        last = by if last is None else min(by, last)
    return Duty(
        case=case,
        reason=case.reason,
        why=_why_urgent(case),
        earliest_on=first,
        latest_on=last,
        announced=announced,
    )


def _why_urgent(case: OpenCase) -> Why:
    return Why(WhyCode.DANGER) if case.reason is VisitReason.DANGER else Why(WhyCode.REFERRAL, case.visit_by)


def _why(case: OpenCase, as_of: date) -> Why:
    if case.visit_on < as_of:
        return Why(WhyCode.DAY_PASSED, case.visit_on)
    if case.reason is VisitReason.CONTEST:
        return Why(WhyCode.CONTEST)
    if case.reason is VisitReason.REFERRAL:
        return Why(WhyCode.REFERRAL, case.visit_by)
    return Why(WhyCode.DECIDED, case.visit_on)
