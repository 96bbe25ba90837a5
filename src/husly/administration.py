"""Commands of the operator: settings, database, audit trail, server, worker."""

import multiprocessing
import os
from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy import make_url

from husly.kit import audit
from husly.kit.commands import console, database_or_exit, session_or_exit, settings_or_exit
from husly.kit.database import engine_for
from husly.settings import Settings
from husly.working import work
from standards.rules.pack import list_packs

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(url: str) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def check_names(chosen: Settings) -> None:
    """Refuse rule packs that do not exist and variables that no setting reads: they would be without effect."""
    unknown = [
        f"HUSLY_PACKS names {pack!r}: there are {', '.join(list_packs())}"
        for pack in chosen.packs
        if pack not in list_packs()
    ]
    if not chosen.packs:
        unknown.append("HUSLY_PACKS is empty: name at least one rule pack")
    known = {f"HUSLY_{key.upper()}" for key in Settings.model_fields} | {"HUSLY_CONFIG"}
    unknown += [
        f"{name}: no such setting" for name in sorted(os.environ) if name.startswith("HUSLY_") and name not in known
    ]
    if unknown:
        raise click.ClickException("The settings are not right:\n" + "\n".join(f"  {one}" for one in unknown))


@click.command("check-config")
def check_config() -> None:
    """Print the settings in force, or what is wrong with them."""
    check_names(settings_or_exit())
    for key, value in settings_or_exit().model_dump().items():
        shown = make_url(value).render_as_string(hide_password=True) if key == "database_url" else value
        click.echo(f"{key} = {shown}")


@click.group("db")
def db_group() -> None:
    """The database."""


@db_group.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest version; makes it if there is none."""
    url = settings_or_exit().database_url
    with database_or_exit():
        engine_for(url)  # makes the folder of an SQLite file
        alembic.upgrade(alembic_config(url), "head")
    console.print("The database is up to date.")


@click.group("audit")
def audit_group() -> None:
    """The audit trail."""


@audit_group.command("verify")
def verify() -> None:
    """Walk the whole audit trail; exits with 1 at the first row that was changed, removed or added."""
    with session_or_exit(writing=False) as session:
        count, broken = audit.verify(session)
    if broken is not None:
        raise click.ClickException(f"The audit trail is broken at row {broken.seq}: {broken.why}.")
    click.echo(f"{count} rows, all in order.")


def run_server(chosen: Settings, *, host: str, port: int) -> None:
    """Serve the web application until stopped.

    Worker processes are started afresh, not forked: the threads of the data-frame engine do not survive a fork, and a
    worker would wait for them for ever. Requests are not logged: residents report here, and neither the address they
    come from nor the one they ask for may stand anywhere.
    """
    check_names(chosen)
    multiprocessing.set_start_method("spawn", force=True)
    Server(
        "husly.app:served_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=chosen.workers,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the web application."""
    chosen = settings_or_exit()
    console.print(f"Husly is at http://{host}:{port}")
    run_server(chosen, host=host, port=port)


@click.command("worker")
@click.option("--once", is_flag=True, help="Deliver what is due and stop.")
def worker(once: bool) -> None:
    """Deliver what waits in the outbox, then handle long files and ask registers what is due (where configured).

    Once a day, reports of earlier days get their row in the audit trail, closed ones grown old are emptied (where
    configured), and reminders to employers are queued.
    """
    work(settings_or_exit(), say=console.print, once=once)
