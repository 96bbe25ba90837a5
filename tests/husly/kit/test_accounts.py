from datetime import timedelta

import pytest
from sqlmodel import Session, select

from conftest import AT
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.accounts.actions import LOCK_MIN, TRIES_BEFORE_LOCK, open_account, sign_in, sign_out
from husly.kit.accounts.models import Account, SignIn
from husly.kit.accounts.queries import find_actor
from husly.kit.errors import DomainError

PASSWORD = "en god lang adgangskode"


@pytest.fixture
def account(session: Session) -> Account:
    grants = [Grant(Role.INSPECTOR, municipality_code="0461")]
    return open_account(
        session, email="Ida@Example.dk ", name="Ida", password=PASSWORD, grants=grants, by=SYSTEM, at=AT
    )


def enter(session: Session, password: str = PASSWORD, **later: int) -> str | None:
    return sign_in(session, email="ida@example.dk", password=password, hours=8, at=AT + timedelta(**later))


def test_the_right_password_gives_a_token_that_names_the_actor(session: Session, account: Account) -> None:
    token = enter(session)
    assert token is not None
    actor = find_actor(session, token, at=AT)
    assert actor is not None
    assert actor.grants == (Grant(Role.INSPECTOR, municipality_code="0461"),)


def test_the_token_itself_is_not_stored(session: Session, account: Account) -> None:
    token = enter(session)
    assert token not in {row.token_hash for row in session.exec(select(SignIn))}


def test_each_sign_in_makes_a_new_token(session: Session, account: Account) -> None:
    assert enter(session) != enter(session)


def test_a_token_expires(session: Session, account: Account) -> None:
    token = enter(session)
    assert token is not None
    assert find_actor(session, token, at=AT + timedelta(hours=8)) is None


def test_signing_out_ends_the_token(session: Session, account: Account) -> None:
    token = enter(session)
    assert token is not None
    actor = find_actor(session, token, at=AT)
    assert actor is not None
    sign_out(session, token=token, by=actor, at=AT)
    assert find_actor(session, token, at=AT) is None


def test_five_wrong_passwords_lock_the_account_for_a_while(session: Session, account: Account) -> None:
    for _ in range(TRIES_BEFORE_LOCK):
        assert enter(session, "forkert adgangskode") is None
    assert enter(session) is None
    assert enter(session, minutes=LOCK_MIN + 1) is not None


def test_an_unknown_address_is_refused_like_a_wrong_password(session: Session) -> None:
    assert sign_in(session, email="ingen@example.dk", password=PASSWORD, hours=8, at=AT) is None


@pytest.mark.parametrize(
    ("email", "password", "code"),
    [
        ("ingen", PASSWORD, "account.email"),
        ("a@b.dk", "kort", "account.password"),
        ("ida@example.dk", PASSWORD, "account.taken"),
    ],
)
def test_bad_accounts_are_refused_with_a_reason(
    session: Session, account: Account, email: str, password: str, code: str
) -> None:
    with pytest.raises(DomainError) as error:
        open_account(session, email=email, name="X", password=password, grants=[], by=SYSTEM, at=AT)
    assert error.value.code == code
