"""Closing a case."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from inspection.enforcement.actions.steps import facts_at, open_file, stated, take
from inspection.enforcement.transitions import CaseState, Move


def close_case(session: Session, case_id: UUID, *, reason: str, by: Actor, at: datetime) -> CaseState:
    """Close a case with its reason; after a visit without a breach, as such.

    On a revisit without a breach the order is complied with first: the case then stands as complied, to be closed.
    """
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    reason = stated("case.closure", reason, "Write why the case is closed.")
    facts = replace(facts_at(file, at), closure_reason=reason)
    move = Move.CLOSE
    if file.case.state is CaseState.VISITED:
        move = Move.CONFIRM_COMPLIANCE_ON_VISIT if file.follows_up_order else Move.CLOSE_WITHOUT_BREACH
    state = take(session, file, move, facts, by=by, at=at, note=reason)
    file.case.closure_reason = reason
    session.flush()
    return state
