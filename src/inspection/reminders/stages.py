"""When somebody is told of a legal deadline: seven days and one day before it, and once it has passed (U1). Pure."""

from datetime import date

from inspection.enforcement.legal_calendar import Deadline, What, Whose
from inspection.reminders.models import DeadlineStage

WEEK, EVE = 7, 1
"""Days before a deadline."""

LONGEST_AFTER = 7
"""Days after a deadline within which it is told; what is older stands in the list of what is late."""

TOLD_OTHERWISE = frozenset({What.VISIT, What.FIRST_VISIT_DAY})
"""Days of visits have reminders of their own."""


def stage_of(day: date, today: date) -> DeadlineStage | None:
    """The reminder that is due on a day; a run that was missed is caught up as long as the stage lasts."""
    left = (day - today).days
    if EVE < left <= WEEK:
        return DeadlineStage.WEEK_BEFORE
    if 0 <= left <= EVE:
        return DeadlineStage.DAY_BEFORE
    return DeadlineStage.PASSED if -LONGEST_AFTER <= left < 0 else None


def is_told(one: Deadline) -> bool:
    """Whether officers are reminded of a deadline at all."""
    return one.is_open and one.day is not None and one.what not in TOLD_OTHERWISE


def is_told_to_party(one: Deadline, stage: DeadlineStage) -> bool:
    """Whether the employer is reminded too: of items of an order, before they are due."""
    mine = one.what is What.ORDER_ITEM and one.whose is Whose.PARTY
    return mine and stage is not DeadlineStage.PASSED
