"""What every action on a case shares: open the file under lock, take a lawful move, leave a trace."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.authorities.belonging import require_acting, require_own
from inspection.enforcement.case_facts import CaseFacts
from inspection.enforcement.from_register import case_facts
from inspection.enforcement.models import CaseMove, InspectionCase
from inspection.enforcement.queries import CaseFile, count_moves, get_case_file, lock_case
from inspection.enforcement.transitions import CaseState, Move, moves_from, permission_of
from inspection.enforcement.words import in_words


def open_file(
    session: Session, case_id: UUID, *, by: Actor, permission: Permission, others_too: bool = False
) -> CaseFile:
    """The case file to change, locked until the transaction ends: whoever comes second sees what the first one did.

    Raises ``NotFoundError`` for a case the actor may not read, ``NotAllowedError`` without the permission there,
    ``DomainError`` ``authority.other`` for the case of another authority, which may be read and not changed; with
    ``others_too`` the caller asks that himself.
    """
    lock_case(session, case_id)
    file = get_case_file(session, case_id, by=by)
    require(by, permission, Subject(municipality_code=file.case.municipality_code))
    if not others_too:
        require_own(file.case, by, permission)
    return file


def facts_at(file: CaseFile, at: datetime) -> CaseFacts:
    """The facts of the case on the Danish day of a moment."""
    return case_facts(file, danish_date(at))


def lawful_target(state: CaseState, move: Move, facts: CaseFacts) -> CaseState:
    """Where the move leads. Raises ``DomainError`` named after the first unmet demand, or ``case.moved_on``."""
    for check in moves_from(state, facts):
        if check.move is move:
            if check.unmet:
                reasons = " ".join(in_words(reason) for reason in check.unmet)
                raise DomainError(check.unmet[0].rule, "This step is not lawful yet. {reasons}", reasons=reasons)
            return check.target
    raise moved_on()


def moved_on() -> DomainError:
    """The error for a step that is not open at the state of the case."""
    return DomainError(
        "case.moved_on",
        "The case has moved on, so this step is not open now; perhaps somebody acted at the same time. "
        "Read the case again.",
    )


def require_state(file: CaseFile, *states: CaseState) -> None:
    """Raise ``case.moved_on`` unless the case stands at one of the states."""
    if file.case.state not in states:
        raise moved_on()


def take(
    session: Session,
    file: CaseFile,
    move: Move,
    facts: CaseFacts,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    by_party: bool = False,
) -> CaseState:
    """Move the case, once: of two at the same time one succeeds and the other gets ``case.moved_on``.

    Raises ``NotAllowedError`` without the permission that the table asks for. With ``by_party`` the addressee makes the
    move with the code of his letter, which the caller has checked.
    """
    case, source, round_number = file.case, file.case.state, file.case.round
    if not by_party:
        require_acting(case, by, permission_of(move))
    target = lawful_target(source, move, facts)
    next_round = round_number + 1 if move is Move.PLAN_REVISIT else round_number
    changed = session.execute(
        sa.update(InspectionCase)
        .where(
            col(InspectionCase.id) == case.id,
            col(InspectionCase.state) == source,
            col(InspectionCase.round) == round_number,
        )
        .values(state=target, round=next_round, closed_at=at if is_closed(target) else None)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has a row count, whatever the stubs say
        raise moved_on()
    session.refresh(case)
    add_move(session, case, move, source, round_number, by=by, at=at, note=note)
    trace(
        session,
        case,
        f"case.{move.value}",
        by=by,
        at=at,
        before=source.value,
        after=target.value,
        details={"round": round_number, "to": target.value},
    )
    return target


def is_closed(state: CaseState) -> bool:
    """Whether a case at that state is over."""
    return state in (CaseState.CLOSED, CaseState.CLOSED_WITHOUT_BREACH)


def add_move(
    session: Session,
    case: InspectionCase,
    move: Move | None,
    source: CaseState | None,
    round_number: int,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """Write the move to the case's history."""
    session.add(
        CaseMove(
            case_id=case.id,
            position=count_moves(session, case.id) + 1,
            round=round_number,
            move=move,
            source=source,
            target=case.state,
            at=at,
            by_id=by.id,
            by_name=by.name,
            note=note,
        )
    )
    session.flush()


def trace(
    session: Session,
    case: InspectionCase,
    action: str,
    *,
    by: Actor,
    at: datetime,
    before: object = None,
    after: object = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write an audit row on a case."""
    known = {"case_number": case.case_number} | dict(details or {})
    audit.record(session, by=by, at=at, action=action, on=("case", case.id), before=before, after=after, details=known)


def stated(code: str, text: str, what: str) -> str:
    """A text that must say something. Raises ``DomainError`` with ``what`` to do."""
    if not text.strip():
        raise DomainError(code, what)
    return text.strip()
