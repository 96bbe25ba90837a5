"""Mail through the outbox: a message names rows by id, its text and its receiver are found when it leaves.

``enqueue_mail`` queues one in the caller's transaction; each kind of mail has a writer that the worker knows
(``husly.worker.MAILS``). Without an SMTP server the mails are written as ``.eml`` files for somebody else to send.
A mail keeps the id of its outbox row as Message-ID, so that one sent twice is known as the same.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any, Protocol

from sqlmodel import Session

from husly.kit import outbox
from husly.kit.i18n import language, use_language
from husly.kit.outbox import OutboxMessage
from husly.settings import Settings

CHANNEL = "mail"
TIMEOUT_S = 15.0
FALLBACK_SENDER = "husly@localhost"


class MailError(Exception):
    """A mail could not be handed over. The text names no receiver: it is shown to the operator and logged."""


@dataclass(frozen=True)
class Mail:
    """A mail as it leaves. The subject holds no personal data: it is shown on locked telephones and in logs.

    ``on_sent`` is called once it is handed over, say to forget a code that only the receiver should know.
    """

    to: str
    subject: str
    body: str
    on_sent: Callable[[], None] | None = None


Writer = Callable[[Session, Mapping[str, Any], Settings, datetime], Mail | None]
"""Makes the mail of a payload at a moment; None when nobody wants it any more, say a reminder acted on."""


class Post(Protocol):
    """What takes a finished mail."""

    def send(self, message: EmailMessage, name: str) -> None:
        """Hand it over, or raise ``MailError``. ``name`` is the same whenever the same mail is sent again."""


@dataclass(frozen=True)
class FolderPost:
    """Writes each mail to a folder: where no SMTP server is configured, and in the demonstration."""

    folder: Path
    sender: str = FALLBACK_SENDER

    def send(self, message: EmailMessage, name: str) -> None:
        """Write ``name.eml``; the same again leaves the same file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{name}.part"
        part.write_bytes(message.as_bytes(policy=SMTP))
        part.replace(self.folder / f"{name}.eml")


@dataclass(frozen=True)
class SmtpPost:
    """Hands each mail to an SMTP server, encrypted unless the operator says otherwise."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    starttls: bool = True

    def send(self, message: EmailMessage, name: str) -> None:  # noqa: ARG002 - the Message-ID tells them apart
        """Send it in a connection of its own."""
        try:
            with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S) as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = sorted({code for code, _ in error.recipients.values()})
            raise MailError(f"the mail server refused the receiver ({', '.join(map(str, codes))})") from None
        except smtplib.SMTPResponseException as error:
            raise MailError(f"the mail server answered {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(f"the mail server cannot be used: {type(error).__name__}") from None


def post_of(chosen: Settings) -> SmtpPost | FolderPost:
    """The post that the settings name."""
    sender = chosen.mail_from or FALLBACK_SENDER
    if not chosen.smtp_host:
        return FolderPost(chosen.outbox_path / "mail", sender)
    return SmtpPost(
        chosen.smtp_host,
        chosen.smtp_port,
        sender,
        chosen.smtp_user,
        chosen.smtp_password.get_secret_value(),
        chosen.smtp_starttls,
    )


def enqueue_mail(session: Session, *, kind: str, payload: Mapping[str, Any], at: datetime) -> OutboxMessage:
    """Queue a mail of a kind that the worker knows. The payload names rows by id, never an address or a name."""
    return outbox.enqueue(session, channel=CHANNEL, payload={**payload, "kind": kind}, at=at)


def deliver_mail(
    session: Session,
    message: OutboxMessage,
    post: SmtpPost | FolderPost,
    writers: Mapping[str, Writer],
    *,
    chosen: Settings,
    at: datetime,
) -> str:
    """Write one mail and hand it over; returns a line for the log, without the receiver."""
    kind = str(message.payload.get("kind", ""))
    if kind not in writers:
        raise MailError(f"no mail of the kind {kind!r} is known")
    mail = writers[kind](session, message.payload, chosen, at)
    if mail is None:
        return f"mail {message.id}: no longer wanted"
    post.send(_envelope(mail, message, post.sender), str(message.id))
    if mail.on_sent is not None:
        mail.on_sent()
    return f"mail {message.id}: {kind} sent"


def _envelope(mail: Mail, message: OutboxMessage, sender: str) -> EmailMessage:
    """The mail with its headers; a receiver that is no address is refused here, so that nothing slips into a header."""
    made = EmailMessage()
    try:
        address = parseaddr(mail.to)[1]
        if "@" not in address or address != mail.to.strip():  # one address, not a list or a name with one
            raise MailError("the receiver's address is not an e-mail address")
        made["From"], made["To"], made["Subject"] = sender, address, mail.subject
    except (ValueError, MessageError):
        raise MailError("the receiver's address or the subject cannot stand in a mail") from None
    made["Date"] = format_datetime(message.created_at.astimezone(UTC))
    made["Message-ID"] = f"<{message.id}@{parseaddr(sender)[1].partition('@')[2] or 'localhost'}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.body, cte="quoted-printable")
    return made


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Write in this language inside, whatever is spoken outside."""
    before = language()
    use_language(code)
    try:
        yield
    finally:
        use_language(before)
