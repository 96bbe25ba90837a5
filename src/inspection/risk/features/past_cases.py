"""What earlier cases say as of a day: breaches, visits and their results, orders and how they were met.

Cases are few next to the register, so they are read once for a whole run. Whoever carried out a visit is not read.
With ``told_to`` only what a letter has told that employer by the day is read: no score may be before it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import danish_date
from inspection.enforcement.models import (
    CaseMove,
    Finding,
    FindingOutcome,
    FollowUp,
    InspectionCase,
    Order,
    OrderItem,
    Visit,
)
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.risk.features.known import end_of, known_end, still_housing
from register.accommodations.models import Accommodation


class Met(StrEnum):
    """How an order was met, the worst first."""

    UNMET = "unmet"
    LATE = "late"
    OPEN = "open"
    IN_TIME = "in_time"


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit that was carried out, and what it gave: ``breach``, ``clean`` or None while nothing is concluded."""

    employer_id: UUID
    dwelling_id: UUID
    municipality_code: str
    visited_on: date
    result: str | None


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order that was issued and not withdrawn by the day."""

    employer_id: UUID
    dwelling_id: UUID
    issued_on: date
    given_up_on: date | None
    """The last day of the housing that it was about, once that has passed and the employer houses nobody there."""
    met: Met


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an order: by when, and what was verified by the day (None: nothing yet)."""

    due_on: date
    complied: bool | None = None
    verified_on: date | None = None
    reported_on: date | None = None


TELLING = (LetterKind.PARTSHOERING, LetterKind.PAABUD)
"""Letters that tell an employer what was found."""


def count_breaches(session: Session, as_of: date, *, told_to: UUID | None = None) -> dict[UUID, tuple[int, date]]:
    """By employer, how many breaches were found by the day, and when the last was seen."""
    statement = (
        sa.select(col(InspectionCase.employer_id), sa.func.count(), sa.func.max(col(Finding.observed_on)))
        .join(Finding, col(Finding.case_id) == col(InspectionCase.id))
        .where(*_breached(as_of, told_to))
        .group_by(col(InspectionCase.employer_id))
    )
    if told_to is not None:
        statement = statement.where(col(InspectionCase.employer_id) == told_to)
    return {employer: (count, last) for employer, count, last in session.execute(statement)}


def _breached(as_of: date, told_to: UUID | None) -> list[sa.ColumnElement[bool]]:
    """The conditions of a breach that was found by the day, and where asked for told by letter by then."""
    found = [col(Finding.outcome) == FindingOutcome.BREACHED, col(Finding.recorded_at) < end_of(as_of)]
    if told_to is None:
        return found
    told = sa.exists().where(
        col(Letter.case_id) == col(Finding.case_id),
        col(Letter.round) == col(Finding.round),
        col(Letter.kind).in_(TELLING),
        col(Letter.issued_at) < end_of(as_of),
    )
    return [*found, told.correlate(Finding)]


def list_past_visits(session: Session, as_of: date, *, told_to: UUID | None = None) -> list[PastVisit]:
    """Visits carried out and told of by the day, the earliest first."""
    breached, clean = _breached_rounds(session, as_of, told_to), _clean_rounds(session, as_of)
    told_later = (
        sa.select(sa.literal(1))
        .where(
            col(CaseMove.case_id) == col(Visit.case_id),
            col(CaseMove.round) == col(Visit.round),
            col(CaseMove.move) == Move.CARRY_OUT_VISIT,
            col(CaseMove.at) >= end_of(as_of),
        )
        .correlate(Visit)
        .exists()
    )
    statement = (
        sa.select(
            col(InspectionCase.employer_id),
            col(InspectionCase.dwelling_id),
            col(InspectionCase.municipality_code),
            col(Visit.visited_on),
            col(Visit.case_id),
            col(Visit.round),
        )
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(Visit.visited_on) <= as_of, ~told_later)
        .where(col(InspectionCase.sister_of_id).is_(None))  # two cases of one visit count once
        .order_by(col(Visit.visited_on), col(Visit.id))
    )
    if told_to is not None:
        statement = statement.where(col(InspectionCase.employer_id) == told_to)
    found = []
    for employer_id, dwelling_id, municipality_code, visited_on, *key in session.execute(statement):
        result = "breach" if tuple(key) in breached else "clean" if tuple(key) in clean else None
        found.append(PastVisit(employer_id, dwelling_id, municipality_code, visited_on, result))
    return found


