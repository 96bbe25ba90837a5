"""What every command shares: the settings, a transaction, a message instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import Session

from husly.kit.clock import EARLIEST, LATEST
from husly.kit.database import engine_of, transaction
from husly.kit.errors import DomainError, NotFoundError
from husly.settings import ConfigFileError, Settings, settings

console = Console(stderr=True)
"""For progress and remarks; results go to standard output."""


class Day(click.DateTime):
    """An option that takes a day such as 2026-03-17, none so far off that reckoning from it leaves the calendar."""

    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The moment at which the day begins, as ``click.DateTime`` gives it."""
        found = super().convert(value, param, ctx)
        if not EARLIEST <= found.date() <= LATEST:
            self.fail(f"{value} is no day that is meant: write one from {EARLIEST} to {LATEST}.", param, ctx)
        return found


def settings_or_exit() -> Settings:
    """The settings in force; wrong ones end the command with each key named."""
    try:
        return settings()
    except ValidationError as wrong:
        problems = [f"  {'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in wrong.errors()]
        raise click.ClickException("The settings are not right:\n" + "\n".join(problems)) from None
    except ConfigFileError as wrong:
        raise click.ClickException(f"The settings are not right:\n  {wrong}") from None
    except SettingsError as wrong:
        raise click.ClickException(
            f'The settings are not right:\n  {wrong}; write a list as JSON, such as ["one", "two"]'
        ) from None


@contextmanager
def session_or_exit(*, writing: bool = True) -> Iterator[Session]:
    """One transaction; a missing database or a broken rule ends the command with a sentence."""
    chosen = settings_or_exit()
    with database_or_exit(), transaction(engine_of(chosen), writing=writing) as session:
        yield session


@contextmanager
def database_or_exit() -> Iterator[None]:
    """What is done inside uses the database; one that cannot be used, or a broken rule, ends with a sentence."""
    try:
        yield
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    except NotFoundError as error:
        raise click.ClickException(f"There is no such {error}.") from None
    except IntegrityError:
        raise
    except BrokenPipeError:
        raise
    except OSError as error:  # such as the folder of an SQLite file
        raise click.ClickException(f"{error.filename} cannot be used: {error.strerror}.") from None
    except DatabaseError as error:
        raise click.ClickException(
            f"The database cannot be used: {str(error.orig).strip()}\nIs it up, and has `husly db upgrade` been run?"
        ) from None
