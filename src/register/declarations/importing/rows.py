"""From rows of a table to candidates: one row is one room, rows of one accommodation belong together.

An accommodation is named by employer number, address and first day. Its rows repeat these; or leave every column of
employer, address and period empty, and so belong to the row above. Other columns of the dwelling are repeated or left
empty below; two different values refuse the accommodation, naming both rows.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from register.declarations.importing.candidates import Candidate
from register.declarations.importing.cells import Cell, CellError
from register.declarations.importing.columns import Column
from register.declarations.importing.problems import Finding, finding, shown
from register.declarations.importing.tables import Table
from register.dwellings.addresses import address_key
from register.employers.numbers import normal_cvr
from standards.text import Text

_NAMING = ("employer", "address", "period")
EXAMPLE_MARK = "# EKSEMPEL:"
"""How the row of a template begins that only shows how to fill in; such a row is left out."""


class RowReading:
    """The rows of one table being gathered into candidates."""

    def __init__(self, table: Table) -> None:
        columns, self.nameless, self.table_width = table.columns, table.nameless, table.width
        self.shared = [column for column in columns if not column.kind.path.startswith("room.")]
        self.own = [column for column in columns if column.kind.path.startswith("room.")]
        self.naming = [column for column in self.shared if column.kind.path.split(".")[0] in _NAMING]
        self.headers = {column.kind.path: column.header for column in columns}
        self.width = max(column.index for column in columns) + 1
        self.found: dict[object, Candidate] = {}
        self.last: Candidate | None = None
        self.last_shared: tuple[Cell, ...] | None = None
        self.rooms_seen: dict[tuple[object, ...], int] = {}
        self.read_cells: dict[tuple[int, Cell], Any] = {}

    def take(self, number: int, cells: Sequence[Cell]) -> None:
        """Add one row."""
        if all(cell is None for cell in cells) or _is_example(cells):
            return
        row = [*cells, *([None] * (self.width - len(cells)))]
        shared = tuple(row[column.index] for column in self.shared)
        if self.last is None or shared != self.last_shared:
            self.last = self._take_shared(number, row)
            self.last_shared = shared
        candidate = self.last
        if candidate.rows[-1:] != [number]:
            candidate.rows.append(number)
        self._take_room(candidate, number, row)
        self._refuse_nameless(candidate, number, cells)

    def _refuse_nameless(self, candidate: Candidate, number: int, cells: Sequence[Cell]) -> None:
        """Refuse cells that stand under no column name; a separator too many shifts every cell after it."""
        for index in (*self.nameless, *range(self.table_width, len(cells))):
            if index < len(cells) and cells[index] is not None:
                message = Text(
                    f"celle {index + 1} står uden for kolonnerne: slet den, eller se efter et skilletegn for meget",
                    f"cell {index + 1} stands outside the columns: delete it, or look for a separator too many",
                )
                candidate.findings.append(finding(number, "", cells[index], "nameless", message))
                return

    def _take_shared(self, number: int, row: list[Cell]) -> Candidate:
        values, wrong = self._values(number, row, self.shared)
        unnamed = all(row[column.index] is None for column in self.naming)
        if unnamed and self.last is not None:
            candidate = self.last
        else:
            candidate = self.found.setdefault(_name(values, number), Candidate({}, [], headers=self.headers))
        candidate.findings += [found for found, _ in wrong]
        candidate.unread.update((number, path) for _, path in wrong)
        for path, value in values.items():
            _set(candidate, number, path, value)
        return candidate

    def _take_room(self, candidate: Candidate, number: int, row: list[Cell]) -> None:
        values, wrong = self._values(number, row, self.own)
        candidate.findings += [found for found, _ in wrong]
        candidate.unread.update((number, path) for _, path in wrong)
        room = {path.removeprefix("room."): value for path, value in values.items()}
        key = (
            id(candidate),
            *((column.index, row[column.index]) for column in self.own if row[column.index] is not None),
        )
        first = self.rooms_seen.setdefault(key, number)
        if first != number:
            candidate.findings.append(_doubled(number, first, room))
        if room or wrong:
            candidate.document.setdefault("rooms", []).append(room)
            candidate.room_rows.append(number)

    def _values(
        self, number: int, row: list[Cell], columns: list[Column]
    ) -> tuple[dict[str, Any], list[tuple[Finding, str]]]:
        values: dict[str, Any] = {}
        wrong: list[tuple[Finding, str]] = []
        for column in columns:
            cell = row[column.index]
            if cell is None:
                continue
            value = self._read(column, cell)
            if isinstance(value, CellError):
                found = finding(number, column.header, cell, value.code, value.message)
                wrong.append((found, column.kind.path))
            else:
                values[column.kind.path] = value
        return values, wrong

    def _read(self, column: Column, cell: Cell) -> Any:
        """The cell's value, or the ``CellError`` it is refused with; most cells repeat what another row has."""
        key = (column.index, cell) if isinstance(cell, str) else None
        if key is not None and key in self.read_cells:
            return self.read_cells[key]
        try:
            value = column.kind.read(cell)
        except CellError as error:
            value = error
        if key is not None and len(self.read_cells) < 100_000:
            self.read_cells[key] = value
        return value


def read_rows(table: Table, advance: Callable[[int], None]) -> list[Candidate]:
    """Every candidate of a table, in the order of their first rows."""
    reading = RowReading(table)
    for number, cells in table.rows:
        reading.take(number, cells)
        advance(number)
    return list(reading.found.values())


def _is_example(cells: Sequence[Cell]) -> bool:
    first = next(cell for cell in cells if cell is not None)
    return isinstance(first, str) and first.strip().upper().startswith(EXAMPLE_MARK)


def _name(values: dict[str, Any], number: int) -> object:
    """What names the accommodation of a row; a row that lacks part of it stands alone."""
    cvr, foreign = values.get("employer.cvr_number"), values.get("employer.foreign_number")
    street, house, postcode = (values.get(f"address.{key}") for key in ("street", "house_number", "postcode"))
    starts_on = values.get("period.starts_on")
    if not (cvr or foreign) or not street or not house or not postcode or not isinstance(starts_on, date):
        return number
    key = address_key(
        street=street, house_number=house, unit=values.get("address.unit", ""), postcode=str(postcode).zfill(4)
    )
    return (normal_cvr(cvr) or cvr) if cvr else foreign, key, starts_on


def _set(candidate: Candidate, number: int, path: str, value: Any) -> None:
    part, _, key = path.rpartition(".")
    values = candidate.document.setdefault(part, {}) if part else candidate.document
    if key not in values:
        values[key] = value
        candidate.given_on[path] = number
    elif values[key] != value and not _names_the_same(path):
        first = candidate.given_on[path]
        message = Text(
            f"på række {first} står der {shown(values[key])} for samme indkvartering: ret en af de to rækker",
            f"row {first} says {shown(values[key])} for the same accommodation: correct one of the two rows",
        )
        candidate.findings.append(finding(number, candidate.headers[path], value, "contradiction", message))


def _names_the_same(path: str) -> bool:
    """Spellings of the number and the address may differ between rows that name one accommodation."""
    return path in {"employer.cvr_number", "address.street", "address.house_number", "address.unit", "address.postcode"}


def _doubled(number: int, first: int, room: dict[str, Any]) -> Finding:
    message = Text(
        f"rækken er den samme som række {first}: slet den ene, eller giv rummene hver sit navn",
        f"the row is the same as row {first}: delete one, or give each room its own name",
    )
    return finding(number, "room.name", room.get("name"), "doubled", message)
