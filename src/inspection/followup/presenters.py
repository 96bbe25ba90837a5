"""The page of the follow-up of an order for officers, and the one for whoever holds its code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session

from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement.models import OrderItem
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.room_pages import Card, RoomPage
from inspection.enforcement.running_dues import last_due, running_dues
from inspection.enforcement.steps.items import answer_step, ask_step, decide_step, report_step, retaliation_step
from inspection.enforcement.steps.kinds import Offer, Step
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.words import told
from inspection.followup.actions import RUNNING, TOLD_AT_REVISIT, WAITING
from inspection.followup.extensions import ExtensionState
from inspection.followup.models import ExtensionRequest, ItemReport, Via
from inspection.followup.queries import FileRow, list_extensions, list_files, list_item_reports
from inspection.followup.revisits import revisit_by


def followup_page(session: Session, offer: Offer) -> RoomPage:
    """Everything reported and asked about the order of this round, with what can be decided."""
    file, order = offer.file, offer.file.order
    reports = [] if order is None else list_item_reports(session, order.id)
    asked = [] if order is None else list_extensions(session, order.id)
    files = list_files(session, reports)
    return RoomPage(
        file,
        _("Follow-up of the order"),
        _("Each item is accepted or refused by itself; an accepted one runs no more."),
        (*_items(offer, reports, files), *(_extension(file, one) for one in asked)),
        _("There is no order in this round."),
        _open_steps(offer),
        _notes(file),
        "follow-up",
    )


def _items(offer: Offer, reports: Sequence[ItemReport], files: Sequence[FileRow]) -> list[Card]:
    dues = running_dues(offer.file.items, offer.file.due_changes)
    return [
        _item(offer, item, dues, [one for one in reports if one.item_id == item.id], files) for item in offer.file.items
    ]


def _item(
    offer: Offer,
    item: OrderItem,
    dues: Mapping[UUID, date | None],
    reports: Sequence[ItemReport],
    files: Sequence[FileRow],
) -> Card:
    file, due = offer.file, dues[item.id]
    waiting = [one for one in reports if one.accepted is None]
    badge, status = _standing(item, waiting=bool(waiting))
    rows = [
        (_("To be achieved"), item.result),
        (_("Deadline"), due_words(item, due)),
        (_("Deadline in the order"), format_date(item.due_on) if due != item.due_on else ""),
        *(_report_row(one) for one in reports),
        (_("Evidence"), item.evidence if item.complied else ""),
    ]
    links = tuple(
        (f"/cases/{file.case.id}/follow-up/files/{one.id}", f"{one.name} · SHA-256 {one.sha256[:12]}…")
        for one in files
        if one.report_id in {report.id for report in reports}
    )
    steps: tuple[Step, ...] = tuple(decide_step(one) for one in waiting)
    title = file.finding(item.finding_id).title
    if file.case.state in RUNNING and not item.complied and not waiting:
        steps = (report_step(item, title, offer.as_of.isoformat()),)
    return Card(f"{item.position}. {title}", status, badge, told(rows), links, steps)


def due_words(item: OrderItem, due: date | None) -> str:
    """When an item must be done as things stand; ``due`` None while a complaint holds the order back."""
    if due is None:
        return _("Suspended by a complaint")
    return _("At once") if item.at_once else format_date(due)


def _standing(item: OrderItem, *, waiting: bool) -> tuple[str, str]:
    if item.complied:
        return "success", _("Accepted")
    if waiting:
        return "warning", _("Waits for a decision")
    return "", _("Open")


def _report_row(report: ItemReport) -> tuple[str, str]:
    how = _("with the code") if report.via is Via.CODE else _("written down by us")
    words = f"{report.evidence_id} ({how}): {format_date(report.done_on)}. {report.done}"
    if report.accepted is None:
        return _("Reported"), words
    decided = _("Accepted") if report.accepted else _("Refused")
    return _("Reported"), f"{words} – {decided}: {report.decision_reason}"


def _extension(file: CaseFile, asked: ExtensionRequest) -> Card:
    item = next((one for one in file.items if one.id == asked.item_id), None)
    about = _("the whole order") if item is None else _("item %(number)s", number=item.position)
    badges = {
        ExtensionState.ASKED: ("warning", _("Waits for a decision")),
        ExtensionState.GRANTED: ("success", _("Granted")),
        ExtensionState.REFUSED: ("", _("Refused")),
    }
    badge, status = badges[asked.state]
    rows = told(
        (
            (_("Old deadline"), format_date(asked.due_before) if asked.due_before else ""),
            (_("Asked until"), format_date(asked.asked_until)),
            (_("The addressee's reason"), asked.reason),
            (_("New deadline"), format_date(asked.granted_to) if asked.granted_to else ""),
            (_("Our answer"), asked.answer),
        )
    )
    steps = (answer_step(asked),) if asked.state is ExtensionState.ASKED and file.case.state in RUNNING else ()
    return Card(_("More time for %(what)s", what=about), status, badge, rows, (), steps)


def _open_steps(offer: Offer) -> tuple[Step, ...]:
    if offer.file.case.closed_at is not None:
        return ()
    asking = (ask_step(offer.file.items),) if offer.state in WAITING else ()
    return (*asking, retaliation_step(offer.file.case.retaliation))


def _notes(file: CaseFile) -> tuple[Card, ...]:
    by = revisit_by(last_due(file.items, file.due_changes), file.calendar)
    notes: list[Card] = []
    if by is not None and file.case.state in RUNNING:
        words = _("At the latest %(day)s: within 14 days of the last deadline. It moves with it.", day=format_date(by))
        notes.append(Card(_("Revisit"), words))
    if file.case.retaliation:
        notes.append(Card(_("Signs of retaliation (internal)"), file.case.retaliation))
    return tuple(notes)


def standing(session: Session, file: CaseFile) -> tuple[str, str, str, str] | None:
    """How the follow-up stands in a case: title, page, words, badge; None while no order has left."""
    if file.order is None or file.letter(file.order.letter_id).issued_at is None:
        return None
    met, asked = sum(1 for item in file.items if item.complied), list_extensions(session, file.order.id)
    waits = any(one.accepted is None for one in list_item_reports(session, file.order.id))
    waits = waits or any(one.state is ExtensionState.ASKED for one in asked)
    status = _("%(met)s of %(all)s items accepted", met=met, all=len(file.items))
    if waits:
        status = _("%(met)s of %(all)s items accepted; something waits for you", met=met, all=len(file.items))
    badge = "warning" if waits else "success" if met == len(file.items) else ""
    return (_("Follow-up of the order"), f"/cases/{file.case.id}/follow-up", status, badge)


@dataclass(frozen=True)
class ComplyItem:
    """One item as its addressee sees it."""

    id: UUID
    number: int
    title: str
    result: str
    due: str
    status: str
    badge: str
    reports: tuple[str, ...]
    may_report: bool


@dataclass(frozen=True)
class ComplyPage:
    """What the code of an order shows: its items, deadlines and answers; nothing else of the case."""

    code: str = ""
    scanned: str = ""
    """A code that the square of the letter has typed in."""
    wrong: bool = False
    is_closed: bool = False
    """Too many wrong codes came from the reader's place."""
    case_number: str = ""
    address: str = ""
    items: tuple[ComplyItem, ...] = ()
    requests: tuple[Card, ...] = ()
    may_ask: bool = False
    note: str = ""
    """Why nothing can be sent now, where the order binds all the same."""
    sent: str = ""
    error: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


