"""Every change in the follow-up of an order: reports item by item, their acceptance, extensions, retaliation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import SYSTEM, Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.uploads import Upload
from inspection.delivery.telling import AnswerPage, tell_party
from inspection.enforcement.actions.dues import settle_dues
from inspection.enforcement.actions.orders import order_of
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take, trace
from inspection.enforcement.case_facts import Compliance, FollowUpFacts
from inspection.enforcement.from_register import draft_letter, last_order_letter
from inspection.enforcement.models import DueChange, DueChangeKind, FollowUp, Order, OrderItem
from inspection.enforcement.queries import CaseFile, lock_case
from inspection.enforcement.running_dues import last_due, running_due
from inspection.enforcement.tables import target_of
from inspection.enforcement.transitions import CaseState, Move
from inspection.followup.addressee import ADDRESSEE, file_of_code
from inspection.followup.extensions import TABLE, ExtensionFacts, ExtensionMove
from inspection.followup.models import ExtensionRequest, ItemReport, ReportFile, Via
from inspection.followup.queries import get_item_report, has_open_request, list_item_reports
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import record_delivery
from inspection.letters.models import Letter

RUNNING = (
    CaseState.ORDER_DELIVERED,
    CaseState.COMPLIANCE_REPORTED,
    CaseState.PARTLY_COMPLIED,
    CaseState.NOT_COMPLIED,
)
"""States in which an order binds and its addressee can still report."""

WAITING = (CaseState.ORDER_DELIVERED, CaseState.COMPLIANCE_REPORTED)
"""States in which nobody has recorded yet whether the order was complied with: more time can be asked and given."""

TOLD_AT_REVISIT = mark(
    "The order binds, and the authority comes back to see how it was complied with. Show then what was done, or write."
)
VERIFIABLE = (CaseState.COMPLIANCE_REPORTED, CaseState.PARTLY_COMPLIED, CaseState.NOT_COMPLIED)
MOST_FILES = 6
MOST_REPORTS = 60
"""Reports of one order: more are a machine's."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done about one item, when, and what shows it."""

    item_id: UUID
    done: str
    done_on: date
    files: Sequence[Upload] = ()


def report_by_code(session: Session, code: str, done: Done, *, at: datetime) -> ItemReport:
    """Take in what the addressee reports with the code of his letter. Raises ``NotFoundError`` for a wrong code."""
    return _report(session, _arrived(session, code, at=at), done, via=Via.CODE, by=ADDRESSEE, at=at)


def _arrived(session: Session, code: str, *, at: datetime) -> CaseFile:
    """The case file behind a code; whoever writes with it has the letter, so it has arrived by now at the latest."""
    file = file_of_code(session, code)
    if file.case.state is not CaseState.ORDER_ISSUED:
        return file
    record_delivery(session, order_of(file).letter_id, delivered_on=danish_date(at), by=SYSTEM, at=at)
    return file_of_code(session, code)


