"""Mandates of the demonstration: an accountant who acts for two employers, and one whose mandate was revoked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.demo.accounts import DEMO_PASSWORD
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.accounts.actions import open_account
from husly.kit.accounts.models import Mandate, MandateScope
from husly.kit.clock import danish_date
from register.mandates.actions import accept_offer, end_mandate, give_mandate
from register.mandates.forms import Asked
from register.mandates.queries import account_of


def load_mandates(
    session: Session, employers: Sequence[UUID], *, employer: Actor, accountant: Actor, at: datetime
) -> None:
    """Two mandates in force, by file and program for the first employer, and one revoked last month."""
    scopes = (MandateScope.EVERYTHING, MandateScope.DECLARE)
    givers = [employer, *(Actor("demo", "Bent Byggeherre", (Grant(Role.EMPLOYER, one),)) for one in employers[1:])]
    for giver, scope in zip(givers, scopes, strict=False):
        _accepted(session, accountant, scope, by=giver, at=at - timedelta(days=30))
    former = open_account(
        session,
        email="tidligere@bogholder.example",
        name="Tine Tidligere",
        password=DEMO_PASSWORD,
        grants=[],
        by=SYSTEM,
        at=at,
    )
    held = _accepted(
        session, Actor(str(former.id), former.name), MandateScope.DECLARE, by=employer, at=at - timedelta(days=300)
    )
    end_mandate(session, held.id, by=employer, at=at - timedelta(days=31))


def _accepted(session: Session, who: Actor, scope: MandateScope, *, by: Actor, at: datetime) -> Mandate:
    account, employer_id = account_of(session, who), by.grants[0].employer_id
    if account is None or employer_id is None:
        raise LookupError("the demonstration's mandates are given by employers to accounts")
    asked = Asked(employer_id, account.email, scope, danish_date(at), None)
    mandate, _ = give_mandate(session, asked, by=by, at=at)
    accept_offer(session, mandate, by=who, at=at)
    return mandate
