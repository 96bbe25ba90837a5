"""Which visits of other authorities lie near one of ours, so that nobody rings at one door twice unknowingly (P6)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

NEAR_DAYS = 30
"""Within so many days before or after: said, with the offer to join."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A visit of another authority: as it was told, or of a case of its own in this register, which has no ``id`` here.

    ``on`` None: a case to come whose day is no business of others.
    """

    id: UUID | None = None
    dwelling_id: UUID
    authority: str
    on: date | None
    is_planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorWarning:
    """Another authority at the same door within 30 days, or on a day that is not told (``on`` None).

    ``days`` is how long after our visit it goes, negative before; None without a day of either. ``may_join``: a visit
    that we were told of is still to come, so that going together can be offered.
    """

    visit_id: UUID | None
    dwelling_id: UUID
    authority: str
    on: date | None
    days: int | None
    is_planned: bool
    may_join: bool


def near(visits: Sequence[Seen], on: date, *, as_of: date, joined: Collection[str] = ()) -> list[DoorWarning]:
    """The visits within 30 days of a day, the nearest first, then those whose day is not told.

    Those of authorities that come along (``joined``) are left out.
    """
    found = [
        DoorWarning(
            visit_id=one.id,
            dwelling_id=one.dwelling_id,
            authority=one.authority,
            on=one.on,
            days=None if one.on is None else (one.on - on).days,
            is_planned=one.is_planned,
            may_join=one.id is not None and one.is_planned and one.on is not None and one.on >= as_of,
        )
        for one in visits
        if (one.on is None or abs((one.on - on).days) <= NEAR_DAYS) and not (one.authority in joined and one.is_planned)
    ]
    return sorted(found, key=_nearest)


def _nearest(one: DoorWarning) -> tuple[int, date, str]:
    return (NEAR_DAYS + 1 if one.days is None else abs(one.days), one.on or date.max, one.authority)
