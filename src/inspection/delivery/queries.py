"""Reading deliveries: what waits, what failed, what came back, what arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from inspection.authorities.belonging import own_cases
from inspection.delivery.models import DeliveryEvent, LetterDelivery, PrintBundle
from inspection.delivery.transitions import ARRIVED, TROUBLED, Channel, DeliveryState
from inspection.enforcement.models import InspectionCase
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter


class Which(StrEnum):
    """Part of the deliveries as a page lists them."""

    TROUBLED = "troubled"
    WAITING = "waiting"
    SENT = "sent"
    ARRIVED = "arrived"


STATES: dict[Which, frozenset[DeliveryState]] = {
    Which.TROUBLED: TROUBLED,
    Which.WAITING: frozenset({DeliveryState.QUEUED}),
    Which.SENT: frozenset({DeliveryState.SENT}),
    Which.ARRIVED: ARRIVED,
}


@dataclass(frozen=True)
class Sent:
    """One delivery with its case and kind of letter."""

    delivery: LetterDelivery
    kind: LetterKind
    case_number: str


def _mine(by: Actor) -> sa.ColumnElement[bool]:
    return within(
        by, Permission.READ_CASES, employer_id=sa.null(), municipality_code=col(LetterDelivery.municipality_code)
    )


def of_own_cases(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on deliveries that limits what is posted to the letters of one's own authority."""
    own = sa.select(col(InspectionCase.id)).where(own_cases(by, Permission.PREPARE_LETTERS))
    return col(LetterDelivery.case_id).in_(own)


def list_deliveries(
    session: Session, *, by: Actor, which: Which, limit: int | None = None, offset: int = 0
) -> list[Sent]:
    """Deliveries within the reader's scope, by case, the longest waiting first; those that arrived the latest first."""
    order = col(LetterDelivery.queued_at)
    statement = (
        select(LetterDelivery, Letter.kind, InspectionCase.case_number)
        .join(Letter, col(Letter.id) == col(LetterDelivery.letter_id))
        .join(InspectionCase, col(InspectionCase.id) == col(LetterDelivery.case_id))
        .where(col(LetterDelivery.state).in_(STATES[which]), _mine(by))
        .order_by(order.desc() if which is Which.ARRIVED else order, col(LetterDelivery.id))
        .limit(limit)
        .offset(offset)
    )
    return [Sent(row[0], LetterKind(row[1]), row[2]) for row in session.exec(statement)]


def count_deliveries(session: Session, *, by: Actor) -> dict[Which, int]:
    """How many there are of each part."""
    statement = (
        sa.select(col(LetterDelivery.state), sa.func.count()).where(_mine(by)).group_by(col(LetterDelivery.state))
    )
    found = {row[0]: row[1] for row in session.execute(statement)}
    return {which: sum(found.get(state, 0) for state in states) for which, states in STATES.items()}


def count_paper_waiting(session: Session, *, by: Actor) -> int:
    """How many letters the next bundle would take."""
    statement = sa.select(sa.func.count()).where(
        col(LetterDelivery.state) == DeliveryState.QUEUED,
        col(LetterDelivery.channel) == Channel.PAPER,
        col(LetterDelivery.postal_address) != "",
        _mine(by),
        of_own_cases(by),
    )
    return int(session.execute(statement).scalar_one())


def list_bundles(session: Session, *, by: Actor, limit: int = 5) -> list[PrintBundle]:
    """The latest bundles whose letters the reader may all read."""
    others = sa.exists().where(col(LetterDelivery.bundle_id) == col(PrintBundle.id), sa.not_(_mine(by)))
    statement = select(PrintBundle).where(~others).order_by(col(PrintBundle.made_at).desc()).limit(limit)
    return list(session.exec(statement))


def list_of_letter(session: Session, letter_id: UUID) -> list[LetterDelivery]:
    """The deliveries of one letter, whoever decides first, then copies."""
    statement = select(LetterDelivery).where(LetterDelivery.letter_id == letter_id)
    return list(session.exec(statement.order_by(col(LetterDelivery.is_copy), col(LetterDelivery.queued_at))))


def list_events(session: Session, delivery_ids: Sequence[UUID]) -> dict[UUID, list[DeliveryEvent]]:
    """What happened to each delivery, in order."""
    statement = select(DeliveryEvent).where(col(DeliveryEvent.delivery_id).in_(delivery_ids))
    found: dict[UUID, list[DeliveryEvent]] = {one: [] for one in delivery_ids}
    for event in session.exec(statement.order_by(col(DeliveryEvent.at), col(DeliveryEvent.id))):
        found[event.delivery_id].append(event)
    return found


def undelivered_trouble(session: Session, case_id: UUID) -> list[LetterDelivery]:
    """Deliveries of a case that failed or came back: no case closes with one (M2). Copies count too.

    A letter that was withdrawn need not arrive.
    """
    statement = select(LetterDelivery).join(Letter, col(Letter.id) == col(LetterDelivery.letter_id))
    troubled = (LetterDelivery.case_id == case_id, col(LetterDelivery.state).in_(TROUBLED))
    statement = statement.where(*troubled, col(Letter.withdrawn_at).is_(None))
    return list(session.exec(statement.order_by(col(LetterDelivery.queued_at))))
