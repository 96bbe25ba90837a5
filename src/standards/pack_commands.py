"""The commands `husly packs ...`: read, check, try and compare rule packs. They need no database."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from standards.casework.cases import has_cases, lacking_cases, run_cases
from standards.casework.short import CaseError
from standards.measures.registry import MEASURES
from standards.printing.packs import plain_console, print_difference, print_list, print_pack, summary
from standards.rules.jurisdictions import country_of, home_first
from standards.rules.pack import LegalStatus, Pack, PackError, list_packs, load_pack, read_pack
from standards.rules.schemas import SCHEMAS
from standards.text import Language, unit_label
from standards.variants.difference import difference, to_document

MAX_FILE_BYTES = 10_000_000

language_option = click.option("--language", type=click.Choice(get_args(Language)), default="da", show_default=True)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@click.group("packs")
def packs_group() -> None:
    """Rule packs: list, show, validate, test, compare."""


@packs_group.command("list")
@click.option("--country", metavar="CODE", help="Only packs of this country, such as DK or US.")
@click.option("--status", type=click.Choice(get_args(LegalStatus)), help="Only texts of this legal kind.")
@click.option("--search", metavar="WORD", help="Only packs with this word in id or title.")
@language_option
@json_option
def list_command(
    country: str | None, status: str | None, search: str | None, language: Language, as_json: bool
) -> None:
    """List the packs that come with the product: kind, validity, release, rules by how sure they are."""
    packs = [
        pack
        for pack in _every_pack(language)
        if (country is None or country_of(pack.jurisdiction) == country.upper())
        and (status is None or pack.legal_status == status)
        and (search is None or search.casefold() in f"{pack.id} {pack.title.da} {pack.title.en}".casefold())
    ]
    if as_json:
        _echo_json([summary(pack) for pack in packs])
    else:
        print_list(packs, language, plain_console())


@packs_group.command("show")
@click.argument("pack", metavar="PACK")
@click.option("--as-of", metavar="DATE", help="Only the rules in force on that day. Default: every version.")
@language_option
@json_option
def show_command(pack: str, as_of: str | None, language: Language, as_json: bool) -> None:
    """Show PACK (an id or a file) rule by rule, each with its clause."""
    found = pack_or_exit(pack)
    rules = found.requirements
    if as_of is not None:
        day = day_or_exit(as_of)
        rules = tuple(rule for rule in found.in_force(day) if found.is_valid(rule, day))
    if as_json:
        shown = found.model_dump(mode="json") | {"requirements": [rule.model_dump(mode="json") for rule in rules]}
        _echo_json(shown | {"hash": found.content_hash})
    else:
        print_pack(found, rules, language, plain_console())


@packs_group.command("validate")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate_command(files: tuple[Path, ...]) -> None:
    """Check pack files; every problem is named with file, line, key and remedy. Exits with 1 if there is one."""
    wrong = 0
    for path in files:
        try:
            pack = read_pack_file(path)
        except PackError as error:
            click.echo(str(error), err=True)
            wrong += 1
        else:
            click.echo(f"{path}: in order ({pack.id} {pack.version}, {len(pack.requirements)} rules, {pack.release})")
    if wrong:
        raise click.ClickException(f"{wrong} of {len(files)} cannot be used")


@packs_group.command("test")
@click.argument("packs", metavar="[PACK...]", nargs=-1)
def test_command(packs: tuple[str, ...]) -> None:
    """Run the cases of the packs named, or of all. Exits with 1 when one comes out otherwise, or is lacking."""
    wrong = 0
    for pack in [pack_or_exit(name) for name in packs or list_packs()]:
        wrong += _test(pack)
    if wrong:
        raise click.ClickException(f"{wrong} to look at")


def _test(pack: Pack) -> int:
    if not has_cases(pack.id):
        click.echo(f"{pack.id}: there are no cases; write src/standards/cases/{pack.id}.yaml")
        return 1
    try:
        results = run_cases(pack)
    except CaseError as error:
        raise click.ClickException(str(error)) from error
    failed = [result for result in results if not result.is_as_expected]
    lacking = lacking_cases(pack)
    click.echo(f"{pack.id}: {len(results)} cases, {len(results) - len(failed)} as expected")
    for result in failed:
        click.echo(f"  {result.case.requirement}, {result.case.written['situation']}: {'; '.join(result.differences)}")
    for name, situations in lacking.items():
        click.echo(f"  {name}: lacks a case that is {', '.join(situations)}")
    return len(failed) + len(lacking)


@packs_group.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@language_option
@json_option
def diff_command(before: str, after: str, language: Language, as_json: bool) -> None:
    """Compare A and B: two packs (paired by what they measure), or two versions of one (ids or files)."""
    found = difference(pack_or_exit(before), pack_or_exit(after))
    if as_json:
        _echo_json(to_document(found))
    else:
        print_difference(found, language, plain_console())


@packs_group.command("measures")
@click.argument("word", required=False)
@language_option
@json_option
def measures_command(word: str | None, language: Language, as_json: bool) -> None:
    """List what requirements can limit, with level, unit and formula; WORD narrows it down."""
    found = [
        one
        for one in sorted(MEASURES.values(), key=lambda one: one.key)
        if word is None or word.casefold() in f"{one.key} {one.label.da} {one.label.en}".casefold()
    ]
    if as_json:
        keys = ("key", "level", "kind", "unit", "formula", "source")
        _echo_json([{key: getattr(one, key) for key in keys} | {"needs": list(one.needs)} for one in found])
        return
    for one in found:
        unit = unit_label(one.unit, language)
        click.echo(
            f"{one.key} ({one.level}, {one.kind}{f', {unit}' if unit else ''}): {one.label.in_language(language)}"
        )
        click.echo(f"    {one.formula}")


@packs_group.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)))
def schema_command(name: str) -> None:
    """Print the JSON Schema of packs or of facts."""
    _echo_json(SCHEMAS[name]())


def pack_or_exit(name: str) -> Pack:
    """Load a pack by its id, or from a file when the name is a path; a wrong one ends the command."""
    try:
        if name.endswith((".yaml", ".yml")) or "/" in name:
            return read_pack_file(Path(name))
        return load_pack(name)
    except PackError as error:
        raise click.ClickException(str(error)) from error


def read_pack_file(path: Path) -> Pack:
    """Read a pack from a file. Raises PackError."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES)
        return read_pack(raw.decode("utf-8-sig"), origin=str(path))
    except OSError as error:
        raise PackError(f"{path}: {error.strerror}; give the path of a pack file") from error
    except UnicodeDecodeError as error:
        raise PackError(f"{path}: not UTF-8 text; save the file as UTF-8") from error


def day_or_exit(text: str) -> date:
    """Read a date option; a wrong one ends the command."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"--as-of {text}: not a date; write it as 2026-03-01") from None


def _every_pack(language: Language) -> list[Pack]:
    try:
        packs = [load_pack(pack_id) for pack_id in list_packs()]
    except PackError as error:
        raise click.ClickException(str(error)) from error
    return sorted(packs, key=lambda pack: (home_first(pack.jurisdiction, language), pack.jurisdiction, pack.id))


def _echo_json(document: Iterable[Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
