"""Correcting and withdrawing an order that was issued: a letter of its own, linked with the first (L11).

Until that letter is issued the first order stands; at the moment of issue its deadlines end.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.i18n import format_date, mark
from husly.settings import Settings
from inspection.enforcement.actions.at_once import complaint_at_once
from inspection.enforcement.actions.dues import settle_dues
from inspection.enforcement.actions.orders import (
    breaches_of,
    checked_report,
    end_order,
    guidance_for,
    order_of,
    require_considerations,
)
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take
from inspection.enforcement.case_facts import CaseFacts, OrderFacts
from inspection.enforcement.models import DueChange, DueChangeKind, Order
from inspection.enforcement.queries import CaseFile, list_items
from inspection.enforcement.running_dues import in_force
from inspection.enforcement.transitions import CaseState, Move
from inspection.followup.codes import give_code, move_code
from inspection.followup.extensions import ExtensionState
from inspection.followup.models import ExtensionRequest
from inspection.letters.actions import add_draft, discard_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.from_case import corrected_items
from inspection.letters.models import Letter

ISSUED = (CaseState.ORDER_ISSUED, CaseState.ORDER_DELIVERED)
CARRIED_OVER = (
    "at_once",
    "danger_reason",
    "hearing_waiver_reason",
    "heard_at",
    "heard_who",
    "heard_said",
    "oral_at",
    "oral_by_name",
    "oral_to",
    "oral_words",
)
"""What a corrected order keeps of the first."""


def draft_correction(
    session: Session,
    case_id: UUID,
    *,
    wrong: str,
    holds: str,
    due_on: Mapping[UUID, date],
    results: Mapping[UUID, str] | None = None,
    report_due_on: date,
    considerations: str = "",
    settings: Settings,
    by: Actor,
    at: datetime,
) -> Letter:
    """Write the letter that corrects the order: what was wrong, what holds now, and every item anew.

    ``due_on`` names the findings that stay in the order, with their new deadlines; an order at once stays at once.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, *ISSUED)
    order, today = order_of(file), danish_date(at)
    if report_due_on <= today or any(day <= today for day in due_on.values() if not order.at_once):
        raise DomainError("correction.deadline", "Every deadline of the corrected order must lie ahead.")
    _require_as_long(file, {} if order.at_once else due_on)
    kept = [finding for finding in breaches_of(file) if finding.id in due_on]
    if not kept:
        raise DomainError("correction.items", "Keep at least one item, or withdraw the order.")
    require_considerations(kept, considerations)
    days = [] if order.at_once else [due_on[finding.id] for finding in kept]
    items = [
        {
            "finding_id": str(finding.id),
            "position": position,
            "result": (results or {}).get(finding.id, "").strip() or finding.remedy,
            "due_on": (today if order.at_once else file.calendar.on_or_after(due_on[finding.id])).isoformat(),
            "at_once": order.at_once,
        }
        for position, finding in enumerate(kept, start=1)
    ]
    correction = {
        "wrong": stated("correction.wrong", wrong, mark("Write what was wrong in the order.")),
        "holds": stated("correction.holds", holds, mark("Write what holds now.")),
        "considerations": considerations.strip(),
        "items": items,
    }
    choices = {
        "report_due_on": checked_report(report_due_on, days, file.calendar).isoformat(),
        "complaint": complaint_at_once(session, file.case, settings)
        if order.at_once
        else guidance_for(session, file.case, LetterKind.PAABUD, settings),
        "caseworker": by.name,
        "correction": correction,
        "report_code": _code_of(session, file, order),
    }
    return _linked(session, file, choices, by=by, at=at)


def _code_of(session: Session, file: CaseFile, order: Order) -> str:
    """The code by which compliance is reported: the corrected order keeps the first one's."""
    return file.letter(order.letter_id).choices.get("report_code") or give_code(session, order.id)