def report_item(session: Session, case_id: UUID, done: Done, *, by: Actor, at: datetime) -> ItemReport:
    """Write down what the addressee reported in another way."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    return _report(session, file, done, via=Via.HAND, by=by, at=at)


def _report(session: Session, file: CaseFile, done: Done, *, via: Via, by: Actor, at: datetime) -> ItemReport:
    lock_case(session, file.case.id)
    _require_current(file, *RUNNING)
    order, item = order_of(file), _item(file, done.item_id)
    earlier = list_item_reports(session, order.id)
    _check(done, item, earlier, today=danish_date(at))
    report = ItemReport(
        order_id=order.id,
        item_id=item.id,
        number=len(earlier) + 1,
        via=via,
        done_on=done.done_on,
        done=stated("report.done", done.done, "Write what was done."),
        reported_at=at,
        reported_by=by.id,
    )
    session.add(report)
    session.flush()
    session.add_all(
        ReportFile(
            report_id=report.id, name=one.name, media_type=one.media_type, sha256=one.sha256, content=one.content
        )
        for one in done.files
    )
    _note_first(session, file, order, by=by, at=at)
    details = {"item": item.position, "report": report.evidence_id, "files": len(done.files)}
    trace(session, file.case, "compliance.reported", by=by, at=at, details=details)
    return report


def _require_current(file: CaseFile, *states: CaseState) -> None:
    """Raise ``DomainError`` unless the case follows up this very order now."""
    if order_of(file).round != file.case.round:
        raise DomainError("report.revisit", TOLD_AT_REVISIT)
    require_state(file, *states)


def _item(file: CaseFile, item_id: UUID) -> OrderItem:
    for item in file.items:
        if item.id == item_id:
            return item
    raise NotFoundError("item")


def _check(done: Done, item: OrderItem, earlier: Sequence[ItemReport], *, today: date) -> None:
    if item.complied:
        raise DomainError("report.met", "Item {number} is accepted already.", number=item.position)
    if any(one.item_id == item.id and one.accepted is None for one in earlier):
        raise DomainError("report.waits", "A report about item {number} waits for an answer.", number=item.position)
    if done.done_on > today:
        raise DomainError("report.day", "What is done cannot be done on a day that lies ahead.")
    if len(done.files) > MOST_FILES:
        raise DomainError("report.files", "Attach at most {most} files to an item.", most=MOST_FILES)
    if len(earlier) >= MOST_REPORTS:
        raise DomainError("report.many", "There are too many reports about this order. Call the authority.")


def _note_first(session: Session, file: CaseFile, order: Order, *, by: Actor, at: datetime) -> None:
    """The first report moves the case on; later ones stand beside it."""
    if file.follow_up is not None or file.case.state is not CaseState.ORDER_DELIVERED:
        return
    on = danish_date(at)
    facts = replace(facts_at(file, at), follow_up=FollowUpFacts(reported_on=on))
    take(session, file, Move.REPORT_COMPLIANCE, facts, by=by, at=at, by_party=by is ADDRESSEE)
    words = "Meldt punkt for punkt; se opfølgningen."
    session.add(FollowUp(order_id=order.id, reported_on=on, report=words))
    session.flush()


def decide_report(
    session: Session, case_id: UUID, report_id: UUID, *, accepted: bool, reason: str, by: Actor, at: datetime
) -> CaseState:
    """Accept or refuse what was reported of one item, with the reason; the report is the evidence.

    An accepted item runs no more. When the last one is accepted the order is complied with, and the case says so.
    """
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    require_state(file, *VERIFIABLE)
    report = get_item_report(session, file, report_id)
    session.refresh(report)
    if report.accepted is not None:
        raise DomainError("report.decided", "This report is decided already.")
    report.decision_reason = stated("report.reason", reason, "Write why it is accepted or refused.")
    report.accepted, report.decided_at, report.decided_by = accepted, at, by.id
    details = {"report": report.evidence_id, "accepted": accepted}
    trace(session, file.case, "compliance.decided", by=by, at=at, details=details)
    if accepted:
        item = _item(file, report.item_id)
        item.complied, item.evidence = True, f"{report.evidence_id}: {report.decision_reason}"
        item.verified_on, item.verified_by, item.met_on = danish_date(at), by.id, report.done_on
    session.flush()
    if not all(item.complied for item in file.items):
        return file.case.state
    known = facts_at(file, at).follow_up or FollowUpFacts()
    met = replace(known, verified=Compliance.COMPLIED, evidence_count=len(file.items))
    return take(session, file, Move.VERIFY_COMPLIED, replace(facts_at(file, at), follow_up=met), by=by, at=at)


def ask_by_code(
    session: Session, code: str, *, item_id: UUID | None, until: date, reason: str, at: datetime
) -> ExtensionRequest:
    """Take in a request for more time made with the code of the letter. Raises ``NotFoundError`` for a wrong code."""
    file = _arrived(session, code, at=at)
    return _ask(session, file, item_id, until, reason, via=Via.CODE, by=ADDRESSEE, at=at)


def ask_extension(
    session: Session, case_id: UUID, *, item_id: UUID | None, until: date, reason: str, by: Actor, at: datetime
) -> ExtensionRequest:
    """Write down a request for more time that came in another way; without an item it is about the whole order."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    return _ask(session, file, item_id, until, reason, via=Via.HAND, by=by, at=at)


