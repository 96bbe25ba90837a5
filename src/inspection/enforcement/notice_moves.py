"""What moving a visit does to its notice (RSL § 5). Pure.

A notice names a day and hours. Within them a visit may slip; on any other day the party has to be told anew, in time.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from husly.kit.calendar import Calendar
from inspection.enforcement.notice_days import (
    announced_hours,
    last_day_to_send,
    lies_within,
    objection_day,
    send_by,
)


class NoticeEffect(StrEnum):
    """What becomes of the notice when a visit is moved."""

    STANDS = "stands"
    """The same day, within the hours that are announced or drafted: nothing is written anew."""
    REWRITTEN = "rewritten"
    """Nothing has left yet: the draft is written for the new day."""
    NEW_NOTICE = "new_notice"
    """One has left: it is withdrawn by a new one, with its own 14 days."""
    GROUND = "ground"
    """Nobody is told before: the recorded ground must hold on the new day too."""
    TOO_LATE = "too_late"
    """No notice can have run by the new day."""


@dataclass(frozen=True)
class Told:
    """What the party was told, or is to be told: day and hours; ``issued`` once the letter has left."""

    on: date
    hours: tuple[int, int]
    issued: bool


@dataclass(frozen=True)
class NoticeAfter:
    """The notice after the move. ``send_by_on`` and ``objection_due_on`` only where a letter is to be sent."""

    effect: NoticeEffect
    hours: tuple[int, int]
    send_by_on: date | None = None
    objection_due_on: date | None = None


def notice_after(
    told: Told | None,
    *,
    unannounced: bool,
    on: date,
    starts_min: int,
    ends_min: int,
    today: date,
    posting_days: int,
    calendar: Calendar,
) -> NoticeAfter:
    """What a move to ``on`` means; ``told`` None: nothing is written yet."""
    if unannounced:
        return NoticeAfter(NoticeEffect.GROUND, (starts_min, ends_min))
    if told is not None and told.on == on and lies_within(told.hours, starts_min, ends_min):
        return NoticeAfter(NoticeEffect.STANDS, told.hours)
    hours = announced_hours(starts_min, ends_min)
    if today > last_day_to_send(on, posting_days=posting_days):
        return NoticeAfter(NoticeEffect.TOO_LATE, hours)
    effect = NoticeEffect.NEW_NOTICE if told is not None and told.issued else NoticeEffect.REWRITTEN
    try:
        objection_on = objection_day(on, today=today, calendar=calendar)
    except ValueError:  # the authority is closed on every day until the visit
        return NoticeAfter(NoticeEffect.TOO_LATE, hours)
    return NoticeAfter(effect, hours, send_by(on, posting_days=posting_days, calendar=calendar), objection_on)
