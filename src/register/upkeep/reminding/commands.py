"""``husly reminders``: remind employers of what is due."""

import click

from husly.kit.clock import now
from husly.kit.commands import database_or_exit, settings_or_exit
from husly.kit.database import engine_for
from register.upkeep.duties import duties_of
from register.upkeep.reminding.actions import remind


@click.group("reminders")
def reminders_group() -> None:
    """Reminders to employers."""


@reminders_group.command("send")
@click.option("--dry-run", is_flag=True, help="Count what would be sent; send and keep nothing.")
def send(dry_run: bool) -> None:
    """Queue every reminder that is due today; each goes once, however often this runs.

    `husly worker` does the same once a day and delivers the mails.
    """
    chosen = settings_or_exit()
    with database_or_exit():
        done = remind(engine_for(chosen.database_url), duties_of(chosen), at=now(), keep=not dry_run)
    click.echo(("Would be sent. " if dry_run else "") + done.line)
