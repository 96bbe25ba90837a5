"""Earlier orders against an employer and linked firms, or against an owner: a fact to weigh, in no score (U6)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.calendar import Calendar
from husly.kit.database import calendar_of
from inspection.appeals.models import Appeal
from inspection.appeals.queries import as_corrected
from inspection.appeals.transitions import OPEN_STATES
from inspection.enforcement.deadlines import ComplaintTerm, complaint_due_on
from inspection.enforcement.from_register import complaint_is_complete
from inspection.enforcement.models import Addressee, DueChange, DueChangeKind, InspectionCase, Order
from inspection.letters.models import Letter
from register.employers.models import Employer
from register.portfolio.queries import linked_to

YEARS = 3


class Standing(StrEnum):
    """Whether an order can still fall."""

    FINAL = "final"
    PENDING = "pending"
    """The time to complain runs, or a complaint is not decided."""


@dataclass(frozen=True)
class EarlierOrder:
    """One order of the last three years: in which case, against whom, since when, and whether it is final."""

    case_id: UUID
    case_number: str
    addressee: str
    is_linked_firm: bool
    delivered_on: date
    standing: Standing


def earlier_orders(session: Session, case: InspectionCase, *, by: Actor, as_of: date) -> list[EarlierOrder]:
    """Orders within the reader's area, the newest first. Withdrawn and annulled ones are left out altogether.

    Of an owner those against the same owner, nothing where nobody can say who that is; else those against the employer.
    """
    same = _same_addressee(session, case)
    if same is None:
        return []
    since = as_of.replace(year=as_of.year - YEARS) if (as_of.month, as_of.day) != (2, 29) else as_of - timedelta(1096)
    statement = (
        select(Order, Letter, InspectionCase, Employer)
        .join(Letter, col(Letter.id) == col(Order.letter_id))
        .join(InspectionCase, col(InspectionCase.id) == col(Order.case_id))
        .join(Employer, col(Employer.id) == col(InspectionCase.employer_id))
        .where(
            InspectionCase.addressee == case.addressee,
            same,
            col(Letter.delivered_on) >= since,
            col(Letter.withdrawn_at).is_(None),
            col(Order.withdrawn_at).is_(None),
            sa.or_(col(InspectionCase.id) != case.id, col(Order.round) < case.round),
            within(
                by,
                Permission.READ_CASES,
                employer_id=sa.null(),
                municipality_code=col(InspectionCase.municipality_code),
            ),
        )
        .order_by(col(Letter.delivered_on).desc(), col(Order.id))
    )
    rows = session.exec(statement).all()
    held, calendar = _held(session, [order.id for order, *_ in rows]), calendar_of(session)
    return [
        EarlierOrder(
            found.id,
            found.case_number,
            found.owner_name if found.addressee is Addressee.OWNER else employer.name,
            found.addressee is Addressee.EMPLOYER and employer.id != case.employer_id,
            letter.delivered_on,
            _standing(letter, letter.delivered_on, held=order.id in held, as_of=as_of, calendar=calendar),
        )
        for order, letter, found, employer in rows
        if letter.delivered_on is not None
    ]


def _same_addressee(session: Session, case: InspectionCase) -> sa.ColumnElement[bool] | None:
    """What tells the cases against the same addressee: an owner by number, else by name and address; None unknown."""
    if case.addressee is Addressee.EMPLOYER:
        return col(InspectionCase.employer_id).in_({case.employer_id} | linked_to(session, case.employer_id))
    if case.owner_cvr_number:
        return col(InspectionCase.owner_cvr_number) == case.owner_cvr_number
    if case.owner_foreign_number:
        return col(InspectionCase.owner_foreign_number) == case.owner_foreign_number
    if not (case.owner_name and case.owner_postal_address):
        return None
    return sa.and_(
        col(InspectionCase.owner_cvr_number) == "",
        col(InspectionCase.owner_foreign_number) == "",
        col(InspectionCase.owner_name) == case.owner_name,
        col(InspectionCase.owner_postal_address) == case.owner_postal_address,
    )


def _held(session: Session, order_ids: list[UUID]) -> set[UUID]:
    """Orders about which a complaint is not decided, whether it suspends them or not."""
    suspended = select(DueChange.order_id).where(
        col(DueChange.order_id).in_(order_ids),
        DueChange.kind == DueChangeKind.SUSPENDED,
        col(DueChange.until).is_(None),
    )
    found = set(session.exec(suspended))
    cases = select(Order.case_id).where(col(Order.id).in_(order_ids))
    appealed = select(Appeal.order_id).where(col(Appeal.case_id).in_(cases), col(Appeal.state).in_(OPEN_STATES))
    for order_id in session.exec(appealed):
        if order_id is not None:
            found.add(as_corrected(session, order_id)[-1].id)
    return found


def _standing(letter: Letter, delivered_on: date, *, held: bool, as_of: date, calendar: Calendar) -> Standing:
    """Without a complaint guidance nobody knows when an order became final: it then stands as pending."""
    chosen = letter.choices.get("complaint")
    if held or chosen is None or not complaint_is_complete(chosen):
        return Standing.PENDING
    last = complaint_due_on(delivered_on, ComplaintTerm(days=int(chosen["days"])), calendar=calendar)
    return Standing.FINAL if last < as_of else Standing.PENDING
