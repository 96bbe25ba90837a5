"""The order (*påbud*): drafted by one person, approved by another, returned or withdrawn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor
from husly.kit.calendar import Calendar
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotAllowedError
from husly.kit.i18n import format_date
from husly.settings import Settings
from inspection.authorities.queries import guidance_of, is_of_settings
from inspection.enforcement.actions.closing import answer_contests
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take, trace
from inspection.enforcement.case_facts import OrderFacts
from inspection.enforcement.headings import heading_of
from inspection.enforcement.models import (
    ClosureCode,
    Finding,
    FindingKind,
    FindingOutcome,
    InspectionCase,
    Order,
    OrderItem,
)
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState, Move, permission_of
from inspection.followup.codes import give_code
from inspection.letters.actions import add_draft, discard_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter


def complaint_of(settings: Settings) -> dict[str, Any]:
    """The complaint guidance of one simple installation; an empty part blocks approval and issue (OPEN-03)."""
    return {
        "body": settings.complaint_body,
        "days": settings.complaint_days,
        "suspends": settings.complaint_suspends,
    }


NOTHING_DECIDED: Mapping[str, Any] = {"body": "", "days": 0, "suspends": None}
"""The complaint guidance of an authority whose rule nobody has written down."""


def guidance_for(session: Session, case: InspectionCase, kind: LetterKind, settings: Settings) -> dict[str, Any]:
    """The complaint guidance of a decision of a kind: by the rule of the case's authority, else by the settings.

    The settings speak for the authority that they are about alone; for another nothing is decided, which blocks.
    """
    found = guidance_of(session, case, kind, settings)
    if found is not None:
        return found
    return complaint_of(settings) if is_of_settings(case, settings) else dict(NOTHING_DECIDED)


@dataclass(frozen=True)
class ItemsWanted:
    """What each breach of an order is to come to: its deadline or at once, and the result where the rule's own words
    do not fit.
    """

    due_on: Mapping[UUID, date]
    at_once: Collection[UUID] = ()
    results: Mapping[UUID, str] = field(default_factory=dict)


def draft_order(
    session: Session,
    case_id: UUID,
    *,
    due_on: Mapping[UUID, date],
    report_due_on: date,
    considerations: str = "",
    results: Mapping[UUID, str] | None = None,
    at_once: Collection[UUID] = (),
    settings: Settings,
    by: Actor,
    at: datetime,
) -> Order:
    """Write an order from the breaches found; ``due_on`` gives the deadline of each finding that is not ``at_once``.

    A deadline on a day without work moves to the next working day. Raises ``DomainError`` for a breach without a
    deadline, one that does not lie ahead, or no considerations where an inspector's judgement decided.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.DRAFT_ORDER))
    wanted = ItemsWanted(due_on, at_once, results or {})
    breaches = breaches_of(file)
    report_due_on = _checked(breaches, wanted, report_due_on, considerations, calendar=file.calendar, at=at)
    facts = replace(facts_at(file, at), order=OrderFacts(drafted_by=by.id))
    take(session, file, Move.DRAFT_ORDER, facts, by=by, at=at)
    complaint = guidance_for(session, file.case, LetterKind.PAABUD, settings)
    choices = {"report_due_on": report_due_on.isoformat(), "complaint": complaint, "caseworker": by.name}
    letter = add_draft(session, file.case, LetterKind.PAABUD, choices, None, by, at)
    order = _order(file, letter, considerations, by=by, at=at)
    session.add(order)
    session.flush()
    letter.choices = letter.choices | {"report_code": give_code(session, order.id)}
    add_items(session, order, breaches, wanted, file.calendar, at=at)
    return order


def _order(file: CaseFile, letter: Letter, considerations: str, *, by: Actor, at: datetime) -> Order:
    return Order(
        case_id=file.case.id,
        round=file.case.round,
        considerations=considerations.strip(),
        drafted_by=by.id,
        drafted_by_name=by.name,
        drafted_at=at,
        letter_id=letter.id,
    )


