"""``husly risk weights``: list and show the weight sets, check a file, propose one. Adopting is done on its page."""

from pathlib import Path

import click

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from inspection.risk.weights import WeightsError, delivered_versions, load_weights, parse_weights
from inspection.risk.weights.factors import HIGHEST_SCORE, Factor, Scale, Weights
from inspection.risk.weightsets.actions import propose_weights
from inspection.risk.weightsets.comparing import Value, points_table
from inspection.risk.weightsets.models import WeightSet
from inspection.risk.weightsets.queries import get_weights, list_stored, text_of, weights_in_force

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("weights")
def weights_group() -> None:
    """Weight sets: how many points each fact gives."""


@weights_group.command("list")
def list_command() -> None:
    """List delivered sets, proposals and decisions; the one in force is marked."""
    with session_or_exit(writing=False) as session:
        try:
            in_force = weights_in_force(session, today()).version
        except WeightsError as error:
            in_force = ""
            console.print(str(error), style="red", markup=False)
        rows = list_stored(session)
    for version in delivered_versions():
        weights = load_weights(version)
        told = f"comes with Husly, from {weights.valid_from.isoformat()}"
        click.echo(f"{_mark(version, in_force)} {version:<20} {told}")
    for row in rows:
        click.echo(f"{_mark(row.version, in_force)} {row.version:<20} {_stored(row)}")


def _mark(version: str, in_force: str) -> str:
    return "*" if version == in_force else " "


def _stored(row: WeightSet) -> str:
    counts = "" if row.valid_from is None else f" from {row.valid_from.isoformat()}"
    decided = "" if row.decided_by_name is None else f" by {row.decided_by_name}: {row.decision_reason}"
    return f"{row.state.value}{counts}{decided} (proposed by {row.proposed_by_name}: {row.reason})"


@weights_group.command("show")
@click.argument("version")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print the set as YAML, to the letter.")
def show(version: str, as_yaml: bool) -> None:
    """Show a weight set: its groups, its factors and their points."""
    with session_or_exit(writing=False) as session:
        try:
            if as_yaml:
                click.echo(text_of(session, version), nl=False)
                return
            weights = get_weights(session, version)
        except WeightsError as error:
            raise click.ClickException(str(error)) from None
    _print(weights)


@weights_group.command("check")
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a weight set in a YAML FILE and name everything that is wrong with it; nothing is kept."""
    weights = _parsed(_text(file), file)
    click.echo(
        f"{file} can be used: version {weights.version}, {len(weights.factors)} factors, {HIGHEST_SCORE} points."
    )


@weights_group.command("propose")
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="Why it should be used; shown to whoever decides.")
def propose(file: Path, reason: str) -> None:
    """Propose the weight set in a YAML FILE. It counts for nothing until a person adopts it on its page."""
    text = _text(file)
    _parsed(text, file)
    switched_on = settings_or_exit().risk_score
    with session_or_exit() as session:
        made = propose_weights(session, text, reason=reason, switched_on=switched_on, by=SYSTEM, at=now())
        version = made.version
    click.echo(f"{version} is proposed. A decision maker of the whole country decides on /risk/weights/{version}.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is no text in UTF-8. Save it again as UTF-8.") from None


def _parsed(text: str, file: Path) -> Weights:
    try:
        return parse_weights(text, origin=str(file))
    except WeightsError as error:
        raise click.ClickException(str(error)) from None


def _print(weights: Weights) -> None:
    limits = ", ".join(map(str, weights.group_limits))
    click.echo(f"{weights.version}, from {weights.valid_from.isoformat()}, by {weights.author}")
    click.echo(weights.reason)
    click.echo(f"Groups 2, 3 and 4 begin at {limits} points.")
    for factor in weights.factors:
        click.echo(f"\n{factor.key} ({factor.feature}, {factor.risk_id}, {factor.status.value}, {factor.source.value})")
        click.echo(f"  {factor.en}")
        for value, points in points_table(factor).items():
            click.echo(f"  {points:>4}  {_value(factor, value)}")


def _value(factor: Factor, value: Value) -> str:
    if value is None:
        return "not known"
    if factor.scale is Scale.CHOICES:
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return f"{'over' if factor.scale is Scale.ABOVE else 'under'} {value:g}"
