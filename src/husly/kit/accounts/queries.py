"""Look-ups of accounts and sign-ins."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor, Grant
from husly.kit.accounts.mandates import represented
from husly.kit.accounts.models import Account, RoleGrant, SignIn
from husly.kit.clock import now


def token_hash(token: str) -> str:
    """What is stored of a sign-in token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_account(session: Session, email: str) -> Account | None:
    """The account of an e-mail address, whatever its letter case."""
    return session.exec(select(Account).where(Account.email == email.strip().lower())).one_or_none()


def actor_of(
    session: Session, account: Account, *, mandate_id: UUID | None = None, at: datetime | None = None
) -> Actor:
    """The account as an actor: with its own grants, or by one of its mandates as that stands at a moment.

    Grants are read anew for every request, so that whatever was taken away is gone at the next one.
    """
    if mandate_id is not None:
        grants, behalf = represented(session, account.id, mandate_id, at=at or now())
        return Actor(id=str(account.id), name=account.name, grants=grants, behalf=behalf)
    rows = session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id).order_by(col(RoleGrant.id)))
    grants = tuple(Grant(row.role, row.employer_id, row.municipality_code) for row in rows)
    return Actor(id=str(account.id), name=account.name, grants=grants)


def find_actor(session: Session, token: str, *, at: datetime) -> Actor | None:
    """Whoever a sign-in token stands for, unless it has expired or the account was closed."""
    row = session.exec(
        select(Account, SignIn.mandate_id)
        .join(SignIn, col(SignIn.account_id) == col(Account.id))
        .where(SignIn.token_hash == token_hash(token), col(SignIn.expires_at) > at, Account.active)
    ).one_or_none()
    return None if row is None else actor_of(session, row[0], mandate_id=row[1], at=at)


def list_account_names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Names of accounts by id."""
    rows = session.exec(select(Account).where(col(Account.id).in_(ids)))
    return {row.id: row.name for row in rows}
