"""Giving, accepting, using and ending mandates; each act is audited, and each takes effect at the next request."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.accounts.actions import open_account
from husly.kit.accounts.mandates import is_in_force
from husly.kit.accounts.models import Account, Mandate, MandateEnd, SignIn
from husly.kit.accounts.queries import token_hash
from husly.kit.codes import code_hash, grouped, random_code
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.kit.mail import enqueue_mail
from husly.kit.texts import one_line
from register.employers.models import Employer
from register.mandates.forms import Asked
from register.mandates.invitation import MAIL_KIND
from register.mandates.queries import account_of, list_given
from register.mandates.standing import Standing, standing_of

CODE_LENGTH = 12
CODE_DAYS = 14
"""How long an offer can be accepted."""

MOST_OPEN = 50
"""Mandates of one employer that hold or are offered at once."""


def give_mandate(session: Session, asked: Asked, *, by: Actor, at: datetime) -> tuple[Mandate, str]:
    """Offer a mandate; returns it and its code, which goes out by mail and is shown this once.

    Only the employer's own people give one: whoever acts by a mandate cannot pass it on. Raises ``NotAllowedError`` for
    another's employer, ``DomainError`` for somebody who has one already, for oneself, and for too many.
    """
    require(by, Permission.GIVE_MANDATES, Subject(employer_id=asked.employer_id))
    take_turns(session, f"mandates {asked.employer_id}")
    _refuse_needless(session, asked, by=by, at=at)
    code = random_code(CODE_LENGTH)
    shown = grouped(code, 4)
    mandate = Mandate(
        employer_id=asked.employer_id,
        employer_name=session.get_one(Employer, asked.employer_id).name,
        email=asked.email,
        scope=asked.scope,
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
        given_by=by.id,
        given_by_name=by.name,
        given_at=at,
        code=shown,
        code_hash=code_hash(code),
        code_expires_at=at + timedelta(days=CODE_DAYS),
    )
    session.add(mandate)
    session.flush()
    enqueue_mail(session, kind=MAIL_KIND, payload={"mandate_id": str(mandate.id)}, at=at)
    details = {"employer": asked.employer_id, "scope": asked.scope.value, "from": asked.valid_from}
    _record(session, "mandate.given", mandate, by=by, at=at, **details, to=asked.valid_to)
    return mandate, shown


def _refuse_needless(session: Session, asked: Asked, *, by: Actor, at: datetime) -> None:
    own = account_of(session, by)
    if own is not None and own.email == asked.email:
        raise DomainError("mandate.self", "This is your own address: you need no mandate from yourself.")
    standing = [one for one in list_given(session, by=by) if standing_of(one, at=at).is_open]
    there = [one for one in standing if one.employer_id == asked.employer_id]
    if any(one.email == asked.email for one in there):
        raise DomainError(
            "mandate.exists", "{email} has a mandate or an offer already: end it before you give another.",
            email=asked.email,
        )  # fmt: skip
    if len(there) >= MOST_OPEN:
        raise DomainError("mandate.many", "There are {count} mandates already: end one first.", count=MOST_OPEN)


def accept_offer(session: Session, mandate: Mandate, *, by: Actor, at: datetime) -> None:
    """Take an offer that was made to the account's own address. Raises ``NotAllowedError`` for another's."""
    account = account_of(session, by)
    if account is None or account.email != mandate.email:
        raise NotAllowedError("offered to another")
    if standing_of(mandate, at=at) is not Standing.OFFERED:
        raise DomainError("mandate.answered", "The offer is answered or withdrawn meanwhile.")
    mandate.account_id, mandate.accepted_at, mandate.code = account.id, at, None
    session.flush()
    _record(session, "mandate.accepted", mandate, by=by, at=at)


def open_and_accept(session: Session, mandate: Mandate, *, name: str, password: str, at: datetime) -> Account:
    """Open an account for whoever holds the code, and accept. Raises ``DomainError`` as ``open_account`` does."""
    name = one_line(name)
    if not name or len(name) > 200:
        raise DomainError("mandate.name", "Write your name.")
    invited = Actor(id=f"mandate:{mandate.id}"[:64], name=name)
    account = open_account(
        session, email=mandate.email, name=name, password=password, grants=[], by=invited, at=at
    )  # fmt: skip
    accept_offer(session, mandate, by=Actor(id=str(account.id), name=account.name), at=at)
    return account


def decline_offer(session: Session, mandate: Mandate, *, by: Actor | None, at: datetime) -> None:
    """Refuse an offer; its code is enough."""
    _end(session, mandate, MandateEnd.DECLINED, by=by or Actor(id="invited", name=mandate.email), at=at)


def end_mandate(session: Session, mandate_id: UUID, *, by: Actor, at: datetime) -> Mandate:
    """End a mandate, by the employer's own people or by whoever holds it.

    At the next request it permits nothing: not in open browsers, not to programs, not for what was begun under it.
    Raises ``NotFoundError`` for anybody else.
    """
    mandate = session.get(Mandate, mandate_id, with_for_update=True, populate_existing=True)
    if mandate is None:
        raise NotFoundError("mandate")
    holds = mandate.account_id is not None and str(mandate.account_id) == by.id
    if not holds:
        try:
            require(by, Permission.GIVE_MANDATES, Subject(employer_id=mandate.employer_id))
        except NotAllowedError:
            raise NotFoundError("mandate") from None
    if mandate.ended_at is None:
        _end(session, mandate, MandateEnd.GIVEN_UP if holds else MandateEnd.REVOKED, by=by, at=at)
    return mandate


def _end(session: Session, mandate: Mandate, how: MandateEnd, *, by: Actor, at: datetime) -> None:
    mandate.ended_at, mandate.ended_how, mandate.ended_by, mandate.ended_by_name = at, how, by.id, by.name
    mandate.code = None
    session.flush()
    _record(session, f"mandate.{how.value}", mandate, by=by, at=at)


def act_by(session: Session, mandate_id: UUID | None, *, token: str, by: Actor, at: datetime) -> None:
    """From now on this signed-in browser acts by a mandate, or (None) as itself.

    Raises ``NotFoundError`` for a mandate that is another's or not in force.
    """
    if mandate_id is not None:
        mandate = session.get(Mandate, mandate_id)
        if mandate is None or str(mandate.account_id) != by.id or not is_in_force(mandate, at=at):
            raise NotFoundError("mandate")
    sign_in = session.get(SignIn, token_hash(token))
    if sign_in is None:
        raise NotFoundError("sign-in")
    sign_in.mandate_id = mandate_id
    session.flush()


def _record(session: Session, action: str, mandate: Mandate, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(session, by=by, at=at, action=action, on=("mandate", mandate.id), details=details)
