"""A list of accounts and persons behind firms, as CSV or XLSX: every problem is named by line, never by its value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from husly.kit.clock import read_day
from inspection.reregistered.keyed import Seal, Sealed
from inspection.reregistered.traces import TraceKind
from register.employers.numbers import normal_cvr
from register.matches.lines import list_lines, read_rows

COLUMNS = ("employer", "kind", "value", "from", "to")
NEEDED = ("employer", "kind", "value")
KINDS = {
    "account": TraceKind.ACCOUNT,
    "konto": TraceKind.ACCOUNT,
    "person": TraceKind.PERSON,
}


@dataclass(frozen=True)
class ListedTrace:
    """One row: whose (CVR or foreign number), what is kept of the value, and its days (None: not told)."""

    number: str
    kind: TraceKind
    sealed: Sealed
    from_on: date | None
    to_on: date | None


def read_list(content: bytes, seal: Seal) -> list[ListedTrace]:
    """Every row of a list. Raises ``ListError`` that names every bad row; then nothing is read."""
    lines = list_lines(content, columns=COLUMNS, needed=NEEDED)
    return read_rows(lines, lambda line, cells: _row(line, cells, seal))


def _row(line: int, cells: Mapping[str, str], seal: Seal) -> ListedTrace | list[str]:
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
        return [f"line {line}: {text}" for text in wrong]
    number = normal_cvr(cells["employer"]) or cells["employer"]
    return ListedTrace(number, kind, sealed, from_on, to_on)
