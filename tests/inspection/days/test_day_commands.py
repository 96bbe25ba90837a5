"""A lost device: the command that ends what it could still be used for."""

from uuid import UUID

from sqlmodel import select

from command_line import Command, husly_command
from husly.kit.access import Grant, Role
from husly.kit.accounts.models import Account, SignIn
from husly.kit.database import transaction
from inspection.days.models import CalendarLink
from web_client import Web, web

__all__ = ["husly_command", "web"]


def test_a_lost_device_ends_every_sign_in_and_calendar_link_of_one_account(web: Web, husly_command: Command) -> None:
    other = web.sign_in(Grant(Role.INSPECTOR))
    ida = web.sign_in(Grant(Role.INSPECTOR))
    web.post("/day/calendar")
    with transaction(web.engine, writing=False) as session:
        email = session.get_one(Account, UUID(ida.id)).email
    result = husly_command("day", "lost", email.upper())
    assert result.exit_code == 0, result.output
    assert "Ended 1 sign-ins and 1 calendar links" in result.output
    with transaction(web.engine, writing=False) as session:
        assert [str(one.account_id) for one in session.exec(select(SignIn))] == [other.id]
        assert all(one.revoked_at is not None for one in session.exec(select(CalendarLink)))
    assert web.get("/day").headers["location"].startswith("/sign-in")


def test_an_address_that_nobody_has_is_told(husly_command: Command) -> None:
    result = husly_command("day", "lost", "nobody@test.example")
    assert result.exit_code == 1
    assert "There is no account for nobody@test.example." in result.output
