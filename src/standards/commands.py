"""The command `husly assess`: hold facts documents against rule packs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from standards.advice.advise import Guidance, advise
from standards.capacity.lawful import Capacity, lawful_capacity
from standards.engine.assess import assess, assess_many
from standards.engine.assessment import Assessment
from standards.facts.files import FactsDocument, documents_in
from standards.facts.known import DwellingFacts
from standards.pack_commands import day_or_exit, pack_or_exit
from standards.printing.documents import capacity_document, guidance_document, to_json
from standards.printing.tables import print_assessment, summary_line
from standards.rules.pack import Pack
from standards.rules.requirement import Basis
from standards.text import Language

DEFAULT_PACK = "dk-indkvarteringslov-2025"
CHUNK = 500
"""Documents that are held at a time."""

REFUSAL = "husly-refusal/1"


@dataclass(frozen=True)
class _Wanted:
    """What to hold documents against, and how to tell what was found."""

    packs: tuple[Pack, ...]
    as_of: date
    basis: Basis | None
    language: Language
    as_json: bool


@click.command("assess")
@click.argument("facts", metavar="FACTS...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="ID",
    help=f"Rule pack, or a pack file; may be repeated. Default: {DEFAULT_PACK}.",
)
@click.option("--as-of", metavar="DATE", help="Governing date, such as 2026-03-01. Default: today in Denmark.")
@click.option("--room-cap-basis", type=click.Choice(get_args(Basis)), help="How the cap is read. Default: both ways.")
@click.option("--language", type=click.Choice(get_args(Language)), default="da", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON; of several documents, one line each.")
@click.option("--lines", "as_lines", is_flag=True, help="Read one document from each line (JSON lines).")
def assess_command(
    facts: tuple[Path, ...],
    packs: tuple[str, ...],
    as_of: str | None,
    room_cap_basis: Basis | None,
    language: Language,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Assess the dwellings described in FACTS against one or more rule packs.

    FACTS is a JSON file, a folder of them, a file of JSON lines, or "-" for standard input. A document that cannot be
    used is refused with its reasons; the others are assessed.
    """
    chosen = tuple(pack_or_exit(name) for name in dict.fromkeys(packs or (DEFAULT_PACK,)))
    day = (
        day_or_exit(as_of) if as_of is not None else datetime.now(UTC).astimezone(ZoneInfo("Europe/Copenhagen")).date()
    )
    wanted = _Wanted(chosen, day, room_cap_basis, language, as_json)
    documents = documents_in(facts, as_lines=as_lines)
    first = next(documents, None)
    if first is None:
        raise click.ClickException("There is no document; write one JSON object for each dwelling")
    if first.is_whole and len(facts) == 1 and not facts[0].is_dir():
        _tell_one(first, wanted)
    else:
        _tell_many(chain([first], documents), wanted)


def _tell_one(document: FactsDocument, wanted: _Wanted) -> None:
    known = document.facts
    if known is None:
        reasons = document.reasons(wanted.language)
        if len(reasons) == 1:
            raise click.ClickException(f"{document.origin}: {reasons[0]}")
        lines = "\n".join(f"  {reason}" for reason in reasons)
        raise click.ClickException(f"{document.origin}: {len(reasons)} to correct\n{lines}")
    found = [assess(known, pack, as_of=wanted.as_of, room_cap_basis=wanted.basis) for pack in wanted.packs]
    told = [_worked_out(known, pack, one, wanted) for pack, one in zip(wanted.packs, found, strict=True)]
    if wanted.as_json:
        written: list[dict[str, Any]] = [
            to_json(one) | {"capacity": capacity_document(capacity), "advice": guidance_document(guidance)}
            for one, (capacity, guidance) in zip(found, told, strict=True)
        ]
        click.echo(json.dumps(written[0] if len(written) == 1 else written, ensure_ascii=False, indent=2))
        return
    for one, (capacity, guidance) in zip(found, told, strict=True):
        print_assessment(one, capacity, wanted.language, guidance=guidance)


def _worked_out(facts: DwellingFacts, pack: Pack, found: Assessment, wanted: _Wanted) -> tuple[Capacity, Guidance]:
    """How many may live there, and how to comply."""
    capacity = lawful_capacity(facts, pack, as_of=wanted.as_of, room_cap_basis=wanted.basis)
    return capacity, advise(facts, pack, as_of=wanted.as_of, room_cap_basis=wanted.basis, found=found)


def _tell_many(documents: Iterator[FactsDocument], wanted: _Wanted) -> None:
    read = refused = 0
    with _progress() as progress:
        task = progress.add_task("", total=None, refused=0)
        while chunk := list(islice(documents, CHUNK)):
            for line in _lines_of(chunk, wanted):
                click.echo(line)
            for document in chunk if not wanted.as_json else ():
                for reason in document.reasons(wanted.language):
                    click.echo(f"{document.origin}: {reason}", err=True)
            read += len(chunk)
            refused += sum(document.facts is None for document in chunk)
            progress.update(task, completed=read, refused=refused)
    if refused:
        raise click.ClickException(f"{refused} of {read} refused")


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} read, {task.fields[refused]} refused"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _lines_of(chunk: list[FactsDocument], wanted: _Wanted) -> Iterator[str]:
    """One line for each document and pack, in the order of the documents."""
    known = [(document, document.facts) for document in chunk if document.facts is not None]
    nameless = [replace(facts, key=None) for _, facts in known]
    by_pack = [
        assess_many(nameless, pack, as_of=wanted.as_of, room_cap_basis=wanted.basis) if nameless else []
        for pack in wanted.packs
    ]
    told = {document.origin: found for (document, _), *found in zip(known, *by_pack, strict=True)}
    for document in chunk:
        if document.facts is not None:
            yield from _told(document, document.facts, told[document.origin], wanted)
        elif wanted.as_json:
            yield json.dumps(_refusal(document), ensure_ascii=False)


def _told(document: FactsDocument, facts: DwellingFacts, found: Iterable[Assessment], wanted: _Wanted) -> Iterator[str]:
    for assessment in found:
        named = replace(assessment, dwelling_key=facts.key)
        if wanted.as_json:
            yield json.dumps({"source": document.origin} | to_json(named), ensure_ascii=False)
        else:
            yield f"{document.origin}: {summary_line(named, wanted.language)}"


def _refusal(document: FactsDocument) -> dict[str, Any]:
    problems = [
        {"path": one.path, "code": one.code, "message": {"da": one.message.da, "en": one.message.en}}
        for one in document.problems
    ]
    return {"source": document.origin, "format": REFUSAL, "problems": problems}
