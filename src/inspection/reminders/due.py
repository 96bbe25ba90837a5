"""What is due or late around visits on a day, and who is told. Working days are the Danish ones.

A reminder is found again and again until somebody acts; that each goes once is kept in the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Role
from husly.kit.accounts.models import Account, RoleGrant
from husly.kit.calendar import Calendar
from husly.kit.database import calendar_of
from inspection.authorities.belonging import seen_cases
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.notice_days import send_by
from inspection.enforcement.transitions import CaseState
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, VisitPlan
from inspection.reminders.models import DutyKind

BEFORE_DAYS = 2
"""Days before a visit on which those who go are told."""

CONCLUDE_DAYS, LATE_DAYS = 3, 10
"""Working days after a visit until the inspector, and then the leaders, are told that nothing is concluded."""

WAITING = frozenset({CaseState.NOTIFIED, CaseState.UNANNOUNCED_DECIDED})
UNCONCLUDED = WAITING | {CaseState.VISITED}


@dataclass(frozen=True)
class Due:
    """One thing that is due: about a visit and its day."""

    kind: DutyKind
    case: InspectionCase
    visit: Visit

    @property
    def about_on(self) -> date:
        """The day it is about; a moved visit is told anew."""
        return self.visit.visited_on or self.visit.visit_on


def kinds_of(
    state: CaseState,
    on: date,
    today: date,
    *,
    posting_days: int,
    notice_days: int,
    calendar: Calendar,
) -> Iterator[DutyKind]:
    """What is due of a visit on ``on`` whose case stands at ``state``; ``notice_days`` before its last day a notice
    that has not left is told.
    """
    if state in WAITING and calendar.on_or_before(on - timedelta(days=BEFORE_DAYS)) <= today < on:
        yield DutyKind.VISIT_SOON
    last = send_by(on, posting_days=posting_days, calendar=calendar)
    if state is CaseState.PLANNED and today >= last - timedelta(days=notice_days):
        yield DutyKind.NOTICE_UNSENT
    if state in UNCONCLUDED and on < today:
        if today >= calendar.working_days_after(on, LATE_DAYS):
            yield DutyKind.CONCLUSION_LATE
        if today >= calendar.working_days_after(on, CONCLUDE_DAYS):
            yield DutyKind.CONCLUSION_DUE


def find_due(
    session: Session, *, today: date, posting_days: int, notice_days: int, by: Actor | None = None
) -> list[Due]:
    """Everything due on a day, the oldest visit first; ``by`` narrows it to what somebody may read."""
    this_round = sa.and_(col(Visit.case_id) == col(InspectionCase.id), col(Visit.round) == col(InspectionCase.round))
    statement = (
        select(InspectionCase, Visit)
        .join(Visit, this_round)
        .where(col(InspectionCase.state).in_([CaseState.PLANNED, *UNCONCLUDED]))
        .order_by(col(Visit.visit_on), col(InspectionCase.case_number))
    )
    if by is not None:
        statement = statement.where(seen_cases(by))
    calendar = calendar_of(session)
    return [
        Due(kind, case, visit)
        for case, visit in session.exec(statement)
        for kind in kinds_of(
            case.state,
            visit.visited_on or visit.visit_on,
            today,
            posting_days=posting_days,
            notice_days=notice_days,
            calendar=calendar,
        )
    ]


def receivers_of(session: Session, due: Due) -> list[UUID]:
    """The accounts of those who are told, in use; nobody outside the authority is ever among them."""
    match due.kind:
        case DutyKind.VISIT_SOON:
            wanted = {due.visit.inspector_id, *_companions(session, due.visit)}
        case DutyKind.CONCLUSION_DUE:
            wanted = {due.visit.inspector_id}
        case DutyKind.NOTICE_UNSENT:
            wanted = {_planner(session, due)}
        case DutyKind.CONCLUSION_LATE:
            return leaders_of(session, due.case.municipality_code)
    return accounts_in_use(session, wanted)


def accounts_in_use(session: Session, wanted: set[str]) -> list[UUID]:
    """Those ids that are accounts in use with the authority; a station or the system is none."""
    ids = [found for found in map(_as_id, wanted) if found is not None]
    of_authority = select(RoleGrant.account_id).where(col(RoleGrant.role).not_in([Role.EMPLOYER, Role.REPRESENTATIVE]))
    statement = select(Account.id).where(
        col(Account.id).in_(ids), col(Account.active), col(Account.id).in_(of_authority)
    )
    return sorted(session.exec(statement))


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _companions(session: Session, visit: Visit) -> set[str]:
    if visit.planned_visit_id is None:
        return set()
    statement = (
        select(DutyStation.account_id)
        .join(PlannedCompanion, col(PlannedCompanion.duty_station_id) == col(DutyStation.id))
        .where(PlannedCompanion.planned_visit_id == visit.planned_visit_id)
    )
    return {str(one) for one in session.exec(statement) if one is not None}


def _planner(session: Session, due: Due) -> str:
    """Who accepted the plan of the visit; without a plan who opened the case."""
    if due.visit.planned_visit_id is None:
        return due.case.opened_by
    statement = (
        select(VisitPlan.decided_by)
        .join(PlannedVisit, col(PlannedVisit.plan_id) == col(VisitPlan.id))
        .where(PlannedVisit.id == due.visit.planned_visit_id)
    )
    return session.exec(statement).one_or_none() or due.case.opened_by


def leaders_of(session: Session, municipality_code: str) -> list[UUID]:
    """Decision-makers of the municipality or of the whole country."""
    code = col(RoleGrant.municipality_code)
    statement = (
        select(Account.id)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .where(
            col(Account.active),
            RoleGrant.role == Role.DECISION_MAKER,
            sa.or_(code.is_(None), code == municipality_code),
        )
    )
    return sorted(set(session.exec(statement)))
