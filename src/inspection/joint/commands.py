"""``husly joint``: visits of other authorities read from a list."""

from pathlib import Path

import click

from husly.kit.access import SYSTEM
from husly.kit.clock import now
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.kit.errors import DomainError
from husly.kit.i18n import use_language
from inspection.joint.other_actions import import_visits
from register.declarations.importing.files import read_path
from register.declarations.importing.problems import UnusableFileError
from register.matches.lines import ListError


@click.group("joint")
def joint_group() -> None:
    """Other authorities at the same door."""


@joint_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--told-by", required=True, metavar="WHO", help="Who sent the list.")
def import_command(file: Path, told_by: str) -> None:
    """Read a list (CSV or XLSX) of other authorities' visits; whoever plans a visit there is told of them.

    A list with bad rows is refused whole, and every bad row is named. Rows at addresses that the register does not
    know are not kept.
    """
    use_language("en")
    chosen = settings_or_exit()
    try:
        content = read_path(file, limit_mb=chosen.import_max_mb)
        with session_or_exit() as session:
            made = import_visits(session, content, told_by=told_by, by=SYSTEM, at=now())
    except UnusableFileError as error:
        raise click.ClickException(str(error)) from None
    except ListError as error:
        problems = "\n".join(f"  {one}" for one in error.problems)
        raise click.ClickException(f"Nothing was read. Correct these rows first:\n{problems}") from None
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{made.recorded:,} visits recorded, {made.known:,} known before.")
    console.print(f"{made.elsewhere:,} rows at addresses that the register does not know were not kept.")
