"""``husly risk benchmark``: the learner tried on any table of past inspections."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from husly.kit.commands import console
from inspection.risk.evaluation.printing import document_of as evaluation_document
from inspection.risk.evaluation.svg import charts
from inspection.risk.learning.benchmark import run_benchmark
from inspection.risk.learning.days import DayError, DayOrder
from inspection.risk.learning.learner import LearningError
from inspection.risk.learning.outcomes import OutcomeError
from inspection.risk.learning.preparing import Task, prepare
from inspection.risk.learning.printing import document_of, printed
from inspection.risk.learning.tables import TableError, read_table

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("benchmark")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--label", required=True, metavar="COL", help="The column that says how the visit ended.")
@click.option("--date", "day", required=True, metavar="COL", help="The column with the day of the visit.")
@click.option("--train-before", required=True, type=DAY, help="Learn from visits before, judge on those from then on.")
@click.option("--group", metavar="COL", help="The unit visited again and again, such as a dwelling's number.")
@click.option("--ignore", multiple=True, metavar="COL", help="Leave a column out; may be given again.")
@click.option("--allow", multiple=True, metavar="COL", help="Use a column that would be refused; may be given again.")
@click.option("--positive", metavar="VALUE", help="The value of the label that means a breach.")
@click.option("--last-result", metavar="COL", help="A column to compare with as the last result.")
@click.option("--by", multiple=True, metavar="COL", help="Tell the results by this column too; may be given again.")
@click.option(
    "--date-order", type=click.Choice([one.value for one in DayOrder]), help="What comes first in 03/04/2020."
)
@click.option(
    "--capacity",
    default=0.1,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True),
    help="Share of the visits that can be made.",
)
@click.option(
    "--pairs", default=0, show_default=True, type=click.IntRange(0, 10), help="Pairs of columns that may be added."
)
@click.option(
    "--resamples", default=1000, show_default=True, type=click.IntRange(50, 10_000), help="Draws for the intervals."
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1), help="Decides draws and ties.")
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write the judged rows to a CSV file."
)
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write the charts to an SVG file.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def benchmark(
    table: Path,
    label: str,
    day: str,
    train_before: datetime,
    group: str | None,
    ignore: tuple[str, ...],
    allow: tuple[str, ...],
    positive: str | None,
    last_result: str | None,
    by: tuple[str, ...],
    date_order: str | None,
    capacity: float,
    pairs: int,
    resamples: int,
    seed: int,
    predictions: Path | None,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Try the learner on a table of past inspections (CSV, CSV.gz or Parquet), one row for each.

    It learns from the visits before a day and is judged on those from then on, beside the last result, the best column
    alone and chance. Columns that tell who people are, or what only the visit itself could show, are refused.
    """
    task = Task(
        label=label,
        day=day,
        train_before=train_before.date(),
        group=group,
        ignore=ignore,
        allow=allow,
        by=by,
        last_result=last_result,
        positive=positive,
        order=None if date_order is None else DayOrder(date_order),
    )
    try:
        with _progress() as said:
            said("reading")
            prepared = prepare(read_table(table), task)
            found = run_benchmark(
                prepared, task, capacity=capacity, pairs=pairs, resamples=resamples, seed=seed, progress=said
            )
    except (TableError, DayError, OutcomeError, LearningError) as problem:
        raise click.ClickException(str(problem)) from None
    if predictions is not None:
        _write(predictions, lambda: found.predictions.write_csv(predictions))
    if plot is not None:
        drawn = evaluation_document(found.evaluation)
        _write(plot, lambda: plot.write_text(charts(drawn, drawn["calibration"]), encoding="utf-8"))
    if as_json:
        click.echo(json.dumps(document_of(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo("\n".join(printed(found)))


def _write(path: Path, writing: Callable[[], object]) -> None:
    try:
        writing()
    except OSError as problem:
        raise click.ClickException(f"{path} cannot be written: {problem.strerror}.") from None


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        line = bar.add_task("")
        yield lambda what: bar.update(line, description=what)
