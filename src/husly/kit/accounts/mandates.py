"""What a mandate permits at a moment: read for every request, so that one that has ended permits nothing."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Behalf, Grant, Permission, Role
from husly.kit.accounts.models import Account, Mandate, MandateScope, RoleGrant
from husly.kit.clock import danish_date

_READ = frozenset({Permission.READ_DECLARATIONS, Permission.READ_STANDARDS})
_DECLARE = _READ | {Permission.DECLARE}

REACH: dict[MandateScope, frozenset[Permission]] = {
    MandateScope.READ: _READ,
    MandateScope.DECLARE: _DECLARE,
    MandateScope.EVERYTHING: _DECLARE | {Permission.IMPORT_DECLARATIONS},
}
"""What each scope permits."""


def is_in_force(mandate: Mandate, *, at: datetime) -> bool:
    """Whether it is accepted, not ended, and holds on the Danish day of a moment (both its days included)."""
    day = danish_date(at)
    return (
        mandate.accepted_at is not None
        and mandate.ended_at is None
        and mandate.valid_from <= day <= (mandate.valid_to or date.max)
    )


def represented(
    session: Session, account_id: UUID, mandate_id: UUID, *, at: datetime
) -> tuple[tuple[Grant, ...], Behalf | None]:
    """What an account may do by a mandate, and for whom. Nothing when it is not in force, or another's."""
    mandate = session.get(Mandate, mandate_id, populate_existing=True)
    if mandate is None or mandate.account_id != account_id:
        return (), None
    holds = is_in_force(mandate, at=at)
    behalf = Behalf(mandate.id, mandate.employer_id, mandate.employer_name, holds)
    grant = Grant(Role.REPRESENTATIVE, mandate.employer_id, only=REACH[mandate.scope])
    return ((grant,) if holds else ()), behalf


def list_declaring_accounts(session: Session, employer_id: UUID, *, at: datetime) -> list[Account]:
    """The open accounts whose mandate lets them declare for an employer at a moment."""
    held = select(Account, Mandate).join(Mandate, col(Mandate.account_id) == col(Account.id))
    rows = session.exec(held.where(Mandate.employer_id == employer_id, Account.active).order_by(col(Mandate.id)))
    return [account for account, one in rows if Permission.DECLARE in REACH[one.scope] and is_in_force(one, at=at)]


def first_mandate(session: Session, account_id: UUID, *, at: datetime) -> UUID | None:
    """The mandate by which an account acts when it signs in: none when it has grants of its own."""
    own = sa.select(sa.exists().where(col(RoleGrant.account_id) == account_id))
    if session.execute(own).scalar_one():
        return None
    accepted = select(Mandate).where(Mandate.account_id == account_id).order_by(col(Mandate.accepted_at))
    return next((one.id for one in session.exec(accepted) if is_in_force(one, at=at)), None)
