"""Reading cases within the reader's scope, and the rows that belong to one."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.calendar import Calendar
from husly.kit.database import calendar_of
from husly.kit.errors import DomainError, NotFoundError
from inspection.authorities.belonging import seen_cases
from inspection.delivery.queries import undelivered_trouble
from inspection.enforcement.case_facts import NOTHING, Unfinished
from inspection.enforcement.models import (
    CaseMove,
    DueChange,
    Finding,
    FollowUp,
    Hearing,
    InspectionCase,
    Order,
    OrderItem,
    Visit,
)
from inspection.enforcement.running_dues import last_due_column
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.unfinished import unfinished_of
from inspection.followup.extensions import ExtensionState
from inspection.followup.models import ExtensionRequest
from inspection.hearings.models import HearingPoint, Postponement
from inspection.hearings.queries import list_points, list_postponements
from inspection.letters.models import Letter
from register.accommodations.queries import was_declared
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.owners.models import OwnerContest
from register.owners.queries import list_contests_of_case

BEFORE_VISIT = (CaseState.PLANNED, CaseState.NOTIFIED, CaseState.UNANNOUNCED_DECIDED)
UNDER_ORDER = (CaseState.ORDER_ISSUED, CaseState.ORDER_DELIVERED)


class WithParty:
    """What knows a case and its employer."""

    case: InspectionCase
    employer: Employer

    @property
    def party_name(self) -> str:
        """Whom the case addresses, by name: the employer, or the owner."""
        return self.case.owner_name or self.employer.name


@dataclass(frozen=True)
class CaseRow(WithParty):
    """One case of a list with its current visit (None while none is decided), where and whose, its next deadline."""

    case: InspectionCase
    visit: Visit | None
    dwelling: Dwelling
    employer: Employer
    next_due_on: date | None = None


@dataclass(frozen=True)
class CaseFile(WithParty):
    """Everything recorded of a case; hearing, order and follow-up are those of the current round."""

    case: InspectionCase
    planned: Visit | None
    dwelling: Dwelling
    employer: Employer
    moves: tuple[CaseMove, ...]
    findings: tuple[Finding, ...]
    letters: tuple[Letter, ...]
    hearing: Hearing | None
    order: Order | None
    items: tuple[OrderItem, ...]
    follow_up: FollowUp | None
    follows_up_order: bool
    calendar: Calendar
    contests: tuple[OwnerContest, ...] = ()
    is_declared: bool = True
    due_changes: tuple[DueChange, ...] = ()
    reply_points: tuple[HearingPoint, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    sister: InspectionCase | None = None
    order_was_remitted: bool = False
    failed_letters: int = 0
    unfinished: Unfinished = NOTHING
    time_asked: bool = False
    """Whether a request for more time for the order waits for an answer."""

    @property
    def visit(self) -> Visit:
        """The visit of the current round. Raises ``DomainError`` while none is decided."""
        if self.planned is None:
            raise DomainError("case.no_visit", "No visit is decided in this case yet.")
        return self.planned

    @property
    def open_contests(self) -> tuple[OwnerContest, ...]:
        """What an owner contests in this case and nobody has answered."""
        return tuple(one for one in self.contests if one.closed_at is None)

    def letter(self, letter_id: UUID) -> Letter:
        """A letter of this case. Raises ``NotFoundError``."""
        for letter in self.letters:
            if letter.id == letter_id:
                return letter
        raise NotFoundError("letter")

    def finding(self, finding_id: UUID) -> Finding:
        """A finding of this case. Raises ``NotFoundError``."""
        for finding in self.findings:
            if finding.id == finding_id:
                return finding
        raise NotFoundError("finding")


def _joined() -> sa.Join:
    this_round = sa.and_(col(Visit.case_id) == col(InspectionCase.id), col(Visit.round) == col(InspectionCase.round))
    return (
        sa.outerjoin(InspectionCase, Visit, this_round)
        .join(Dwelling, col(Dwelling.id) == col(InspectionCase.dwelling_id))
        .join(Employer, col(Employer.id) == col(InspectionCase.employer_id))
    )


def get_case_row(
    session: Session, case_id: UUID, *, by: Actor, permission: Permission = Permission.READ_CASES
) -> CaseRow:
    """One case within the scope (``seen_cases``). Raises ``NotFoundError``, also outside the scope."""
    statement = (
        select(InspectionCase, Visit, Dwelling, Employer)
        .select_from(_joined())
        .where(col(InspectionCase.id) == case_id, seen_cases(by, permission))
    )
    row = session.exec(statement).one_or_none()
    if row is None:
        raise NotFoundError("case")
    return CaseRow(*row)


def find_case_of_visit(session: Session, planned_visit_id: UUID) -> InspectionCase | None:
    """The case that was opened for a visit of a plan, if there is one."""
    visits = select(InspectionCase).join(Visit, col(Visit.case_id) == col(InspectionCase.id))
    return session.exec(visits.where(Visit.planned_visit_id == planned_visit_id)).one_or_none()


def find_open_case(
    session: Session, accommodation_id: UUID, *, state: CaseState | None = None
) -> InspectionCase | None:
    """The newest case about an accommodation that is not over; ``state`` narrows it to cases that stand there.

    A sister case follows the visit of another one: that other one is meant.
    """
    statement = select(InspectionCase).where(
        InspectionCase.accommodation_id == accommodation_id, col(InspectionCase.closed_at).is_(None)
    )
    statement = statement.where(col(InspectionCase.sister_of_id).is_(None))
    if state is not None:
        statement = statement.where(InspectionCase.state == state)
    newest = (col(InspectionCase.opened_at).desc(), col(InspectionCase.id))
    return session.exec(statement.order_by(*newest).limit(1)).first()


def find_sister(session: Session, case: InspectionCase) -> InspectionCase | None:
    """The case about the same visit with the other addressee, whichever of the two was opened first."""
    if case.sister_of_id is not None:
        return session.get_one(InspectionCase, case.sister_of_id)
    return session.exec(select(InspectionCase).where(InspectionCase.sister_of_id == case.id)).one_or_none()


def lock_case(session: Session, case_id: UUID) -> None:
    """Lock a case until the transaction ends, and read it anew: the database lets one at a time through."""
    lock = select(InspectionCase).where(InspectionCase.id == case_id).with_for_update()
    session.exec(lock.execution_options(populate_existing=True)).one_or_none()


def count_moves(session: Session, case_id: UUID) -> int:
    """How many moves a case has made."""
    return session.exec(select(sa.func.count()).select_from(CaseMove).where(CaseMove.case_id == case_id)).one()


def get_case_file(
    session: Session, case_id: UUID, *, by: Actor, permission: Permission = Permission.READ_CASES
) -> CaseFile:
    """One case with all that belongs to it. Raises ``NotFoundError``, also outside the scope."""
    row = get_case_row(session, case_id, by=by, permission=permission)
    case = row.case
    order, hearing = _current_order(session, case), find_hearing(session, case)
    return CaseFile(
        case=case,
        planned=row.visit,
        dwelling=row.dwelling,
        employer=row.employer,
        moves=list_moves(session, case.id),
        findings=list_findings(session, case),
        letters=list_letters(session, case.id),
        hearing=hearing,
        order=order,
        items=() if order is None else list_items(session, order.id),
        follow_up=None
        if order is None
        else session.exec(select(FollowUp).where(FollowUp.order_id == order.id)).one_or_none(),
        follows_up_order=bool(list_orders_before(session, case)),
        contests=list_contests_of_case(session, case.id),
        is_declared=was_declared(session, case.accommodation_id),
        due_changes=() if order is None else list_due_changes(session, order.id),
        reply_points=() if hearing is None else list_points(session, hearing.id),
        postponements=() if hearing is None else list_postponements(session, hearing.id),
        sister=find_sister(session, case),
        order_was_remitted=_was_remitted(session, case),
        failed_letters=len(undelivered_trouble(session, case.id)),
        unfinished=unfinished_of(session, case.id),
        time_asked=order is not None and more_time_is_asked(session, order.id),
        calendar=calendar_of(session),
    )


def with_order(session: Session, file: CaseFile, order: Order) -> CaseFile:
    """The file as it stands about an order of an earlier round."""
    return replace(
        file,
        order=order,
        items=list_items(session, order.id),
        findings=list_findings(session, file.case, order.round),
        follow_up=session.exec(select(FollowUp).where(FollowUp.order_id == order.id)).one_or_none(),
        due_changes=list_due_changes(session, order.id),
        time_asked=more_time_is_asked(session, order.id),
    )


def more_time_is_asked(session: Session, order_id: UUID) -> bool:
    """Whether a request for more time for an order waits for an answer."""
    asked = select(ExtensionRequest.id).where(
        ExtensionRequest.order_id == order_id, ExtensionRequest.state == ExtensionState.ASKED
    )
    return session.exec(asked.limit(1)).first() is not None


def _was_remitted(session: Session, case: InspectionCase) -> bool:
    """Whether an issued order of this round was sent back: only a decision on an appeal does both."""
    remitted = select(Order.id).where(
        Order.case_id == case.id,
        Order.round == case.round,
        col(Order.returned_at).is_not(None),
        col(Order.withdrawn_at).is_not(None),
    )
    return session.exec(remitted.limit(1)).first() is not None


def find_hearing(session: Session, case: InspectionCase) -> Hearing | None:
    """The hearing of the current round."""
    return session.exec(select(Hearing).where(Hearing.case_id == case.id, Hearing.round == case.round)).one_or_none()


def _current_order(session: Session, case: InspectionCase) -> Order | None:
    return session.exec(
        select(Order).where(
            Order.case_id == case.id,
            Order.round == case.round,
            col(Order.returned_at).is_(None),
            col(Order.replaced_by_id).is_(None),
        )
    ).one_or_none()


def list_orders_before(session: Session, case: InspectionCase) -> list[Order]:
    """The orders of earlier rounds that bind: they have left, and are neither withdrawn nor replaced."""
    statement = (
        select(Order)
        .join(Letter, col(Letter.id) == col(Order.letter_id))
        .where(
            Order.case_id == case.id,
            Order.round < case.round,
            col(Letter.issued_at).is_not(None),
            col(Order.withdrawn_at).is_(None),
        )
    )
    return list(session.exec(statement))


def list_moves(session: Session, case_id: UUID) -> tuple[CaseMove, ...]:
    """Every move of a case, the oldest first."""
    return tuple(session.exec(select(CaseMove).where(CaseMove.case_id == case_id).order_by(col(CaseMove.position))))


def list_findings(session: Session, case: InspectionCase, round_number: int | None = None) -> tuple[Finding, ...]:
    """What was found in one round, the current one unless another is named."""
    return tuple(
        session.exec(
            select(Finding)
            .where(Finding.case_id == case.id, Finding.round == (round_number or case.round))
            .order_by(col(Finding.number))
        )
    )


def list_letters(session: Session, case_id: UUID) -> tuple[Letter, ...]:
    """The letters of a case that were not discarded, the oldest first."""
    return tuple(
        session.exec(
            select(Letter)
            .where(Letter.case_id == case_id, col(Letter.discarded_at).is_(None))
            .order_by(col(Letter.created_at), col(Letter.id))
        )
    )


def list_items(session: Session, order_id: UUID) -> tuple[OrderItem, ...]:
    """The items of an order as they are numbered in the letter."""
    return tuple(
        session.exec(select(OrderItem).where(OrderItem.order_id == order_id).order_by(col(OrderItem.position)))
    )


def list_due_changes(session: Session, order_id: UUID) -> tuple[DueChange, ...]:
    """What moved the deadlines of an order, the oldest first."""
    statement = select(DueChange).where(DueChange.order_id == order_id)
    return tuple(session.exec(statement.order_by(col(DueChange.at), col(DueChange.id))))


@dataclass(frozen=True)
class CaseFilter:
    """What a reader of the list asks for."""

    state: str = ""
    municipality_code: str = ""
    search: str = ""
    overdue_on: date | None = None


def list_cases(
    session: Session, *, by: Actor, wanted: CaseFilter, limit: int = 50, offset: int = 0
) -> tuple[list[CaseRow], int]:
    """Cases within the scope, open ones first, the most urgent deadline first, and how many there are in all."""
    conditions = [seen_cases(by), *_conditions(wanted)]
    count = session.execute(sa.select(sa.func.count()).select_from(_joined()).where(*conditions)).scalar_one()
    next_due = _next_due()
    statement = (
        sa.select(InspectionCase, Visit, Dwelling, Employer, next_due)
        .select_from(_joined())
        .where(*conditions)
        .order_by(
            col(InspectionCase.closed_at).is_not(None),
            next_due.is_(None),
            next_due,
            col(InspectionCase.case_number).desc(),
        )
        .limit(limit)
        .offset(offset)
    )
    return [CaseRow(*row) for row in session.execute(statement)], count


def _next_due() -> sa.ColumnElement[date]:
    """The day that a case waits for: its visit, the end of its hearing, the last deadline of its order."""
    this_hearing = sa.and_(
        col(Hearing.case_id) == col(InspectionCase.id), col(Hearing.round) == col(InspectionCase.round)
    )
    given, late = sa.func.coalesce(col(Hearing.postponed_to), col(Hearing.due_on)), col(Hearing.late_until)
    hearing_due = sa.select(sa.case((late > given, late), else_=given)).where(this_hearing)
    this_order = sa.and_(
        col(Order.case_id) == col(InspectionCase.id),
        col(Order.round) == col(InspectionCase.round),
        col(Order.returned_at).is_(None),
        col(Order.withdrawn_at).is_(None),
    )
    order_due = (
        sa.select(last_due_column())
        .select_from(OrderItem)
        .join(Order, col(Order.id) == col(OrderItem.order_id))
        .where(this_order)
    )
    state = col(InspectionCase.state)
    return sa.case(
        (state.in_(BEFORE_VISIT), col(Visit.visit_on)),
        (state == CaseState.FINDINGS_RECORDED, hearing_due.scalar_subquery()),
        (state.in_(UNDER_ORDER), order_due.scalar_subquery()),
        else_=sa.null(),
    )


def _conditions(wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.state:
        conditions.append(col(InspectionCase.state) == CaseState(wanted.state))
    if wanted.overdue_on is not None:
        conditions.append(_next_due() < wanted.overdue_on)
    if wanted.municipality_code:
        conditions.append(col(InspectionCase.municipality_code) == wanted.municipality_code)
    if wanted.search.strip():
        words = wanted.search.strip()
        columns = (
            *(col(InspectionCase.case_number), col(Dwelling.street), col(Dwelling.postcode), col(Employer.name)),
            col(InspectionCase.owner_name),
        )
        conditions.append(sa.or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return conditions
