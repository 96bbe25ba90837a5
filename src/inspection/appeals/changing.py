"""What an outcome "changed" sets in a rehousing order, a prohibition or a fine: day, scope, amount."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from husly.kit.calendar import Calendar
from husly.kit.errors import DomainError
from husly.kit.i18n import format_date
from inspection.appeals.changes import Beside, Doing, change
from inspection.appeals.outcomes import Outcome, new_deadline
from inspection.enforcement.forms import lawful_deadline
from inspection.fines.actions import LARGEST
from inspection.fines.kinds import FineKind
from inspection.fines.models import Fine
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.moving import note
from inspection.prohibitions.transitions import latest_move_out
from inspection.rehousing.models import RehousedResident, RehousingOrder, ResidentOutcome

REASON = "Ændret efter klage nr. {number}: {reason}"


def change_beside(session: Session, decision: Beside, outcome: Outcome, doing: Doing, *, calendar: Calendar) -> None:
    """Put what the outcome says in force. Raises ``DomainError`` for a day or an amount that cannot be."""
    if isinstance(decision, RehousingOrder):
        after = _rehousing(session, decision, outcome, calendar)
    elif isinstance(decision, Prohibition):
        after = _prohibition(decision, outcome, calendar)
    else:
        after = _fine(decision, outcome)
    reason = REASON.format(number=doing.appeal.number, reason=outcome.reason.strip())
    if after:
        change(session, decision, doing, after, since=outcome.on, reason=reason)
    if isinstance(decision, Prohibition):
        note(decision, "changed", reason, by=doing.by, at=doing.at)
    session.flush()


def _rehousing(session: Session, order: RehousingOrder, outcome: Outcome, calendar: Calendar) -> dict[str, Any]:
    from_on = new_deadline(outcome, calendar) or order.from_on
    moved = from_on - order.from_on
    proof_due_on = outcome.proof_due_on or calendar.on_or_after(order.proof_due_on + max(moved, timedelta(0)))
    until_on = outcome.until_on or (None if order.until_on is None else order.until_on + moved)
    if lawful_deadline(proof_due_on, calendar) < from_on:
        raise DomainError("rehousing.proof", "Proof can be asked for on the day of rehousing at the earliest.")
    if until_on is not None and until_on < from_on:
        raise DomainError("rehousing.until", "The last day must not lie before the first.")
    _release(session, order, outcome)
    wanted = {"from_on": from_on, "proof_due_on": proof_due_on, "until_on": until_on}
    return {name: day for name, day in wanted.items() if day != getattr(order, name)}


def _release(session: Session, order: RehousingOrder, outcome: Outcome) -> None:
    """The order covers some groups no more; what was told of one of them already stays."""
    residents = session.exec(select(RehousedResident).where(RehousedResident.order_id == order.id)).all()
    known = {one.group_label for one in residents}
    if not outcome.released:
        return
    if not known > set(outcome.released):
        raise DomainError(
            "appeal.groups", "Name groups of the order, such as B, C, and leave one; otherwise it is annulled."
        )
    for resident in residents:
        if resident.group_label in outcome.released and resident.outcome is ResidentOutcome.OPEN:
            session.delete(resident)


def _prohibition(prohibition: Prohibition, outcome: Outcome, calendar: Calendar) -> dict[str, Any]:
    after: dict[str, Any] = {}
    day = new_deadline(outcome, calendar)
    latest = latest_move_out(outcome.on, imminent=prohibition.imminent)
    if day is not None and day > latest:
        raise DomainError(
            "prohibition.move_out", "The housing must be left by {latest} at the latest.", latest=format_date(latest)
        )
    if day is not None:
        after["move_out_on"] = day
    if outcome.part.strip():
        after["part"] = outcome.part.strip()[:300]
    return after


def _fine(fine: Fine, outcome: Outcome) -> dict[str, Any]:
    """The amount that is asked for; of a fine a day its frozen total, for the days were counted by the notice."""
    if outcome.amount is None:
        return {}
    if not 0 < outcome.amount <= LARGEST:
        raise DomainError("fine.amount", "Write the amount in whole kroner, above nought.")
    once = {"amount": outcome.amount} if fine.kind is FineKind.FIXED else {}
    return {"issued_total": outcome.amount, **once}
