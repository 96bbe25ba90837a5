"""The outbox: whatever leaves the house is a row in the same transaction, delivered later by ``husly worker``.

Delivery is at least once, so each channel must be idempotent by message id.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.database import enum_type, new_id
from husly.kit.errors import DomainError, NotFoundError

RETRY_AFTER_MIN = (1, 5, 30, 240, 1140)
"""Waits before the five retries: the last comes within 24 hours of the first try, then a person must act."""


class OutboxState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class OutboxMessage(SQLModel, table=True):
    """One thing that must leave: a letter for the post room, a mail."""

    __tablename__ = "outbox_message"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    channel: str = Field(max_length=40)
    payload: dict[str, Any] = Field(sa_type=sa.JSON)
    state: OutboxState = Field(default=OutboxState.QUEUED, sa_type=enum_type(OutboxState), index=True)
    created_at: datetime
    due_at: datetime = Field(index=True)
    attempts: int = 0
    sent_at: datetime | None = None
    last_error: str | None = Field(default=None, sa_type=sa.Text)


def enqueue(session: Session, *, channel: str, payload: Mapping[str, Any], at: datetime) -> OutboxMessage:
    """Queue a message in the caller's transaction. The payload names rows by id; it holds no personal data."""
    message = OutboxMessage(channel=channel, payload=dict(payload), created_at=at, due_at=at)
    session.add(message)
    session.flush()
    return message


def take_due(session: Session, *, at: datetime) -> OutboxMessage | None:
    """The oldest due message, locked against other workers, or None."""
    statement = (
        select(OutboxMessage)
        .where(col(OutboxMessage.state) == OutboxState.QUEUED, col(OutboxMessage.due_at) <= at)
        .order_by(col(OutboxMessage.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(statement).first()


def mark_sent(message: OutboxMessage, *, at: datetime) -> None:
    """The message has left."""
    message.state, message.sent_at, message.last_error = OutboxState.SENT, at, None
    message.attempts += 1


def mark_failed(message: OutboxMessage, *, at: datetime, error: str) -> None:
    """Try again later; after five retries a person must act."""
    message.last_error = error
    if message.attempts >= len(RETRY_AFTER_MIN):
        message.state = OutboxState.FAILED
    else:
        message.due_at = at + timedelta(minutes=RETRY_AFTER_MIN[message.attempts])
    message.attempts += 1


def list_failed(session: Session, *, limit: int = 50, offset: int = 0) -> tuple[list[OutboxMessage], int]:
    """Messages that a person must see to: given up, or tried in vain and due again; the given up first."""
    troubled = col(OutboxMessage.last_error).is_not(None)
    count = session.execute(sa.select(sa.func.count()).select_from(OutboxMessage).where(troubled)).scalar_one()
    given_up = sa.case((col(OutboxMessage.state) == OutboxState.FAILED, 0), else_=1)
    statement = select(OutboxMessage).where(troubled).order_by(given_up, col(OutboxMessage.created_at))
    return list(session.exec(statement.order_by(col(OutboxMessage.id)).limit(limit).offset(offset))), count


def try_again(session: Session, message_id: UUID, *, by: Actor, at: datetime) -> OutboxMessage:
    """Queue a message that was given up, or is to wait, as due now. Raises ``NotFoundError``; one sent stays sent."""
    require(by, Permission.ADMINISTER)
    message = session.get(OutboxMessage, message_id, with_for_update=True)
    if message is None:
        raise NotFoundError("outbox message")
    if message.state is OutboxState.SENT:
        raise DomainError("outbox.sent", "The message has left meanwhile.")
    message.state, message.due_at, message.attempts = OutboxState.QUEUED, at, 0
    session.flush()
    audit.record(session, by=by, at=at, action="outbox.tried_again", on=("outbox_message", message.id))
    return message
