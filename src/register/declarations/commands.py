"""Commands about declarations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import console, session_or_exit, settings_or_exit
from husly.settings import Settings
from register.declarations.importing.actions import import_declarations
from register.declarations.importing.candidates import Candidate
from register.declarations.importing.files import read_candidates, read_path
from register.declarations.importing.problems import UnusableFileError, refuse_infected_file
from register.declarations.importing.report import Outcome, Report, cells_of, totals_of, write_report
from register.declarations.importing.template_columns import template_columns
from register.declarations.importing.templates import csv_template, xlsx_template
from register.municipalities.queries import current_boundaries
from register.rules.queries import facts_of_local_rules
from standards.text import Language

SHOWN_LINES = 50
SHOWN_EMPLOYERS = 20
SOME_REFUSED, UNUSABLE = 1, 2

_WORDS = {
    "da": {
        "row": "Række",
        "more": "... og {count} linjer til; --report FIL.csv skriver dem alle.",
        "employers": "... og {count} arbejdsgivere til.",
        "total": "I alt {rows} rækker, anmeldelser: {totals}.",
        "dry": "Prøvekørsel: intet er skrevet.",
    },
    "en": {
        "row": "Row",
        "more": "... and {count} lines more; --report FILE.csv writes them all.",
        "employers": "... and {count} employers more.",
        "total": "{rows} rows in all, declarations: {totals}.",
        "dry": "Dry run: nothing was written.",
    },
}


class UnusableError(click.ClickException):
    """Nothing could be read or written; the command ends with 2."""

    exit_code = UNUSABLE


@click.group("declarations")
def declarations_group() -> None:
    """Declarations of housing."""


@declarations_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report what would happen and write nothing.")
@click.option("--partial", is_flag=True, help="Take each right declaration, also of an employer with mistakes.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write every line of the report as CSV."
)
@click.option(
    "--language", type=click.Choice(["da", "en"]), help="Language of the report; default as the settings say."
)
def import_file(file: Path, *, dry_run: bool, partial: bool, report: Path | None, language: str | None) -> None:
    """Take the declarations of FILE (CSV, XLSX or JSON): all of an employer's, or none and the reasons.

    With --partial each declaration that is right is taken by itself.

    Ends with 0 when all were taken, 1 when some were refused, 2 when the file or the database could not be used.
    The layout stands in docs/how-to/import-declarations.md.
    """
    chosen = _or_unusable(settings_or_exit)
    spoken = cast(Language, language or chosen.default_language)
    _refuse_report_place(report, file)
    try:
        result = _import(chosen, file, dry_run=dry_run, partial=partial)
    except UnusableFileError as error:
        raise UnusableError(error.text.in_language(spoken)) from None
    except click.ClickException as error:
        raise UnusableError(error.message) from None
    _print(result, spoken, dry_run=dry_run)
    if report is not None:
        with report.open("w", encoding="utf-8-sig", newline="") as opened:
            write_report(result, opened, spoken)
    if result.totals[Outcome.REFUSED]:
        raise SystemExit(SOME_REFUSED)


@declarations_group.command("template")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write: NAME.xlsx or NAME.csv.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def write_template(out: Path, *, force: bool) -> None:
    """Write a template for declarations: the columns that the packs and local rules in use ask for.

    Without a database the local rules of municipalities are left out, and a line says so.
    """
    chosen = settings_or_exit()
    makers = {".xlsx": xlsx_template, ".csv": csv_template}
    make = makers.get(out.suffix.lower())
    if make is None:
        raise click.UsageError(f"{out} must end in .xlsx or .csv: give it another name.")
    if out.exists() and not force:
        raise click.ClickException(f"{out} is there already: give another name, or write over it with --force.")
    columns = template_columns(chosen.packs, _local_facts())
    try:
        out.write_bytes(make(columns))
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from None
    click.echo(f"{out}: {len(columns)} columns.")


def _local_facts() -> frozenset[str]:
    try:
        with session_or_exit(writing=False) as session:
            return frozenset(facts_of_local_rules(session, today()))
    except click.ClickException:
        click.echo("No database: what municipalities' own rules ask for is left out.", err=True)
        return frozenset()


def _or_unusable(read: Callable[[], Settings]) -> Settings:
    try:
        return read()
    except click.ClickException as error:
        raise UnusableError(error.message) from None


def _refuse_report_place(report: Path | None, file: Path) -> None:
    if report is None:
        return
    if not report.absolute().parent.is_dir():
        raise UnusableError(f"The folder of {report} does not exist: make it, or write the report elsewhere.")
    try:
        if report.exists() and file.exists() and report.samefile(file):
            raise UnusableError("The report would overwrite the file itself: give it another name.")
        report.open("a").close()  # before anything is taken, not after
    except OSError as error:
        raise UnusableError(f"The report cannot be written to {report}: {error.strerror}.") from None


def _import(chosen: Settings, file: Path, *, dry_run: bool, partial: bool) -> Report:
    content = read_path(file, limit_mb=chosen.import_max_mb)
    refuse_infected_file(content, chosen)
    with _progress("Reading") as reading:
        candidates = read_candidates(content, name=file.name, limit_mb=chosen.import_max_mb, advance=reading.reach)
    rows = sum(len(candidate.rows) for candidate in candidates)
    return _take(chosen, candidates, rows, dry_run=dry_run, partial=partial)


def _take(chosen: Settings, candidates: list[Candidate], rows: int, *, dry_run: bool, partial: bool) -> Report:
    with session_or_exit() as session, _progress("Checking and taking", rows) as taking:
        return import_declarations(
            session,
            candidates=candidates,
            by=SYSTEM,
            at=now(),
            boundaries=current_boundaries(session, chosen.data_path),
            data_path=chosen.data_path,
            names_asked=chosen.resident_names,
            dry_run=dry_run,
            partial=partial,
            advance=taking.advance,
        )


class Bar:
    """One bar of progress, counted in rows."""

    def __init__(self, progress: Progress, title: str, total: int | None) -> None:
        self.progress, self.task = progress, progress.add_task(title, total=total)

    def advance(self, rows: int) -> None:
        """So many rows more."""
        self.progress.advance(self.task, rows)

    def reach(self, row: int) -> None:
        """As far as this row; shown every thousand rows, since showing costs more than reading."""
        if row % 1000 == 0:
            self.progress.update(self.task, completed=row)


@contextmanager
def _progress(title: str, total: int | None = None) -> Iterator[Bar]:
    """A bar on standard error, only where a person watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("rows"))
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as progress:
        yield Bar(progress, title, total)


def _print(report: Report, language: Language, *, dry_run: bool) -> None:
    words = _WORDS[language]
    lines = report.refused + report.remarks
    for line in lines[:SHOWN_LINES]:
        row, column, value, kind, reason, remedy, employer = cells_of(line, language)
        place = ", ".join(part for part in (f"{words['row']} {row}", column, value and f"“{value}”") if part)
        click.echo(f"{place}: {kind}: {reason}: {remedy} [{employer}]")
    if len(lines) > SHOWN_LINES:
        click.echo(words["more"].format(count=len(lines) - SHOWN_LINES))
    for employer, counts in list(report.employers.items())[:SHOWN_EMPLOYERS]:
        click.echo(f"{employer}: {totals_of(counts, language)}")
    if len(report.employers) > SHOWN_EMPLOYERS:
        click.echo(words["employers"].format(count=len(report.employers) - SHOWN_EMPLOYERS))
    click.echo(words["total"].format(rows=report.rows, totals=totals_of(report.totals, language)))
    if dry_run:
        click.echo(words["dry"])
