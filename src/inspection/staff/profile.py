"""What is known of an inspector beside where the day begins, as values without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from inspection.planning.solving.problem import Window
from inspection.planning.travel import Place


@dataclass(frozen=True, slots=True)
class Away:
    """From one day to another, both included."""

    from_on: date
    to_on: date

    def days_among(self, days: Iterable[date]) -> frozenset[date]:
        """Which of the days it covers."""
        return frozenset(day for day in days if self.from_on <= day <= self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`hours` None: nobody has said; the day of the duty station counts on every planned day. `()`: none at all, so
    the inspector gets no visits. An empty `region` is the whole country, an empty `authority` our own.

    `employers` and `dwellings` are those of a file that the inspector may not visit (FVL § 3); conflicts that are
    declared in the register are read where they are needed (`inspection.staff.conflicts`).
    """

    hours: tuple[Window, ...] | None = None
    away: tuple[Away, ...] = ()
    end: Place | None = None
    region: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    authority: str = ""
    employers: frozenset[str] = frozenset()
    """CVR numbers."""
    dwellings: frozenset[UUID] = frozenset()

    def absent_on(self, days: Sequence[date]) -> frozenset[date]:
        """The days on which the inspector is away."""
        return frozenset[date]().union(*(one.days_among(days) for one in self.away))


NOTHING_KNOWN = Profile()
LONGEST_ABSENCE = timedelta(days=366)
