"""``husly due``: housing that is due again by the result of its last visit."""

from datetime import datetime

import click

from husly.kit.access import SYSTEM
from husly.kit.clock import today
from husly.kit.commands import Day, session_or_exit, settings_or_exit
from inspection.planning.intervals.from_register import list_due
from inspection.planning.intervals.presenters import due_csv, due_row
from inspection.planning.intervals.rules import intervals_in_force
from inspection.planning.offering.from_register import going_on_dwellings
from register.municipalities.table import municipalities


@click.command("due")
@click.option("--as-of", type=Day(), help="The day for which is asked (today unless told).")
@click.option("--csv", "as_csv", is_flag=True, help="Print the list as CSV.")
def due_command(as_of: datetime | None, as_csv: bool) -> None:
    """Print the housing that is due again: the result of the last visit decides when. The longest overdue first."""
    day = today() if as_of is None else as_of.date()
    rules = intervals_in_force(day)
    with session_or_exit(writing=False) as session:
        found, count = list_due(session, rules, as_of=day, taken=going_on_dwellings(day), by=SYSTEM)
    if as_csv:
        click.echo(due_csv(found, rules).decode("utf-8-sig"), nl=False)
        return
    names = municipalities(settings_or_exit().data_path)
    for row in (due_row(one, rules, names) for one in found):
        click.echo(f"{row.due}: {row.address} ({row.municipality}), {row.visited}: {row.result}")
    click.echo(f"{count} dwellings are due by the rules {rules.id} ({rules.status.replace('_', ' ')}).")
