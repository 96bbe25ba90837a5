"""Which sectors bear risk and were not visited for long (PLAN-02): pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LEAST_SCORED = 5
"""With fewer scored dwellings a mean says nothing of a sector, and too much of one of them."""

MANY_DWELLINGS = 10
"""Without a score a sector with so much declared housing is one to look at."""


@dataclass(frozen=True, slots=True)
class SectorKnown:
    """One section of industry in an area. ``group_sum`` adds the risk groups (1 to 4) of its ``scored`` dwellings."""

    section: str
    dwellings: int
    scored: int = 0
    group_sum: int = 0
    last_visit_on: date | None = None

    @property
    def mean_group(self) -> float | None:
        """The mean risk group; None where too few are scored."""
        return self.group_sum / self.scored if self.scored >= LEAST_SCORED else None


def unvisited_risk_sectors(known: Iterable[SectorKnown], *, since: date, with_score: bool) -> Sequence[SectorKnown]:
    """Risk sectors without any visit since a day, the most pressing first.

    With the score on a risk sector is one whose mean risk group lies above that of all scored housing of the area;
    otherwise one with much declared housing.
    """
    rows = [one for one in known if one.section]
    scored = sum(one.scored for one in rows)
    mean = sum(one.group_sum for one in rows) / scored if scored else 0.0

    def is_risk(one: SectorKnown) -> bool:
        if not with_score:
            return one.dwellings >= MANY_DWELLINGS
        return one.mean_group is not None and one.mean_group > mean

    found = [one for one in rows if is_risk(one) and (one.last_visit_on is None or one.last_visit_on < since)]
    return sorted(found, key=lambda one: (-(one.mean_group or 0.0) if with_score else 0.0, -one.dwellings, one.section))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, number)
        except ValueError:
            continue
    raise ValueError(f"{months} months before {day} is no day")
