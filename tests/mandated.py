"""Browsers that act by a mandate, in tests of pages."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel import select

from husly.kit.access import Actor
from husly.kit.accounts.models import Mandate, MandateScope, SignIn
from husly.kit.database import transaction
from web_client import Web

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def a_mandate(
    account_id: UUID,
    employer_id: UUID,
    scope: MandateScope = MandateScope.EVERYTHING,
    *,
    valid_to: date | None = None,
) -> Mandate:
    """A mandate of an employer that an account has accepted."""
    return Mandate(
        employer_id=employer_id,
        employer_name="Prøvegartneriet ApS",
        email="bodil@b.example",
        account_id=account_id,
        scope=scope,
        valid_from=date(2020, 1, 1),
        valid_to=valid_to,
        given_by="1",
        given_by_name="Anna Arbejdsgiver",
        given_at=LONG_AGO,
        code_hash=f"code of {account_id}",
        code_expires_at=LONG_AGO,
        accepted_at=LONG_AGO,
    )


def act_by_mandate(web: Web, by: Actor, employer_id: UUID) -> UUID:
    """Give the account a mandate of an employer; its open browser acts by it from now on."""
    with transaction(web.engine) as session:
        mandate = a_mandate(UUID(by.id), employer_id)
        session.add(mandate)
        session.flush()
        session.exec(select(SignIn).where(SignIn.account_id == UUID(by.id))).one().mandate_id = mandate.id
        return mandate.id
