"""The page of the police reports of a case, in the words of the reader."""

from datetime import date

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.room_pages import Card, RoomPage, unmet_of
from inspection.enforcement.steps.kinds import Field, Offer, Step
from inspection.enforcement.steps.police import propose_step
from inspection.enforcement.tables import checks_from
from inspection.enforcement.words import told
from inspection.letters.danish import kroner
from inspection.police.models import PoliceReport
from inspection.police.queries import list_reports, report_facts
from inspection.police.transitions import TABLE, ReportMove, ReportState

STATES: dict[ReportState, tuple[str, str]] = {
    ReportState.PROPOSED: ("info", mark("Proposed")),
    ReportState.APPROVED: ("info", mark("Approved")),
    ReportState.SENT: ("warning", mark("Sent")),
    ReportState.ACKNOWLEDGED: ("warning", mark("Received by the police")),
    ReportState.CHARGED: ("error", mark("Charged")),
    ReportState.DROPPED: ("", mark("Dropped by the police")),
    ReportState.FINED: ("error", mark("Fined")),
    ReportState.WITHDRAWN: ("", mark("Withdrawn")),
}
MOVES: dict[ReportMove, str] = {
    ReportMove.APPROVE: mark("Approve the report"),
    ReportMove.ACKNOWLEDGE: mark("The police have given it a number"),
    ReportMove.RECORD_CHARGE: mark("Charges are brought"),
    ReportMove.RECORD_DROPPED: mark("The police drop it"),
    ReportMove.RECORD_FINE: mark("It ended with a fine"),
    ReportMove.WITHDRAW: mark("Withdraw the report"),
}


def police_page(session: Session, offer: Offer) -> RoomPage:
    """Everything about police reports in a case."""
    file = offer.file
    return RoomPage(
        file,
        _("Police reports"),
        _("The letter to the police and what it encloses are no part of the party's file."),
        tuple(_card(file, one, offer.actor, offer.as_of) for one in list_reports(session, file.case.id)),
        _("No report is written in this case."),
        () if file.case.closed_at is not None else (propose_step(offer),),
        key="police",
    )


def _card(file: CaseFile, report: PoliceReport, actor: Actor, as_of: date) -> Card:
    badge, status = STATES[report.state]
    facts = report_facts(file, report, decides=actor.id, as_of=as_of)
    steps = tuple(
        _move(report, check.move, ()) if check.move is ReportMove.ACKNOWLEDGE
        else _move(report, check.move, unmet_of(check, actor, file))
        for check in checks_from(TABLE, report.state, facts)
        if check.move in MOVES
    )  # fmt: skip
    links = [] if report.letter_id is None else [(f"/letters/{report.letter_id}", _("Read the letter"))]
    links.append((f"/cases/{file.case.id}/police/{report.id}.zip", _("Download the package with its enclosures")))
    return Card(report.district, _(status), badge, _rows(report), tuple(links), steps)


def _rows(report: PoliceReport) -> tuple[tuple[str, str], ...]:
    return told(
        (
            (_("When"), f"{format_date(report.act_from)} – {format_date(report.act_to)}"),
            (_("The offence"), report.act),
            (_("Provisions"), report.provisions),
            (_("Proposed fine"), "" if report.proposed_fine is None else kroner(report.proposed_fine)),
            (_("Contact person"), report.contact),
            (_("Number with the police"), report.number),
            (_("What came of it"), report.outcome),
            (_("Written by"), report.proposed_by_name),
            (_("Approved by"), report.approved_by_name or ""),
        )
    )


def _move(report: PoliceReport, move: ReportMove, unmet: tuple[str, ...]) -> Step:
    fields = [
        Field("report", "", "hidden", str(report.id)),
        Field("move", "", "hidden", move.value),
    ]
    if move is ReportMove.ACKNOWLEDGE:
        fields.append(Field("number", _("Number with the police"), "text"))
    elif move is not ReportMove.APPROVE:
        fields.append(Field(f"outcome.{move.value}", _("In a few words"), "text"))
    return Step("police-move", _(MOVES[move]), _("Record it"), fields=tuple(fields), unmet=unmet, main=False)


def standing(session: Session, file: CaseFile) -> tuple[str, str, str, str]:
    """How police reports stand in a case: title, page, words, badge."""
    reports, href = list_reports(session, file.case.id), f"/cases/{file.case.id}/police"
    if not reports:
        return _("Police reports"), href, "", ""
    badge, status = STATES[reports[-1].state]
    return (_("Police reports"), href, _(status), badge)
