"""``husly demo run`` and ``husly demo load``."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic import command as alembic
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import Session

from husly.administration import alembic_config
from husly.demo.chain import Chain, breaching_accommodations
from husly.demo.environment import use_demo_settings, with_demo_letterhead
from husly.demo.sample import sample_declarations
from husly.demo.serving import load_with_progress, print_sign_ins
from husly.kit.clock import now
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.settings import Settings
from register.declarations.importing.files import read_path
from register.declarations.importing.problems import UnusableFileError
from register.declarations.importing.report import Outcome, Report

STEPS = ("declare", "assess", "score", "plan", "draw", "letters")
NO_LETTERS = (
    "none: no planned visit is to housing that breaches the rules as declared and whose employer states a postal "
    "address (column employer.postal_address); plan.json says which visits there are and why others were left out"
)
SHOWN_LINES = 20


@click.command("load")
@click.option("--accommodations", default=400, show_default=True, type=click.IntRange(60, 1_000_000))
@click.option("--seed", default=1, show_default=True, help="Another seed, another register.")
def load_command(accommodations: int, seed: int) -> None:
    """Fill the empty database of the settings with a believable register, and open the demonstration's accounts.

    The settings must be in demonstration mode (HUSLY_DEMO_MODE=true).
    """
    chosen = settings_or_exit()
    if not chosen.demo_mode:
        raise click.ClickException(
            "This installation is not a demonstration: set HUSLY_DEMO_MODE=true and choose a database of its own."
        )
    loaded = load_with_progress(with_demo_letterhead(chosen), accommodations=accommodations, seed=seed)
    click.echo(
        f"{loaded.accommodations} accommodations of {loaded.employers} employers in {loaded.dwellings} dwellings, "
        f"{loaded.residents} residents."
    )
    print_sign_ins(None)


@click.command("run")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.argument("declarations", required=False, type=click.Path(path_type=Path))
@click.option("--inspectors", default=3, show_default=True, type=click.IntRange(1, 50))
@click.option("--seed", default=1, show_default=True)
def run_command(out: Path, declarations: Path | None, inspectors: int, seed: int) -> None:
    """Run the whole chain without a browser on DECLARATIONS (CSV, XLSX or JSON), writing into OUT.

    OUT then holds assessment.json, risk.csv, plan.json, map.png and letters/ with notice, report, hearing and order as
    PDF. Without DECLARATIONS, invented ones are used. The letters bear PRØVE: nothing here has legal effect.
    """
    content, name = _declarations(declarations, seed)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be made: {error.strerror}") from None
    with tempfile.TemporaryDirectory() as folder:
        chosen = use_demo_settings(Path(folder) / "chain.sqlite")
        alembic.upgrade(alembic_config(chosen.database_url), "head")
        with session_or_exit() as session:
            _run(session, chosen, out, content, name, inspectors=inspectors, seed=seed)


def _declarations(path: Path | None, seed: int) -> tuple[bytes, str]:
    chosen = settings_or_exit()
    if path is None:
        return sample_declarations(chosen.data_path, seed=seed), "sample.json"
    try:
        return read_path(path, limit_mb=chosen.import_max_mb), path.name
    except UnusableFileError as error:
        raise click.ClickException(error.text.en) from None


def _run(
    session: Session, chosen: Settings, out: Path, content: bytes, name: str, *, inspectors: int, seed: int
) -> None:
    chain = Chain(session, chosen, out, now())
    with _steps() as done:
        try:
            report = chain.declare(content, name)
        except UnusableFileError as error:
            raise click.ClickException(error.text.en) from None
        done("declare", _taken(report))
        assessments = chain.assess()
        governing = assessments[chosen.packs[0]]
        breaching = breaching_accommodations(session, governing)
        done("assess", f"{len(governing)} dwellings, {len(breaching)} in breach of {chosen.packs[0]} as declared")
        run = chain.score()
        done("score", f"{run.accommodations} accommodations, weights {run.weights_version}")
        drafted = chain.plan(run, inspectors=inspectors, seed=seed)
        done("plan", f"{drafted.plan.visit_count} visits in {len(drafted.plan.tours)} tours, checked")
        chain.draw(run, drafted)
        done("draw", "map.png")
        letters = chain.enforce(drafted, breaching)
        done("letters", ", ".join(path.name for path in letters) or NO_LETTERS)


def _taken(report: Report) -> str:
    for line in report.refused[:SHOWN_LINES]:
        found = line.finding
        console.print(f"Row {found.row}, {found.column}: {found.reason.en} – {found.remedy.en}", markup=False)
    totals = report.totals
    if not sum(count for outcome, count in totals.items() if outcome is not Outcome.REFUSED):
        raise click.ClickException("No declaration could be taken: correct the rows named above.")
    return ", ".join(f"{count} {outcome.value}" for outcome, count in totals.items())


@contextmanager
def _steps() -> Iterator[Callable[[str, str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(STEPS[0], total=len(STEPS))

        def done(step: str, said: str) -> None:
            bar.update(task, advance=1, description=step)
            click.echo(f"{step}: {said}")

        yield done
