"""What followed an order: reports item by item with what was decided of each, and requests for more time."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from husly.kit import pdf
from husly.kit.i18n import format_date, format_moment
from inspection.case_file.papers.files import FileRow, file_elements, files_of_reports
from inspection.case_file.papers.paper import Paper, Wanted, noon
from inspection.enforcement.models import Finding, FollowUp, Order, OrderItem
from inspection.enforcement.queries import list_due_changes, list_items
from inspection.enforcement.running_dues import running_dues
from inspection.enforcement.words import told
from inspection.followup.extensions import ExtensionState
from inspection.followup.models import ExtensionRequest, ItemReport, Via
from inspection.followup.queries import list_extensions, list_item_reports

WAYS = {Via.CODE: "med påbuddets kode", Via.HAND: "noteret af myndigheden"}
STATES = {
    ExtensionState.ASKED: "Ikke afgjort endnu",
    ExtensionState.GRANTED: "Imødekommet",
    ExtensionState.REFUSED: "Afslået",
}


def followup_papers(session: Session, wanted: Wanted) -> list[Paper]:
    """For each order whose letter is shown: a paper of what was reported, and one for each request for more time."""
    shown = {one.id: one for one in wanted.file.letters if wanted.shows_letter(one)}
    orders = select(Order).where(Order.case_id == wanted.file.case.id).order_by(col(Order.drafted_at))
    papers: list[Paper] = []
    for order in session.exec(orders):
        if order.letter_id in shown:
            issued = format_date(shown[order.letter_id].issued_at)
            papers += [*_reported(session, order, issued), *_asked(session, order, issued)]
    return papers


def _reported(session: Session, order: Order, issued: str) -> list[Paper]:
    reports = list_item_reports(session, order.id)
    whole = session.exec(select(FollowUp).where(FollowUp.order_id == order.id)).one_or_none()
    items = list_items(session, order.id)
    moments = [one.decided_at or one.reported_at for one in reports]
    moments += [noon(one.verified_on) for one in items if one.verified_on is not None]
    moments += [noon(whole.reported_on)] if whole is not None else []
    if not moments:
        return []

    def body() -> list[pdf.Element]:
        head = (
            ("Påbud", issued),
            ("Meldt", format_date(whole.reported_on) if whole is not None else ""),
            ("Melding i alt", whole.report if whole is not None else ""),
        )
        elements: list[pdf.Element] = [pdf.Pairs(told(head)), *_items(session, order, items, reports)]
        return elements + file_elements([row for one in reports for row in _files(session, one)])

    return [Paper(max(moments), f"Opfølgning på påbud af {issued}", body)]


def _files(session: Session, report: ItemReport) -> list[FileRow]:
    return files_of_reports(session, report.id, report.reported_at)


def _items(
    session: Session, order: Order, items: Sequence[OrderItem], reports: Sequence[ItemReport]
) -> list[pdf.Element]:
    dues = running_dues(items, list_due_changes(session, order.id))
    made: list[pdf.Element] = []
    for item in items:
        due, finding = dues[item.id], session.get_one(Finding, item.finding_id)
        rows = (
            ("Skal opnås", item.result),
            ("Frist i påbuddet", format_date(item.due_on)),
            ("Frist nu", "Løber ikke" if due is None else format_date(due) if due != item.due_on else ""),
            *(row for one in reports if one.item_id == item.id for row in _report(one)),
            ("Efterlevet", _standing(item)),
            ("Bevis", item.evidence),
        )
        made.append(pdf.NumberedItem(item.position, finding.title, told(rows)))
    return made


def _report(report: ItemReport) -> list[tuple[str, str]]:
    came = f"{format_moment(report.reported_at)}, {WAYS[report.via]}"
    rows = [(f"Melding {report.evidence_id}", f"{report.done} (udført {format_date(report.done_on)}; meldt {came})")]
    if report.accepted is not None:
        verdict = "Godkendt" if report.accepted else "Ikke godkendt"
        rows.append(("Afgørelse", f"{verdict} {format_moment(report.decided_at)}: {report.decision_reason}"))
    return rows


def _standing(item: OrderItem) -> str:
    if item.complied is None:
        return ""
    day = f", kontrolleret {format_date(item.verified_on)}" if item.verified_on else ""
    return f"{'Ja' if item.complied else 'Nej'}{day}"


def _asked(session: Session, order: Order, issued: str) -> list[Paper]:
    return [_extension(session, one, issued) for one in list_extensions(session, order.id)]


def _extension(session: Session, one: ExtensionRequest, issued: str) -> Paper:
    item = None if one.item_id is None else session.get_one(OrderItem, one.item_id)
    rows = (
        ("Påbud", issued),
        ("Gælder", "Hele påbuddet" if item is None else f"Punkt {item.position}"),
        ("Modtaget", f"{format_moment(one.asked_at)}, {WAYS[one.via]}"),
        ("Frist før", format_date(one.due_before) if one.due_before else ""),
        ("Ønsket frist", format_date(one.asked_until)),
        ("Begrundelse", one.reason),
        ("Afgørelse", STATES[one.state] + _on(one.decided_at)),
        ("Ny frist", format_date(one.granted_to) if one.granted_to else ""),
        ("Myndighedens svar", one.answer),
    )
    return Paper(one.asked_at, "Anmodning om udsættelse af fristen", lambda: [pdf.Pairs(told(rows))])


def _on(moment: datetime | None) -> str:
    return "" if moment is None else f" {format_moment(moment)}"
