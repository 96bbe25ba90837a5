"""Commands about letters."""

import click

from husly.kit.commands import session_or_exit
from inspection.letters.queries import find_altered
from inspection.referrals.queries import find_altered_papers


@click.group("letters")
def letters_group() -> None:
    """Letters."""


@letters_group.command("verify")
def verify() -> None:
    """Hash every issued letter anew; exits with 1 and names each one that is not as it was issued."""
    with session_or_exit(writing=False) as session:
        count, altered = find_altered(session)
        papers, altered_papers = find_altered_papers(session)
    for found in altered:
        click.echo(f"{found.case_number} {found.kind} {found.letter_id}: changed after it was issued", err=True)
    for number in altered_papers:
        click.echo(f"{number}: changed after it was sent", err=True)
    count, wrong = count + papers, len(altered) + len(altered_papers)
    if wrong:
        raise click.ClickException(f"{wrong} of {count} issued letters are not as they were issued.")
    click.echo(f"{count} issued letters, all as they were issued.")
