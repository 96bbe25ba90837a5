"""``husly post``: what waits for delivery, the print bundle, trying again."""

from pathlib import Path

import click

from husly.kit.access import SYSTEM
from husly.kit.clock import now
from husly.kit.commands import session_or_exit, settings_or_exit
from inspection.delivery.actions import retry_failed
from inspection.delivery.bundling import make_bundle, write_bundle
from inspection.delivery.queries import Which, list_deliveries

WHICH = click.Choice([one.value for one in Which])


@click.group("post")
def post_group() -> None:
    """Letters on their way."""


@post_group.command("list")
@click.option("--which", type=WHICH, default=Which.TROUBLED.value, show_default=True, help="Which deliveries.")
def list_command(which: str) -> None:
    """List deliveries; exits with 1 when some failed or came back, so that a watch can tell."""
    with session_or_exit(writing=False) as session:
        found = list_deliveries(session, by=SYSTEM, which=Which(which))
    for one in found:
        sent = one.delivery
        problem = f"  {sent.problem}" if sent.problem else ""
        click.echo(f"{one.case_number}  {one.kind.value}  {sent.channel.value}  {sent.state.value}{problem}")
    if found and which == Which.TROUBLED.value:
        raise click.ClickException(f"{len(found)} deliveries failed or came back; see the page /post.")
    click.echo(f"{len(found)} deliveries.")


@post_group.command("bundle")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; unset: bundles in outbox_path.")
def bundle_command(out: Path | None) -> None:
    """Put the letters that wait for paper into one PDF with its list (CSV, JSON), and mark them as posted today."""
    folder = out or settings_or_exit().outbox_path / "bundles"
    with session_or_exit() as session:
        made = make_bundle(session, by=SYSTEM, at=now())
        written = [] if made is None else write_bundle(session, made, folder)
    if made is None:
        click.echo("No letter waits for paper.")
        return
    for path in written:
        click.echo(path)
    click.echo(f"{made.letters} letters, posted on {made.posted_on.isoformat()}.")


@post_group.command("retry")
def retry_command() -> None:
    """Queue every letter that could not leave anew, as it is; those that lack an address stay."""
    chosen = settings_or_exit()
    with session_or_exit() as session:
        count = retry_failed(session, settings=chosen, by=SYSTEM, at=now())
    click.echo(f"{count} deliveries are tried again.")
