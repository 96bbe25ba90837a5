"""``husly risk``: score the register."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from inspection.risk.actions import finish_run, save_scores, start_run
from inspection.risk.card.commands import publish_evaluation_command
from inspection.risk.evaluation.commands import evaluate_command
from inspection.risk.features.from_register import count_accommodations, feature_frames
from inspection.risk.fitting.commands import fit_command
from inspection.risk.learning.commands import benchmark
from inspection.risk.models import RiskRun
from inspection.risk.presenters import CSV_COLUMNS, csv_row, document_of, explained, printed
from inspection.risk.queries import Filters, Ranked, list_ranked
from inspection.risk.weights import WeightsError
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets.commands import weights_group
from inspection.risk.weightsets.queries import weights_in_force
from register.evidence.wanted import wanted_evidence
from register.municipalities.table import municipalities
from register.upkeep.duties import duties_of

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("risk")
def risk_group() -> None:
    """Where to look first."""


risk_group.add_command(benchmark)
risk_group.add_command(weights_group)
risk_group.add_command(fit_command)
risk_group.add_command(evaluate_command)


@risk_group.command("score")
@click.option("--as-of", type=DAY, help="The day whose knowledge counts (today unless told).")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many to print.")
@click.option("--csv", "csv_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the top to a file.")
@click.option("--json", "as_json", is_flag=True, help="Print the top as JSON.")
def score(as_of: datetime | None, top: int, csv_file: Path | None, as_json: bool) -> None:
    """Score every accommodation in use, store the run, print the top with its reasons.

    A score is a reason to look, never evidence. Large registers take a minute for some hundred thousand
    accommodations; others can use the register meanwhile.
    """
    day = today() if as_of is None else as_of.date()
    if day > today():
        raise click.UsageError(f"--as-of {day.isoformat()} lies in the future; take today or a day before.")
    weights = _weights(day)
    run = _score_all(day, weights)
    with session_or_exit(writing=False) as session:
        ranked, _ = list_ranked(session, run, by=SYSTEM, filters=Filters(), limit=top)
    if csv_file is not None:
        _write_csv(csv_file, ranked, weights)
    if as_json:
        click.echo(json.dumps(document_of(run, ranked, weights), ensure_ascii=False, indent=2))
    elif csv_file is None:
        _print(run, ranked, weights)


def _weights(day: date) -> Weights:
    try:
        with session_or_exit(writing=False) as session:
            return weights_in_force(session, day)
    except WeightsError as error:
        raise click.ClickException(str(error)) from None


def _score_all(day: date, weights: Weights) -> RiskRun:
    """Read in one transaction, write in many short ones, so that nobody waits for the whole."""
    chosen = settings_or_exit()
    switched_on, duties, wanted = chosen.risk_score, duties_of(chosen), wanted_evidence(chosen.evidence_list)
    with session_or_exit() as session:
        run = start_run(session, as_of=day, weights=weights, switched_on=switched_on, by=SYSTEM, at=now())
    scored = 0
    with session_or_exit(writing=False) as reading, _progress(count_accommodations(reading, as_of=day)) as advance:
        for frame in feature_frames(reading, as_of=day, duties=duties, wanted=wanted):
            with session_or_exit() as session:
                save_scores(session, run.id, frame, weights)
            scored += len(frame)
            advance(len(frame))
    with session_or_exit() as session:
        return finish_run(session, run.id, accommodations=scored, by=SYSTEM, at=now())


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    columns = (TextColumn("Scoring"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)


def _print(run: RiskRun, ranked: list[Ranked], weights: Weights) -> None:
    if not ranked:
        click.echo(
            f"Nobody is housed on {run.as_of.isoformat()} as far as the register knows: there was nothing to score."
        )
        return
    names = municipalities(settings_or_exit().data_path)
    for place, one in enumerate(ranked, start=1):
        click.echo(printed(place, one, weights, names))
    click.echo(
        f"{run.accommodations} accommodations scored as of {run.as_of.isoformat()}, weights {run.weights_version}."
    )


def _write_csv(path: Path, ranked: list[Ranked], weights: Weights) -> None:
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(CSV_COLUMNS)
            writer.writerows(csv_row(one, explained(one, weights)) for one in ranked)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
    console.print(f"{len(ranked)} rows written to {path}.")


risk_group.add_command(publish_evaluation_command)