def draft_withdrawal(
    session: Session, case_id: UUID, *, reason: str, answer: str = "", by: Actor, at: datetime
) -> Letter:
    """Write the letter that withdraws the order; ``reason`` is read by its addressee.

    Issuing it closes the case; ``answer`` is what an owner who contests is told.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, *ISSUED)
    withdrawal = {
        "reason": stated("order.withdrawal", reason, mark("Write why the order is withdrawn.")),
        "answer": answer.strip(),
    }
    return _linked(session, file, {"caseworker": by.name, "withdrawal": withdrawal}, by=by, at=at)


def _linked(session: Session, file: CaseFile, choices: dict[str, Any], *, by: Actor, at: datetime) -> Letter:
    first = file.letter(order_of(file).letter_id)
    letter = add_draft(session, file.case, first.kind, choices, pending_change(file), by, at)
    letter.supersedes_id = first.id
    letter.recipient = first.recipient
    session.flush()
    return letter


def draft_ending(session: Session, file: CaseFile, order: Order, reason: str, *, by: Actor, at: datetime) -> Letter:
    """Draft the letter that tells the party that an appeal has ended the order: read, issued, and nothing more moves.

    It takes the place of a correction or withdrawal that lay there.
    """
    first = file.letter(order.letter_id)
    lies = next((one for one in file.letters if one.supersedes_id == first.id and one.issued_at is None), None)
    withdrawal = {"reason": reason, "answer": "", "after_appeal": True}
    letter = add_draft(session, file.case, first.kind, {"caseworker": by.name, "withdrawal": withdrawal}, lies, by, at)
    letter.supersedes_id, letter.recipient = first.id, first.recipient
    session.flush()
    return letter


def tells_only(letter: Letter) -> bool:
    """Whether a letter tells that an appeal has ended its order: that was decided then, by whoever may."""
    return bool(letter.choices.get("withdrawal", {}).get("after_appeal"))


def pending_change(file: CaseFile) -> Letter | None:
    """The draft that is to correct or withdraw the order, if there is one."""
    order = file.order
    if order is None:
        return None
    found = [one for one in file.letters if one.supersedes_id == order.letter_id and one.issued_at is None]
    return found[-1] if found else None


def drop_change(session: Session, case_id: UUID, *, by: Actor, at: datetime) -> None:
    """Put away a correction or withdrawal that has not been issued; the order stands as it is."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    pending = pending_change(file)
    if pending is None:
        raise DomainError("correction.none", "There is no correction or withdrawal to drop.")
    discard_draft(pending, at=at)
    session.flush()


def require_change_is_lawful(file: CaseFile, letter: Letter) -> None:
    """Raise ``DomainError`` unless a correction or withdrawal may leave now: approved, and its order still stands."""
    if tells_only(letter):
        return
    if letter.approved_by is None:
        raise DomainError(
            "second_person_approved", "Someone other than the author must approve the letter before it is issued."
        )
    require_state(file, *ISSUED)
    if letter.supersedes_id != order_of(file).letter_id:
        raise DomainError("correction.moved_on", "The order has been corrected already. Write the letter anew.")


def put_in_force(session: Session, file: CaseFile, letter: Letter, *, by: Actor, at: datetime) -> None:
    """What happens as a correction or withdrawal is issued: the first order ends, and what it set with it."""
    if tells_only(letter):
        return
    change = letter.choices.get("correction") or letter.choices["withdrawal"]
    first = order_of(file)
    said = change.get("wrong") or change["reason"]
    if "withdrawal" in letter.choices:
        end_order(session, file, reason=said, answer=change["answer"], by=by, at=at)
    else:
        _replace(session, file, first, letter, change, by=by, at=at)
    earlier = file.letter(first.letter_id)
    earlier.withdrawn_at, earlier.withdrawal_reason = at, said
    session.flush()


