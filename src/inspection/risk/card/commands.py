"""``husly risk publish-evaluation``: put an evaluation on the public score card."""

import json
from pathlib import Path

import click

from husly.kit.access import SYSTEM
from husly.kit.clock import now
from husly.kit.commands import session_or_exit, settings_or_exit
from husly.kit.errors import DomainError
from inspection.risk.card.actions import publish_evaluation


@click.command("publish-evaluation")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def publish_evaluation_command(file: Path) -> None:
    """Put FILE, as `husly risk evaluate --json` printed it, on the public score card.

    Figures of fewer than five visits or breaches are left out. The evaluation published before is no longer shown.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise click.ClickException(f"{file} is no JSON; give what `husly risk evaluate --json` printed.") from None
    with session_or_exit() as session:
        try:
            made = publish_evaluation(session, document, switched_on=settings_or_exit().risk_score, by=SYSTEM, at=now())
        except DomainError as error:
            raise click.ClickException(str(error)) from None
    click.echo(
        f"Published: visits of {made.period_from.isoformat()} to {made.period_to.isoformat()}, "
        f"weights {made.weights_version}. It stands on /score-card."
    )
