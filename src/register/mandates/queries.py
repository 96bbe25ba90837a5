"""Reading mandates, what was done by them, and by whom a declaration was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Grant, Permission, Role, Subject, may
from husly.kit.accounts.mandates import REACH, is_in_force
from husly.kit.accounts.models import Account, Mandate, MandateScope, RoleGrant
from husly.kit.accounts.queries import actor_of
from husly.kit.audit import AuditEvent
from husly.kit.codes import code_hash
from husly.kit.errors import NotFoundError
from register.employers.models import Employer
from register.mandates.standing import Standing, standing_of


@dataclass(frozen=True)
class Author:
    """Who made a version of a declaration, and whether by a mandate of the employer."""

    name: str
    by_mandate: bool


def account_of(session: Session, by: Actor) -> Account | None:
    """The account of an actor; None for a command and for whoever has no account yet."""
    try:
        return session.get(Account, UUID(by.id))
    except ValueError:
        return None


def list_giving_employers(session: Session, by: Actor) -> list[Employer]:
    """The employers whose mandates the actor can give and end, by name."""
    ids = {one.employer_id for one in by.grants if Permission.GIVE_MANDATES in one.permissions}
    return list(session.exec(select(Employer).where(col(Employer.id).in_(ids)).order_by(col(Employer.name))))


def list_given(session: Session, *, by: Actor) -> list[Mandate]:
    """Every mandate of the actor's own employers, newest first."""
    ids = {one.employer_id for one in by.grants if Permission.GIVE_MANDATES in one.permissions}
    statement = select(Mandate).where(col(Mandate.employer_id).in_(ids))
    return list(session.exec(statement.order_by(col(Mandate.given_at).desc(), col(Mandate.id))))


def list_received(session: Session, *, by: Actor) -> list[Mandate]:
    """The mandates that the account has or had, and what is offered to its address, newest first."""
    account = account_of(session, by)
    if account is None:
        return []
    offered = sa.and_(col(Mandate.account_id).is_(None), col(Mandate.email) == account.email)
    statement = select(Mandate).where(sa.or_(col(Mandate.account_id) == account.id, offered))
    return list(session.exec(statement.order_by(col(Mandate.given_at).desc(), col(Mandate.id))))


def find_offer(session: Session, code: str, *, at: datetime) -> Mandate | None:
    """The offer that a code stands for, held; None: wrong, answered, ended or too old, which are not told apart.

    A code is one of 32^12, which nobody finds by trying.
    """
    statement = select(Mandate).where(col(Mandate.code_hash) == code_hash(code)).with_for_update()
    found = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    return found if found is not None and standing_of(found, at=at) is Standing.OFFERED else None


def has_own_grants(session: Session, by: Actor) -> bool:
    """Whether the account can do anything without a mandate."""
    account = account_of(session, by)
    if account is None:
        return False
    found = sa.select(sa.exists().where(col(RoleGrant.account_id) == account.id))
    return bool(session.execute(found).scalar_one())


def get_mandate(session: Session, mandate_id: UUID, *, by: Actor) -> Mandate:
    """A mandate, for the employer's own people and for whoever holds it. Raises ``NotFoundError`` for others."""
    mandate = session.get(Mandate, mandate_id)
    if mandate is None:
        raise NotFoundError("mandate")
    gives = may(by, Permission.GIVE_MANDATES, Subject(employer_id=mandate.employer_id))
    if not gives and str(mandate.account_id) != by.id:
        raise NotFoundError("mandate")
    return mandate


def list_acts(session: Session, mandate_id: UUID, *, limit: int, offset: int = 0) -> tuple[list[AuditEvent], int]:
    """What was done by a mandate, the last first, and how much in all; not when its holder signed in."""
    of_mandate = sa.and_(col(AuditEvent.mandate_id) == str(mandate_id), col(AuditEvent.object_type) != "account")
    count = session.execute(sa.select(sa.func.count()).select_from(AuditEvent).where(of_mandate)).scalar_one()
    statement = select(AuditEvent).where(of_mandate).order_by(col(AuditEvent.seq).desc()).limit(limit).offset(offset)
    return list(session.exec(statement)), count


def list_authors(session: Session, declaration_ids: Sequence[UUID]) -> dict[UUID, Author]:
    """Who made each version, by declaration, as the audit trail tells; nothing of those it does not know."""
    statement = select(AuditEvent).where(
        AuditEvent.object_type == "declaration",
        AuditEvent.action == "declaration.submitted",
        col(AuditEvent.object_id).in_([str(one) for one in declaration_ids]),
    )
    return {
        UUID(event.object_id): Author(event.by_name, event.mandate_id is not None) for event in session.exec(statement)
    }


def with_every_mandate(session: Session, by: Actor, *, at: datetime) -> Actor:
    """The actor with its own employers' grants and those of all its mandates in force, for overviews: to read only."""
    account = account_of(session, by)
    if account is None:
        return by
    own = [one for one in actor_of(session, account).grants if one.role.is_of_employer]
    received = select(Mandate).where(Mandate.account_id == account.id)
    in_force = [one for one in session.exec(received) if is_in_force(one, at=at)]
    own_ids = {one.employer_id for one in own}
    lent = [
        Grant(Role.REPRESENTATIVE, one.employer_id, only=REACH[MandateScope.READ])
        for one in in_force
        if one.employer_id not in own_ids
    ]
    return Actor(by.id, by.name, (*own, *lent))
