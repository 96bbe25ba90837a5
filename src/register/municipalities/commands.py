"""Commands about municipalities."""

from pathlib import Path

import click

from husly.kit.access import SYSTEM
from husly.kit.clock import now
from husly.kit.commands import console, session_or_exit, settings_or_exit
from register.municipalities.actions import Difference, Imported, import_boundaries
from register.municipalities.official import BoundaryFileError, OfficialAreas, read_official
from register.municipalities.table import municipalities

SHOWN = 20


@click.group("municipalities")
def municipalities_group() -> None:
    """Municipalities and their boundaries."""


@municipalities_group.command("import")
@click.argument("official", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code-field", default="KOMKODE", show_default=True, help="Property that holds the municipality code.")
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
def import_official(official: Path, *, code_field: str, dry_run: bool) -> None:
    """Put the official boundaries of OFFICIAL (DAGI as GeoJSON, degrees) in force.

    The shipped boundaries are approximate and not for legal use. Dwellings that boundaries had placed are placed again;
    municipalities that the address register gave stay, and those that disagree are listed.
    """
    areas = _read(official, code_field)
    with session_or_exit(writing=True) as session:
        result = import_boundaries(session, official=areas, title=official.name, by=SYSTEM, at=now(), dry_run=dry_run)
    _print(areas, result, dry_run=dry_run)


def _read(path: Path, code_field: str) -> OfficialAreas:
    try:
        content = path.read_bytes()
        return read_official(content, municipalities(settings_or_exit().data_path), code_field=code_field)
    except BoundaryFileError as error:
        reasons = "\n".join(f"  {problem}" for problem in error.problems)
        raise click.ClickException(f"{path.name} cannot replace the boundaries in force:\n{reasons}") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from None


def _print(areas: OfficialAreas, result: Imported, *, dry_run: bool) -> None:
    if result.already_in_force:
        click.echo("These boundaries are already in force; nothing was changed.")
        return
    click.echo(f"{areas.features} features merged into {len(areas.areas)} areas.")
    if areas.mended:
        console.print(f"Repaired, since rings crossed: {', '.join(areas.mended)}.", markup=False, highlight=False)
    click.echo(f"{result.looked_at} dwellings with a point of their own; {len(result.moved)} change municipality.")
    _print_differences(result.moved)
    if result.disagreeing:
        click.echo(f"{len(result.disagreeing)} were declared in another municipality; the declared one stays:")
        _print_differences(result.disagreeing)
    click.echo("Dry run: nothing was written." if dry_run else "The boundaries are in force.")


def _print_differences(differences: tuple[Difference, ...]) -> None:
    for difference in differences[:SHOWN]:
        click.echo(f"  {difference.address}: {difference.before} -> {difference.after}")
    if len(differences) > SHOWN:
        click.echo(f"  ... and {len(differences) - SHOWN} more")