def _replace(
    session: Session,
    file: CaseFile,
    first: Order,
    letter: Letter,
    change: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    order = Order(
        case_id=first.case_id,
        round=first.round,
        considerations=change["considerations"],
        drafted_by=letter.created_by,
        drafted_by_name=letter.choices["caseworker"],
        drafted_at=letter.created_at,
        approved_by=letter.approved_by,
        approved_by_name=letter.approved_by_name,
        approved_at=letter.approved_at,
        letter_id=letter.id,
        **{name: getattr(first, name) for name in CARRIED_OVER},
    )
    facts = facts_at(file, at)
    take(session, file, Move.CORRECT_ORDER, _approved(facts, letter), by=by, at=at, note=change["wrong"])
    session.add(order)
    session.flush()
    session.add_all(corrected_items(letter, order_id=order.id))
    first.withdrawn_at, first.replaced_by_id = at, order.id
    move_code(session, first.id, order.id)
    session.flush()
    _carry_changes(session, file, order, by=by, at=at)
    _carry_requests(session, file, order)
    settle_dues(session, order.id)


def _approved(facts: CaseFacts, letter: Letter) -> CaseFacts:
    known = facts.order or OrderFacts(letter.created_by)
    return replace(facts, order=replace(known, drafted_by=letter.created_by, approved_by=letter.approved_by))


def _carry_changes(session: Session, file: CaseFile, order: Order, *, by: Actor, at: datetime) -> None:
    """What was granted for the first order, and what holds it back, holds for the corrected one too.

    Each row keeps its cause, so that the outcome of an appeal finds it. Deadlines of the corrected order are set anew:
    days that an earlier suspension took are not given back twice. A day that an appeal set is one that the corrected
    order cannot undercut, as an extension is.
    """
    finding_of = {item.id: item.finding_id for item in file.items}
    items = {item.finding_id: item.id for item in list_items(session, order.id)}
    stand = [one.id for one in in_force(file.due_changes)]
    for change in file.due_changes:
        lasts = change.kind is DueChangeKind.SUSPENDED and change.until is None
        item_id = None if change.item_id is None else items.get(finding_of[change.item_id])
        gone = change.item_id is not None and item_id is None  # the item is no part of the corrected order
        if gone or not (lasts or change.id in stand):
            continue
        session.add(
            DueChange(
                order_id=order.id,
                item_id=item_id,
                kind=DueChangeKind.SUSPENDED if lasts else DueChangeKind.EXTENDED,
                since=danish_date(at) if lasts else change.since,
                extended_to=change.extended_to,
                reason=change.reason,
                cause_id=change.cause_id,
                at=at,
                by_id=by.id,
            )
        )


def _carry_requests(session: Session, file: CaseFile, order: Order) -> None:
    """A request for more time that nobody has answered is one about the corrected order: it is answered there."""
    corrected = {item.finding_id: item.id for item in list_items(session, order.id)}
    item_ids = {item.id: corrected.get(item.finding_id) for item in file.items}
    asked = select(ExtensionRequest).where(
        ExtensionRequest.order_id == order_of(file).id, ExtensionRequest.state == ExtensionState.ASKED
    )
    for request in session.exec(asked):
        if request.item_id is None or item_ids[request.item_id] is not None:  # else the item asked about is gone
            request.order_id, request.item_id = order.id, request.item_id and item_ids[request.item_id]


def _require_as_long(file: CaseFile, due_on: Mapping[UUID, date]) -> None:
    """Raise ``DomainError`` for a deadline that would end before the one that was granted."""
    for item in file.items:
        mine = in_force([one for one in file.due_changes if one.item_id in (None, item.id)])
        granted = max((one.extended_to for one in mine if one.extended_to is not None), default=None)
        wished = due_on.get(item.finding_id)
        if granted is not None and wished is not None and wished < granted:
            raise DomainError(
                "correction.granted",
                "More time was granted until {day}; the corrected order cannot end sooner.",
                day=format_date(granted),
            )
