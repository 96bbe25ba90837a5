"""What the register proposes for a meeting, by rule: another authority there, orders overdue, firms in many places."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from inspection.authorities.belonging import own_rows
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import InspectionCase, Order, OrderItem, Visit
from inspection.enforcement.queries import UNDER_ORDER
from inspection.enforcement.running_dues import last_due_column
from inspection.joint.models import JointVisit, OtherAuthorityVisit, OtherState
from inspection.joint.moves import JointState
from inspection.meetings.models import ItemReason
from inspection.planning.hiding import hidden_ids
from inspection.reregistered.models import PairState
from inspection.reregistered.queries import list_pairs
from register.dwellings.models import Dwelling
from register.employers.models import Employer

BACK, AHEAD = timedelta(days=60), timedelta(days=60)
"""How far around the meeting visits of other authorities count."""

MOST = 50
"""How many proposals a page shows."""


@dataclass(frozen=True)
class Proposed:
    """A dwelling or an employer proposed, with every rule that proposes it."""

    subject_key: str
    title: str
    reasons: tuple[ItemReason, ...] = field(default=())


def subject_of(*, dwelling_id: UUID | None = None, employer_id: UUID | None = None) -> str:
    """The key by which an item stands once on a list."""
    return f"dwelling:{dwelling_id}" if dwelling_id is not None else f"employer:{employer_id}"


def propose_items(
    session: Session, *, by: Actor, as_of: date, municipality_code: str | None = None, taken: Collection[str] = ()
) -> list[Proposed]:
    """What may be put on a list, those with the most rules first; ``taken`` are subjects that are on it already."""
    found: dict[str, list[ItemReason]] = defaultdict(list)
    for subject, reason in _by_rule(session, by, as_of, municipality_code):
        if subject not in taken and reason not in found[subject]:
            found[subject].append(reason)
    ordered = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    ordered = [one for one in ordered if one[1]][:MOST]
    titles = _titles(session, [subject for subject, _ in ordered])
    return [Proposed(subject, titles[subject], tuple(reasons)) for subject, reasons in ordered]


def _by_rule(
    session: Session, by: Actor, as_of: date, municipality_code: str | None
) -> Iterator[tuple[str, ItemReason]]:
    def scope(code: Any) -> sa.ColumnElement[bool]:
        seen = within(by, Permission.PLAN_VISITS, employer_id=sa.null(), municipality_code=code)
        return seen if municipality_code is None else sa.and_(seen, code == municipality_code)

    visits = sa.select(col(OtherAuthorityVisit.dwelling_id)).where(
        col(OtherAuthorityVisit.visit_on).between(as_of - BACK, as_of + AHEAD),
        col(OtherAuthorityVisit.state) != OtherState.CANCELLED,
        scope(col(OtherAuthorityVisit.municipality_code)),
        own_rows(col(OtherAuthorityVisit.told_to), by, Permission.PLAN_VISITS),
    )
    joint = sa.select(col(JointVisit.dwelling_id)).where(
        col(JointVisit.state) == JointState.PROPOSED,
        scope(col(JointVisit.municipality_code)),
        own_rows(col(JointVisit.authority), by, Permission.PLAN_VISITS),
    )
    for statement, reason in (
        (visits, ItemReason.OTHER_AUTHORITY),
        (joint, ItemReason.JOINT_PROPOSED),
        (_overdue(as_of).where(scope(col(InspectionCase.municipality_code))), ItemReason.ORDER_OVERDUE),
    ):
        for dwelling_id in session.execute(statement.distinct()).scalars():
            yield subject_of(dwelling_id=dwelling_id), reason
    yield from _referred(session, by, scope(col(InspectionCase.municipality_code)))
    yield from _of_employers(session, by, scope(col(InspectionCase.municipality_code)), municipality_code)


def _overdue(as_of: date) -> sa.Select[UUID]:
    """Dwellings of cases under an order of this round whose last deadline has passed."""
    last_due = (
        sa.select(last_due_column())
        .select_from(OrderItem)
        .join(Order, col(Order.id) == col(OrderItem.order_id))
        .where(
            col(Order.case_id) == col(InspectionCase.id),
            col(Order.round) == col(InspectionCase.round),
            col(Order.returned_at).is_(None),
        )
        .correlate(InspectionCase)
        .scalar_subquery()
    )
    return sa.select(col(InspectionCase.dwelling_id)).where(
        col(InspectionCase.state).in_(UNDER_ORDER), last_due < as_of
    )


def _referred(session: Session, by: Actor, scope: sa.ColumnElement[bool]) -> Iterator[tuple[str, ItemReason]]:
    """Cases that another authority asked for, but not those whose reason is hidden from the reader, who is to visit."""
    statement = (
        sa.select(col(InspectionCase.dwelling_id), col(InspectionCase.accommodation_id))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(
            col(Visit.reason_code) == VisitReason.REFERRAL,
            col(InspectionCase.closed_at).is_(None),
            scope,
        )
    )
    hidden = hidden_ids(session, by)
    for dwelling_id, accommodation_id in session.execute(statement):
        if accommodation_id not in hidden:
            yield subject_of(dwelling_id=dwelling_id), ItemReason.REFERRAL


def _of_employers(
    session: Session, by: Actor, scope: sa.ColumnElement[bool], municipality_code: str | None
) -> Iterator[tuple[str, ItemReason]]:
    for pair in list_pairs(session, by=by, municipality_code=municipality_code or ""):
        if pair.state is PairState.CONFIRMED:
            yield subject_of(employer_id=pair.second_id), ItemReason.REREGISTERED
    places = sa.func.count(sa.distinct(col(InspectionCase.municipality_code)))
    several = (
        sa.select(col(InspectionCase.employer_id))
        .where(col(InspectionCase.closed_at).is_(None), scope)
        .group_by(col(InspectionCase.employer_id))
        .having(places > 1)
    )
    for employer_id in session.execute(several).scalars():
        yield subject_of(employer_id=employer_id), ItemReason.SEVERAL_MUNICIPALITIES


def _titles(session: Session, subjects: Collection[str]) -> dict[str, str]:
    """What a list calls each subject: the address, or the employer with its number."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for subject in subjects:
        kind, _, text = subject.partition(":")
        ids[kind].append(UUID(text))
    homes = session.exec(select(Dwelling).where(col(Dwelling.id).in_(ids["dwelling"])))
    firms = session.exec(select(Employer).where(col(Employer.id).in_(ids["employer"])))
    found = {subject_of(dwelling_id=one.id): one.address for one in homes}
    return found | {subject_of(employer_id=one.id): f"{one.name} ({one.number})" for one in firms}
