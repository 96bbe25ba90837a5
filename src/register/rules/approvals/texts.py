"""The official texts that rules are compared with: recorded by address, date and digest."""

import hashlib
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from register.rules.approvals.models import OfficialText
from register.rules.approvals.queries import list_official_texts
from standards.rules.pack import Pack

MAX_URL = 500


def pasted_bytes(text: str) -> bytes:
    """A pasted text as it is digested: UTF-8, lines ended by LF whatever the browser sent, no blank ends."""
    return "\n".join(text.replace("\x00", "").splitlines()).strip().encode()


def add_official_text(
    session: Session,
    *,
    pack: Pack,
    url: str,
    content: bytes,
    file_name: str = "",
    retrieved_on: date,
    by: Actor,
    at: datetime,
) -> OfficialText:
    """Record a text to compare with; the same bytes from the same address are recorded once.

    Raises ``DomainError`` on an address that is none, an empty text, or a day that has not come.
    """
    require(by, Permission.CONFIRM_RULES, Subject())
    url = _checked_url(url)
    if not content.strip():
        raise DomainError("text.empty", "Choose the file of the official text, or paste the text.")
    if retrieved_on > danish_date(at):
        raise DomainError("text.future", "The day on which the text was retrieved has not come yet.")
    sha256 = hashlib.sha256(content).hexdigest()
    for known in list_official_texts(session, pack.id):
        if (known.url, known.sha256) == (url, sha256):
            return known
    made = OfficialText(
        pack_id=pack.id,
        url=url,
        sha256=sha256,
        size_bytes=len(content),
        file_name=file_name.replace("\x00", "")[:200],
        retrieved_on=retrieved_on,
        added_at=at,
        added_by=by.id,
        added_by_name=by.name,
    )
    session.add(made)
    session.flush()
    details = {"url": url, "sha256": sha256, "size_bytes": len(content), "retrieved_on": retrieved_on}
    audit.record(session, by=by, at=at, action="rules.text_recorded", on=("pack", pack.id), details=details)
    return made


def _checked_url(url: str) -> str:
    url = url.replace("\x00", "").strip()
    parts = urlsplit(url) if url.isprintable() and " " not in url else urlsplit("")
    if parts.scheme != "https" or "." not in parts.netloc or len(url) > MAX_URL:
        raise DomainError(
            "text.url",
            "Give the whole address of the official text, from https://, at most {count} characters.",
            count=MAX_URL,
        )
    return url
