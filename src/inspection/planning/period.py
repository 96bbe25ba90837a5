"""Which days a plan may hold: working days, none before the written notice can have run."""

from collections.abc import Sequence
from datetime import date, timedelta

from husly.kit.calendar import is_working_day
from husly.kit.errors import DomainError
from inspection.enforcement.deadlines import NOTICE_DAYS, earliest_visit_on

MOST_DAYS = 28
FURTHEST_DAYS = 366


def first_lawful_day(notice_on: date, posting_days: int) -> date:
    """The first day of an announced visit when its notice is sent on ``notice_on`` (*retssikkerhedsloven* § 5(2))."""
    return earliest_visit_on(delivered_on=notice_on + timedelta(days=posting_days))


def visit_days(from_on: date, days: int, *, as_of: date, posting_days: int) -> Sequence[date]:
    """The working days among ``days`` calendar days from ``from_on``.

    Raises ``DomainError`` for a period that is too long, too far away, too early for the notice, or holds no working
    day.
    """
    if not 1 <= days <= MOST_DAYS:
        raise DomainError(
            "plan.days", "A plan covers 1 to {most} days, not {days}: choose fewer.", most=MOST_DAYS, days=days
        )
    first = first_lawful_day(as_of, posting_days)
    if from_on < first:
        raise DomainError(
            "plan.too_early",
            "No announced visit is lawful before {first}: the written notice takes {notice} days, and {posting} more "
            "for delivery. Plan from that day or later.",
            first=first.isoformat(),
            notice=NOTICE_DAYS,
            posting=posting_days,
        )
    if from_on > as_of + timedelta(days=FURTHEST_DAYS):
        raise DomainError("plan.too_far", "The plan begins more than a year ahead: choose an earlier day.")
    found = [from_on + timedelta(days=number) for number in range(days)]
    working = [day for day in found if is_working_day(day)]
    if not working:
        raise DomainError(
            "plan.no_days", "There is no working day from {first} to {last}.", first=found[0], last=found[-1]
        )
    return working