def comply_page(
    session: Session,
    file: CaseFile,
    code: str,
    *,
    sent: str = "",
    error: str = "",
    typed: Mapping[str, str] | None = None,
) -> ComplyPage:
    """The page behind a code."""
    reports = [] if file.order is None else list_item_reports(session, file.order.id)
    asked = [] if file.order is None else list_extensions(session, file.order.id)
    dues = running_dues(file.items, file.due_changes)
    return ComplyPage(
        code,
        case_number=file.case.case_number,
        address=file.dwelling.address,
        items=tuple(_told_item(file, item, dues, reports) for item in file.items),
        requests=tuple(_told_request(file, one) for one in asked),
        may_ask=_may_write(file, *WAITING) and all(one.state is not ExtensionState.ASKED for one in asked),
        note="" if file.order is None or file.order.round == file.case.round else _(TOLD_AT_REVISIT),
        sent=sent,
        error=error,
        typed=typed or {},
    )


def _may_write(file: CaseFile, *states: CaseState) -> bool:
    """Whether the addressee of an order of this round can write about it; with the letter in hand it has arrived."""
    is_current = file.order is not None and file.order.round == file.case.round
    return is_current and file.case.state in (CaseState.ORDER_ISSUED, *states)


def _told_request(file: CaseFile, asked: ExtensionRequest) -> Card:
    card = _extension(file, asked)
    return Card(card.title, card.status, card.badge, card.rows)


def _told_item(
    file: CaseFile, item: OrderItem, dues: Mapping[UUID, date | None], reports: Sequence[ItemReport]
) -> ComplyItem:
    mine = [one for one in reports if one.item_id == item.id]
    waiting = any(one.accepted is None for one in mine)
    badge, status = _standing(item, waiting=waiting)
    due = dues[item.id]
    return ComplyItem(
        item.id,
        item.position,
        file.finding(item.finding_id).title,
        item.result,
        due_words(item, due),
        status,
        badge,
        tuple(_told_report(one) for one in mine),
        _may_write(file, *RUNNING) and not item.complied and not waiting,
    )


def _told_report(report: ItemReport) -> str:
    words = f"{format_date(report.done_on)}: {report.done}"
    if report.accepted is None:
        return words
    decided = _("Accepted") if report.accepted else _("Refused")
    return f"{words} – {decided}: {report.decision_reason}"
