"""``husly risk evaluate``: what the score would have been worth on the authority's own visits."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.kit.errors import DomainError
from inspection.risk.actions import require_score_on
from inspection.risk.evaluation.actions import keep_evaluation
from inspection.risk.evaluation.of_register import Asked, evaluate_register
from inspection.risk.evaluation.register_printing import printed_register
from inspection.risk.weights import WeightsError
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets.queries import get_weights, weights_in_force
from register.upkeep.duties import duties_of

DAY = click.DateTime(formats=["%Y-%m-%d"])
FIVE_YEARS = timedelta(days=5 * 365 + 1)
"""Years are pooled: one year of random visits proves nothing."""


@click.command("evaluate")
@click.option("--from", "from_day", type=DAY, help="The first day of the visits (five years before --to).")
@click.option("--to", "to_day", type=DAY, help="The last day of the visits (today unless told).")
@click.option("--weights", "version", metavar="VERSION", help="A weight set (the one in force on --to unless told).")
@click.option(
    "--capacity",
    default=0.1,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True),
    help="The share of the visits for which precision and recall are told.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole evaluation as JSON.")
def evaluate_command(
    from_day: datetime | None, to_day: datetime | None, version: str | None, capacity: float, as_json: bool
) -> None:
    """Measure the score on the authority's own visits, beside the last result and chance, and keep the result.

    Every visit is judged by what was known the day before it. Figures with intervals come from the visits drawn at
    random; those of all visits are biased by the choice, and say so. Under 50 random visits it says "too few".
    """
    to_on = today() if to_day is None else to_day.date()
    from_on = to_on - FIVE_YEARS if from_day is None else from_day.date()
    if to_on > today():
        raise click.UsageError(f"--to {to_on.isoformat()} lies in the future; take today or a day before.")
    if from_on > to_on:
        raise click.UsageError(f"--from {from_on.isoformat()} lies after --to {to_on.isoformat()}.")
    document = _evaluated(from_on, to_on, version, capacity)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        return
    for line in printed_register(document):
        click.echo(line)


def _evaluated(from_on: date, to_on: date, version: str | None, capacity: float) -> dict[str, Any]:
    chosen = settings_or_exit()
    try:
        require_score_on(chosen.risk_score)
        asked = Asked(from_on, to_on, _weights(version, to_on), capacity)
    except (DomainError, WeightsError) as error:
        raise click.ClickException(str(error)) from None
    with session_or_exit(writing=False) as session, _progress() as tell:
        document = evaluate_register(session, asked, duties=duties_of(chosen), progress=tell)
    with session_or_exit() as session:
        keep_evaluation(session, asked, document, switched_on=chosen.risk_score, by=SYSTEM, at=now())
    return document


def _weights(version: str | None, day: date) -> Weights:
    with session_or_exit(writing=False) as session:
        return weights_in_force(session, day) if version is None else get_weights(session, version)


@contextmanager
def _progress() -> Iterator[Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Reading visits", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)
