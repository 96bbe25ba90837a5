"""A day that a decision set, as appeals moved it: held back, set anew, given the days back that were lost. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from husly.kit.calendar import Calendar
from inspection.appeals.models import AppealChange, ChangeKind
from inspection.enforcement.deadlines import Suspension, running_due_on


@dataclass(frozen=True)
class SetDay:
    """The day from which is counted, and the times in which it was held back after it was set."""

    written_on: date
    """As the letter says."""
    changed_to: date | None
    """As the outcome of an appeal set it, where one did."""
    stops: tuple[Suspension, ...]

    @property
    def counts_from(self) -> date:
        """The day that suspensions move on."""
        return self.changed_to or self.written_on


def set_day(name: str, day: date, changes: Sequence[AppealChange]) -> SetDay:
    """What became of the day of a column; ``day`` is what it holds, ``changes`` the rows of its decision in order.

    The last outcome that names the day replaces what was before it; of a suspension only what lies after it counts.
    """
    written = next((date.fromisoformat(one.before[name]) for one in changes if name in one.before), day)
    outcomes = [one for one in changes if one.kind is ChangeKind.CHANGED and name in one.after]
    if not outcomes:
        return SetDay(written, None, tuple(_stops(changes, None)))
    last = outcomes[-1]
    return SetDay(written, date.fromisoformat(last.after[name]), tuple(_stops(changes, last.since)))


def _stops(changes: Sequence[AppealChange], since: date | None) -> Iterator[Suspension]:
    for one in changes:
        if one.kind is not ChangeKind.HELD or (since and one.until and one.until <= since):
            continue
        yield Suspension(max(one.since, since) if since else one.since, one.until)


def moved_day(name: str, day: date, changes: Sequence[AppealChange], calendar: Calendar) -> date | None:
    """The day that applies now; None while an appeal holds it back."""
    found = set_day(name, day, changes)
    return running_due_on(found.counts_from, calendar=calendar, suspensions=found.stops)
