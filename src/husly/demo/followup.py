"""Follow-up in the demonstration: more time granted, a fine a day that runs, a report to the police."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.enforcement.running_dues import last_due
from inspection.enforcement.transitions import CaseState
from inspection.fines.actions import approve_fine, propose_fine
from inspection.fines.kinds import FineKind
from inspection.followup.actions import ask_extension, decide_extension
from inspection.followup.extensions import ExtensionMove
from inspection.letters.issuing import issue_letter
from inspection.police.actions import Reported, approve_report, propose_report

SOURCE = "Demonstration: intet dansk beløb er fastsat"


def add_followup(
    session: Session, settings: Settings, *, inspector: Actor, decision_maker: Actor, at: datetime
) -> None:
    """A few rows in cases that the demonstration has already; a kind of case that it lacks is left out."""
    delivered = _first(session, CaseState.ORDER_DELIVERED, by=inspector)
    if delivered is not None:
        _more_time(session, delivered, by=inspector, at=at)
    disobeyed = _first(session, CaseState.NOT_COMPLIED, by=inspector)
    if disobeyed is not None:
        _fine(session, settings, disobeyed, inspector, decision_maker, at)
        _report(session, settings, disobeyed, inspector, decision_maker, at)


def _first(session: Session, state: CaseState, *, by: Actor) -> CaseFile | None:
    statement = select(InspectionCase).where(InspectionCase.state == state).order_by(col(InspectionCase.case_number))
    found = session.exec(statement.limit(1)).first()
    return None if found is None else get_case_file(session, found.id, by=by)


def _more_time(session: Session, file: CaseFile, *, by: Actor, at: datetime) -> None:
    due = last_due(file.items, file.due_changes)
    if due is None or due <= danish_date(at):
        return
    until = due + timedelta(days=14)
    reason = "Vinduet er bestilt, men leveres først om tre uger."
    asked = ask_extension(session, file.case.id, item_id=None, until=until, reason=reason, by=by, at=at)
    answer = "Bestillingen er dokumenteret, og beboerne har et andet lyst rum imens."
    decide_extension(session, file.case.id, asked.id, ExtensionMove.GRANT, until=until, answer=answer, by=by, at=at)


def _fine(
    session: Session, settings: Settings, file: CaseFile, inspector: Actor, decision_maker: Actor, at: datetime
) -> None:
    fine = propose_fine(
        session,
        file.case.id,
        kind=FineKind.PER_DAY,
        amount=1_000,
        cap=60_000,
        legal_source=SOURCE,
        reason="Påbuddet er ikke efterkommet inden fristen.",
        settings=settings,
        by=inspector,
        at=at,
    )
    if settings.fine_only_after_order is not None:
        approve_fine(session, file.case.id, fine.id, settings=settings, by=decision_maker, at=at)


def _report(
    session: Session, settings: Settings, file: CaseFile, by: Actor, decision_maker: Actor, at: datetime
) -> None:
    """Proposed, approved by another person, and sent as its letter."""
    today, due = danish_date(at), last_due(file.items, file.due_changes)
    told = Reported(
        district="Demonstrationens Politi",
        district_address="Politigården 1, 1000 Demoby",
        act_from=min(today, due + timedelta(days=1)) if due else today,
        act_to=today,
        act="Påbuddet om boligens forhold er ikke efterkommet inden fristen.",
        provisions="lov nr. 1445 af 10. december 2024 om indkvartering af ansatte",
        witnesses="to tilsynsførende",
        proposed_fine=10_000,
        fine_source=SOURCE,
    )
    report = propose_report(session, file.case.id, told=told, by=by, at=at)
    approve_report(session, file.case.id, report.id, by=decision_maker, at=at)
    if report.letter_id is not None:
        issue_letter(session, report.letter_id, settings=settings, by=decision_maker, at=at)
