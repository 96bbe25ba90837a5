"""``husly whatif``: what other values of a rule pack would do to the register. Nothing is saved."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import click
import polars as pl
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.kit.i18n import use_language
from husly.kit.spreadsheet import defused
from register.municipalities.table import municipalities
from register.whatif.actions import record_whatif
from register.whatif.from_register import Scope, count_places
from register.whatif.judging import Judged, run_scenario
from register.whatif.printing import printed
from register.whatif.scenarios import Asked, read_scenario
from register.whatif.tables import Outcome, document_of, header, rows_of
from register.whatif.tallies import HIT
from standards.engine.outcome import named
from standards.measures.frames import KEY
from standards.rules.pack import PackError, load_pack
from standards.rules.requirement import Basis
from standards.variants.scenario import WhatIfError

DAY = click.DateTime(formats=["%Y-%m-%d"])
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("whatif")
@click.option("--pack", "pack_id", required=True, metavar="ID", help="The rule pack to change.")
@click.option(
    "--set", "values", multiple=True, required=True, metavar="REQUIREMENT=VALUE", help="A new value; may be repeated."
)
@click.option("--as-of", type=DAY, help="The day whose housing and rules count (today unless told).")
@click.option("--municipality", default="", metavar="CODE", help="Only the dwellings of one municipality.")
@click.option("--room-cap-basis", type=click.Choice(get_args(Basis)), help="How the cap is read. Default: both ways.")
@click.option("--alone", is_flag=True, help="Count the changed requirements only, whatever the others say.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.option("--csv", "csv_file", type=FILE, help="Write the counts of all groups to a file.")
@click.option("--list", "list_file", type=FILE, help="Write each newly failing accommodation to a file.")
def whatif_command(
    pack_id: str,
    values: tuple[str, ...],
    as_of: datetime | None,
    municipality: str,
    room_cap_basis: Basis | None,
    alone: bool,
    as_json: bool,
    csv_file: Path | None,
    list_file: Path | None,
) -> None:
    """Tell how many dwellings, rooms, residents and employers would newly fail or pass with other values of a pack.

    Both sides are judged by the same engine; nothing is saved and no law is changed.
    """
    use_language("en")
    names = municipalities(settings_or_exit().data_path)
    if municipality and municipality not in names:
        raise click.UsageError(f"--municipality {municipality}: no municipality has this code; one is 0101.")
    asked = _asked(pack_id, values, as_of, room_cap_basis, municipality)
    judged = _judged(asked)
    with session_or_exit() as session:
        record_whatif(session, asked, judged, by=SYSTEM, at=now(), listed=list_file is not None)
    outcome = Outcome(asked, judged, all_shown=True, names=names, alone=alone)
    if csv_file is not None:
        _write(csv_file, header(), rows_of(outcome))
    if list_file is not None:
        _write(list_file, LISTED, _newly_failing(outcome.rows))
    click.echo(json.dumps(document_of(outcome), ensure_ascii=False, indent=2) if as_json else printed(outcome))


def _asked(
    pack_id: str, values: Sequence[str], as_of: datetime | None, basis: Basis | None, municipality: str
) -> Asked:
    pairs = [value.partition("=") for value in values]
    wrong = next((value for value, pair in zip(values, pairs, strict=True) if not pair[1]), None)
    if wrong is not None:
        raise click.UsageError(f"--set {wrong}: write REQUIREMENT=VALUE, such as cap=3.")
    twice = next((pair[0] for number, pair in enumerate(pairs) if pair[0] in [one[0] for one in pairs[:number]]), None)
    if twice is not None:
        raise click.UsageError(f"--set {twice} is given twice; give one value.")
    day = today() if as_of is None else as_of.date()
    try:
        pack = load_pack(pack_id)
        found = {key: text for key, _, text in pairs}
        return read_scenario(pack, found, as_of=day, room_cap_basis=basis, municipality_code=municipality)
    except (PackError, WhatIfError) as error:
        raise click.ClickException(str(error)) from None


def _judged(asked: Asked) -> Judged:
    scope = Scope(SYSTEM, asked.as_of, asked.municipality_code)
    with session_or_exit(writing=False) as session, _progress(count_places(session, scope)) as advance:
        judged = run_scenario(session, asked.scenario, scope, progress=advance)
    if judged.rows.is_empty():
        where = " there" if asked.municipality_code else ""
        day = asked.as_of.isoformat()
        raise click.ClickException(
            f"Nobody is housed{where} on {day} as far as the register knows; take another date, or import declarations."
        )
    return judged


@contextmanager
def _progress(count: int) -> Iterator[Any]:
    columns = (TextColumn("Judging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=count)
        yield lambda done: bar.advance(task, done)


LISTED = ["accommodation_id", "municipality_code", "sector", "kind", "residents", "before", "after"]


def _newly_failing(rows: pl.DataFrame) -> Iterable[Sequence[Any]]:
    outcomes = [named(pl.col(name)).cast(pl.String) for name in ("before", "after")]
    hit = rows.filter(HIT).select("municipality", "sector", "kind", "residents", *outcomes)
    return ([str(UUID(key)), *row] for key, row in zip(rows.filter(HIT)[KEY], hit.iter_rows(), strict=True))


def _write(path: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(names)
            for count, row in enumerate(rows, start=1):  # noqa: B007 - told below
                writer.writerow(defused(row))
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
    console.print(f"{count} rows written to {path}.")
