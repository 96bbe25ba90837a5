"""Tokens by which programs act for an account: made (shown once), used, counted and revoked."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.accounts.models import Account, ApiToken
from husly.kit.accounts.queries import actor_of, token_hash
from husly.kit.errors import DomainError, NotFoundError

PREFIX = "husly_"
"""How a token begins, so that one left in a file or a log is recognised."""

WINDOW_S = 60
LONGEST_NAME = 80
MOST_TOKENS = 20
LONGEST_DAYS = 730


@dataclass(frozen=True)
class TokenUse:
    """Who a token stands for, and how many seconds to wait when it was used too often (0: go on)."""

    actor: Actor
    token_id: UUID
    wait_s: int = 0


def make_token(
    session: Session, *, name: str, employer_id: UUID, days: int, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """A new token for one of the account's own employers, and its secret, which is kept nowhere.

    Raises ``NotAllowedError`` for another's employer, ``DomainError`` without a name, for a wrong number of days, and
    when there are too many.
    """
    require(by, Permission.IMPORT_DECLARATIONS, Subject(employer_id=employer_id))
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise DomainError("token.name", "Give the token a name of at most {count} letters.", count=LONGEST_NAME)
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError("token.days", "A token holds from 1 to {count} days.", count=LONGEST_DAYS)
    if len([one for one in list_tokens(session, by=by) if one.revoked_at is None]) >= MOST_TOKENS:
        raise DomainError("token.many", "There are {count} tokens already: revoke one first.", count=MOST_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        token_hash=token_hash(secret),
        account_id=UUID(by.id),
        employer_id=employer_id,
        mandate_id=None if by.behalf is None else by.behalf.mandate_id,
        name=name,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    audit.record(
        session, by=by, at=at, action="token.made", on=("api_token", token.id), details={"employer": employer_id}
    )
    return token, secret


def list_tokens(session: Session, *, by: Actor) -> list[ApiToken]:
    """The account's own tokens, newest first."""
    statement = select(ApiToken).where(ApiToken.account_id == UUID(by.id)).order_by(col(ApiToken.created_at).desc())
    return list(session.exec(statement))


def revoke_token(session: Session, token_id: UUID, *, by: Actor, at: datetime) -> None:
    """End one of the account's own tokens; it is worthless from then on. Raises ``NotFoundError``."""
    token = session.exec(
        select(ApiToken).where(ApiToken.id == token_id, ApiToken.account_id == UUID(by.id))
    ).one_or_none()
    if token is None:
        raise NotFoundError("api token")
    if token.revoked_at is None:
        token.revoked_at = at
        audit.record(session, by=by, at=at, action="token.revoked", on=("api_token", token.id))


def use_token(session: Session, secret: str, *, per_minute: int, at: datetime) -> TokenUse | None:
    """Whoever a token stands for, the use counted; None when it is unknown, expired or revoked.

    The account must be open and still have the employer: a role taken away takes its tokens with it. One made by a
    mandate that has ended still names its account, which may then do nothing.
    """
    row = session.exec(
        select(ApiToken, Account)
        .join(Account, col(ApiToken.account_id) == col(Account.id))
        .where(
            ApiToken.token_hash == token_hash(secret),
            col(ApiToken.revoked_at).is_(None),
            col(ApiToken.expires_at) > at,
            Account.active,
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        return None
    token, account = row
    actor = actor_of(session, account, mandate_id=token.mandate_id, at=at)
    own = tuple(one for one in actor.grants if one.role.is_of_employer and one.employer_id == token.employer_id)
    if not own and actor.behalf is None:
        return None
    actor = replace(actor, grants=own)
    return TokenUse(actor, token.id, _count(token, per_minute=per_minute, at=at))


def _count(token: ApiToken, *, per_minute: int, at: datetime) -> int:
    """Count one use; seconds to wait when there were too many in this minute."""
    started = token.window_started_at
    if started is None or (at - started).total_seconds() >= WINDOW_S:
        token.window_started_at, token.used_in_window, started = at, 0, at
    if token.used_in_window >= per_minute:
        return max(1, WINDOW_S - int((at - started).total_seconds()))
    token.used_in_window += 1
    token.last_used_at = at
    return 0
