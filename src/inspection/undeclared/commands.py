"""``husly undeclared``: read lists of firms with workers, look for housing that nobody declared."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlmodel import Session

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.kit.i18n import use_language
from inspection.undeclared.actions import find_candidates, import_workers
from inspection.undeclared.documents import document_of, printed
from inspection.undeclared.models import UndeclaredRun
from inspection.undeclared.points import Points, PointsError, points_in_force
from inspection.undeclared.queries import Filters, list_candidates
from register.declarations.importing.files import read_path
from register.declarations.importing.problems import UnusableFileError
from register.matches.lines import ListError
from register.municipalities.table import municipalities, postcodes

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("undeclared")
def undeclared_group() -> None:
    """Housing that nobody declared: where to look for it."""


@undeclared_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--register", "register_name", required=True, metavar="NAME", help="The register the list comes from.")
@click.option("--as-of", type=DAY, required=True, help="The day on which the list was right.")
def import_command(file: Path, register_name: str, as_of: datetime) -> None:
    """Read a list of firms with workers (CSV or XLSX), such as RUT's; the newest list of each register counts.

    A list with bad rows is refused whole, and every bad row is named.
    """
    use_language("en")
    chosen = settings_or_exit()
    try:
        content = read_path(file, limit_mb=chosen.import_max_mb)
        with session_or_exit() as session, _progress() as advance:
            made = import_workers(
                session,
                content,
                register_name=register_name,
                as_of=as_of.date(),
                postcodes=postcodes(chosen.data_path),
                by=SYSTEM,
                at=now(),
                progress=advance,
            )
    except UnusableFileError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{made.rows:,} rows of {made.register_name} as of {made.as_of.isoformat()} read.")
    console.print("They are used by the next search: husly undeclared find.")


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """A bar of rows; a refused list names each bad row on a line of its own."""
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn())
    try:
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda count: bar.advance(task, count)
    except ListError as error:
        raise click.ClickException(
            "Nothing was read. Correct these rows first:\n" + "\n".join(f"  {one}" for one in error.problems)
        ) from None


@undeclared_group.command("find")
@click.option("--as-of", type=DAY, help="By what was known then; prints only (today unless told, which is kept).")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many to print.")
@click.option("--json", "as_json", is_flag=True, help="Print the top as JSON.")
def find_command(as_of: datetime | None, top: int, as_json: bool) -> None:
    """Look for candidates in the whole register, keep them, print the weightiest with every hint.

    A candidate is a reason to look, never evidence; an officer decides on the page /undeclared. Without the score
    (risk_score) no points are made, and those with the most hints stand first.
    """
    use_language("en")
    chosen = settings_or_exit()
    day = today() if as_of is None else as_of.date()
    if day > today():
        raise click.UsageError(f"--as-of {day.isoformat()} lies in the future; take today or a day before.")
    points = _points(day)
    with session_or_exit() as session:
        run = find_candidates(
            session,
            as_of=day,
            points=points,
            switched_on=chosen.risk_score,
            postcodes=postcodes(chosen.data_path),
            commuting_km=chosen.commuting_km,
            by=SYSTEM,
            at=now(),
        )
        lines = _told(session, run, points, top=top, as_json=as_json)
        if day < today():
            session.rollback()  # what an earlier day would have shown changes nothing that people decide on now
    click.echo("\n".join(lines))


def _told(session: Session, run: UndeclaredRun, points: Points, *, top: int, as_json: bool) -> list[str]:
    """The weightiest candidates, as a document or as lines."""
    chosen = settings_or_exit()
    with_points = chosen.risk_score
    found, waiting = list_candidates(session, by=SYSTEM, filters=Filters(), with_points=with_points, limit=top)
    if as_json:
        top_rows = [document_of(one, with_points=with_points) for one in found]
        document = {"as_of": run.as_of.isoformat(), "found": run.candidates, "waiting": waiting, "top": top_rows}
        document |= {"points_version": points.version} if with_points else {}
        return [json.dumps(document, ensure_ascii=False, indent=2)]
    names = municipalities(chosen.data_path)
    lines = [printed(place, one, names, with_points=with_points) for place, one in enumerate(found, start=1)]
    told = f"{run.candidates} candidates as of {run.as_of.isoformat()}, {waiting} wait for somebody to look at them."
    return [*lines, told if run.as_of == today() else f"{told} Nothing was kept: only a search of today is."]


def _points(day: date) -> Points:
    try:
        return points_in_force(day)
    except PointsError as error:
        raise click.ClickException(str(error)) from None
