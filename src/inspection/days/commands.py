"""``husly day``: what an operator does about days that inspectors carry with them."""

import click

from husly.kit.access import SYSTEM
from husly.kit.accounts.actions import end_sign_ins
from husly.kit.accounts.queries import find_account
from husly.kit.clock import now
from husly.kit.commands import session_or_exit
from inspection.days.calendar_links import end_calendar_links


@click.group("day")
def day_group() -> None:
    """Days that inspectors carry with them."""


@day_group.command("lost")
@click.argument("email")
def lost_command(email: str) -> None:
    """A device of EMAIL was lost: end every sign-in and calendar link of the account.

    The device deletes what it keeps as soon as it is online and a day is opened on it.
    """
    with session_or_exit() as session:
        account = find_account(session, email)
        if account is None:
            raise click.ClickException(f"There is no account for {email}.")
        at = now()
        sign_ins = end_sign_ins(session, account, by=SYSTEM, at=at)
        links = end_calendar_links(session, account, by=SYSTEM, at=at)
    click.echo(f"Ended {sign_ins} sign-ins and {links} calendar links of {account.email}.")
