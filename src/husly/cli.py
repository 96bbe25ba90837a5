"""The ``husly`` command: every feature's commands under one name."""

import click

from husly.administration import audit_group, check_config, db_group, serve, worker
from husly.kit.accounts.commands import accounts_group
from inspection.planning.commands import plan_command, stations_group
from inspection.risk.commands import risk_group
from register.employers.queries import find_employer_id


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="husly")
def main() -> None:
    """Husly: the register of employer-provided housing."""


for command in (check_config, db_group, accounts_group(find_employer_id), audit_group, serve, worker):
    main.add_command(command)
for command in (risk_group, plan_command, stations_group):
    main.add_command(command)
