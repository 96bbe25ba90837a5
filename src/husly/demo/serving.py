"""``husly demo serve``: what ``make demo`` runs."""

import os
from pathlib import Path

import click
from alembic import command as alembic
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlmodel import Session, select

from husly.administration import alembic_config, run_server
from husly.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from husly.demo.codes import codes_to_try
from husly.demo.environment import use_demo_settings
from husly.demo.loading import Loaded, loaded_before
from husly.demo.story import load_housing, load_supervision
from husly.kit.accounts.models import Account
from husly.kit.clock import now
from husly.kit.commands import console, session_or_exit
from husly.settings import Settings, settings
from husly.working import working_beside


def is_loaded(session: Session) -> bool:
    """Whether the demonstration's accounts are there."""
    return session.exec(select(Account).where(Account.email == DEMO_ACCOUNTS[0].email)).first() is not None


def load_with_progress(chosen: Settings, *, accommodations: int, seed: int) -> Loaded:
    """Bring the database up to date and load the demonstration, with a progress bar.

    The register goes in first, then what is done with it; a load that was stopped between the two goes on there.
    """
    alembic.upgrade(alembic_config(chosen.database_url), "head")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    at = now()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Loading the register", total=accommodations)

        def progress(what: str, done: int) -> None:
            bar.update(task, description=what, completed=done)

        with session_or_exit() as session:
            loaded = None if is_loaded(session) else loaded_before(session)
            loaded = loaded or load_housing(
                session, settings=chosen, accommodations=accommodations, seed=seed, at=at, progress=progress
            )
        with session_or_exit() as session:
            load_supervision(session, settings=chosen, seed=seed, at=at, progress=progress)
    return loaded


def print_sign_ins(address: str | None) -> None:
    """Print where the demonstration is and who can sign in."""
    table = Table(title="Sign-ins (password: " + DEMO_PASSWORD + ")", title_justify="left")
    table.add_column("e-mail address")
    table.add_column("who")
    for account in DEMO_ACCOUNTS:
        table.add_row(account.email, account.what)
    console.print(table)
    _print_codes()
    if address:
        console.print(f"Husly is at [bold]{address}[/bold] – stop it with Ctrl+C.")
        console.print(f"Letters and mails that it sends are files in {settings().outbox_path}.", highlight=False)


def _print_codes() -> None:
    """Print a code for each page that needs no account."""
    with session_or_exit(writing=False) as session:
        found = codes_to_try(session)
    if not found:
        return
    table = Table(title="Pages without a sign-in, and a code for each", title_justify="left")
    for column in ("page", "code", "what"):
        table.add_column(column, no_wrap=column != "what")
    for one in found:
        table.add_row(one.path, one.code, one.what)
    console.print(table)


@click.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--accommodations", default=400, show_default=True, type=click.IntRange(60, 1_000_000))
@click.option("--seed", default=1, show_default=True)
@click.option("--database", type=click.Path(dir_okay=False, path_type=Path), help="SQLite file of the demonstration.")
def serve_command(port: int, accommodations: int, seed: int, database: Path | None) -> None:
    """Load the demonstration if it is not there, print the sign-ins, serve it, and do what `husly worker` does."""
    os.environ.setdefault("HUSLY_PUBLIC_URL", f"http://127.0.0.1:{port}")  # links in mails and papers lead here
    chosen = use_demo_settings(database)
    alembic.upgrade(alembic_config(chosen.database_url), "head")
    with session_or_exit(writing=False) as session:
        loaded = is_loaded(session)
    if not loaded:
        load_with_progress(chosen, accommodations=accommodations, seed=seed)
    print_sign_ins(f"http://127.0.0.1:{port}")
    with working_beside(chosen, warn=console.print):
        run_server(chosen, host="127.0.0.1", port=port)
