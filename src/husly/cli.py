"""The ``husly`` command: every feature's commands under one name."""

import click

from husly.administration import audit_group, check_config, db_group, serve, worker
from husly.demo.commands import demo_group
from register.declarations.commands import declarations_group
from register.municipalities.commands import municipalities_group

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="husly")
def main() -> None:
    """Husly: the register of employer-provided housing."""


for command in (
    check_config,
    db_group,
    audit_group,
    serve,
    worker,
    declarations_group,
    municipalities_group,
    demo_group,
):
    main.add_command(command)
