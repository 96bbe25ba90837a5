"""A list of accounts and persons behind firms, as CSV or XLSX: every problem is named by line, never by its value."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from husly.kit.clock import read_day
from husly.kit.errors import DomainError
from inspection.reregistered.keyed import Seal, Sealed
from inspection.reregistered.traces import TraceKind
from register.declarations.importing.tables import decode, refuse_bomb
from register.employers.numbers import normal_cvr

COLUMNS = ("employer", "kind", "value", "from", "to")
NEEDED = ("employer", "kind", "value")
KINDS = {
    "account": TraceKind.ACCOUNT,
    "konto": TraceKind.ACCOUNT,
    "person": TraceKind.PERSON,
}
MOST_ROWS = 200_000
MOST_PROBLEMS = 20
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MB = 1_000_000


@dataclass(frozen=True)
class ListedTrace:
    """One row: whose (CVR or foreign number), what is kept of the value, and its days (None: not told)."""

    number: str
    kind: TraceKind
    sealed: Sealed
    from_on: date | None
    to_on: date | None


def read_list(content: bytes, seal: Seal, *, limit_mb: int = 50) -> list[ListedTrace]:
    """Every row of a list. Raises ``DomainError`` that names the first twenty problems; then nothing is read."""
    problems: list[str] = []
    rows: list[ListedTrace] = []
    for line, cells in _lines(content, limit_mb):
        if len(rows) >= MOST_ROWS:
            raise DomainError("trace.rows", "The list has more than {most} rows; split it.", most=MOST_ROWS)
        row = _row(cells, seal)
        if isinstance(row, ListedTrace):
            rows.append(row)
        else:
            problems += [f"line {line}: {text}" for text in row]
        if len(problems) > MOST_PROBLEMS:
            break
    if problems:
        shown = problems[:MOST_PROBLEMS] + (["..."] if len(problems) > MOST_PROBLEMS else [])
        raise DomainError("trace.list", "Nothing was read. Correct this first: {problems}", problems="; ".join(shown))
    if not rows:
        raise DomainError("trace.empty", "The list has no rows.")
    return rows


def _row(cells: Mapping[str, str], seal: Seal) -> ListedTrace | list[str]:
    """The row, or what is wrong with it in words; a value is never repeated, since it may be a person's."""
    wrong = [f"{name} is missing" for name in NEEDED if not cells.get(name)]
    kind = KINDS.get(cells.get("kind", "").lower())
    if cells.get("kind") and kind is None:
        wrong.append("kind is neither account nor person")
    days = [read_day(cells.get(name, "")) for name in ("from", "to")]
    wrong += [
        f"{name} is no day written as 2026-03-01"
        for name, day in zip(("from", "to"), days, strict=True)
        if cells.get(name) and day is None
    ]
    from_on, to_on = days
    if from_on and to_on and to_on < from_on:
        wrong.append("to lies before from")
    sealed = seal.seal(kind, cells["value"]) if kind and cells.get("value") else None
    if kind and cells.get("value") and sealed is None:
        told = {TraceKind.ACCOUNT: "no account: its check digits do not fit", TraceKind.PERSON: "no name of a person"}
        wrong.append(f"value is {told[kind]}")
    if wrong or kind is None or sealed is None:
        return wrong
    number = normal_cvr(cells["employer"]) or cells["employer"]
    return ListedTrace(number, kind, sealed, from_on, to_on)


def _lines(content: bytes, limit_mb: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines as texts by column, the heading being line 1."""
    rows = _sheet(content, limit_mb) if content.startswith(_WORKBOOK) else _csv(content)
    heading = [cell.strip().lower() for cell in next(rows, (1, []))[1]]
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise DomainError(
            "trace.columns",
            "The heading lacks {missing}. Columns are {columns}.",
            missing=", ".join(missing),
            columns=", ".join(COLUMNS),
        )
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            yield line, {name: " ".join(cell.split()) for name, cell in zip(heading, cells, strict=False)}


def _csv(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = decode(content)
    heading = text.partition("\n")[0].lower()
    delimiter = max(";,\t", key=lambda mark: sum(one.strip(' "\r') in COLUMNS for one in heading.split(mark)))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in rows:
            yield rows.line_num, cells
    except csv.Error as error:
        raise DomainError("trace.csv", "Line {line} cannot be read: {why}.", line=rows.line_num, why=error) from None


def _sheet(content: bytes, limit_mb: int) -> Iterator[tuple[int, Sequence[str]]]:
    refuse_bomb(content, limit_mb * _MB)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise DomainError("trace.workbook", "The workbook cannot be opened: {why}.", why=error) from None
    for line, cells in enumerate(rows, start=1):
        yield line, [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
