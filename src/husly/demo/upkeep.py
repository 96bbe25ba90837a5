"""What the demonstration's employer has told over time: a late change, a pause, a confirmation, a last day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.database import new_id
from husly.kit.outbox import RETRY_AFTER_MIN, OutboxMessage, OutboxState
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room
from register.declarations.queries import list_rooms
from register.declarations.receipts import new_receipt_number
from register.upkeep.actions import confirm, tell_end, tell_pause
from register.upkeep.reminding.actions import MAIL_KIND

CHANGED_DAYS_AGO, TOLD_DAYS_AGO = 24, 17


def load_upkeep(session: Session, *, employer: Actor, at: datetime) -> None:
    """One of each among the employer's accommodations in use, the earliest first; and a mail that could not leave."""
    today = danish_date(at)
    statement = (
        select(Accommodation)
        .where(
            col(Accommodation.employer_id) == employer.grants[0].employer_id,
            col(Accommodation.starts_on) < today - timedelta(days=30),
            sa.or_(col(Accommodation.ends_on).is_(None), col(Accommodation.ends_on) > today + timedelta(days=60)),
        )
        .order_by(col(Accommodation.starts_on), col(Accommodation.id))
    )
    tellings: list[Callable[[Accommodation], object]] = [
        lambda one: _tell_late(session, one, by=employer, at=at - timedelta(days=TOLD_DAYS_AGO)),
        lambda one: tell_pause(
            session,
            one.id,
            from_on=today - timedelta(days=9),
            back_on=today + timedelta(days=52),
            by=employer,
            at=at - timedelta(days=10),
        ),
        lambda one: confirm(
            session, one.id, version=_current(session, one).version, by=employer, at=at - timedelta(days=3)
        ),
        lambda one: tell_end(
            session, one.id, ends_on=today + timedelta(days=5), by=employer, at=at - timedelta(days=2)
        ),
    ]
    for tell, accommodation in zip(tellings, session.exec(statement), strict=False):
        tell(accommodation)
    session.add(_refused_mail(at - timedelta(days=2)))
    session.flush()


def _tell_late(session: Session, accommodation: Accommodation, *, by: Actor, at: datetime) -> None:
    """A second version: two more live there, told a week after they moved in."""
    first = _current(session, accommodation)
    first.is_current = False
    first.submitted_at = min(first.submitted_at, at - timedelta(days=40))
    session.flush()
    told = {
        "id": new_id(),
        "version": first.version + 1,
        "is_current": True,
        "receipt_number": new_receipt_number(),
        "residents": first.residents + 2,
        "valid_from": max(first.valid_from, danish_date(at) - timedelta(days=CHANGED_DAYS_AGO - TOLD_DAYS_AGO)),
        "content_hash": uuid4().hex,
        "submitted_at": at,
        "submitted_by": by.id,
    }
    second = Declaration(**first.model_dump() | told)
    session.add(second)
    session.flush()
    rooms = list_rooms(session, first.id)
    session.add_all(Room(**room.model_dump() | {"id": new_id(), "declaration_id": second.id}) for room in rooms)
    session.flush()
    audit.record(
        session,
        by=by,
        at=at,
        action="declaration.submitted",
        on=("declaration", second.id),
        before=first.content_hash,
        after=second.content_hash,
        details={"accommodation": accommodation.id, "version": second.version, "source": second.source.value},
    )


def _current(session: Session, accommodation: Accommodation) -> Declaration:
    mine = select(Declaration).where(col(Declaration.accommodation_id) == accommodation.id)
    return session.exec(mine.where(col(Declaration.is_current))).one()


def _refused_mail(at: datetime) -> OutboxMessage:
    return OutboxMessage(
        channel="mail",
        payload={"kind": MAIL_KIND, "batch": str(new_id()), "to": "employer", "id": str(new_id())},
        state=OutboxState.FAILED,
        created_at=at,
        due_at=at,
        attempts=len(RETRY_AFTER_MIN) + 1,
        last_error="MailError: the mail server refused the receiver (550)",
    )
