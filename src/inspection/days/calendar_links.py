"""Secret links to one's own calendar: made and shown once, renewed, revoked, looked up."""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, may, require
from husly.kit.accounts.models import Account
from husly.kit.accounts.queries import actor_of, token_hash
from husly.kit.database import take_turns
from husly.kit.errors import NotFoundError
from inspection.days.models import CalendarLink

SECRET_BYTES = 32
"""Of chance in a secret: 256 bits."""

SHOWN_LINKS = 10
USE_NOTED_EVERY = timedelta(minutes=1)


def make_calendar_link(session: Session, *, by: Actor, at: datetime) -> str:
    """A new link of the account, and its secret, which is kept nowhere; a link before it ends."""
    require(by, Permission.RECORD_VISITS)
    take_turns(session, f"calendar-{by.id}")
    renewed = [one for one in list_calendar_links(session, by=by) if one.revoked_at is None]
    for one in renewed:
        one.revoked_at = at
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = CalendarLink(account_id=UUID(by.id), token_hash=token_hash(secret), created_at=at)
    session.add(link)
    session.flush()
    details = {"renewed": bool(renewed)}
    audit.record(session, by=by, at=at, action="calendar_link.made", on=("calendar_link", link.id), details=details)
    return secret


def list_calendar_links(session: Session, *, by: Actor) -> list[CalendarLink]:
    """The account's own links, the newest first."""
    newest = col(CalendarLink.created_at).desc()
    statement = (
        select(CalendarLink).where(CalendarLink.account_id == UUID(by.id)).order_by(newest, col(CalendarLink.id))
    )
    return list(session.exec(statement.limit(SHOWN_LINKS)))


def revoke_calendar_link(session: Session, link_id: UUID, *, by: Actor, at: datetime) -> None:
    """End one of the account's own links. Raises ``NotFoundError`` for anybody else's."""
    link = session.exec(
        select(CalendarLink).where(CalendarLink.id == link_id, CalendarLink.account_id == UUID(by.id))
    ).one_or_none()
    if link is None:
        raise NotFoundError("calendar link")
    if link.revoked_at is None:
        link.revoked_at = at
        audit.record(session, by=by, at=at, action="calendar_link.revoked", on=("calendar_link", link.id))


def use_calendar_link(session: Session, secret: str, *, at: datetime) -> tuple[Actor, Account] | None:
    """Whose calendar a secret opens, its use noted; None when it is wrong or revoked, or its account visits no more."""
    hashed = token_hash(secret)
    row = session.exec(
        select(CalendarLink, Account)
        .join(Account, col(Account.id) == col(CalendarLink.account_id))
        .where(CalendarLink.token_hash == hashed, col(CalendarLink.revoked_at).is_(None), Account.active)
    ).one_or_none()
    if row is None or not hmac.compare_digest(row[0].token_hash, hashed):
        return None
    link, account = row
    actor = actor_of(session, account)
    if not (may(actor, Permission.READ_PLANS) and may(actor, Permission.RECORD_VISITS)):
        return None
    if link.last_used_at is None or at - link.last_used_at >= USE_NOTED_EVERY:
        link.last_used_at = at
    return actor, account


def end_calendar_links(session: Session, account: Account, *, by: Actor, at: datetime) -> int:
    """End every link of an account, as when a device was lost; returns how many held."""
    held = session.exec(
        select(CalendarLink).where(CalendarLink.account_id == account.id, col(CalendarLink.revoked_at).is_(None))
    ).all()
    for link in held:
        link.revoked_at = at
        audit.record(session, by=by, at=at, action="calendar_link.revoked", on=("calendar_link", link.id))
    return len(held)
