"""``husly procedures``: the tables of lawful moves written into the documents."""

from pathlib import Path

import click

from inspection.procedures.documents import documents


@click.group("procedures")
def procedures_group() -> None:
    """The tables of lawful moves."""


@procedures_group.command("draw")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path("docs"),
    show_default=True,
    help="Folder of the documents.",
)
def draw_command(folder: Path) -> None:
    """Write procedures.md and a picture for each table of moves; pictures of tables that are gone are removed."""
    written = documents()
    (folder / "procedures").mkdir(exist_ok=True)
    for path in (folder / "procedures").glob("*.svg"):
        if f"procedures/{path.name}" not in written:
            path.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    click.echo(f"{len(written)} documents written to {folder}.")
