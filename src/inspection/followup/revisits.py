"""By when an order is to be looked at again (U4)."""

from datetime import date, timedelta

from husly.kit.calendar import Calendar

REVISIT_WITHIN_DAYS = 14
"""Days from the last deadline of an order to the last day of the revisit."""


def revisit_by(last_due_on: date | None, calendar: Calendar) -> date | None:
    """The last working day within ``REVISIT_WITHIN_DAYS`` of the last deadline; None while none runs.

    It is reckoned anew whenever it is asked for, so it moves with every extension and suspension.
    """
    if last_due_on is None:
        return None
    return calendar.on_or_before(last_due_on + timedelta(days=REVISIT_WITHIN_DAYS))
