"""Every change of a fine. Each asks the table of lawful moves first."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.i18n import format_date
from husly.settings import Settings
from inspection.enforcement.actions.steps import open_file, stated, trace
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.tables import require_demands, target_of
from inspection.fines.kinds import FineKind
from inspection.fines.models import Fine
from inspection.fines.queries import charged_until, fine_facts, fines_of_order, get_fine, list_fines, terms_of
from inspection.fines.transitions import PROPOSED_WHEN, TABLE, FineFacts, FineMove, FineState
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter

LARGEST = 100_000_000
"""Kroner; more is a slip of the keyboard."""


def propose_fine(
    session: Session,
    case_id: UUID,
    *,
    kind: FineKind,
    amount: int,
    legal_source: str,
    reason: str,
    cap: int | None = None,
    stops_on: date | None = None,
    settings: Settings,
    by: Actor,
    at: datetime,
) -> Fine:
    """Propose a fine; amounts are in kroner and have no default. A fine a day needs an order to count from.

    A further fine a day begins after the days that earlier ones have charged. The same proposal twice is one. Raises
    ``DomainError`` while the deadline of the order that it rests on runs, or a complaint suspends it, and for an order
    that has such a fine already.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    if not 0 < amount <= LARGEST or (cap is not None and not 0 < cap <= LARGEST):
        raise DomainError("fine.amount", "Write the amount in whole kroner, above nought.")
    if kind is FineKind.PER_DAY and file.order is None:
        raise DomainError("fine.order", "Daily fines count from the deadline of an order; this round has none.")
    fine = Fine(
        case_id=file.case.id,
        order_id=None if file.order is None else file.order.id,
        kind=kind,
        amount=amount,
        cap=cap,
        stops_on=stops_on,
        legal_source=stated("fine.source", legal_source, "Write what the amount rests on in law."),
        reason=stated("fine.reason", reason, "Write why a fine is proposed."),
        proposed_at=at,
        proposed_by=by.id,
        proposed_by_name=by.name,
        moved_at=at,
    )
    same = next((one for one in list_fines(session, file.case.id) if _is_repeated(one, fine)), None)
    if same is not None:
        return same
    facts = fine_facts(session, file, fine, settings, decides=by.id, as_of=danish_date(at))
    require_demands(PROPOSED_WHEN, facts)
    fine.begins_on = _first_uncharged(session, file, kind)
    session.add(fine)
    session.flush()
    details = {"fine": fine.id, "kind": kind.value, "amount": amount}
    trace(session, file.case, "fine.proposed", by=by, at=at, details=details)
    return fine


def _is_repeated(one: Fine, fine: Fine) -> bool:
    """Whether a proposal says what one says that waits: the form was sent twice."""
    names = ("order_id", "kind", "amount", "cap", "stops_on", "legal_source", "reason", "proposed_by")
    return one.state is FineState.PROPOSED and all(getattr(one, name) == getattr(fine, name) for name in names)


def _first_uncharged(session: Session, file: CaseFile, kind: FineKind) -> date | None:
    """The first day that no earlier fine of the order charges; None without one.

    Raises ``DomainError`` where the order has a fixed fine, or one a day that has not left.
    """
    if file.order is None:
        return None
    earlier = [one for one in fines_of_order(session, file.order) if one.kind is kind]
    if earlier and kind is FineKind.FIXED:
        raise DomainError("fine.twice", "This order has a fixed fine already. Withdraw that one first.")
    if any(one.state in (FineState.PROPOSED, FineState.APPROVED) for one in earlier):
        raise DomainError(
            "fine.waits", "A daily fine of this order is not issued yet. Issue or withdraw that one first."
        )
    charged = [day for one in earlier if (day := charged_until(session, file, one)) is not None]
    return max(charged) + timedelta(days=1) if charged else None


def approve_fine(
    session: Session, case_id: UUID, fine_id: UUID, *, settings: Settings, by: Actor, at: datetime
) -> Letter | None:
    """Approve a fine as its second person. Where the law gives the power, the notice is drafted at once."""
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    fine = get_fine(session, file, fine_id)
    facts = fine_facts(session, file, fine, settings, decides=by.id, as_of=danish_date(at))
    move_fine(session, file, fine, FineMove.APPROVE, facts=facts, by=by, at=at)
    fine.approved_at, fine.approved_by, fine.approved_by_name = at, by.id, by.name
    session.flush()
    if not facts.has_power:
        return None
    choices = {
        "caseworker": fine.proposed_by_name,
        "payment_days": fine.payment_days,
        "legal_source": fine.legal_source,
        "reason": fine.reason,
        **terms_of(fine).document(),
    }
    return add_draft(session, file.case, LetterKind.BOEDEFORELAEG, choices, None, by, at, about_id=fine.id)


def stop_fine(session: Session, case_id: UUID, fine_id: UUID, *, stops_on: date, by: Actor, at: datetime) -> None:
    """Say which day is the last that a fine a day counts, until it has left.

    A later day than the one set is for its author alone, before approval: what a second person approved never grows.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    fine = get_fine(session, file, fine_id)
    if fine.kind is not FineKind.PER_DAY or fine.state not in (FineState.PROPOSED, FineState.APPROVED):
        raise DomainError("fine.stop", "Only a daily fine that runs can be stopped.")
    may_grow = fine.state is FineState.PROPOSED and by.id == fine.proposed_by
    if fine.stops_on is not None and stops_on > fine.stops_on and not may_grow:
        raise DomainError(
            "fine.stop_later",
            "The daily fine counts until {day}; it can only be stopped earlier. Withdraw it and propose another.",
            day=format_date(fine.stops_on),
        )
    before, fine.stops_on = fine.stops_on, stops_on
    for letter in file.letters:
        if letter.about_id == fine.id and letter.issued_at is None:
            letter.choices = letter.choices | terms_of(fine).document()
    trace(session, file.case, "fine.stopped", by=by, at=at, before=before, after=stops_on, details={"fine": fine.id})


def advance_fine(
    session: Session,
    case_id: UUID,
    fine_id: UUID,
    move: FineMove,
    *,
    note: str = "",
    settings: Settings,
    by: Actor,
    at: datetime,
) -> FineState:
    """Record what happened to a fine; a withdrawal, payment or refusal says so in words."""
    if move in (FineMove.APPROVE, FineMove.ISSUE, FineMove.RECORD_DELIVERY):
        raise DomainError("fine.move", "This is done by approving the fine, or by its letter.")
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    fine = get_fine(session, file, fine_id)
    fine.note = stated("fine.note", note, "Write in a few words what happened.")
    facts = fine_facts(session, file, fine, settings, decides=by.id, as_of=danish_date(at))
    return move_fine(session, file, fine, move, facts=facts, by=by, at=at)


def move_fine(
    session: Session, file: CaseFile, fine: Fine, move: FineMove, *, facts: FineFacts, by: Actor, at: datetime
) -> FineState:
    """Move a fine as its table says; the caller holds the case. Issuing freezes its total."""
    target = target_of(TABLE, fine.state, move, facts)
    row = next(one for one in TABLE if one.move is move and one.source is fine.state)
    open_file(session, file.case.id, by=by, permission=row.permission)
    if move is FineMove.ISSUE:
        fine.issued_total = facts.total
    before, fine.state, fine.moved_at = fine.state, target, at
    session.flush()
    trace(
        session,
        file.case,
        f"fine.{move.value}",
        by=by,
        at=at,
        before=before.value,
        after=target.value,
        details={"fine": fine.id},
    )
    return target
