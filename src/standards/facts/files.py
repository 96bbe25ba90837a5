"""Facts documents from files, folders and streams: each read or refused on its own, one at a time."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from standards.facts.known import DwellingFacts
from standards.facts.parse import parse_facts
from standards.facts.problems import FactsError, Problem
from standards.text import Language, Text

MAX_BYTES = 5_000_000
"""Of one dwelling."""

LINE_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = (".json", *LINE_SUFFIXES)
STDIN = "-"


class _UnreadableError(ValueError):
    def __init__(self, da: str, en: str) -> None:
        self.message = Text(da, en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class FactsDocument:
    """One document: its facts, or why it is refused.

    `origin` is the file, with the line where a file holds several; `is_whole`: the only one of its file.
    """

    origin: str
    is_whole: bool
    facts: DwellingFacts | None
    problems: tuple[Problem, ...] = ()

    def reasons(self, language: Language) -> list[str]:
        """Say why it is refused, a line for each reason."""
        return [one.sentence(language) if one.path else one.message.in_language(language) for one in self.problems]


def read_document(raw: bytes, origin: str) -> FactsDocument:
    """Read one document from bytes."""
    return _read(raw, origin, is_whole=True)


def documents_in(paths: Iterable[Path], *, as_lines: bool = False) -> Iterator[FactsDocument]:
    """Read every document of files, folders (every .json, .jsonl and .ndjson file in them) and standard input (`-`).

    A file holds one document, or one on each line (`as_lines`, the suffix, or what its first lines look like).
    Nothing is held but the document at hand.
    """
    for path in paths:
        yield from _in_path(path, as_lines)


def _in_path(path: Path, as_lines: bool) -> Iterator[FactsDocument]:
    if str(path) == STDIN:
        yield from _in_stream(sys.stdin.buffer, "stdin", as_lines)
        return
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
        if not files:
            da, en = "mappen har ingen .json-filer; angiv en anden", "the folder holds no .json files; name another"
            yield _refused(str(path), False, da, en)
        yield from documents_in(files, as_lines=as_lines)
        return
    try:
        with path.open("rb") as file:
            yield from _in_stream(file, str(path), as_lines or path.suffix in LINE_SUFFIXES)
    except OSError as error:
        why = f"{error.strerror}"
        yield _refused(str(path), True, f"{why}; angiv en JSON-fil", f"{why}; give the path of a JSON file")


def _in_stream(stream: IO[bytes], origin: str, as_lines: bool) -> Iterator[FactsDocument]:
    head: list[tuple[int, bytes]] = []
    lines = _lines(stream)
    for number, line in lines:
        head.append((number, line))
        if sum(bool(one.strip()) for _, one in head) == 2:
            break
    written = [line for _, line in head if line.strip()]
    if as_lines or (len(written) == 2 and any(map(_is_object, written))):
        for number, line in chain(head, lines):
            if line.strip():
                yield _read(line, f"{origin}:{number}", is_whole=False)
        return
    whole = bytearray()
    for _, line in chain(head, lines):
        whole += line
        if len(whole) > MAX_BYTES:
            break
    yield _read(bytes(whole), origin, is_whole=True)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number the lines. One that is too long is cut just above the limit, and refused by that."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n") and len(line) > MAX_BYTES:
            rest = stream.readline(MAX_BYTES)
        yield number, line


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _read(raw: bytes, origin: str, *, is_whole: bool) -> FactsDocument:
    try:
        with _named_problems():
            return FactsDocument(origin, is_whole, parse_facts(json.loads(_text(raw), object_pairs_hook=_once)))
    except FactsError as error:
        return FactsDocument(origin, is_whole, None, error.problems)
    except _UnreadableError as error:
        return _refused(origin, is_whole, error.message.da, error.message.en)


@contextmanager
def _named_problems() -> Iterator[None]:
    """Turn what the JSON reader says into words with a remedy."""
    try:
        yield
    except json.JSONDecodeError as error:
        where = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise _UnreadableError(f"ikke JSON ({where}); ret det dér", f"not JSON ({where}); correct it there") from error
    except RecursionError:
        raise _UnreadableError(
            "indlejret for dybt; skriv ét objekt med dwelling og rooms",
            "nested too deeply; write one object with dwelling and rooms",
        ) from None
    except (FactsError, _UnreadableError):
        raise
    except ValueError as error:  # a number of more digits than Python converts
        raise _UnreadableError("et tal er for langt; ret det", "a number is too long; correct it") from error


def _text(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        size = MAX_BYTES // 1_000_000
        raise _UnreadableError(
            f"større end {size} MB; ét objekt pr. bolig", f"larger than {size} MB; one dwelling each"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _UnreadableError("ikke UTF-8; gem filen som UTF-8", "not UTF-8 text; save the file as UTF-8") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: which of the two holds is anyone's guess."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _UnreadableError(f"{twice} står to gange; slet det ene", f"{twice} stands twice; remove one of the two")
    return found


def _refused(origin: str, is_whole: bool, da: str, en: str) -> FactsDocument:
    return FactsDocument(origin, is_whole, None, (Problem("", None, "unreadable", Text(da, en)),))
