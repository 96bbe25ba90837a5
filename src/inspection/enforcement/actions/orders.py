"""The order (*påbud*): drafted by one person, approved by another, returned or withdrawn."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.enforcement.actions.closing import answer_contests
from inspection.enforcement.actions.steps import facts_at, open_file, stated, take
from inspection.enforcement.case_facts import OrderFacts
from inspection.enforcement.models import Finding, FindingOutcome, Order, OrderItem
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import Move
from inspection.letters.actions import add_draft, discard_draft
from inspection.letters.blocks import LetterKind


def complaint_of(settings: Settings) -> dict[str, Any]:
    """The complaint guidance as the operator decided it; an empty part blocks approval and issue (OPEN-03)."""
    return {
        "body": settings.complaint_body,
        "days": settings.complaint_days,
        "suspends": settings.complaint_suspends,
    }


def draft_order(
    session: Session,
    case_id: UUID,
    *,
    due_on: Mapping[UUID, date],
    report_due_on: date,
    considerations: str = "",
    results: Mapping[UUID, str] | None = None,
    settings: Settings,
    by: Actor,
    at: datetime,
) -> Order:
    """Write an order from the breaches found; ``due_on`` gives the deadline of each finding.

    ``results`` replaces the result to be achieved where the rule's own words do not fit. Raises ``DomainError`` for a
    breach without a deadline, or one that does not lie ahead.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    breaches = [finding for finding in file.findings if finding.outcome is FindingOutcome.BREACHED]
    _check_deadlines(breaches, due_on, today=danish_date(at))
    if report_due_on <= danish_date(at):
        raise DomainError("order.report_deadline", "The day for reporting compliance must lie ahead.")
    facts = replace(facts_at(file, at), order=OrderFacts(drafted_by=by.id))
    take(session, file, Move.DRAFT_ORDER, facts, by=by, at=at)
    choices = {"report_due_on": report_due_on.isoformat(), "complaint": complaint_of(settings), "caseworker": by.name}
    letter = add_draft(session, file.case, LetterKind.PAABUD, choices, None, by, at)
    order = Order(
        case_id=file.case.id,
        round=file.case.round,
        considerations=considerations.strip(),
        drafted_by=by.id,
        drafted_by_name=by.name,
        drafted_at=at,
        letter_id=letter.id,
    )
    session.add(order)
    session.flush()
    _add_items(session, order, breaches, due_on, results or {})
    return order


def _check_deadlines(breaches: list[Finding], due_on: Mapping[UUID, date], *, today: date) -> None:
    for finding in breaches:
        day = due_on.get(finding.id)
        if day is None or day < today:
            raise DomainError(
                "order.deadline", "“{rule}”: choose a deadline that is not in the past.", rule=finding.rule
            )


def _add_items(
    session: Session,
    order: Order,
    breaches: list[Finding],
    due_on: Mapping[UUID, date],
    results: Mapping[UUID, str],
) -> None:
    session.add_all(
        OrderItem(
            order_id=order.id,
            finding_id=finding.id,
            position=position,
            result=results.get(finding.id, "").strip() or finding.remedy,
            due_on=due_on[finding.id],
        )
        for position, finding in enumerate(breaches, start=1)
    )
    session.flush()


def order_of(file: CaseFile) -> Order:
    """The order of the current round. Raises ``DomainError`` when there is none."""
    if file.order is None:
        raise DomainError("order.none", "There is no order in this round.")
    return file.order


def approve_order(session: Session, case_id: UUID, *, by: Actor, at: datetime) -> None:
    """Approve a drafted order as its second person; its author cannot."""
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    order = order_of(file)
    facts = facts_at(file, at)
    drafted = facts.order
    if drafted is None:
        raise DomainError("order.none", "There is no order in this round.")
    take(session, file, Move.APPROVE_ORDER, replace(facts, order=replace(drafted, approved_by=by.id)), by=by, at=at)
    order.approved_by, order.approved_by_name, order.approved_at = by.id, by.name, at
    session.flush()


def return_draft(session: Session, case_id: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Send an order back to its author, with what is to be mended; the returned draft is kept."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    order = order_of(file)
    note = stated("order.return_note", note, "Write what must be mended.")
    take(session, file, Move.RETURN_DRAFT, facts_at(file, at), by=by, at=at, note=note)
    order.returned_at = at
    discard_draft(file.letter(order.letter_id), at=at)
    session.flush()


def withdraw_order(session: Session, case_id: UUID, *, reason: str, answer: str = "", by: Actor, at: datetime) -> None:
    """Withdraw an order that was issued, and close the case; ``answer`` as in ``close_case``."""
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    reason = stated("order.withdrawal", reason, "Write why the order is withdrawn.")
    facts = replace(facts_at(file, at), closure_reason=reason, contest_answer=answer)
    take(session, file, Move.WITHDRAW_ORDER, facts, by=by, at=at, note=reason)
    order_of(file).withdrawn_at = at
    file.case.closure_reason = reason
    session.flush()
    answer_contests(session, file, answer, by=by, at=at)
