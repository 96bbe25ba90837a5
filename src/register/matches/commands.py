"""``husly matches``: lists of other registers."""

from pathlib import Path

import click

from husly.kit.access import SYSTEM
from husly.kit.clock import now
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.kit.i18n import use_language
from register.declarations.importing.files import read_path
from register.declarations.importing.problems import UnusableFileError
from register.matches.actions import import_list
from register.matches.models import MatchState
from register.municipalities.table import postcodes


@click.group("matches")
def matches_group() -> None:
    """Hold lists of other registers against this one."""


@matches_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--register", "register_name", required=True, metavar="NAME", help="The register the list comes from.")
def import_command(file: Path, register_name: str) -> None:
    """Read a CSV list and propose which dwellings its rows are. An officer decides on the page /matches."""
    use_language("en")
    chosen = settings_or_exit()
    try:
        content = read_path(file, limit_mb=chosen.import_max_mb)
        with session_or_exit() as session:
            made, counts = import_list(
                session,
                content,
                register_name=register_name,
                postcodes=postcodes(chosen.data_path),
                by=SYSTEM,
                at=now(),
            )
    except UnusableFileError as error:
        raise click.ClickException(str(error)) from None
    for state in (MatchState.MATCHED, MatchState.AMBIGUOUS, MatchState.UNMATCHED):
        click.echo(f"{state.value:10} {counts[state]:>8,}")
    console.print(f"{made.rows:,} rows read; nothing is linked before an officer says so on the page /matches.")
