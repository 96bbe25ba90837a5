"""Which days a plan may hold: working days, and none before a visit is lawful, announced or not."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from husly.kit.calendar import Calendar
from husly.kit.errors import DomainError
from inspection.enforcement.deadlines import NOTICE_DAYS
from inspection.enforcement.notice_days import first_day_to_visit

MOST_DAYS = 28
FURTHEST_DAYS = 366


def first_lawful_day(notice_on: date, posting_days: int) -> date:
    """The first day of an announced visit when its notice is sent on ``notice_on`` (*retssikkerhedsloven* § 5(2))."""
    return first_day_to_visit(notice_on, posting_days=posting_days)


def require_lawful_begin(from_on: date, opens_on: Iterable[date], *, as_of: date, posting_days: int) -> None:
    """Refuse a plan that begins before an announced visit is lawful, unless some visit may be made sooner.

    ``opens_on`` are the first lawful days of those that may be visited. Raises ``DomainError``.
    """
    first = first_lawful_day(as_of, posting_days)
    if from_on < first and not any(day < first for day in opens_on):
        raise _too_early(first, posting_days)


def _too_early(first: date, posting_days: int) -> DomainError:
    return DomainError(
        "plan.too_early",
        "No announced visit is lawful before {first}: the written notice takes {notice} days, and {posting} more "
        "for delivery. Plan from that day or later. A plan begins sooner, from tomorrow on, only where a visit is "
        "announced already or may come unannounced on a recorded ground.",
        first=first.isoformat(),
        notice=NOTICE_DAYS,
        posting=posting_days,
    )


def visit_days(from_on: date, days: int, *, as_of: date, posting_days: int, calendar: Calendar) -> Sequence[date]:
    """The working days among ``days`` calendar days from ``from_on``.

    Raises ``DomainError`` for a period that is too long, too far away, that does not lie ahead, or holds no working
    day. Whether it may begin before an announced visit is lawful is for ``require_lawful_begin``.
    """
    if not 1 <= days <= MOST_DAYS:
        raise DomainError(
            "plan.days",
            "A plan covers 1 to {most} days, not {days}: choose a number between them.",
            most=MOST_DAYS,
            days=days,
        )
    if from_on <= as_of:
        raise _too_early(first_lawful_day(as_of, posting_days), posting_days)
    if from_on > as_of + timedelta(days=FURTHEST_DAYS):
        raise DomainError("plan.too_far", "The plan begins more than a year ahead: choose an earlier day.")
    found = [from_on + timedelta(days=number) for number in range(days)]
    working = [day for day in found if calendar.is_open(day)]
    if not working:
        raise DomainError(
            "plan.no_days", "There is no working day from {first} to {last}.", first=found[0], last=found[-1]
        )
    return working