def _ask(
    session: Session,
    file: CaseFile,
    item_id: UUID | None,
    until: date,
    reason: str,
    *,
    via: Via,
    by: Actor,
    at: datetime,
) -> ExtensionRequest:
    lock_case(session, file.case.id)
    _require_current(file, *WAITING)
    order = order_of(file)
    if has_open_request(session, order.id):
        raise DomainError("extension.waits", "A request for more time waits for an answer already.")
    if until <= danish_date(at):
        raise DomainError("extension.day", "The day asked for must lie ahead.")
    asked = ExtensionRequest(
        order_id=order.id,
        item_id=None if item_id is None else _item(file, item_id).id,
        via=via,
        asked_until=until,
        reason=stated("extension.reason", reason, "Write why more time is needed."),
        asked_at=at,
        asked_by=by.id,
        due_before=_due(file, item_id),
    )
    session.add(asked)
    session.flush()
    trace(session, file.case, "extension.asked", by=by, at=at, details={"until": until})
    return asked


def _due(file: CaseFile, item_id: UUID | None) -> date | None:
    if item_id is None:
        return last_due(file.items, file.due_changes)
    return running_due(_item(file, item_id), file.due_changes)


def decide_extension(
    session: Session,
    case_id: UUID,
    request_id: UUID,
    move: ExtensionMove,
    *,
    until: date | None = None,
    answer: str,
    by: Actor,
    at: datetime,
) -> ExtensionRequest:
    """Grant or refuse a request in writing, while the order binds. A grant ends on a working day.

    The old deadline stays known; daily fines of the order begin after the new one. The party is told by mail that
    there is an answer, where an address is known.
    """
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    require_state(file, *RUNNING)
    order = order_of(file)
    asked = session.get(ExtensionRequest, request_id)
    if asked is None or asked.order_id != order.id:
        raise NotFoundError("request")
    session.refresh(asked)
    day = file.calendar.on_or_after(until) if until is not None and move is ExtensionMove.GRANT else None
    waits = file.case.state in WAITING
    facts = ExtensionFacts(danish_date(at), day, _due(file, asked.item_id), answer, order_waits=waits)
    asked.state = target_of(TABLE, asked.state, move, facts)
    asked.granted_to, asked.answer, asked.decided_at, asked.decided_by = day, answer.strip(), at, by.id
    if day is not None:
        _extend(session, asked, day, by=by, at=at)
    session.flush()
    told = tell_party(session, file, file.letter(order.letter_id), AnswerPage.COMPLY, at=at)
    details = {"before": asked.due_before, "until": day, "mails": told}
    trace(session, file.case, f"extension.{asked.state.value}", by=by, at=at, details=details)
    return asked


def _extend(session: Session, asked: ExtensionRequest, day: date, *, by: Actor, at: datetime) -> None:
    session.add(
        DueChange(
            order_id=asked.order_id,
            item_id=asked.item_id,
            kind=DueChangeKind.EXTENDED,
            since=danish_date(at),
            extended_to=day,
            reason=asked.answer,
            cause_id=asked.id,
            at=at,
            by_id=by.id,
        )
    )
    settle_dues(session, asked.order_id)


def note_retaliation(session: Session, case_id: UUID, *, words: str, by: Actor, at: datetime) -> None:
    """Note dismissal or eviction after a visit or complaint (ORD-14). Internal: the trace does not repeat the words."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    file.case.retaliation = stated("retaliation.words", words, "Write what was seen. Name no resident.")
    session.flush()
    trace(session, file.case, "case.retaliation_noted", by=by, at=at)


def draft_closing_letter(session: Session, case_id: UUID, *, by: Actor, at: datetime) -> Letter:
    """Write the draft of the letter that closes a case once every item is accepted; one that lies there is replaced."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    require_state(file, CaseState.COMPLIED)
    if last_order_letter(file) is None:
        raise DomainError("order.none", "There is no order in this round.")
    lies = draft_letter(file, LetterKind.AFSLUTNING)
    return add_draft(session, file.case, LetterKind.AFSLUTNING, {"caseworker": by.name}, lies, by, at)