def _breached_rounds(session: Session, as_of: date, told_to: UUID | None) -> set[tuple[UUID, int]]:
    statement = sa.select(col(Finding.case_id), col(Finding.round)).where(*_breached(as_of, told_to)).distinct()
    return {(case_id, number) for case_id, number in session.execute(statement)}


def _clean_rounds(session: Session, as_of: date) -> set[tuple[UUID, int]]:
    """Rounds that ended without a breach: the case was closed so, or the visit found an order met."""
    closed = sa.select(col(InspectionCase.id), col(InspectionCase.round)).where(
        col(InspectionCase.state) == CaseState.CLOSED_WITHOUT_BREACH, col(InspectionCase.closed_at) < end_of(as_of)
    )
    confirmed = sa.select(col(CaseMove.case_id), col(CaseMove.round)).where(
        col(CaseMove.move) == Move.CONFIRM_COMPLIANCE_ON_VISIT, col(CaseMove.at) < end_of(as_of)
    )
    return {(case_id, number) for case_id, number in session.execute(sa.union(closed, confirmed))}


def list_past_orders(session: Session, as_of: date) -> Iterator[PastOrder]:
    """Orders issued and not withdrawn by the day, each with how it was met by then."""
    midnight = end_of(as_of)
    withdrawn_at = col(Order.withdrawn_at)
    statement = (
        sa.select(
            col(Order.id),
            col(InspectionCase.employer_id),
            col(InspectionCase.dwelling_id),
            col(Letter.issued_at),
            sa.case((sa.not_(still_housing(as_of)), known_end(as_of))),
            sa.func.coalesce(col(OrderItem.runs_to), col(OrderItem.due_on)),
            col(OrderItem.complied),
            col(OrderItem.verified_on),
            sa.func.coalesce(col(OrderItem.met_on), col(FollowUp.reported_on)),
        )
        .join(InspectionCase, col(InspectionCase.id) == col(Order.case_id))
        .join(Accommodation, col(Accommodation.id) == col(InspectionCase.accommodation_id))
        .join(Letter, col(Letter.id) == col(Order.letter_id))
        .outerjoin(OrderItem, col(OrderItem.order_id) == col(Order.id))
        .outerjoin(FollowUp, col(FollowUp.order_id) == col(Order.id))
        .where(col(Letter.issued_at) < midnight, sa.or_(withdrawn_at.is_(None), withdrawn_at >= midnight))
    )
    abouts: dict[UUID, tuple[UUID, UUID, date, date | None]] = {}
    items: dict[UUID, list[Item]] = defaultdict(list)
    for order_id, employer_id, dwelling_id, issued_at, given_up_on, *item in session.execute(statement):
        abouts[order_id] = (employer_id, dwelling_id, danish_date(issued_at), given_up_on)
        if item[0] is not None:
            items[order_id].append(Item(*item))
    for order_id, about in abouts.items():
        yield PastOrder(*about, met=how_met(items[order_id], as_of))


def how_met(items: Iterable[Item], as_of: date) -> Met:
    """How an order stood on a day: as its worst item does. An order without items is open."""
    found = {_item_met(item, as_of) for item in items}
    return next((met for met in Met if met in found), Met.OPEN)


def _item_met(item: Item, as_of: date) -> Met:
    """In time if it was done by its day, or reported by then and proved true, or if it was verified by then."""
    if item.verified_on is None or item.verified_on > as_of:
        return Met.UNMET if item.due_on < as_of else Met.OPEN
    if not item.complied:
        return Met.UNMET
    told_on = item.reported_on or item.verified_on
    return Met.IN_TIME if min(told_on, item.verified_on) <= item.due_on else Met.LATE
