"""Opening accounts, signing in and out."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Grant
from husly.kit.accounts.mandates import first_mandate
from husly.kit.accounts.models import Account, RoleGrant, SignIn
from husly.kit.accounts.queries import actor_of, find_account, token_hash
from husly.kit.errors import DomainError

MIN_PASSWORD = 12
TRIES_BEFORE_LOCK = 5
LOCK_MIN = 15

_hasher = PasswordHasher()
# Verified when no such account exists, so that answering takes as long as for one that does.
_UNKNOWN_ACCOUNT_HASH = _hasher.hash(secrets.token_urlsafe(16))


def open_account(
    session: Session,
    *,
    email: str,
    name: str,
    password: str,
    grants: Sequence[Grant],
    by: Actor,
    at: datetime,
) -> Account:
    """Make an account with its grants. Raises ``DomainError`` on a taken address or a short password."""
    email = email.strip().lower()
    if "@" not in email:
        raise DomainError("account.email", "“{email}” is not an e-mail address.", email=email)
    if len(password) < MIN_PASSWORD:
        raise DomainError("account.password", "A password needs at least {count} characters.", count=MIN_PASSWORD)
    if find_account(session, email) is not None:
        raise DomainError("account.taken", "There is an account for {email} already.", email=email)
    account = Account(email=email, name=name, password_hash=_hasher.hash(password), created_at=at)
    session.add(account)
    session.flush()
    for grant in grants:
        session.add(
            RoleGrant(
                account_id=account.id,
                role=grant.role,
                employer_id=grant.employer_id,
                municipality_code=grant.municipality_code,
            )
        )
    session.flush()
    roles = [grant.role.value for grant in grants]
    audit.record(session, by=by, at=at, action="account.opened", on=("account", account.id), details={"roles": roles})
    return account


def set_language(session: Session, actor: Actor, code: str) -> None:
    """Remember in which language an account reads, for the mails that it gets. Nobody else's."""
    account = session.get(Account, UUID(actor.id))
    if account is not None:
        account.language = code


def sign_in(session: Session, *, email: str, password: str, hours: int, at: datetime) -> str | None:
    """A new sign-in token when address and password fit, else None; five failures lock the account for 15 minutes.

    Nothing told apart: unknown address, wrong password and locked account all give None.
    """
    account = find_account(session, email)
    if account is None or not _password_fits(account, password, at=at):
        if account is None:
            _verified(_UNKNOWN_ACCOUNT_HASH, password)
        return None
    token = secrets.token_urlsafe(32)
    mandate_id = first_mandate(session, account.id, at=at)
    session.add(
        SignIn(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=at,
            expires_at=at + timedelta(hours=hours),
            mandate_id=mandate_id,
        )
    )
    session.flush()
    by = actor_of(session, account, mandate_id=mandate_id, at=at)
    audit.record(session, by=by, at=at, action="account.signed_in", on=("account", account.id))
    return token


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False


def _password_fits(account: Account, password: str, *, at: datetime) -> bool:
    fits = _verified(account.password_hash, password)
    if not account.active or (account.locked_until_at is not None and account.locked_until_at > at):
        return False
    account.failed_sign_ins = 0 if fits else account.failed_sign_ins + 1
    if account.failed_sign_ins >= TRIES_BEFORE_LOCK:
        account.failed_sign_ins, account.locked_until_at = 0, at + timedelta(minutes=LOCK_MIN)
    return fits


def sign_out(session: Session, *, token: str, by: Actor, at: datetime) -> None:
    """End one sign-in; the token is worthless from then on."""
    session.execute(sa.delete(SignIn).where(col(SignIn.token_hash) == token_hash(token)))
    audit.record(session, by=by, at=at, action="account.signed_out", on=("account", by.id))


def end_sign_ins(session: Session, account: Account, *, by: Actor, at: datetime) -> int:
    """End every sign-in of an account, as when a device was lost; returns how many there were."""
    ended = session.execute(
        sa.delete(SignIn).where(col(SignIn.account_id) == account.id).returning(col(SignIn.token_hash))
    ).all()
    details = {"count": len(ended)}
    audit.record(session, by=by, at=at, action="account.sign_ins_ended", on=("account", account.id), details=details)
    return len(ended)
