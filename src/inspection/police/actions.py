"""Every change of a report to the police. Each asks the table of lawful moves first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.actions.steps import open_file, stated, trace
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.tables import target_of
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.police.models import PoliceReport
from inspection.police.queries import get_report, report_facts
from inspection.police.transitions import TABLE, ReportMove, ReportState


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What a report says: to which district, what happened when, and which fine is proposed, if any (in kroner)."""

    district: str
    district_address: str
    act_from: date
    act_to: date
    act: str
    provisions: str
    witnesses: str = ""
    proposed_fine: int | None = None
    fine_source: str = ""
    contact: str = ""


def propose_report(session: Session, case_id: UUID, *, told: Reported, by: Actor, at: datetime) -> PoliceReport:
    """Write a report to the police with its letter as draft. It leaves once another person has approved it."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    _check(told, today=danish_date(at))
    report = PoliceReport(
        case_id=file.case.id,
        round=file.case.round,
        district=told.district.strip()[:200],
        district_address=told.district_address.strip()[:400],
        act_from=told.act_from,
        act_to=told.act_to,
        act=stated("police.act", told.act, "Write what the offence consists of."),
        provisions=stated("police.provisions", told.provisions, "Write which provisions are breached."),
        witnesses=told.witnesses.strip(),
        proposed_fine=told.proposed_fine,
        fine_source=told.fine_source.strip(),
        contact=(told.contact.strip() or by.name)[:200],
        proposed_at=at,
        proposed_by=by.id,
        proposed_by_name=by.name,
        moved_at=at,
    )
    session.add(report)
    session.flush()
    _draft_letter(session, file, report, by=by, at=at)
    trace(session, file.case, "police_report.proposed", by=by, at=at, details={"report": report.id})
    return report


def _check(told: Reported, *, today: date) -> None:
    if not (told.district.strip() and told.district_address.strip()):
        raise DomainError("police.district", "Write the police district and its address.")
    if not told.act_from <= told.act_to <= today:
        raise DomainError("police.days", "The offence must begin before it ends, and not lie ahead.")
    if told.proposed_fine is not None and (told.proposed_fine <= 0 or not told.fine_source.strip()):
        raise DomainError("police.fine", "A proposed fine is above nought and names what it rests on.")


def _draft_letter(session: Session, file: CaseFile, report: PoliceReport, *, by: Actor, at: datetime) -> None:
    letter = add_draft(
        session,
        file.case,
        LetterKind.POLITIANMELDELSE,
        _choices(report, by),
        None,
        by,
        at,
        about_id=report.id,
        recipient={"name": report.district, "address": report.district_address, "form": "i"},
        confined=True,
    )
    report.letter_id = letter.id
    session.flush()


def _choices(report: PoliceReport, by: Actor) -> dict[str, Any]:
    return {
        "caseworker": by.name,
        "provisions": report.provisions,
        "act": report.act,
        "act_from": report.act_from.isoformat(),
        "act_to": report.act_to.isoformat(),
        "witnesses": report.witnesses,
        "proposed_fine": report.proposed_fine,
        "fine_source": report.fine_source,
        "contact": report.contact,
    }


def approve_report(session: Session, case_id: UUID, report_id: UUID, *, by: Actor, at: datetime) -> None:
    """Approve a report, and its letter, as the second person."""
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    report = get_report(session, file, report_id)
    move_report(session, file, report, ReportMove.APPROVE, by=by, at=at)
    report.approved_at, report.approved_by, report.approved_by_name = at, by.id, by.name
    if report.letter_id is not None:
        letter = file.letter(report.letter_id)
        letter.approved_by, letter.approved_by_name, letter.approved_at = by.id, by.name, at
    session.flush()


def advance_report(
    session: Session,
    case_id: UUID,
    report_id: UUID,
    move: ReportMove,
    *,
    number: str = "",
    outcome: str = "",
    by: Actor,
    at: datetime,
) -> ReportState:
    """Record what the police answered: the number first, then what came of it; or that the report is withdrawn."""
    if move in (ReportMove.APPROVE, ReportMove.SEND):
        raise DomainError("police.move", "This is done by approving the report, or by issuing its letter.")
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    report = get_report(session, file, report_id)
    report.number = number.strip()[:80] or report.number
    if move is not ReportMove.ACKNOWLEDGE:
        report.outcome = stated("police.outcome", outcome, "Write in a few words what happened.")
    return move_report(session, file, report, move, by=by, at=at)


def move_report(
    session: Session, file: CaseFile, report: PoliceReport, move: ReportMove, *, by: Actor, at: datetime
) -> ReportState:
    """Move a report as its table says; the caller holds the case."""
    target = target_of(TABLE, report.state, move, report_facts(file, report, decides=by.id, as_of=danish_date(at)))
    row = next(one for one in TABLE if one.move is move and one.source is report.state)
    open_file(session, file.case.id, by=by, permission=row.permission)
    before, report.state, report.moved_at = report.state, target, at
    session.flush()
    details = {"report": report.id}
    action = f"police_report.{move.value}"
    trace(session, file.case, action, by=by, at=at, before=before.value, after=target.value, details=details)
    return target
