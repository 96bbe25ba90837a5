"""The lines of a list, out of CSV or a workbook, as texts by column: how every list of another register is read."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from husly.kit.errors import DomainError
from register.declarations.importing.cells import Cell
from register.declarations.importing.tables import decode, is_workbook, sheets_of

LARGEST_BYTES = 50_000_000
"""What a workbook may hold; the unpacked size is limited by a multiple of it."""

MOST_ROWS = 200_000
MOST_PROBLEMS = 20
"""Problems that an error's own sentence names."""

Line = tuple[int, dict[str, str]]
Row = TypeVar("Row")


class ListError(DomainError):
    """A list with bad rows; ``problems`` names every one of them."""

    def __init__(self, problems: list[str]) -> None:
        shown = problems[:MOST_PROBLEMS] + (["..."] if len(problems) > MOST_PROBLEMS else [])
        super().__init__("match.list", "Nothing was read. Correct this first: {problems}", problems="; ".join(shown))
        self.problems = problems


def read_rows(lines: Iterable[Line], read: Callable[[int, Mapping[str, str]], Row | list[str]]) -> list[Row]:
    """Every line as ``read`` makes it of its number and cells; a list of problems refuses it, and then the whole list.

    Raises ``ListError`` with every problem, ``DomainError`` for a list of no rows or more than ``MOST_ROWS``.
    """
    problems: list[str] = []
    rows: list[Row] = []
    for count, (line, cells) in enumerate(lines):
        if count >= MOST_ROWS:
            raise DomainError("match.rows", "The list has more than {most} rows; split it.", most=MOST_ROWS)
        found = read(line, cells)
        if isinstance(found, list):
            problems += found
        else:
            rows.append(found)
    if problems:
        raise ListError(problems)
    if not rows:
        raise DomainError("match.empty", "The list has no rows.")
    return rows


def list_lines(
    content: bytes,
    *,
    columns: Sequence[str],
    needed: Sequence[str],
    aliases: Mapping[str, str] | None = None,
) -> Iterator[Line]:
    """Each line below the heading with its number (the heading is line 1 of a CSV file); empty lines are left out.

    Columns that are not named are dropped here, so that nothing of them can be stored. ``aliases`` are other names of
    columns. Raises ``DomainError`` for a heading without a needed column or a line that cannot be read,
    ``UnusableFileError`` for a file that is no list at all.
    """
    other = aliases or {}
    rows = _workbook_rows(content) if is_workbook(content) else _csv_rows(content, {*columns, *other})
    names: list[str] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if not names:
            names = [other.get(_folded(cell), _folded(cell)) for cell in cells]
            _require_columns(names, columns, needed)
            continue
        yield number, {name: cell for name, cell in zip(names, cells, strict=False) if name in columns}
    if not names:
        _require_columns([], columns, needed)


def _require_columns(names: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in names]
    if missing:
        raise DomainError(
            "match.columns",
            "The heading lacks {missing}. Columns are {columns}.",
            missing=", ".join(missing),
            columns=", ".join(columns),
        )


def _csv_rows(content: bytes, known: set[str]) -> Iterator[tuple[int, list[str]]]:
    """The delimiter is the one that makes known columns of the heading."""
    text = decode(content)
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=lambda mark: sum(_folded(one) in known for one in heading.split(mark)))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in rows:
            yield rows.line_num, [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        raise DomainError("match.csv", "Line {line} cannot be read: {why}.", line=rows.line_num, why=error) from None


def _workbook_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet that holds anything."""
    sheets = sheets_of(content, limit_bytes=LARGEST_BYTES)
    for number, cells in sheets[0] if sheets else ():
        yield number, [_text(cell) for cell in cells]


def _text(cell: Cell) -> str:
    """A cell as it would stand in CSV: whole numbers without a fraction, days as 2026-03-01."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).split())


def _folded(text: str) -> str:
    return text.strip().strip('"').lower()
