"""Telling that an accommodation is not in use, has ended, or is still as declared: each dated and audited."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import format_date
from register.accommodations.models import Accommodation
from register.declarations.queries import current_declaration
from register.upkeep.models import Confirmation, EndTold, Pause
from register.upkeep.pauses import list_pauses
from register.upkeep.queries import last_confirmation

LONGEST_PAUSE_DAYS = 366
"""A longer pause is told again: an accommodation must not leave supervision for good by a word."""


def _own(session: Session, accommodation_id: UUID, by: Actor) -> Accommodation:
    """The accommodation, held until the transaction ends. Raises unless the actor declares for its employer."""
    take_turns(session, f"upkeep {accommodation_id}")
    found = session.get(Accommodation, accommodation_id)
    if found is None:
        raise NotFoundError("accommodation")
    require(by, Permission.DECLARE, Subject(employer_id=found.employer_id))
    return found


def tell_pause(
    session: Session, accommodation_id: UUID, *, from_on: date, back_on: date, by: Actor, at: datetime
) -> Pause:
    """Nobody lives there from a day until, not including, the day it is back in use (D13).

    Raises ``DomainError`` for days outside the accommodation's period, a pause of more than a year, and one that
    touches another.
    """
    accommodation = _own(session, accommodation_id, by)
    _check_pause(accommodation, from_on, back_on)
    for one in list_pauses(session, accommodation_id):
        if one.from_on < back_on and from_on < one.back_on:
            raise DomainError(
                "pause.overlaps",
                "It is already told that it is not in use from {first} and is back in use on {back}: end that first.",
                first=format_date(one.from_on),
                back=format_date(one.back_on),
            )
    return _add_pause(session, accommodation_id, from_on, back_on, action="pause.told", by=by, at=at)


def _check_pause(accommodation: Accommodation, from_on: date, back_on: date) -> None:
    if back_on <= from_on:
        raise DomainError("pause.back_on", "The day it is back in use must be later than the first day without use.")
    if back_on - from_on > timedelta(days=LONGEST_PAUSE_DAYS):
        raise DomainError("pause.back_on", "At most one year at a time: tell it again then, or tell the last day.")
    ends_on = accommodation.ends_on
    if from_on < accommodation.starts_on or (ends_on is not None and from_on > ends_on):
        raise DomainError("pause.from_on", "The day lies outside the period of the accommodation.")


def _add_pause(
    session: Session,
    accommodation_id: UUID,
    from_on: date,
    back_on: date,
    *,
    action: str,
    by: Actor,
    at: datetime,
) -> Pause:
    made = Pause(accommodation_id=accommodation_id, from_on=from_on, back_on=back_on, told_at=at, told_by=by.id)
    session.add(made)
    session.flush()
    details = {"from_on": from_on, "back_on": back_on}
    audit.record(session, by=by, at=at, action=action, on=("accommodation", accommodation_id), details=details)
    return made


def tell_back_in_use(session: Session, pause_id: UUID, *, on: date, by: Actor, at: datetime) -> Pause | None:
    """It is back in use earlier than told; a pause that has not begun by that day falls away, and None is returned."""
    pause = session.get(Pause, pause_id)
    if pause is None:
        raise NotFoundError("pause")
    _own(session, pause.accommodation_id, by)
    session.refresh(pause)
    if pause.replaced_at is not None or pause.back_on <= on:
        raise DomainError("pause.over", "It is back in use already.")
    pause.replaced_at, pause.replaced_by = at, by.id
    session.flush()
    if pause.from_on < on:
        return _add_pause(session, pause.accommodation_id, pause.from_on, on, action="pause.changed", by=by, at=at)
    details = {"from_on": pause.from_on, "back_on": pause.back_on}
    audit.record(
        session, by=by, at=at, action="pause.withdrawn", on=("accommodation", pause.accommodation_id), details=details
    )
    return None


def tell_end(session: Session, accommodation_id: UUID, *, ends_on: date, by: Actor, at: datetime) -> Accommodation:
    """Nobody is housed after this last day. The same day again changes nothing; a new stay is a new declaration."""
    accommodation = _own(session, accommodation_id, by)
    if ends_on < accommodation.starts_on:
        raise DomainError("end.too_early", "The last day must not lie before the first day.")
    before = accommodation.ends_on
    if before == ends_on:
        return accommodation
    if before is not None and before < danish_date(at) and ends_on > before:
        raise DomainError(
            "end.over", "The accommodation has ended. If employees live there again, declare it as new housing."
        )
    accommodation.ends_on = ends_on
    told = EndTold(accommodation_id=accommodation_id, ends_on=ends_on, before=before, told_at=at, told_by=by.id)
    session.add(told)
    session.flush()
    details = {"ends_on": ends_on, "before": before}
    on = ("accommodation", accommodation_id)
    audit.record(session, by=by, at=at, action="accommodation.ended", on=on, details=details)
    return accommodation


def confirm(session: Session, accommodation_id: UUID, *, version: int, by: Actor, at: datetime) -> Confirmation:
    """What is declared is still so (D14). Twice on a day is once. ``version`` is the one that was read."""
    accommodation = _own(session, accommodation_id, by)
    declaration = current_declaration(session, accommodation_id)
    if declaration.version != version:
        raise DomainError("confirm.changed", "The declaration was changed meanwhile. Read it again, then confirm.")
    today = danish_date(at)
    if accommodation.ends_on is not None and accommodation.ends_on < today:
        raise DomainError("confirm.ended", "The accommodation has ended: there is nothing to confirm.")
    last = last_confirmation(session, declaration.id)
    if last is not None and danish_date(last.confirmed_at) == today:
        return last
    confirmation = Confirmation(
        accommodation_id=accommodation_id, declaration_id=declaration.id, confirmed_at=at, confirmed_by=by.id
    )
    session.add(confirmation)
    session.flush()
    details = {"version": version}
    on = ("accommodation", accommodation_id)
    audit.record(session, by=by, at=at, action="declaration.confirmed", on=on, details=details)
    return confirmation
