"""Reading on which days an accommodation is not in use. Knows no declarations, so that their queries may ask it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.errors import NotFoundError
from register.accommodations.models import Accommodation
from register.upkeep.models import Pause
from standards.capacity.occupancy import Stay

BATCH = 500


@dataclass(frozen=True)
class Unused:
    """Days without use, the first and the last included."""

    starts_on: date
    ends_on: date

    def covers(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.starts_on <= day <= self.ends_on


def get_pause(session: Session, accommodation_id: UUID, pause_id: UUID) -> Pause:
    """One pause of an accommodation. Raises ``NotFoundError``, also for a pause of another."""
    pause = session.get(Pause, pause_id)
    if pause is None or pause.accommodation_id != accommodation_id:
        raise NotFoundError("pause")
    return pause


def list_unused(
    session: Session, accommodation_ids: Sequence[UUID], *, first: date = date.min, last: date = date.max
) -> dict[UUID, tuple[Unused, ...]]:
    """The pauses as told now that touch the days from first to last, by accommodation, earliest first."""
    found: dict[UUID, list[Unused]] = {}
    for start in range(0, len(accommodation_ids), BATCH):
        statement = (
            select(Pause)
            .where(
                col(Pause.accommodation_id).in_(accommodation_ids[start : start + BATCH]),
                col(Pause.replaced_at).is_(None),
                col(Pause.from_on) <= last,
                col(Pause.back_on) > first,
            )
            .order_by(col(Pause.from_on), col(Pause.id))
        )
        for one in session.exec(statement):
            found.setdefault(one.accommodation_id, []).append(Unused(one.from_on, one.back_on - timedelta(days=1)))
    return {key: tuple(pauses) for key, pauses in found.items()}


def find_unused(session: Session, accommodation_id: UUID, on: date) -> Unused | None:
    """The pause that covers a day at an accommodation, as told now."""
    return next(iter(list_unused(session, [accommodation_id], first=on, last=on).get(accommodation_id, ())), None)


def unused_accommodations(first: date, last: date) -> sa.Select[UUID]:
    """Ids of accommodations that one pause takes out of use on every day from first to last."""
    return sa.select(col(Pause.accommodation_id)).where(
        col(Pause.replaced_at).is_(None), col(Pause.from_on) <= first, col(Pause.back_on) > last
    )


def is_unused(on: date) -> sa.ColumnElement[bool]:
    """The condition, beside ``Accommodation``, that it is not in use on a day; a look-up for each row."""
    pause = sa.select(sa.literal(1)).where(
        col(Pause.accommodation_id) == col(Accommodation.id),
        col(Pause.replaced_at).is_(None),
        col(Pause.from_on) <= on,
        col(Pause.back_on) > on,
    )
    return pause.correlate(Accommodation).exists()


def list_pauses(session: Session, accommodation_id: UUID, *, known_at: datetime | None = None) -> list[Pause]:
    """The pauses of one accommodation, earliest first: as told now, or as they were known at a moment."""
    stands: list[sa.ColumnElement[bool]] = [col(Pause.replaced_at).is_(None)]
    if known_at is not None:
        later = col(Pause.replaced_at) >= known_at
        stands = [col(Pause.told_at) < known_at, sa.or_(col(Pause.replaced_at).is_(None), later)]
    statement = select(Pause).where(col(Pause.accommodation_id) == accommodation_id, *stands)
    return list(session.exec(statement.order_by(col(Pause.from_on), col(Pause.id))))


def without_unused(stays: Sequence[Stay], unused: Sequence[Unused]) -> tuple[Stay, ...]:
    """Stays with the days without use cut out: nobody lives there then (D6, D13)."""
    left = list(stays)
    for one in unused:
        back_on = one.ends_on + timedelta(days=1)
        cut: list[Stay] = []
        for stay in left:
            before_end = one.starts_on if stay.ends_on is None else min(stay.ends_on, one.starts_on)
            if stay.starts_on < before_end:
                cut.append(replace(stay, ends_on=before_end))
            after_start = max(stay.starts_on, back_on)
            if stay.ends_on is None or after_start < stay.ends_on:
                cut.append(replace(stay, starts_on=after_start))
        left = cut
    return tuple(left)
