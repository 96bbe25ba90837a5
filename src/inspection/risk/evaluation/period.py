"""The period of visits that a command looks at: its options, and the days they mean."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import click

from husly.kit.clock import today

Command = TypeVar("Command", bound=Callable[..., Any])

DAY = click.DateTime(formats=["%Y-%m-%d"])
FIVE_YEARS = timedelta(days=5 * 365 + 1)
"""Years are pooled: one year of random visits proves nothing."""


def period_options(command: Command) -> Command:
    """Give a command ``--from`` and ``--to``, as ``from_day`` and ``to_day``."""
    to_day = click.option("--to", "to_day", type=DAY, help="The last day of the visits (today unless told).")
    from_day = click.option(
        "--from", "from_day", type=DAY, help="The first day of the visits (five years before --to)."
    )
    return from_day(to_day(command))


def period_asked(from_day: datetime | None, to_day: datetime | None) -> tuple[date, date]:
    """The first and the last day. Raises ``click.UsageError`` for days to come or the wrong way round."""
    to_on = today() if to_day is None else to_day.date()
    from_on = to_on - FIVE_YEARS if from_day is None else from_day.date()
    if to_on > today():
        raise click.UsageError(f"--to {to_on.isoformat()} lies in the future; take today or a day before.")
    if from_on > to_on:
        raise click.UsageError(f"--from {from_on.isoformat()} lies after --to {to_on.isoformat()}.")
    return from_on, to_on
