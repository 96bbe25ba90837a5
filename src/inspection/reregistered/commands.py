"""``husly reregistered``: firms that may be one under several numbers."""

import json
from datetime import datetime
from pathlib import Path

import click
from sqlmodel import Session

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.kit.errors import DomainError
from husly.kit.i18n import use_language
from inspection.reregistered.actions import import_traces
from inspection.reregistered.documents import pair_document
from inspection.reregistered.finding import Found, count_other_keys, keep_found, search_register
from inspection.reregistered.keyed import Seal
from inspection.reregistered.linking import Pair
from inspection.reregistered.queries import list_employers
from register.declarations.importing.files import read_path
from register.declarations.importing.problems import UnusableFileError

DAY = click.DateTime(formats=["%Y-%m-%d"])
MOST_PRINTED = 20


@click.group("reregistered")
def reregistered_group() -> None:
    """Find firms that go on under another number."""


@reregistered_group.command("find")
@click.option("--as-of", type=DAY, help="By what was known then; prints only (today unless told, which is kept).")
@click.option("--json", "as_json", is_flag=True, help="Print every pair with its evidence as JSON.")
def find_command(as_of: datetime | None, as_json: bool) -> None:
    """Search the register for pairs of firms that share traces. An officer decides on the page /reregistered."""
    use_language("en")
    day = today() if as_of is None else as_of.date()
    if day > today():
        raise click.UsageError(f"--as-of {day.isoformat()} lies in the future; take today or a day before.")
    keeps = day == today()
    with session_or_exit(writing=False) as session:  # a long reading; whoever writes meanwhile need not wait
        found = search_register(session, as_of=day)
    with session_or_exit(writing=keeps) as session:
        if keeps:
            keep_found(session, found, by=SYSTEM, at=now())
        _warn_of_other_keys(session)
        _print(session, found, as_json=as_json, keeps=keeps)


def _warn_of_other_keys(session: Session) -> None:
    try:
        others = count_other_keys(session, Seal.of(settings_or_exit()).key_of)
    except DomainError:  # nothing could be recorded without a lasting secret
        return
    if others:
        console.print(f"{others:,} accounts and persons were recorded under another secret_key and meet no new ones.")


def _print(session: Session, found: Found, *, as_json: bool, keeps: bool) -> None:
    ids = {one for pair in found.pairs for one in (pair.first, pair.second)}
    names = {one.id: (one.name, one.number) for one in list_employers(session, ids).values()}
    with_points = settings_or_exit().risk_score
    if as_json:
        document = {
            "as_of": found.as_of.isoformat(),
            "strengths": found.strengths.version,
            "employers": found.employers,
            "pairs": [pair_document(pair, names, with_points=with_points) for pair in found.pairs],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for pair in found.pairs[:MOST_PRINTED]:
        click.echo(_line(pair, names[pair.first], names[pair.second], with_points=with_points))
    kept = "kept; an officer decides on the page /reregistered" if keeps else "printed only, since the day is past"
    click.echo(f"{len(found.pairs):,} pairs of {found.employers:,} firms as of {found.as_of.isoformat()}, {kept}.")


def _line(pair: Pair, first: tuple[str, str], second: tuple[str, str], *, with_points: bool) -> str:
    if not with_points:
        return f"{first[0]} ({first[1]}) -> {second[0]} ({second[1]}): {', '.join(pair.parts)}"
    parts = ", ".join(f"{name} {points}" for name, points in pair.parts.items())
    return f"{pair.strength:>4}  {first[0]} ({first[1]}) -> {second[0]} ({second[1]}): {parts}"


@reregistered_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--register", "register_name", required=True, metavar="NAME", help="The register the list comes from.")
def import_command(file: Path, register_name: str) -> None:
    """Read a CSV or XLSX list of bank accounts and persons behind firms; only keyed hashes of them are kept."""
    use_language("en")
    chosen = settings_or_exit()
    try:
        content = read_path(file, limit_mb=chosen.import_max_mb)
        with session_or_exit() as session:
            imported = import_traces(
                session,
                content,
                register_name=register_name,
                seal=Seal.of(chosen),
                by=SYSTEM,
                at=now(),
            )
    except UnusableFileError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"recorded         {imported.recorded:>8,}")
    click.echo(f"known before     {imported.known:>8,}")
    click.echo(f"not in register  {imported.unknown:>8,}")
    console.print("Run `husly reregistered find` to hold them against the register.")
