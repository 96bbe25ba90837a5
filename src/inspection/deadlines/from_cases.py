"""Reads what the deadlines of cases are counted from: few queries for any number of cases, no letter's bytes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.calendar import Calendar
from husly.kit.clock import danish_date
from husly.kit.database import calendar_of
from inspection.deadlines.beside_rows import BesideDays, Known, read_beside
from inspection.enforcement.legal_calendar import SetBy
from inspection.enforcement.models import (
    DueChange,
    Finding,
    FindingOutcome,
    FollowUp,
    Hearing,
    InspectionCase,
    Order,
    OrderItem,
    Visit,
)
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter


@dataclass(frozen=True)
class LetterDays:
    """The days of an issued letter, and what its author chose."""

    id: UUID
    kind: LetterKind
    round: int
    sent_on: date | None
    delivered_on: date | None
    is_withdrawn: bool
    choices: dict[str, Any]
    about_id: UUID | None = None
    issued_on: date | None = None
    role: str = ""
    """As whom its recipient got it, where a decision goes to several: owner, tenants, mortgagee."""

    @property
    def as_source(self) -> SetBy:
        """The letter as a deadline names it."""
        return SetBy(self.id, self.kind, self.issued_on, self.role)


@dataclass
class CaseDays:
    """Everything in a case that a deadline is counted from, of every round."""

    case: InspectionCase
    calendar: Calendar
    visits: list[Visit] = field(default_factory=list)
    letters: dict[UUID, LetterDays] = field(default_factory=dict)
    breached: set[int] = field(default_factory=set)
    """The rounds in which a breach was found."""
    hearings: list[Hearing] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    items: dict[UUID, list[OrderItem]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[UUID, list[DueChange]] = field(default_factory=lambda: defaultdict(list))
    reported: set[UUID] = field(default_factory=set)
    beside: BesideDays = field(default_factory=BesideDays)


def read_days(session: Session, cases: Collection[InspectionCase]) -> list[CaseDays]:
    """What the deadlines of these cases are counted from, in the order of the cases."""
    calendar = calendar_of(session)
    found = {case.id: CaseDays(case, calendar) for case in cases}
    ids = list(found)
    for visit in session.exec(select(Visit).where(col(Visit.case_id).in_(ids)).order_by(col(Visit.round))):
        found[visit.case_id].visits.append(visit)
    breaches = sa.select(col(Finding.case_id), col(Finding.round)).distinct()
    is_breach = sa.and_(col(Finding.case_id).in_(ids), col(Finding.outcome) == FindingOutcome.BREACHED)
    for case_id, number in session.execute(breaches.where(is_breach)):
        found[case_id].breached.add(number)
    for hearing in session.exec(select(Hearing).where(col(Hearing.case_id).in_(ids)).order_by(col(Hearing.round))):
        found[hearing.case_id].hearings.append(hearing)
    _read_letters(session, found, ids)
    _read_orders(session, found, ids)
    read_beside(session, {case_id: days.beside for case_id, days in found.items()}, _known(found))
    return list(found.values())


def _known(found: dict[UUID, CaseDays]) -> Known:
    asks = LetterKind.OPLYSNINGSANMODNING
    return Known(
        {one.id: key for key, days in found.items() for one in days.letters.values() if one.kind is asks},
        {one.id: key for key, days in found.items() for one in days.hearings},
        {one.id: key for key, days in found.items() for one in days.orders},
    )


def _read_letters(session: Session, found: dict[UUID, CaseDays], ids: list[UUID]) -> None:
    statement = (
        sa.select(
            col(Letter.case_id),
            col(Letter.id),
            col(Letter.kind),
            col(Letter.round),
            col(Letter.issued_at),
            col(Letter.dispatched_at),
            col(Letter.delivered_on),
            col(Letter.withdrawn_at),
            col(Letter.choices),
            col(Letter.about_id),
            col(Letter.recipient),
        )
        .where(col(Letter.case_id).in_(ids), _counts())
        .order_by(col(Letter.issued_at), col(Letter.id))
    )
    for (
        case_id,
        letter_id,
        kind,
        number,
        issued_at,
        sent_at,
        delivered_on,
        withdrawn_at,
        choices,
        about_id,
        recipient,
    ) in session.execute(statement):
        left_at = sent_at or issued_at
        issued_on = None if issued_at is None else danish_date(issued_at)
        sent_on = None if left_at is None else danish_date(left_at)
        found[case_id].letters[letter_id] = LetterDays(
            letter_id,
            kind,
            number,
            sent_on,
            delivered_on,
            withdrawn_at is not None,
            choices,
            about_id,
            issued_on,
            str((recipient or {}).get("role", "")),
        )


def _counts() -> sa.ColumnElement[bool]:
    """Letters that have left, and drafts of written reasons, which were asked for and are still owed."""
    owed = sa.and_(col(Letter.kind) == LetterKind.BEGRUNDELSE_EFTERFOELGENDE, col(Letter.discarded_at).is_(None))
    return sa.or_(col(Letter.issued_at).is_not(None), owed)


def _read_orders(session: Session, found: dict[UUID, CaseDays], ids: list[UUID]) -> None:
    case_of: dict[UUID, UUID] = {}
    for order in session.exec(select(Order).where(col(Order.case_id).in_(ids)).order_by(col(Order.drafted_at))):
        if order.letter_id in found[order.case_id].letters:
            found[order.case_id].orders.append(order)
            case_of[order.id] = order.case_id
    orders = list(case_of)
    for item in session.exec(
        select(OrderItem).where(col(OrderItem.order_id).in_(orders)).order_by(col(OrderItem.position))
    ):
        found[case_of[item.order_id]].items[item.order_id].append(item)
    for change in session.exec(
        select(DueChange).where(col(DueChange.order_id).in_(orders)).order_by(col(DueChange.at))
    ):
        found[case_of[change.order_id]].changes[change.order_id].append(change)
    for row in session.exec(select(FollowUp).where(col(FollowUp.order_id).in_(orders))):
        found[case_of[row.order_id]].reported.add(row.order_id)
