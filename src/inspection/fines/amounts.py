"""What a fine a day has come to: pure reckoning in whole kroner."""

from collections.abc import Sequence
from datetime import date, timedelta

from inspection.enforcement.deadlines import Suspension


def counted_days(since: date, until: date, suspensions: Sequence[Suspension] = ()) -> int:
    """How many days from ``since`` to ``until``, both included, a fine runs.

    A suspension takes the days from its first up to the one on which it ended, which counts again; one that still
    lasts takes all the rest. Days that two suspensions take are taken once.
    """
    if until < since:
        return 0
    days = {since + timedelta(days=number) for number in range((until - since).days + 1)}
    return sum(1 for day in days if not any(_holds(one, day) for one in suspensions))


def _holds(suspension: Suspension, day: date) -> bool:
    return suspension.since <= day and (suspension.until is None or day < suspension.until)


def running_total(
    per_day: int, since: date, until: date, suspensions: Sequence[Suspension] = (), cap: int | None = None
) -> int:
    """What a fine of so much a day has come to, in kroner; never above ``cap``."""
    total = per_day * counted_days(since, until, suspensions)
    return total if cap is None else min(total, cap)
