"""The ``husly`` command: every feature's commands under one name."""

import click

from husly.administration import audit_group, check_config, db_group, serve, worker
from husly.demo.commands import demo_group
from husly.kit.accounts.commands import accounts_group
from inspection.days.commands import day_group
from inspection.delivery.commands import post_group
from inspection.joint.commands import joint_group
from inspection.letters.commands import letters_group
from inspection.planning.commands import check_draws_command, plan_command, stations_group
from inspection.planning.intervals.commands import due_command
from inspection.planning.travel.commands import travel_group
from inspection.procedures.commands import procedures_group
from inspection.reminders.commands import reminders_group
from inspection.reregistered.commands import reregistered_group
from inspection.risk.commands import risk_group
from inspection.undeclared.commands import undeclared_group
from register.declarations.commands import declarations_group
from register.employers.queries import find_employer_id
from register.matches.commands import matches_group
from register.municipalities.commands import municipalities_group
from register.whatif.commands import whatif_command
from standards.commands import assess_command
from standards.pack_commands import packs_group


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="husly")
def main() -> None:
    """Husly: the register of employer-provided housing."""


COMMANDS: tuple[click.Command, ...] = (
    check_config,
    db_group,
    accounts_group(find_employer_id),
    serve,
    worker,
    audit_group,
    municipalities_group,
    declarations_group,
    matches_group,
    reminders_group,
    assess_command,
    whatif_command,
    packs_group,
    risk_group,
    undeclared_group,
    reregistered_group,
    stations_group,
    plan_command,
    travel_group,
    check_draws_command,
    day_group,
    joint_group,
    due_command,
    letters_group,
    procedures_group,
    post_group,
    demo_group,
)

for command in COMMANDS:
    main.add_command(command)
