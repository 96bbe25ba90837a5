"""Reading pairs within the reader's area, and what belongs to them; whoever sees both employers sees a pair."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.clock import danish_date
from husly.kit.errors import NotFoundError
from inspection.enforcement.models import Finding, FindingOutcome, InspectionCase, Order
from inspection.letters.models import Letter
from inspection.reregistered.models import FindRun, FoundPair, PairState, RecordedTrace
from register.accommodations.models import Accommodation
from register.employers.models import Employer
from register.portfolio.models import EmployerLink, LinkKind

BATCH = 500
LINKING = (LinkKind.SUCCESSOR, LinkKind.SAME_OWNER)
"""Kinds of link by which a pair is confirmed."""


@dataclass(frozen=True)
class Past:
    """Within the reader's area: the days on which an employer got orders, and breaches found at it."""

    orders: tuple[date, ...] = ()
    breaches: int = 0


def newest_run(session: Session) -> FindRun | None:
    """The last search that was kept."""
    return session.exec(select(FindRun).order_by(col(FindRun.made_at).desc(), col(FindRun.id)).limit(1)).first()


def _seen(employer_id: sa.ColumnElement[UUID], by: Actor, municipality_code: str = "") -> sa.ColumnElement[bool]:
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    there = sa.exists().where(col(Accommodation.employer_id) == employer_id, scope)
    return there.where(col(Accommodation.municipality_code) == municipality_code) if municipality_code else there


def _both_seen(by: Actor) -> sa.ColumnElement[bool]:
    ends = (sa.type_coerce(one, sa.Uuid) for one in (col(FoundPair.first_id), col(FoundPair.second_id)))
    return sa.and_(*(_seen(one, by) for one in ends))


def list_pairs(session: Session, *, by: Actor, municipality_code: str = "") -> list[FoundPair]:
    """Every pair in the reader's area that is still found or was decided, the strongest first.

    With a municipality those of which either employer has or had housing there.
    """
    statement = select(FoundPair).where(_both_seen(by))
    if municipality_code:
        ends = (sa.type_coerce(one, sa.Uuid) for one in (col(FoundPair.first_id), col(FoundPair.second_id)))
        statement = statement.where(sa.or_(*(_seen(one, by, municipality_code) for one in ends)))
    return list(session.exec(statement.order_by(col(FoundPair.strength).desc(), col(FoundPair.id))))


def get_pair(session: Session, pair_id: UUID, *, by: Actor, to_change: bool = False) -> FoundPair:
    """One pair, held when it is to be changed. Raises ``NotFoundError`` outside the area."""
    statement = select(FoundPair).where(col(FoundPair.id) == pair_id, _both_seen(by))
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("pair")
    return found


def list_employers(session: Session, ids: Collection[UUID]) -> dict[UUID, Employer]:
    """Employers by id."""
    found: dict[UUID, Employer] = {}
    for part in _parts(ids):
        found |= {one.id: one for one in session.exec(select(Employer).where(col(Employer.id).in_(part)))}
    return found


def linked_pairs(session: Session, ids: Collection[UUID]) -> set[frozenset[UUID]]:
    """Which of these employers are linked in force as successor or by owner."""
    found: set[frozenset[UUID]] = set()
    for part in _parts(ids):
        statement = sa.select(col(EmployerLink.employer_a), col(EmployerLink.employer_b)).where(
            col(EmployerLink.ended_on).is_(None),
            col(EmployerLink.kind).in_(LINKING),
            col(EmployerLink.employer_a).in_(part),
        )
        found |= {frozenset((one, other)) for one, other in session.execute(statement)}
    return found


def read_pasts(session: Session, *, by: Actor) -> dict[UUID, Past]:
    """What came of earlier visits, by employer: small next to the register, so read at once."""
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=col(InspectionCase.employer_id),
        municipality_code=col(InspectionCase.municipality_code),
    )
    orders: dict[UUID, list[date]] = {}
    issued = (
        sa.select(col(InspectionCase.employer_id), col(Letter.issued_at))
        .join(Order, col(Order.case_id) == col(InspectionCase.id))
        .join(Letter, col(Letter.id) == col(Order.letter_id))
        .where(col(Letter.issued_at).is_not(None), col(Order.withdrawn_at).is_(None), scope)
        .order_by(col(Letter.issued_at))
    )
    for employer_id, issued_at in session.execute(issued):
        if issued_at is not None:
            orders.setdefault(employer_id, []).append(danish_date(issued_at))
    counted = (
        sa.select(col(InspectionCase.employer_id), sa.func.count())
        .join(Finding, col(Finding.case_id) == col(InspectionCase.id))
        .where(col(Finding.outcome) == FindingOutcome.BREACHED, scope)
        .group_by(col(InspectionCase.employer_id))
    )
    breaches = {employer_id: int(count) for employer_id, count in session.execute(counted)}
    return {one: Past(tuple(orders.get(one, ())), breaches.get(one, 0)) for one in {*orders, *breaches}}


def list_recorded(session: Session, employer_ids: Collection[UUID]) -> list[RecordedTrace]:
    """What people recorded of employers and did not withdraw, the newest first."""
    statement = select(RecordedTrace).where(
        col(RecordedTrace.employer_id).in_(employer_ids), col(RecordedTrace.withdrawn_at).is_(None)
    )
    return list(session.exec(statement.order_by(col(RecordedTrace.recorded_at).desc(), col(RecordedTrace.id))))


def count_waiting(session: Session, employer_id: UUID, *, by: Actor) -> int:
    """Pairs with an employer that wait for a decision, within the reader's area."""
    ends = sa.or_(col(FoundPair.first_id) == employer_id, col(FoundPair.second_id) == employer_id)
    statement = sa.select(sa.func.count()).where(ends, col(FoundPair.state) == PairState.WAITING, _both_seen(by))
    return int(session.execute(statement).scalar_one())


def find_ids(session: Session, numbers: Iterable[str]) -> dict[str, UUID]:
    """Employers by CVR or foreign number."""
    found: dict[str, UUID] = {}
    for part in _parts(set(numbers)):
        for column in (col(Employer.cvr_number), col(Employer.foreign_number)):
            rows = session.execute(sa.select(column, col(Employer.id)).where(column.in_(part)))
            found |= {number: employer_id for number, employer_id in rows if number is not None}
    return found


def _parts(items: Collection[Any]) -> Iterable[list[Any]]:
    whole = list(items)
    return (whole[start : start + BATCH] for start in range(0, len(whole), BATCH))
