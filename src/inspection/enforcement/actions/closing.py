"""Closing a case, and with it what an owner contested."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.enforcement.actions.steps import facts_at, is_closed, open_file, stated, take
from inspection.enforcement.models import ClosureCode
from inspection.enforcement.queries import CaseFile, list_items, list_orders_before
from inspection.enforcement.transitions import CaseState, Move, permission_of
from inspection.letters.danish import danish_date as danish_words
from register.owners.actions import close_contest


def close_case(
    session: Session,
    case_id: UUID,
    *,
    reason: str,
    code: ClosureCode | None = None,
    answer: str = "",
    by: Actor,
    at: datetime,
) -> CaseState:
    """Close a case with its coded reason; after a visit without a breach, as such.

    On a revisit without a breach the order is complied with first: the case then stands as complied, to be closed.
    ``answer`` is what an owner who contests reads; a case with an open contest is not closed without one.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.CLOSE))
    reason = stated("case.closure", reason, "Write why the case is closed.")
    code = code or _usual_code(file)
    facts = replace(facts_at(file, at), closure_reason=reason, closure_code=code.value, contest_answer=answer)
    move = Move.CLOSE
    if file.case.state is CaseState.VISITED:
        move = Move.CONFIRM_COMPLIANCE_ON_VISIT if file.follows_up_order else Move.CLOSE_WITHOUT_BREACH
    state = take(session, file, move, facts, by=by, at=at, note=reason)
    if move is Move.CONFIRM_COMPLIANCE_ON_VISIT:
        _meet_items(session, file, by=by, at=at)
    file.case.closure_reason = reason
    if is_closed(state):
        file.case.closure_code = code
    session.flush()
    if is_closed(state):
        answer_contests(session, file, answer, by=by, at=at)
    return state


def _meet_items(session: Session, file: CaseFile, *, by: Actor, at: datetime) -> None:
    """What the orders still asked for is met as of the visit that found nothing."""
    seen_on = file.visit.visited_on or danish_date(at)
    for order in list_orders_before(session, file.case):
        for item in list_items(session, order.id):
            if not item.complied:
                item.complied, item.evidence = True, f"Set på tilsynsbesøget den {danish_words(seen_on)}."
                item.verified_on, item.verified_by, item.met_on = danish_date(at), by.id, seen_on
    session.flush()


def _usual_code(file: CaseFile) -> ClosureCode:
    """What the state of a case says by itself of why it ends; elsewhere the words of the reason must do."""
    if file.case.state is CaseState.VISITED:
        return ClosureCode.NO_BREACH
    return {
        CaseState.COMPLIED: ClosureCode.COMPLIED,
        CaseState.REPORTED_TO_POLICE: ClosureCode.REPORTED_TO_POLICE,
    }.get(file.case.state, ClosureCode.OTHER)


def answer_contests(session: Session, file: CaseFile, answer: str, *, by: Actor, at: datetime) -> None:
    """Give every open contest of a case the same answer."""
    for contest in file.open_contests:
        close_contest(session, contest.id, answer=answer, by=by, at=at)
