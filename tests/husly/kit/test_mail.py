"""Mail leaves once, tells nobody too much, and what fails waits where somebody sees it."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import Session

from conftest import AT
from husly import worker
from husly.kit import outbox
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from husly.kit.mail import FolderPost, Mail, SmtpPost, enqueue_mail, post_of
from husly.kit.outbox import OutboxMessage, OutboxState
from husly.settings import Settings
from web_client import Web, words


class _Conversation(socketserver.StreamRequestHandler):
    """Enough of SMTP to take a mail; receivers at ``refused.example`` are refused."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("EHLO"):
                self.say("250 here")
            elif word.startswith("RCPT") and "refused.example" in line:
                self.say("550 who?")
            elif word == "DATA":
                self.say("354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[bytes] = []

    @property
    def post(self) -> SmtpPost:
        return SmtpPost("127.0.0.1", self.server_address[1], "husly@tilsyn.example", starttls=False)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def letters_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> Mail | None:
        return None if payload.get("done") else Mail(payload["to"], "Påmindelse", "Kære læser\n\nÆblevej 3\n")

    monkeypatch.setattr(worker, "MAILS", {"test": write})


def queued(session: Session, **payload: Any) -> OutboxMessage:
    return enqueue_mail(session, kind="test", payload={"to": "anna@firma.example"} | payload, at=AT)


def test_a_mail_reaches_the_server_with_the_id_of_its_row(session: Session, mail_server: MailServer) -> None:
    message = queued(session)
    line = worker.deliver_due(session, outbox_path=Path(), at=AT, post=mail_server.post)
    assert line == f"mail {message.id}: test sent"
    (taken,) = mail_server.taken
    read = message_from_bytes(taken, policy=policy.default)
    assert (read["To"], read["Subject"]) == ("anna@firma.example", "Påmindelse")
    assert read["Message-ID"] == f"<{message.id}@tilsyn.example>"
    assert "Æblevej 3" in read.get_content()
    assert message.state is OutboxState.SENT


def test_the_same_mail_sent_twice_has_the_same_id_and_is_one_file(session: Session, tmp_path: Path) -> None:
    message = queued(session)
    for _ in range(2):
        message.state = OutboxState.QUEUED
        worker.deliver_due(session, outbox_path=tmp_path, at=AT)
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"{message.id}.eml"]


def test_a_mail_no_longer_wanted_is_not_sent(session: Session, mail_server: MailServer) -> None:
    message = queued(session, done=True)
    line = worker.deliver_due(session, outbox_path=Path(), at=AT, post=mail_server.post)
    assert line == f"mail {message.id}: no longer wanted"
    assert mail_server.taken == []


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("anna@refused.example", "the mail server refused the receiver (550)"),
        ("anna@firma.example\nBcc: all@firma.example", "cannot stand in a mail"),
        ("anna@firma.example, bo@firma.example", "not an e-mail address"),
        ("anna", "not an e-mail address"),
    ],
)
def test_a_failure_is_kept_without_the_receiver(session: Session, mail_server: MailServer, to: str, why: str) -> None:
    message = queued(session, to=to)
    line = worker.deliver_due(session, outbox_path=Path(), at=AT, post=mail_server.post)
    assert line is not None
    assert why in str(message.last_error) or "not an e-mail address" in str(message.last_error)
    assert "anna" not in str(message.last_error) + line
    assert (mail_server.taken, message.attempts) == ([], 1)


def test_a_server_that_is_down_or_not_encrypted_keeps_the_mail(session: Session, mail_server: MailServer) -> None:
    message = queued(session)
    down = SmtpPost("127.0.0.1", 1, "husly@tilsyn.example", starttls=False)
    worker.deliver_due(session, outbox_path=Path(), at=AT, post=down)
    assert message.last_error == "MailError: the mail server cannot be used: ConnectionRefusedError"
    message.due_at = AT
    port = mail_server.server_address[1]
    worker.deliver_due(session, outbox_path=Path(), at=AT, post=SmtpPost("127.0.0.1", port, "husly@tilsyn.example"))
    assert "SMTPNotSupportedError" in str(message.last_error)
    assert mail_server.taken == []


def test_settings_choose_the_post_and_want_a_sender() -> None:
    assert isinstance(post_of(Settings()), FolderPost)
    chosen = Settings(smtp_host="mail.example", mail_from="husly@tilsyn.example", smtp_password="x")
    assert post_of(chosen) == SmtpPost("mail.example", 587, "husly@tilsyn.example", "", "x", starttls=True)
    with pytest.raises(ValidationError, match="mail_from"):
        Settings(smtp_host="mail.example")


def test_the_administrator_sees_what_failed_and_tries_again(web: Web) -> None:
    with transaction(web.engine) as session:
        message = queued(session, to="anna")
        for _ in range(6):
            message.due_at = AT
            worker.deliver_due(session, outbox_path=Path(), at=AT)
    assert message.state is OutboxState.FAILED
    again = f"/admin/outbox/{message.id}/again"
    assert web.get("/admin/outbox").headers["location"].startswith("/sign-in")
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get("/admin/outbox").status_code == 403
    assert web.post(again).status_code == 403
    web.sign_in(Grant(Role.ADMINISTRATOR))
    assert "not an e-mail address" in words(web.get("/admin/outbox"))
    assert web.post(f"/admin/outbox/{uuid4()}/again").status_code == 404
    assert web.post(again).status_code == 303
    with transaction(web.engine) as session:
        found = session.get_one(OutboxMessage, message.id)
        assert (found.state, found.attempts) == (OutboxState.QUEUED, 0)
        outbox.mark_sent(found, at=AT)
    assert web.post(again).status_code in (409, 422)
    assert message.id.hex not in web.get("/admin/outbox").text
