"""Which visits of other authorities lie near one of ours, so that nobody rings at one door twice unknowingly (P6)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

NEAR_DAYS = 30
"""Within so many days before or after: said, with the offer to join."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A visit of another authority as it was told."""

    id: UUID
    dwelling_id: UUID
    authority: str
    on: date
    is_planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorWarning:
    """Another authority at the same door within 30 days. ``days`` is how long after our visit it goes, negative before.

    ``may_join``: the visit is still to come, so that going together can be offered.
    """

    visit_id: UUID
    dwelling_id: UUID
    authority: str
    on: date
    days: int
    is_planned: bool
    may_join: bool


def near(visits: Sequence[Seen], on: date, *, as_of: date, joined: Collection[str] = ()) -> list[DoorWarning]:
    """The visits within 30 days of a day, the nearest first; not those of authorities that come along (``joined``)."""
    found = [
        DoorWarning(
            visit_id=one.id,
            dwelling_id=one.dwelling_id,
            authority=one.authority,
            on=one.on,
            days=(one.on - on).days,
            is_planned=one.is_planned,
            may_join=one.is_planned and one.on >= as_of,
        )
        for one in visits
        if abs((one.on - on).days) <= NEAR_DAYS and not (one.authority in joined and one.is_planned)
    ]
    return sorted(found, key=lambda one: (abs(one.days), one.on, one.authority))
