"""Moving a prohibition: what the table asks about it, one lawful move, its history."""

from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.authorities.belonging import require_acting
from inspection.enforcement.actions.orders import breaches_of, guidance_for
from inspection.enforcement.actions.steps import facts_at, trace
from inspection.enforcement.from_register import complaint_is_complete
from inspection.enforcement.order_demands import hearing_is_over, no_request_for_time_waits
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.tables import target_of
from inspection.letters.blocks import LetterKind
from inspection.prohibitions.heard import is_party, prohibition_contemplated
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import letters_of
from inspection.prohibitions.transitions import TABLE, ProhibitionFacts, ProhibitionMove, ProhibitionState


def facts_of(
    session: Session,
    file: CaseFile,
    prohibition: Prohibition,
    settings: Settings,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> ProhibitionFacts:
    """What the table asks about a prohibition at a moment."""
    case = facts_at(file, at)
    letters = letters_of(file, prohibition)
    waived = bool(prohibition.hearing_waiver_reason)
    told = prohibition.rehousing_note or prohibition.rehousing_override
    ordered = any(one.kind is LetterKind.GENHUSNING and one.issued_at is not None for one in file.letters)
    return ProhibitionFacts(
        as_of=case.as_of,
        breach_found=bool(breaches_of(file)),
        imminent=prohibition.imminent,
        move_out_on=prohibition.move_out_on,
        drafted_by=prohibition.drafted_by,
        acting=by.id,
        heard_or_waived=waived or hearing_is_over.holds(case),
        contemplated=waived or prohibition_contemplated(file),
        owner_was_party=waived or any(is_party(file, one) for one in prohibition.recipients),
        time_asked=not no_request_for_time_waits.holds(case),
        rehousing_told=bool(told) or ordered,
        recipients=frozenset(one["role"] for one in prohibition.recipients),
        replacement_told=bool(prohibition.replacement),
        complaint_complete=complaint_is_complete(guidance_for(session, file.case, LetterKind.FORBUD, settings)),
        open_access_request=case.open_access_request,
        all_delivered=bool(letters) and all(one.delivered_on is not None for one in letters),
        reason_given=bool(reason.strip()),
    )


def facts_alone(
    file: CaseFile, prohibition: Prohibition, reason: str = "", *, by: Actor, at: datetime
) -> ProhibitionFacts:
    """What the table asks where a move is not a decision of its own: a delivery, what an appeal comes to."""
    letters = letters_of(file, prohibition)
    return ProhibitionFacts(
        as_of=danish_date(at),
        breach_found=True,
        imminent=prohibition.imminent,
        move_out_on=prohibition.move_out_on,
        drafted_by=prohibition.drafted_by,
        acting=by.id,
        all_delivered=bool(letters) and all(one.delivered_on is not None for one in letters),
        reason_given=bool(reason.strip()),
    )


def take_move(
    session: Session,
    file: CaseFile,
    prohibition: Prohibition,
    move: ProhibitionMove,
    facts: ProhibitionFacts,
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
    follows: bool = False,
) -> None:
    """Ask the table and move; the caller holds the lock of the case. ``follows``: another decision makes the move."""
    target = target_of(TABLE, prohibition.state, move, facts)
    needed = next(row.permission for row in TABLE if row.move is move and row.source is prohibition.state)
    if not follows:
        require_acting(file.case, by, needed)
    before, prohibition.state = prohibition.state, target
    note(prohibition, move.value, reason, by=by, at=at)
    session.flush()
    details = {"prohibition": prohibition.id}
    trace(session, file.case, f"prohibition.{move.value}", by=by, at=at, before=before, after=target, details=details)


def record_arrival(session: Session, file: CaseFile, prohibition: Prohibition, *, by: Actor, at: datetime) -> None:
    """One of its letters has arrived; with the last of them the prohibition is delivered."""
    facts = facts_alone(file, prohibition, by=by, at=at)
    if prohibition.state is ProhibitionState.ISSUED and facts.all_delivered:
        take_move(session, file, prohibition, ProhibitionMove.RECORD_DELIVERY, facts, by=by, at=at)


def note(prohibition: Prohibition, what: str, why: str, *, by: Actor, at: datetime) -> None:
    """Add a line to its history."""
    prohibition.history = [
        *prohibition.history,
        {"what": what, "at": at.isoformat(), "by": by.name, "why": why.strip()},
    ]
    flag_modified(prohibition, "history")
