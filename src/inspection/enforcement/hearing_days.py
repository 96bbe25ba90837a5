"""How long a party has to answer in a hearing (FVL § 19): never less than the letter promises. Pure.

The letter promises so many days from its expected delivery. A draft that waits takes its deadline along; a letter that
comes late gives at least the shortest usual time from the day on which it came.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from husly.kit.calendar import Calendar
from inspection.enforcement.deadlines import SHORTEST_USUAL_HEARING_DAYS


def promised_until(choices: Mapping[str, Any], *, leaves_on: date, calendar: Calendar) -> date:
    """The last day to answer that a hearing names which leaves on a day; never before the day that its draft chose."""
    expected_on = leaves_on + timedelta(days=int(choices.get("posting_days", 1)))
    return max(date.fromisoformat(choices["due_on"]), calendar.days_after(expected_on, _promised_days(choices)))


def least_days(choices: Mapping[str, Any]) -> int:
    """The days a party has from delivery at the least: the shortest usual time, fewer where the letter is urgent."""
    return min(_promised_days(choices), SHORTEST_USUAL_HEARING_DAYS)


def late_until(choices: Mapping[str, Any], *, due_on: date, delivered_on: date, calendar: Calendar) -> date | None:
    """The day to which a letter that came late moves the deadline it names; None where it came as expected."""
    least = calendar.days_after(delivered_on, least_days(choices))
    return least if least > due_on else None


def _promised_days(choices: Mapping[str, Any]) -> int:
    """As the draft promised them; one from before that was kept promised the shortest usual time at the least."""
    return int(choices.get("days", SHORTEST_USUAL_HEARING_DAYS))
