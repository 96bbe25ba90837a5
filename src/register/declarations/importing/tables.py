"""CSV and XLSX as numbered rows of cells, the way a spreadsheet numbers them."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook

from register.declarations.importing.cells import Cell
from register.declarations.importing.columns import Column, count_known, find_columns
from register.declarations.importing.problems import UnusableFileError

MAX_UNPACKED = 20
"""A workbook may unpack to this many times the limit for files; more is an attack or a mistake."""

MAX_CELLS = 20_000_000
"""The reader lays a sheet out as a full rectangle; one stray cell at the far corner would fill the memory."""

WORKBOOK_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
"""How a workbook begins."""

_DELIMITERS = (";", "\t", ",")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')

_OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
"""Stands in the directory of an old workbook (XLS) that holds macros."""

Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Table:
    """The columns of a file and its rows below the header; ``count`` is about how many there are.

    ``nameless`` are the places below the header row's empty cells, where nothing may stand; ``width`` is its length.
    ``header`` is the header row as it stands, ``header_row`` its number.
    """

    columns: list[Column]
    nameless: tuple[int, ...]
    width: int
    rows: Iterator[Row]
    count: int
    header: Sequence[Cell]
    header_row: int


def decode(content: bytes) -> str:
    """Text from UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252. Raises when it is no text."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_control_characters(text)
        return text
    raise _not_text(1)


def _refuse_control_characters(text: str) -> None:
    found = _NOT_TEXT.search(text)
    if found is None:
        return
    line = text.count("\n", 0, found.start()) + 1
    if found[0] == "\x00":
        raise UnusableFileError(
            f"Filen har et NUL-tegn (byte 0) på linje {line}. Gem den igen fra regnearket som CSV UTF-8 eller XLSX.",
            f"The file has a NUL character (byte 0) on line {line}. Save it again as CSV UTF-8 or XLSX.",
        )
    raise _not_text(line)


def _not_text(line: int) -> UnusableFileError:
    return UnusableFileError(
        f"Filen er hverken tekst eller et regneark (linje {line} kan ikke læses). Gem den som CSV UTF-8, XLSX"
        " eller JSON.",
        f"The file is neither text nor a workbook (line {line} cannot be read). Save it as CSV UTF-8, XLSX or JSON.",
    )


def read_csv(text: str) -> Table:
    """A CSV file; the delimiter is the one that makes known columns of the first line."""
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda mark: _count_known(header, mark))
    return _table(_numbered(_csv_rows(text, delimiter)), text.count("\n"))


def _count_known(header: str, delimiter: str) -> int:
    try:
        return count_known(next(csv.reader([header], delimiter=delimiter), []))
    except csv.Error:  # a line without end, say
        return 0


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnusableFileError(
                f"Række {number} kan ikke læses ({error}). Se efter et anførselstegn, der ikke er lukket.",
                f"Row {number} cannot be read ({error}). Look for a quotation mark that is not closed.",
            ) from None


def read_workbook(content: bytes, *, limit_bytes: int) -> Table:
    """The first sheet with known columns of an XLSX (or ODS, XLS) workbook."""
    filled = sheets_of(content, limit_bytes=limit_bytes)
    if not filled:
        raise UnusableFileError(
            "Regnearket er tomt. Skriv kolonnenavne i første række og et rum på hver række derunder.",
            "The workbook is empty. Write column names in the first row and one room on each row below.",
        )
    rows = next((rows for rows in filled if _has_known(rows)), filled[0])
    return _table(iter(rows), len(rows))


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook (XLSX, ODS or XLS) by its first bytes."""
    return content.startswith(WORKBOOK_MARKS)


def sheets_of(content: bytes, *, limit_bytes: int) -> list[list[Row]]:
    """The rows of each sheet that holds anything. Raises ``UnusableFileError`` for a damaged or dangerous workbook."""
    refuse_bomb(content, limit_bytes)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [list(_sheet_rows(workbook, name)) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(str(error)) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own way to stop on a damaged file
            raise _broken(str(error)) from None
        raise
    return [rows for rows in sheets if any(any(cell is not None for cell in cells) for _, cells in rows)]


def _sheet_rows(workbook: CalamineWorkbook, name: str) -> Iterator[Row]:
    for number, cells in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
        yield number, [_cell(cell) for cell in cells]


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value if value.strip() else None
    return value if isinstance(value, int | float | date) else str(value)


def _has_known(rows: Sequence[Row]) -> bool:
    return bool(count_known(next(cells for _, cells in rows if any(cell is not None for cell in cells))))


def _broken(detail: str) -> UnusableFileError:
    return UnusableFileError(
        f"Regnearket er beskadiget og kan ikke åbnes ({detail}). Hent eller gem det igen.",
        f"The workbook is damaged and cannot be opened ({detail}). Fetch or save it again.",
    )


def refuse_bomb(content: bytes, limit_bytes: int) -> None:
    """Raise ``UnusableFileError`` for a workbook that would fill the memory, is damaged or holds macros."""
    if not content.startswith(b"PK"):
        if _OLD_MACROS in content:
            raise _macros()
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_macros([part.filename for part in parts])
            if sum(part.file_size for part in parts) > MAX_UNPACKED * limit_bytes:
                raise UnusableFileError(
                    "Regnearket fylder for meget, når det pakkes ud. Gem det som CSV, eller del det.",
                    "The workbook is too large when unpacked. Save it as CSV, or divide it.",
                )
            sheets = [part.filename for part in parts if re.match(r"xl/worksheets/[^/]+\.xml$", part.filename)]
            cells = max((_rectangle(archive.read(name)) for name in sheets), default=0)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _broken(str(error)) from None
    if cells > MAX_CELLS:
        raise UnusableFileError(
            "Arket har en celle langt fra de andre. Slet tomme rækker og kolonner, eller gem det som CSV.",
            "The sheet has a cell far away from the others. Delete empty rows and columns, or save it as CSV.",
        )


def _refuse_macros(names: Sequence[str]) -> None:
    """Nothing here would run them; but a file with macros is nothing to keep, to pass on or to give back."""
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) or "/activex/" in name.lower() for name in names):
        raise _macros()


def _macros() -> UnusableFileError:
    return UnusableFileError(
        "Regnearket har makroer, og dem tager vi ikke imod. Gem det som Excel-projektmappe (.xlsx) uden makroer.",
        "The workbook holds macros, which are not accepted. Save it as an Excel workbook (.xlsx) without macros.",
    )


def _rectangle(sheet: bytes) -> int:
    width = height = 0
    for letters, digits in _REFERENCE.findall(sheet):
        height = max(height, int(digits))
        if len(letters) >= 2 or width < 26:
            width = max(width, _column_number(letters))
    return width * height


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _numbered(rows: Iterator[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        yield number, [cell if cell.strip() else None for cell in cells]


def _table(rows: Iterator[Row], count: int) -> Table:
    for number, cells in rows:
        if any(cell is not None for cell in cells):
            nameless = tuple(index for index, cell in enumerate(cells) if cell is None)
            return Table(find_columns(cells), nameless, len(cells), rows, max(count - number, 0), cells, number)
    raise UnusableFileError(
        "Filen er tom. Skriv kolonnenavne i første række og et rum på hver række derunder.",
        "The file is empty. Write column names in the first row and one room on each row below.",
    )
