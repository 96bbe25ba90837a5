"""The order at once (*strakspåbud*): acute danger, the hearing left out or held on the spot, reviewed afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.calendar import Calendar
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotAllowedError
from husly.settings import Settings
from inspection.enforcement.actions.orders import (
    ItemsWanted,
    add_items,
    breaches_of,
    guidance_for,
    order_of,
    require_considerations,
)
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take, trace
from inspection.enforcement.case_facts import OrderFacts
from inspection.enforcement.models import Finding, InspectionCase, Order
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState, Move, permission_of
from inspection.followup.codes import give_code
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind

REVIEW_WORKING_DAYS = 3
"""Rule of the house: so soon a second person reviews an order that one person issued alone."""

UNDER_ORDER = (
    CaseState.ORDER_ISSUED,
    CaseState.ORDER_DELIVERED,
    CaseState.COMPLIANCE_REPORTED,
    CaseState.PARTLY_COMPLIED,
    CaseState.NOT_COMPLIED,
    CaseState.COMPLIED,
)


@dataclass(frozen=True)
class SpotHearing:
    """A hearing on the spot: who spoke for the party, when, and what was said of the building; never of residents."""

    at: datetime
    who: str
    said: str


@dataclass(frozen=True)
class OralOrder:
    """What was ordered by word of mouth: when, by whom, to whom, and in which words."""

    at: datetime
    by_name: str
    to: str
    words: str


@dataclass(frozen=True)
class Urgent:
    """Why an order cannot wait, and how the party was heard: by a waiver's reason (FVL § 19(2) no. 3), or there."""

    danger_reason: str
    waiver_reason: str = ""
    heard: SpotHearing | None = None
    oral: OralOrder | None = None
    considerations: str = ""
    results: Mapping[UUID, str] = field(default_factory=dict)


def draft_at_once(
    session: Session,
    case_id: UUID,
    *,
    finding_ids: Collection[UUID],
    urgent: Urgent,
    report_due_on: date,
    settings: Settings,
    by: Actor,
    at: datetime,
) -> Order:
    """Write an order at once from the breaches named, all of which are due at once.

    Raises ``DomainError`` without danger, without either a waiver's reason or a hearing on the spot, or for no breach.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.DRAFT_AT_ONCE))
    breaches = _named(file, finding_ids)
    require_considerations(breaches, urgent.considerations)
    report_due_on = _checked_times(urgent, report_due_on, at=at)
    settled = bool(urgent.waiver_reason.strip()) or urgent.heard is not None
    drafted = OrderFacts(
        by.id, at_once=True, danger_stated=bool(urgent.danger_reason.strip()), heard_on_spot_or_waived=settled
    )
    take(session, file, Move.DRAFT_AT_ONCE, replace(facts_at(file, at), order=drafted), by=by, at=at)
    choices = {
        "report_due_on": file.calendar.on_or_after(report_due_on).isoformat(),
        "complaint": complaint_at_once(session, file.case, settings),
        "caseworker": by.name,
    }
    letter = add_draft(session, file.case, LetterKind.STRAKSPAABUD, choices, None, by, at)
    order = Order(
        case_id=file.case.id,
        round=file.case.round,
        considerations=urgent.considerations.strip(),
        drafted_by=by.id,
        drafted_by_name=by.name,
        drafted_at=at,
        letter_id=letter.id,
        at_once=True,
        **_columns(urgent),
    )
    session.add(order)
    session.flush()
    letter.choices = letter.choices | {"report_code": give_code(session, order.id)}
    wanted = ItemsWanted({}, {finding.id for finding in breaches}, urgent.results)
    add_items(session, order, breaches, wanted, file.calendar, at=at)
    return order


def complaint_at_once(session: Session, case: InspectionCase, settings: Settings) -> dict[str, object]:
    """As an order's, but a complaint does not suspend it; while the operator decided nothing, nothing is decided."""
    complaint = guidance_for(session, case, LetterKind.STRAKSPAABUD, settings)
    return complaint if complaint.get("suspends") is None else complaint | {"suspends": False}


def _columns(urgent: Urgent) -> dict[str, Any]:
    found: dict[str, Any] = {
        "danger_reason": urgent.danger_reason.strip(),
        "hearing_waiver_reason": urgent.waiver_reason.strip(),
    }
    if urgent.heard is not None:
        found |= {"heard_at": urgent.heard.at, "heard_who": urgent.heard.who, "heard_said": urgent.heard.said}
    if urgent.oral is not None:
        oral = urgent.oral
        found |= {"oral_at": oral.at, "oral_by_name": oral.by_name, "oral_to": oral.to, "oral_words": oral.words}
    return found


def _named(file: CaseFile, finding_ids: Collection[UUID]) -> list[Finding]:
    found = [finding for finding in breaches_of(file) if finding.id in finding_ids]
    if not found:
        raise DomainError("order.no_breach", "Choose at least one breach that is a danger.")
    return found


def _checked_times(urgent: Urgent, report_due_on: date, *, at: datetime) -> date:
    if report_due_on <= danish_date(at):
        raise DomainError("order.report_deadline", "The day for reporting compliance must lie ahead.")
    told = [one.at for one in (urgent.heard, urgent.oral) if one is not None]
    if any(moment > at for moment in told):
        raise DomainError("order.spot_time", "What was said on the spot cannot lie ahead: correct the day or the time.")
    if urgent.heard is not None:
        stated("order.spot_hearing", urgent.heard.said, "Write what was said on the spot.")
    if urgent.oral is not None:
        stated("order.oral", urgent.oral.words, "Write what was ordered by word of mouth.")
    return report_due_on


def review_due_on(issued_on: date, calendar: Calendar) -> date:
    """By when a second person reviews an order that one person issued alone."""
    return calendar.working_days_after(issued_on, REVIEW_WORKING_DAYS)


def waits_for_review(file: CaseFile) -> bool:
    """Whether an order at once was issued by one person and nobody else has looked at it since."""
    order = file.order
    if order is None or not order.at_once or order.approved_by is not None or order.reviewed_by is not None:
        return False
    return order.withdrawn_at is None and file.letter(order.letter_id).issued_at is not None


def review_at_once(session: Session, case_id: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Record that a second person reviewed an order at once, and what that person found.

    Raises ``NotAllowedError`` for whoever wrote or issued it.
    """
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    require_state(file, *UNDER_ORDER)
    order = order_of(file)
    if not waits_for_review(file):
        raise DomainError("order.reviewed", "This order does not wait for a review.")
    if by.id in (order.drafted_by, file.letter(order.letter_id).issued_by):
        raise NotAllowedError("review what one has written or issued")
    order.review_note = stated("order.review", note, "Write what the review found.")
    order.reviewed_by, order.reviewed_by_name, order.reviewed_at = by.id, by.name, at
    session.flush()
    trace(session, file.case, "case.order_reviewed", by=by, at=at, details={"letter": order.letter_id})
