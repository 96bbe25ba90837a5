"""What every command shares: the settings, a transaction, a message instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session

from husly.kit.database import engine_for, transaction
from husly.kit.errors import DomainError
from husly.settings import Settings, settings

console = Console(stderr=True)
"""For progress and remarks; results go to standard output."""


def settings_or_exit() -> Settings:
    """The settings in force; wrong ones end the command with each key named."""
    try:
        return settings()
    except ValidationError as wrong:
        problems = [f"  {'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in wrong.errors()]
        raise click.ClickException("The settings are not right:\n" + "\n".join(problems)) from None


@contextmanager
def session_or_exit(*, writing: bool = True) -> Iterator[Session]:
    """One transaction; a missing database or a broken rule ends the command with a sentence."""
    engine = engine_for(settings_or_exit().database_url)
    try:
        with transaction(engine, writing=writing) as session:
            yield session
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(
            f"The database cannot be used: {str(error.orig).strip()}\nIs it up, and has `husly db upgrade` been run?"
        ) from None
