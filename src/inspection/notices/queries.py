"""Visits that lie ahead with the letter that announces them, within the reader's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from inspection.authorities.belonging import own_cases
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.notice_days import last_day_to_send
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.planning.models import PlannedVisit
from register.dwellings.models import Dwelling
from register.employers.models import Employer


class Which(StrEnum):
    """Which of the visits ahead a list shows."""

    TO_SEND = "to_send"
    UNREACHABLE = "unreachable"
    """To be sent, but the letter head would lack the address."""
    SENT = "sent"
    UNANNOUNCED = "unannounced"


STATES = {
    Which.TO_SEND: CaseState.PLANNED,
    Which.UNREACHABLE: CaseState.PLANNED,
    Which.SENT: CaseState.NOTIFIED,
    Which.UNANNOUNCED: CaseState.UNANNOUNCED_DECIDED,
}


@dataclass(frozen=True)
class Ahead:
    """A visit ahead, where and at whom, and its letter: the draft, else the last one issued, else None."""

    case: InspectionCase
    visit: Visit
    dwelling: Dwelling
    employer: Employer
    letter: Letter | None = None
    plan_id: UUID | None = None


def _joined(statement: Any) -> Any:
    this_round = sa.and_(col(Visit.case_id) == col(InspectionCase.id), col(Visit.round) == col(InspectionCase.round))
    return (
        statement.select_from(InspectionCase)
        .join(Visit, this_round)
        .join(Dwelling, col(Dwelling.id) == col(InspectionCase.dwelling_id))
        .join(Employer, col(Employer.id) == col(InspectionCase.employer_id))
        .outerjoin(PlannedVisit, col(PlannedVisit.id) == col(Visit.planned_visit_id))
    )


def _conditions(by: Actor, which: Which, plan_id: UUID | None) -> list[sa.ColumnElement[bool]]:
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=sa.null(),  # no employer ever sees a visit that is planned
        municipality_code=col(InspectionCase.municipality_code),
    )
    found = [scope, own_cases(by, Permission.READ_CASES), col(InspectionCase.state) == STATES[which]]
    if which is Which.UNREACHABLE:
        found.append(no_address())
    if plan_id is not None:
        found.append(col(PlannedVisit.plan_id) == plan_id)
    return found


def no_address() -> sa.ColumnElement[bool]:
    """Employers whose letters lack an address, or every number."""
    numbers = (col(Employer.cvr_number), col(Employer.rut_number), col(Employer.foreign_number))
    nameless = sa.and_(*(sa.func.coalesce(number, "") == "" for number in numbers))
    return sa.or_(sa.func.coalesce(sa.func.trim(col(Employer.postal_address)), "") == "", nameless)


ORDER = (col(Visit.visit_on), col(InspectionCase.case_number))
"""The nearest visit first: all notices run equally long, so it is the most urgent one."""


def count_ahead(session: Session, *, by: Actor, plan_id: UUID | None = None) -> dict[Which, int]:
    """How many visits ahead there are of each kind."""
    counted = {}
    for which in Which:
        statement = _joined(sa.select(sa.func.count())).where(*_conditions(by, which, plan_id))
        counted[which] = int(session.execute(statement).scalar_one())
    return counted


def count_missed(session: Session, *, by: Actor, today: date, posting_days: int, plan_id: UUID | None = None) -> int:
    """How many visits have no notice although its last day to leave is over."""
    notice = last_day_to_send(today, posting_days=posting_days)
    missed = col(Visit.visit_on) < today + (today - notice)
    statement = _joined(sa.select(sa.func.count())).where(*_conditions(by, Which.TO_SEND, plan_id), missed)
    return int(session.execute(statement).scalar_one())


def list_ahead(
    session: Session,
    *,
    by: Actor,
    which: Which,
    plan_id: UUID | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Ahead]:
    """Visits ahead of one kind, the most urgent first, of one plan or of all."""
    columns: list[Any] = [InspectionCase, Visit, Dwelling, Employer, PlannedVisit.plan_id]
    statement = _joined(sa.select(*columns)).where(*_conditions(by, which, plan_id)).order_by(*ORDER)
    rows = session.execute(statement.limit(limit).offset(offset)).all()
    letters = _letters(session, [row[0].id for row in rows])
    return [
        Ahead(case, visit, dwelling, employer, letters.get((case.id, case.round)), plan)
        for case, visit, dwelling, employer, plan in rows
    ]


def _letters(session: Session, case_ids: Sequence[UUID]) -> dict[tuple[UUID, int], Letter]:
    """The notice of each round: the draft, else the last one issued."""
    found: dict[tuple[UUID, int], Letter] = {}
    statement = select(Letter).where(
        col(Letter.case_id).in_(case_ids), Letter.kind == LetterKind.VARSLING, col(Letter.discarded_at).is_(None)
    )
    for letter in session.exec(statement.order_by(col(Letter.created_at), col(Letter.id))):
        before = found.get((letter.case_id, letter.round))
        if before is None or before.issued_at is not None:
            found[letter.case_id, letter.round] = letter
    return found


def next_draft(
    session: Session, *, by: Actor, plan_id: UUID | None = None, after: tuple[date, str] | None = None
) -> Letter | None:
    """The first draft in the list, or the first after a visit's day and case number."""
    for ahead in list_ahead(session, by=by, which=Which.TO_SEND, plan_id=plan_id):
        is_after = after is None or (ahead.visit.visit_on, ahead.case.case_number) > after
        if is_after and ahead.letter is not None and ahead.letter.issued_at is None:
            return ahead.letter
    return None
