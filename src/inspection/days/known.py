"""What is known of housing before somebody goes there: the one place that the page of a day asks.

Facts from earlier visits and orders only. Score, arm and tips are no part of it (PRIV-02, PRIV-03).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.employers.queries import ORDER_IN_FORCE
from inspection.enforcement.headings import heading_of
from inspection.enforcement.models import Finding, FindingOutcome, InspectionCase, Order, OrderItem, Visit
from inspection.enforcement.transitions import CaseState
from inspection.letters.models import Letter
from inspection.needs.fitting import KnownNeeds
from inspection.needs.models import VisitNeeds
from inspection.needs.queries import find_needs, get_home, known_of
from register.accommodations.models import Accommodation

MOST_EARLIER = 5
"""Earlier visits told; the case files hold the rest."""


@dataclass(frozen=True)
class EarlierVisit:
    """A visit that was carried out, and what it found in breach, in Danish as the findings say it."""

    case_id: UUID
    case_number: str
    state: CaseState
    visited_on: date
    breaches: tuple[str, ...]


@dataclass(frozen=True)
class DutyInForce:
    """One item of an order in force; ``complied`` None until somebody has looked."""

    case_number: str
    letter_id: UUID
    title: str
    result: str
    due_on: date
    complied: bool | None

    @property
    def to_check(self) -> bool:
        """Whether it must be looked at again."""
        return self.complied is not True


@dataclass(frozen=True, kw_only=True)
class KnownBefore:
    """What whoever goes there must know. ``safety`` are sentences that stand first; ``languages`` are codes.

    Without ``needs`` nobody has told anything of the visit itself (``inspection.needs``).
    """

    earlier: tuple[EarlierVisit, ...] = ()
    duties: tuple[DutyInForce, ...] = ()
    safety: tuple[str, ...] = ()
    access: str = ""
    needs: KnownNeeds | None = None

    @property
    def two_persons(self) -> bool:
        """Whether nobody goes there alone."""
        return self.needs is not None and self.needs.people > 1

    @property
    def languages(self) -> frozenset[str]:
        """Languages in which residents can be spoken to."""
        return frozenset() if self.needs is None else self.needs.languages


def known_before(session: Session, accommodation_id: UUID, *, by: Actor, as_of: date) -> KnownBefore:
    """What is known of the dwelling of an accommodation, within the cases that the reader may see.

    What a visit needs is told to whoever may record visits there; words about safety until the day on which they are
    to be reviewed.
    """
    dwelling = sa.select(col(Accommodation.dwelling_id)).where(col(Accommodation.id) == accommodation_id)
    seen = within(
        by,
        Permission.READ_CASES,
        employer_id=sa.null(),
        municipality_code=col(InspectionCase.municipality_code),
    )
    here = sa.and_(col(InspectionCase.dwelling_id) == dwelling.scalar_subquery(), seen)
    told = KnownBefore(earlier=_earlier(session, here), duties=_duties(session, here))
    row = _needs(session, accommodation_id, by)
    if row is None:
        return told
    words = (row.people_reason, row.safety) if row.review_on is None or row.review_on >= as_of else ()
    return replace(told, safety=tuple(one for one in words if one), access=row.access, needs=known_of(row))


def _needs(session: Session, accommodation_id: UUID, by: Actor) -> VisitNeeds | None:
    """What is kept of a visit to the dwelling, for whoever may read it (as the page ``/needs``)."""
    try:
        home = get_home(session, accommodation_id, by=by, permission=Permission.RECORD_VISITS)
    except NotFoundError:
        return None
    return find_needs(session, home.dwelling_id)


def _earlier(session: Session, here: sa.ColumnElement[bool]) -> tuple[EarlierVisit, ...]:
    statement = (
        select(InspectionCase, Visit)
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(here, col(Visit.visited_on).is_not(None))
        .order_by(col(Visit.visited_on).desc(), col(Visit.round).desc(), col(Visit.id))
        .limit(MOST_EARLIER)
    )
    rows = session.exec(statement).all()
    breaches = _breaches(session, [case.id for case, _ in rows])
    return tuple(
        EarlierVisit(case.id, case.case_number, case.state, visit.visited_on, breaches.get((case.id, visit.round), ()))
        for case, visit in rows
        if visit.visited_on is not None
    )


def _breaches(session: Session, case_ids: Sequence[UUID]) -> dict[tuple[UUID, int], tuple[str, ...]]:
    statement = (
        select(Finding)
        .where(col(Finding.case_id).in_(case_ids), Finding.outcome == FindingOutcome.BREACHED)
        .order_by(col(Finding.number))
    )
    found: dict[tuple[UUID, int], tuple[str, ...]] = {}
    for one in session.exec(statement):
        rooms = f" ({', '.join(one.rooms)})" if one.rooms else ""
        found[one.case_id, one.round] = (*found.get((one.case_id, one.round), ()), f"{heading_of(one)}{rooms}")
    return found


def _duties(session: Session, here: sa.ColumnElement[bool]) -> tuple[DutyInForce, ...]:
    """Items of issued orders that are not met in full, also while a revisit has opened a new round."""
    statement = (
        select(InspectionCase, Order, OrderItem, Finding)
        .join(Order, col(Order.case_id) == col(InspectionCase.id))
        .join(OrderItem, col(OrderItem.order_id) == col(Order.id))
        .join(Finding, col(Finding.id) == col(OrderItem.finding_id))
        .join(Letter, col(Letter.id) == col(Order.letter_id))
        .where(
            here,
            col(Letter.issued_at).is_not(None),
            col(Order.returned_at).is_(None),
            col(Order.withdrawn_at).is_(None),
            sa.or_(
                col(InspectionCase.state).in_(ORDER_IN_FORCE),
                sa.and_(col(InspectionCase.closed_at).is_(None), col(Order.round) < col(InspectionCase.round)),
            ),
        )
        .order_by(col(InspectionCase.case_number), col(Order.round), col(OrderItem.position))
    )
    return tuple(
        DutyInForce(
            case.case_number, order.letter_id, finding.title, item.result, item.runs_to or item.due_on, item.complied
        )
        for case, order, item, finding in session.exec(statement)
    )
