"""Letters of the demonstration that did not arrive: one that could not leave, one that came back, one unread."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import SYSTEM, Actor, Role
from husly.kit.codes import checked_code, code_hash
from inspection.delivery.models import LetterDelivery
from inspection.delivery.queueing import CODE_LENGTH, link_end, move_delivery
from inspection.delivery.transitions import Channel, DeliveryMove, DeliveryState
from inspection.letters.models import Letter

FAILED = "MailError: the mail server refused the receiver (550)"
ADDRESS = "kontakt@firma.example"
CAME_BACK = "Ubekendt på adressen (postens påtegning)"


def load_post(session: Session, *, people: dict[Role, Actor], at: datetime) -> None:
    """Of the letters that still wait, one failed, one came back and one waits to be read; the worker does the rest.

    What has arrived left on the day it was issued.
    """
    arrived = sa.and_(col(Letter.delivered_on).is_not(None), col(Letter.dispatched_at).is_(None))
    session.execute(sa.update(Letter).where(arrived).values(dispatched_at=Letter.issued_at))
    statement = (
        select(LetterDelivery)
        .join(Letter, col(Letter.id) == col(LetterDelivery.letter_id))
        .where(
            col(LetterDelivery.state) == DeliveryState.QUEUED,
            col(LetterDelivery.channel).in_((Channel.PAPER, Channel.MAIL)),
            col(LetterDelivery.queued_at) < at - timedelta(hours=4),
        )
        .order_by(col(LetterDelivery.queued_at), col(Letter.id))
        .limit(3)
    )
    waiting = list(session.exec(statement))
    if len(waiting) < 2:
        return
    failed, returned, *others = waiting
    failed.channel, failed.email = Channel.MAIL, failed.email or ADDRESS
    move_delivery(
        session, failed, DeliveryMove.GIVE_UP, source="outbox", by=SYSTEM, at=at - timedelta(hours=2), note=FAILED
    )
    by = people[Role.INSPECTOR]
    returned.channel, returned.link_code, returned.link_hash = Channel.PAPER, None, None
    sent_at = returned.queued_at + timedelta(hours=1)
    move_delivery(session, returned, DeliveryMove.SEND, source="bundle", by=by, at=sent_at)
    move_delivery(
        session, returned, DeliveryMove.RETURN, source="person", by=by, at=at - timedelta(hours=1), note=CAME_BACK
    )
    for one in others:
        _leave_unread(session, one)


def _leave_unread(session: Session, delivery: LetterDelivery) -> None:
    """Its mail has left, and its code is kept here too, so that the demonstration can print it."""
    code = checked_code(CODE_LENGTH)
    delivery.channel, delivery.email = Channel.MAIL, delivery.email or ADDRESS
    delivery.link_code, delivery.link_hash = code, code_hash(code)
    delivery.link_expires_at = link_end(delivery.queued_at)
    sent_at = delivery.queued_at + timedelta(hours=1)
    move_delivery(session, delivery, DeliveryMove.SEND, source="outbox", by=SYSTEM, at=sent_at)
