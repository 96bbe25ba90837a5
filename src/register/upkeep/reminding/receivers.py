"""Whom an employer's reminders go to; asked when they are queued and again when they leave."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.accounts.mandates import list_declaring_accounts
from husly.kit.accounts.models import Account, RoleGrant


def accounts_of(session: Session, employer_id: UUID, *, at: datetime) -> dict[UUID, str]:
    """E-mail addresses by account: the employer's own people, and those whose mandate lets them declare for it."""
    mine = select(Account).join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
    own = session.exec(mine.where(col(RoleGrant.employer_id) == employer_id, Account.active))
    return {row.id: row.email for row in (*own, *list_declaring_accounts(session, employer_id, at=at))}
