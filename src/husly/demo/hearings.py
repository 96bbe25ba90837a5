"""Hearings of the demonstration: one answered with the code of its letter point by point, one with more time."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.database import calendar_of
from inspection.enforcement.models import Hearing, InspectionCase
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.hearings.actions import ask_for_time, grant_time, reply_by_code
from inspection.hearings.replies import Said, breaches_of

ANSWER = "Vi har målt rummet anderledes og medsender gerne plantegningen. Håndværkeren kommer i næste uge."
GENERAL = "Vi er en lille virksomhed midt i sæsonen og beder om en frist efter høsten."
WHY_LATER = "Vores revisor, som har lejeaftalen og tegningerne, er på ferie til og med næste uge."


def load_replies(session: Session, *, by: Actor, at: datetime) -> None:
    """Answer the first hearing that runs, and give more time in the second."""
    statement = (
        select(Hearing)
        .join(InspectionCase, col(InspectionCase.id) == col(Hearing.case_id))
        .where(InspectionCase.state == CaseState.FINDINGS_RECORDED, col(Hearing.replied_on).is_(None))
        .order_by(col(InspectionCase.case_number))
    )
    running = session.exec(statement.limit(2)).all()
    for hearing, answer in zip(running, (_answer, _postpone), strict=False):
        answer(session, hearing, by=by, at=at - timedelta(hours=20))


def _answer(session: Session, hearing: Hearing, *, by: Actor, at: datetime) -> None:
    file = get_case_file(session, hearing.case_id, by=by)
    said: dict[Any, str] = {finding.id: ANSWER for finding in breaches_of(file)[:1]}
    reply_by_code(session, hearing, Said(points=said, general=GENERAL), at=at)


def _postpone(session: Session, hearing: Hearing, *, by: Actor, at: datetime) -> None:
    until = calendar_of(session).on_or_after(hearing.due_on + timedelta(days=7))
    request = ask_for_time(session, hearing, reason=WHY_LATER, until=until, at=at)
    grant_time(session, hearing.case_id, request.id, until=until, by=by, at=at + timedelta(hours=2))
