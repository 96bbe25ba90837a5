"""``husly reminders``: remind employers and officers of what is due."""

import click

from husly.kit.clock import now
from husly.kit.commands import database_or_exit, settings_or_exit
from husly.kit.database import engine_of
from inspection.reminders.actions import remind_officers
from register.upkeep.duties import duties_of
from register.upkeep.reminding.actions import remind


@click.group("reminders")
def reminders_group() -> None:
    """Reminders to employers, and to officers about visits."""


@reminders_group.command("send")
@click.option("--dry-run", is_flag=True, help="Count what would be sent; send and keep nothing.")
def send(dry_run: bool) -> None:
    """Queue every reminder that is due today; each goes once, however often this runs.

    `husly worker` does the same once a day and delivers the mails.
    """
    chosen = settings_or_exit()
    with database_or_exit():
        engine, at = engine_of(chosen), now()
        done = remind(engine, duties_of(chosen), at=at, keep=not dry_run)
        told = remind_officers(engine, chosen, at=at, keep=not dry_run)
    click.echo(("Would be sent. " if dry_run else "") + done.line)
    click.echo(("Would be sent. " if dry_run else "") + told.line)
