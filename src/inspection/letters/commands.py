"""Commands about letters."""

import click

from husly.kit.commands import session_or_exit
from inspection.letters.queries import find_altered


@click.group("letters")
def letters_group() -> None:
    """Letters."""


@letters_group.command("verify")
def verify() -> None:
    """Hash every issued letter anew; exits with 1 and names each one that is not as it was issued."""
    with session_or_exit(writing=False) as session:
        count, altered = find_altered(session)
    for found in altered:
        click.echo(f"{found.case_number} {found.kind} {found.letter_id}: changed after it was issued", err=True)
    if altered:
        raise click.ClickException(f"{len(altered)} of {count} issued letters are not as they were issued.")
    click.echo(f"{count} issued letters, all as they were issued.")
