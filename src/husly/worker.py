"""Delivers the outbox, one message a transaction, at least once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from husly.kit import mail, outbox
from husly.kit.mail import FolderPost, SmtpPost, Writer, deliver_mail
from husly.kit.outbox import OutboxMessage
from husly.settings import Settings, settings
from inspection.delivery.post import deliver_letter, note_given_up, write_letter_mail
from inspection.delivery.queueing import CHANNEL
from inspection.delivery.queueing import MAIL_KIND as LETTER_MAIL
from inspection.delivery.telling import MAIL_KIND as ANSWER
from inspection.delivery.telling import write_answer_mail
from inspection.referrals.delivery import deliver_forwarding, deliver_referral
from inspection.referrals.forwarding import CHANNEL as FORWARDING
from inspection.referrals.moving import CHANNEL as REFERRAL
from inspection.referrals.reminding import MAIL_KIND as REFERRAL_MAIL
from inspection.referrals.reminding import write_referral_mail
from inspection.reminders.actions import MAIL_KIND as DUTY_REMINDER
from inspection.reminders.deadline_mails import write_deadline_reminder
from inspection.reminders.mails import write_duty_reminder
from inspection.reminders.of_deadlines import MAIL_KIND as DEADLINE
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

CHANNELS: dict[str, Channel] = {
    OWNER: deliver_owner_letter,
    REFERRAL: deliver_referral,
    FORWARDING: deliver_forwarding,
}
"""How each kind of message leaves; a channel returns a line for the log and may run twice for one message.
Letters (``deliver_letter``) know the settings and the moment besides."""

MAILS: Mapping[str, Writer] = {
    MAIL_KIND: write_reminder,
    INVITATION: write_invitation,
    OWNER_MAIL: write_owner_mail,
    UNDECLARED: write_ask,
    DUTY_REMINDER: write_duty_reminder,
    DEADLINE: write_deadline_reminder,
    REFERRAL_MAIL: write_referral_mail,
    LETTER_MAIL: write_letter_mail,
    ANSWER: write_answer_mail,
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
        with session.begin_nested():  # what a failed try has changed is undone, what the outbox notes of it is not
            line = _deliver(session, message, outbox_path, at=at, post=post, chosen=chosen or settings())
    except Exception as error:  # the message must not be lost, whatever a channel does
        outbox.mark_failed(message, at=at, error=f"{type(error).__name__}: {error}")
        note_given_up(session, message, at)
        return f"{message.channel} {message.id}: failed, {message.last_error}"
    outbox.mark_sent(message, at=at)
    return line


def _deliver(
    session: Session,
    message: OutboxMessage,
    outbox_path: Path,
    *,
    at: datetime,
    post: SmtpPost | FolderPost | None,
    chosen: Settings,
) -> str:
    if message.channel == mail.CHANNEL:
        way = post or FolderPost(outbox_path / "mail")
        return deliver_mail(session, message, way, MAILS, chosen=chosen, at=at)
    if message.channel == CHANNEL:
        return deliver_letter(session, message, outbox_path, chosen, at)
    return CHANNELS[message.channel](session, message, outbox_path)
