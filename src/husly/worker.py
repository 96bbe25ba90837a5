"""Delivers the outbox, one message a transaction, at least once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from husly.kit import outbox
from husly.kit.outbox import OutboxMessage
from inspection.letters.delivery import CHANNEL, deliver_letter
from register.owners.actions import deliver_owner_letter
from register.owners.naming import CHANNEL as OWNER

Channel = Callable[[Session, OutboxMessage, Path], str]

CHANNELS: dict[str, Channel] = {CHANNEL: deliver_letter, OWNER: deliver_owner_letter}
"""How each kind of message leaves; a channel returns a line for the log and may run twice for one message."""


def deliver_due(session: Session, *, outbox_path: Path, at: datetime) -> str | None:
    """Deliver the oldest due message; returns a line for the log, or None when nothing is due."""
    message = outbox.take_due(session, at=at)
    if message is None:
        return None
    try:
        line = CHANNELS[message.channel](session, message, outbox_path)
    except Exception as error:  # the message must not be lost, whatever a channel does
        outbox.mark_failed(message, at=at, error=f"{type(error).__name__}: {error}")
        return f"{message.channel} {message.id}: failed, {message.last_error}"
    outbox.mark_sent(message, at=at)
    return line