def edit_order(
    session: Session,
    case_id: UUID,
    *,
    due_on: Mapping[UUID, date],
    report_due_on: date,
    considerations: str = "",
    results: Mapping[UUID, str] | None = None,
    at_once: Collection[UUID] = (),
    settings: Settings,
    by: Actor,
    at: datetime,
) -> None:
    """Let its author write a draft anew before anybody has approved it. Raises as ``draft_order`` does."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.DRAFT_ORDER))
    require_state(file, CaseState.ORDER_DRAFTED)
    order = order_of(file)
    if order.at_once or by.id != order.drafted_by:
        raise NotAllowedError("edit a draft of somebody else, or an order at once")
    wanted = ItemsWanted(due_on, at_once, results or {})
    breaches = breaches_of(file)
    report_due_on = _checked(breaches, wanted, report_due_on, considerations, calendar=file.calendar, at=at)
    session.execute(sa.delete(OrderItem).where(col(OrderItem.order_id) == order.id))
    order.considerations = considerations.strip()
    letter = file.letter(order.letter_id)
    letter.choices = letter.choices | {
        "report_due_on": report_due_on.isoformat(),
        "complaint": guidance_for(session, file.case, LetterKind.PAABUD, settings),
    }
    add_items(session, order, breaches, wanted, file.calendar, at=at)
    trace(session, file.case, "case.order_edited", by=by, at=at, details={"letter": letter.id})


def breaches_of(file: CaseFile) -> list[Finding]:
    """The findings of the round that are breaches."""
    return [finding for finding in file.findings if finding.outcome is FindingOutcome.BREACHED]


def _checked(
    breaches: list[Finding],
    wanted: ItemsWanted,
    report_due_on: date,
    considerations: str,
    *,
    calendar: Calendar,
    at: datetime,
) -> date:
    """The lawful day of the report. Raises ``DomainError`` for whatever the order still lacks."""
    today = danish_date(at)
    _check_deadlines(breaches, wanted, today=today)
    require_considerations(breaches, considerations)
    if report_due_on <= today:
        raise DomainError("order.report_deadline", "The day for reporting compliance must lie ahead.")
    days = [wanted.due_on[one.id] for one in breaches if one.id not in wanted.at_once]
    return checked_report(report_due_on, days, calendar)


def checked_report(report_due_on: date, item_days: Iterable[date], calendar: Calendar) -> date:
    """The lawful day of the report. Raises ``DomainError`` where it comes before the last deadline of the items."""
    report_day, days = calendar.on_or_after(report_due_on), [calendar.on_or_after(day) for day in item_days]
    if days and report_day < max(days):
        raise DomainError(
            "order.report_before_items",
            "The report of compliance is asked for on {report}, before the last deadline, {last}. Choose a later day.",
            report=format_date(report_day),
            last=format_date(max(days)),
        )
    return report_day


def require_considerations(breaches: list[Finding], considerations: str) -> None:
    """Raise ``DomainError`` where a judgement decided and nobody says what weighed in it (FVL § 24(1))."""
    judged = [heading_of(finding) for finding in breaches if finding.kind is FindingKind.JUDGED]
    if judged and not considerations.strip():
        raise DomainError(
            "order.considerations",
            "“{title}” rests on a judgement: write the main considerations (FVL § 24).",
            title=judged[0],
        )


def _check_deadlines(breaches: list[Finding], wanted: ItemsWanted, *, today: date) -> None:
    for finding in breaches:
        day = wanted.due_on.get(finding.id)
        if finding.id not in wanted.at_once and (day is None or day < today):
            raise DomainError(
                "order.deadline", "“{rule}”: choose a deadline that is not in the past.", rule=finding.rule
            )


def add_items(
    session: Session, order: Order, breaches: list[Finding], wanted: ItemsWanted, calendar: Calendar, *, at: datetime
) -> None:
    """Give an order one item for each breach, numbered in the order of the findings.

    A deadline set for a day without work ends on the first working day after it (letters.md 7).
    """
    for position, finding in enumerate(breaches, start=1):
        at_once = finding.id in wanted.at_once
        session.add(
            OrderItem(
                order_id=order.id,
                finding_id=finding.id,
                position=position,
                result=wanted.results.get(finding.id, "").strip() or finding.remedy,
                due_on=danish_date(at) if at_once else calendar.on_or_after(wanted.due_on[finding.id]),
                at_once=at_once,
            )
        )
    session.flush()


def order_of(file: CaseFile) -> Order:
    """The order of the current round. Raises ``DomainError`` when there is none."""
    if file.order is None:
        raise DomainError("order.none", "There is no order in this round.")
    return file.order


def approve_order(session: Session, case_id: UUID, *, by: Actor, at: datetime) -> None:
    """Approve a drafted order as its second person; its author cannot."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.APPROVE_ORDER))
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
    file = open_file(session, case_id, by=by, permission=permission_of(Move.RETURN_DRAFT))
    order = order_of(file)
    note = stated("order.return_note", note, "Write what must be mended.")
    move = Move.RETURN_AT_ONCE if order.at_once else Move.RETURN_DRAFT
    take(session, file, move, facts_at(file, at), by=by, at=at, note=note)
    order.returned_at = at
    discard_draft(file.letter(order.letter_id), at=at)
    session.flush()


def end_order(session: Session, file: CaseFile, *, reason: str, answer: str = "", by: Actor, at: datetime) -> None:
    """Withdraw an order that was issued, and close the case; ``answer`` as in ``close_case``.

    It happens as the letter of withdrawal is issued (``actions/corrections.py``).
    """
    reason = stated("order.withdrawal", reason, "Write why the order is withdrawn.")
    code = ClosureCode.WITHDRAWN
    facts = replace(facts_at(file, at), closure_reason=reason, closure_code=code.value, contest_answer=answer)
    take(session, file, Move.WITHDRAW_ORDER, facts, by=by, at=at, note=reason)
    order_of(file).withdrawn_at = at
    file.case.closure_reason, file.case.closure_code = reason, code
    session.flush()
    answer_contests(session, file, answer, by=by, at=at)
