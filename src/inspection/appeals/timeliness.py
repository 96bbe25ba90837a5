"""Whether an appeal came in time: counted from the delivery by the guidance printed in that very letter. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from husly.kit.calendar import Calendar
from inspection.enforcement.deadlines import ComplaintTerm, complaint_due_on


@dataclass(frozen=True)
class Timeliness:
    """The last day to appeal, and how many days after it the appeal came; without a day nothing is late."""

    due_on: date | None
    days_late: int

    @property
    def is_late(self) -> bool:
        """Whether it came after the last day."""
        return self.days_late > 0


def term_of(complaint: Mapping[str, Any] | None) -> ComplaintTerm | None:
    """The time for a complaint as a letter printed it; None where it printed none. Whole weeks count as weeks."""
    days = int((complaint or {}).get("days") or 0)
    if days <= 0:
        return None
    return ComplaintTerm(weeks=days // 7) if days % 7 == 0 else ComplaintTerm(days=days)


def timeliness(
    lodged_on: date, *, delivered_on: date | None, term: ComplaintTerm | None, calendar: Calendar
) -> Timeliness:
    """How an appeal of a day stands to the last day to appeal (FVL § 25).

    Nobody is late by a time that was never told or whose beginning nobody can prove.
    """
    if delivered_on is None or term is None:
        return Timeliness(None, 0)
    due_on = complaint_due_on(delivered_on, term, calendar=calendar)
    return Timeliness(due_on, max(0, (lodged_on - due_on).days))
