"""Commands of the demonstration."""

import sys
from pathlib import Path
from random import Random

import click

from husly.demo.declarations import (
    AddressFileError,
    make_declarations,
    read_addresses,
    write_csv,
    write_json,
)
from husly.demo.registers import registers_command
from husly.demo.running import load_command, run_command
from husly.demo.serving import serve_command
from husly.kit.commands import console


@click.group("demo")
def demo_group() -> None:
    """The demonstration."""


@demo_group.command("declarations")
@click.argument("addresses", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; JSON if it ends in .json.")
@click.option("--seed", default=1, show_default=True, help="Another seed, other declarations.")
def declarations(addresses: Path, *, out: Path | None, seed: int) -> None:
    """Make up declarations at the addresses of a CSV file, ready for `husly declarations import`.

    ADDRESSES has the columns vejnavn, husnr, postnr, postnrnavn, kommunekode, lon and lat, as the Danish address
    register exports them. Employers, rooms and facilities are invented. Without --out the CSV goes to standard output.
    """
    try:
        found = read_addresses(addresses)
    except AddressFileError as error:
        raise click.ClickException(str(error)) from None
    for row, why in found.left_out:
        console.print(f"Row {row} left out: {why}", markup=False, highlight=False)
    documents = make_declarations(found.usable, Random(seed))
    try:
        if out is None:
            write_csv(documents, sys.stdout)
        else:
            with out.open("w", encoding="utf-8", newline="") as file:
                (write_json if out.suffix.lower() == ".json" else write_csv)(documents, file)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from None
    console.print(f"{len(found.usable)} declarations made.")


for command in (load_command, serve_command, run_command, registers_command):
    demo_group.add_command(command)
