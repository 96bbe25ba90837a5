"""The uploaded file given back: the same rows in the same places, wrong cells marked, what to do beside each row."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from husly.kit.spreadsheet import defused
from register.declarations.importing.cells import Cell
from register.declarations.importing.files import read_content
from register.declarations.importing.problems import Finding
from register.declarations.importing.report import KINDS, Line, Report, write_report
from register.declarations.importing.tables import Row, Table
from register.declarations.importing.template_columns import TemplateColumn, column_of
from register.declarations.importing.templates import (
    CHOICES_SHEET,
    DATA_SHEET,
    Formats,
    prepare_columns,
    write_cell,
    write_headings,
)
from standards.text import Language, Text

ERRORS = Text("# Fejl", "# Errors")
"""Heading of the added column; the mark # lets the file be sent again with the column in it."""

_WORKBOOKS = (b"PK", b"\xd0\xcf")


@dataclass(frozen=True)
class MarkedFile:
    """A file to give back."""

    name: str
    content: bytes


@dataclass(frozen=True)
class _Sheet:
    """The rows of an uploaded table without an earlier column of errors; ``places`` are the columns that stay."""

    table: Table
    rows: list[Row]
    places: list[int]

    @property
    def headings(self) -> list[str]:
        header = self.table.header
        return [_text(header[place]) if place < len(header) else "" for place in self.places]

    @property
    def columns(self) -> list[TemplateColumn | None]:
        known = {column.index: column_of(column.kind) for column in self.table.columns}
        return [known.get(place) for place in self.places]

    def cells(self, row: Sequence[Cell]) -> list[Cell]:
        return [row[place] if place < len(row) else None for place in self.places]


def marked_file(content: bytes, report: Report, *, name: str, limit_mb: int, language: Language) -> MarkedFile:
    """The uploaded file with its errors: XLSX for a workbook, CSV for CSV, and for JSON the report as CSV.

    Raises ``UnusableFileError`` for a file without rows to mark.
    """
    found = read_content(content, name=name, limit_mb=limit_mb)
    if not isinstance(found, Table):
        file = io.StringIO()
        write_report(report, file, language)
        return MarkedFile("husly-fejl.csv", file.getvalue().encode("utf-8-sig"))
    sheet = _sheet(found)
    lines: dict[int, list[Line]] = {}
    for line in report.lines:
        lines.setdefault(line.finding.row, []).append(line)
    if content.startswith(_WORKBOOKS):
        return MarkedFile("husly-fejl.xlsx", _as_workbook(sheet, lines, language))
    return MarkedFile("husly-fejl.csv", _as_csv(sheet, lines, language))


def _sheet(table: Table) -> _Sheet:
    rows = list(table.rows)
    width = max([len(table.header), *(len(cells) for _, cells in rows)])
    earlier = {place for place, cell in enumerate(table.header) if _text(cell) in (ERRORS.da, ERRORS.en)}
    return _Sheet(table, rows, [place for place in range(width) if place not in earlier])


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _as_csv(sheet: _Sheet, lines: dict[int, list[Line]], language: Language) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    last = 0
    for number, cells in [(sheet.table.header_row, sheet.table.header), *sheet.rows]:
        for _ in range(number - last - 1):
            writer.writerow([])
        last = number
        is_header = number == sheet.table.header_row
        added = ERRORS.in_language(language) if is_header else _sentences(lines.get(number, []), language)
        writer.writerow(defused(["" if cell is None else cell for cell in [*sheet.cells(cells), added]]))
    return file.getvalue().encode("utf-8-sig")


def _as_workbook(sheet: _Sheet, lines: dict[int, list[Line]], language: Language) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet(DATA_SHEET)
        lists = workbook.add_worksheet(CHOICES_SHEET)
        formats = Formats(workbook)
        columns, top, last = sheet.columns, sheet.table.header_row - 1, len(sheet.places)
        prepare_columns(page, [(at, one) for at, one in enumerate(columns) if one is not None], formats, lists, top=top)
        headings = [*sheet.headings, ERRORS.in_language(language)]
        write_headings(page, headings, [*columns, None], formats, row=top)
        page.set_column(last, last, 80)
        for number, cells in sheet.rows:
            found = lines.get(number, [])
            wrong = {line.finding.column for line in found if not line.is_remark}
            for place, (heading, cell) in enumerate(zip(headings, sheet.cells(cells), strict=False)):
                style = formats.wrong_of(cell) if heading and heading in wrong else formats.day_of(cell)
                write_cell(page, number - 1, place, cell, style)
            if found:
                write_cell(page, number - 1, last, _sentences(found, language), formats.message)
    return file.getvalue()


def _sentences(lines: Sequence[Line], language: Language) -> str:
    """All that is said of one row; a remark says that it is one."""
    return " | ".join(
        (f"({KINDS[True].in_language(language)}) " if line.is_remark else "") + _sentence(line.finding, language)
        for line in lines
    )


def _sentence(found: Finding, language: Language) -> str:
    reason, remedy = found.reason.in_language(language), found.remedy.in_language(language)
    return ": ".join(part for part in (found.column, reason, remedy) if part)
