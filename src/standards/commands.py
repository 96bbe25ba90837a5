"""The command `husly assess`: hold a facts document against rule packs."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import click

from standards.assess import assess
from standards.capacity import lawful_capacity
from standards.documents import to_json
from standards.facts import DwellingFacts
from standards.pack import Pack, PackError, list_packs, load_pack
from standards.parse import parse_facts
from standards.problems import FactsError
from standards.requirement import Basis
from standards.tables import print_assessment
from standards.text import Language

DEFAULT_PACK = "dk-indkvarteringslov-2025"
MAX_BYTES = 5_000_000


@click.command("assess")
@click.argument("facts", metavar="FACTS.json", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="ID",
    help=f"Rule pack; may be repeated. Default: {DEFAULT_PACK}.",
)
@click.option("--as-of", metavar="DATE", help="Governing date, such as 2026-03-01. Default: today in Denmark.")
@click.option("--room-cap-basis", type=click.Choice(get_args(Basis)), help="How the cap is read. Default: both ways.")
@click.option("--language", type=click.Choice(get_args(Language)), default="da", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def assess_command(
    facts: Path,
    packs: tuple[str, ...],
    as_of: str | None,
    room_cap_basis: Basis | None,
    language: Language,
    as_json: bool,
) -> None:
    """Assess the dwelling described in FACTS.json ("-": standard input) against one or more rule packs."""
    chosen = [_pack(pack_id) for pack_id in dict.fromkeys(packs or (DEFAULT_PACK,))]
    day = _day(as_of)
    known = _facts(facts, language)
    found = [assess(known, pack, as_of=day, room_cap_basis=room_cap_basis) for pack in chosen]
    if as_json:
        documents: list[dict[str, Any]] = [to_json(one) for one in found]
        click.echo(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=2))
        return
    for pack, one in zip(chosen, found, strict=True):
        print_assessment(one, lawful_capacity(known, pack, as_of=day), language)


def _pack(pack_id: str) -> Pack:
    try:
        return load_pack(pack_id)
    except PackError as error:
        raise click.ClickException(f"{error}\nKnown packs: {', '.join(list_packs())}") from error


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).astimezone(ZoneInfo("Europe/Copenhagen")).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"--as-of {text}: not a date; write it as 2026-03-01") from None


def _facts(path: Path, language: Language) -> DwellingFacts:
    try:
        return parse_facts(json.loads(_text(path)))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise click.ClickException(f"{path}: not JSON ({error.msg}, {where}); correct the file there") from error
    except RecursionError:
        raise click.ClickException(f"{path}: nested too deeply; write one object with dwelling and rooms") from None
    except FactsError as error:
        lines = "\n".join(f"  {problem.sentence(language)}" for problem in error.problems)
        raise click.ClickException(f"{path}: {len(error.problems)} to correct\n{lines}") from error


def _text(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if str(path) == "-" else _read(path)
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}; give the path of a JSON file") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path}: not UTF-8 text; save the file as UTF-8") from error


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise click.ClickException(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; one dwelling per file")
    return raw
