"""What an employer was told in letters, for whoever is signed in for that employer.

Only letters that have arrived: what has not been delivered, and above all a decision on a visit without notice, is not
seen here before it is handed over. Nothing confined, and nothing that another recipient got.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.enforcement.models import Addressee, DueChange, Finding, Hearing, InspectionCase, Order, OrderItem
from inspection.followup.models import ItemReport
from inspection.letters.models import Letter
from register.dwellings.models import Dwelling

MOST = 200
"""Letters on the page, the newest first."""


@dataclass(frozen=True)
class OwnLetter:
    """A letter that arrived, its case and its dwelling. ``letter.pdf`` is read only when it is asked for."""

    letter: Letter
    case: InspectionCase
    dwelling: Dwelling


@dataclass(frozen=True)
class OwnOrder:
    """The order that a letter carries: its items with their titles, what moved their deadlines, what is reported."""

    order: Order
    items: tuple[OrderItem, ...]
    titles: dict[UUID, str]
    changes: tuple[DueChange, ...]
    waiting: frozenset[UUID]
    """Items with a report that nobody has decided on."""

    @property
    def is_met(self) -> bool:
        """Whether every item is accepted."""
        return all(one.complied for one in self.items)

    def is_in_force(self, own: OwnLetter) -> bool:
        """Whether it binds: neither taken back nor replaced, its case not closed."""
        over = self.order.withdrawn_at or self.order.replaced_by_id or own.letter.withdrawn_at or own.case.closed_at
        return over is None


def list_own_letters(session: Session, *, by: Actor) -> list[OwnLetter]:
    """The letters that reached the employers for whom the reader may read them, the newest first."""
    newest = _own(by).options(defer(Letter.pdf)).limit(MOST)  # type: ignore[arg-type]
    newest = newest.order_by(col(Letter.delivered_on).desc(), col(Letter.issued_at).desc())
    return [OwnLetter(*row) for row in session.exec(newest)]


def get_own_letter(session: Session, letter_id: UUID, *, by: Actor) -> OwnLetter:
    """One of them. Raises ``NotFoundError``, also for a letter of another employer, or one that has not arrived."""
    row = session.exec(_own(by).where(col(Letter.id) == letter_id)).one_or_none()
    if row is None:
        raise NotFoundError("letter")
    return OwnLetter(*row)


def _own(by: Actor) -> Select[Letter, InspectionCase, Dwelling]:
    scope = within(
        by,
        Permission.READ_OWN_LETTERS,
        employer_id=col(InspectionCase.employer_id),
        municipality_code=col(InspectionCase.municipality_code),
    )
    return (
        select(Letter, InspectionCase, Dwelling)
        .join(InspectionCase, col(InspectionCase.id) == col(Letter.case_id))
        .join(Dwelling, col(Dwelling.id) == col(InspectionCase.dwelling_id))
        .where(
            scope,
            InspectionCase.addressee == Addressee.EMPLOYER,
            col(Letter.issued_at).is_not(None),
            col(Letter.delivered_on).is_not(None),
            col(Letter.confined).is_(False),
            col(Letter.recipient).is_(None),
        )
    )


def orders_of(session: Session, letters: Sequence[OwnLetter]) -> dict[UUID, OwnOrder]:
    """The orders among the letters, by the letter."""
    ids = [one.letter.id for one in letters]
    found = session.exec(select(Order).where(col(Order.letter_id).in_(ids))).all()
    order_ids = [one.id for one in found]
    items = session.exec(
        select(OrderItem, Finding.title)
        .join(Finding, col(Finding.id) == col(OrderItem.finding_id))
        .where(col(OrderItem.order_id).in_(order_ids))
        .order_by(col(OrderItem.position))
    ).all()
    changes = session.exec(select(DueChange).where(col(DueChange.order_id).in_(order_ids))).all()
    undecided = sa.select(col(ItemReport.item_id)).where(
        col(ItemReport.order_id).in_(order_ids), col(ItemReport.accepted).is_(None)
    )
    waiting = frozenset(session.execute(undecided).scalars())
    return {
        order.letter_id: OwnOrder(
            order,
            tuple(item for item, _ in items if item.order_id == order.id),
            {item.id: title for item, title in items if item.order_id == order.id},
            tuple(one for one in changes if one.order_id == order.id),
            waiting,
        )
        for order in found
    }


def hearings_of(session: Session, letters: Sequence[OwnLetter]) -> dict[UUID, Hearing]:
    """The hearings among the letters, by the letter."""
    ids = [one.letter.id for one in letters]
    return {one.letter_id: one for one in session.exec(select(Hearing).where(col(Hearing.letter_id).in_(ids)))}
