"""Delivers the outbox, one message a transaction, at least once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from husly.kit import mail, outbox
from husly.kit.mail import FolderPost, SmtpPost, Writer, deliver_mail
from husly.kit.outbox import OutboxMessage
from husly.settings import Settings, settings
from inspection.letters.delivery import CHANNEL, deliver_letter
from inspection.undeclared.mails import MAIL_KIND as UNDECLARED
from inspection.undeclared.mails import write_ask
from register.mandates.invitation import MAIL_KIND as INVITATION
from register.mandates.invitation import write_invitation
from register.owners.actions import deliver_owner_letter
from register.owners.mail import write_owner_mail
from register.owners.naming import CHANNEL as OWNER
from register.owners.naming import MAIL_KIND as OWNER_MAIL
from register.upkeep.reminding.actions import MAIL_KIND
from register.upkeep.reminding.mails import write_reminder

Channel = Callable[[Session, OutboxMessage, Path], str]

CHANNELS: dict[str, Channel] = {CHANNEL: deliver_letter, OWNER: deliver_owner_letter}
"""How each kind of message leaves; a channel returns a line for the log and may run twice for one message."""

MAILS: Mapping[str, Writer] = {
    MAIL_KIND: write_reminder,
    INVITATION: write_invitation,
    OWNER_MAIL: write_owner_mail,
    UNDECLARED: write_ask,
}
"""Who writes each kind of mail (``husly.kit.mail``)."""


def deliver_due(
    session: Session,
    *,
    outbox_path: Path,
    at: datetime,
    post: SmtpPost | FolderPost | None = None,
    chosen: Settings | None = None,
) -> str | None:
    """Deliver the oldest due message; returns a line for the log, or None when nothing is due.

    Without a ``post``, mails become files beside the letters; without ``chosen``, the settings in force are meant.
    """
    message = outbox.take_due(session, at=at)
    if message is None:
        return None
    try:
        if message.channel == mail.CHANNEL:
            way = post or FolderPost(outbox_path / "mail")
            line = deliver_mail(session, message, way, MAILS, chosen=chosen or settings(), at=at)
        else:
            line = CHANNELS[message.channel](session, message, outbox_path)
    except Exception as error:  # the message must not be lost, whatever a channel does
        outbox.mark_failed(message, at=at, error=f"{type(error).__name__}: {error}")
        return f"{message.channel} {message.id}: failed, {message.last_error}"
    outbox.mark_sent(message, at=at)
    return line
