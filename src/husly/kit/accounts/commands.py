"""Opening accounts from the command line: the first administrator of an installation has nobody to ask."""

from collections.abc import Callable
from uuid import UUID

import click
from sqlmodel import Session

from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.accounts.actions import open_account
from husly.kit.clock import now
from husly.kit.commands import session_or_exit

FindEmployer = Callable[[Session, str], UUID]


def accounts_group(find_employer: FindEmployer) -> click.Group:
    """The ``accounts`` commands; ``find_employer`` gives the id of a CVR number or raises ``DomainError``."""

    @click.group("accounts")
    def group() -> None:
        """Accounts of the people who sign in."""

    @group.command("open")
    @click.argument("email")
    @click.option("--name", required=True, help="The person's name.")
    @click.option(
        "--role", required=True, type=click.Choice([role.value for role in Role if role is not Role.REPRESENTATIVE])
    )
    @click.option("--municipality", help="Limits the role to one municipality (code of four digits).")
    @click.option("--cvr", help="The employer of the role employer.")
    @click.password_option(help="Asked for when left out.")
    def open_(email: str, name: str, role: str, municipality: str | None, cvr: str | None, password: str) -> None:
        """Open an account for EMAIL with one role."""
        if (Role(role) is Role.EMPLOYER) != (cvr is not None):
            raise click.UsageError("The role employer needs --cvr, and no other role takes it.")
        with session_or_exit() as session:
            employer_id = None if cvr is None else find_employer(session, cvr)
            grant = Grant(Role(role), employer_id, municipality)
            open_account(session, email=email, name=name, password=password, grants=[grant], by=SYSTEM, at=now())
        click.echo(f"Account opened for {email}.")

    return group
