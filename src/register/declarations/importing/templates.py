"""Templates for declarations to download: XLSX with drop-downs and an explanation, or CSV."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from husly.kit.clock import EARLIEST, LATEST
from register.declarations.importing.cells import Cell
from register.declarations.importing.template_columns import TemplateColumn, example_row
from standards.text import unit_label

LAST_ROW = 100_000
"""Rows of a template that have drop-downs."""

LISTS = ("workplaces", "periods")
DATA_SHEET, GUIDE_SHEET, CHOICES_SHEET = "Boliger", "Vejledning", "Valgmuligheder"
_KINDS = {
    "bool": "ja eller nej",
    "int": "helt tal",
    "number": "tal, fx 12,5",
    "date": "dato, fx 2026-03-01",
    "choice": "vælg på listen",
    "list": "en eller flere, adskilt af komma",
    "text": "tekst",
    "workplaces": "navn: adresse; flere adskilt af |",
    "periods": "fra – til: antal; flere adskilt af |; til-dagen er ikke med og må mangle",
}
_GUIDE = (
    "Sådan udfylder du arket Boliger / How to fill in the sheet Boliger",
    "Et rum på hver række. Arbejdsgiver, adresse og periode gentages på hver række, eller står kun på boligens første.",
    "One room on each row. Employer, address and period are repeated, or stand only on the first row of a dwelling.",
    "En tom celle betyder: ved ikke. Rækken med # EKSEMPEL læses ikke; skriv over den, eller slet den.",
    "An empty cell means: not known. The row marked # EKSEMPEL is not read; write over it, or delete it.",
    "Kolonnenavnene skal blive stående; kolonner, du ikke bruger, må slettes, hvis de ikke skal udfyldes.",
    "Keep the column names; columns that you do not use may be deleted unless they must be filled in.",
)
_GUIDE_HEAD = ("Kolonne", "In English", "Skal udfyldes", "Hvad der kan stå", "Enhed", "Valgmuligheder", "Navn i JSON")


def csv_template(columns: Sequence[TemplateColumn]) -> bytes:
    """Column names and the example, for a Danish spreadsheet (semicolons, decimal commas, UTF-8 with mark)."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([column.heading for column in columns])
    writer.writerow([_as_text(cell) for cell in example_row(columns)])
    return file.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", ",")
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def xlsx_template(columns: Sequence[TemplateColumn]) -> bytes:
    """The workbook: the sheet to fill in, the guide, and the lists behind the drop-downs."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(DATA_SHEET)
        guide = workbook.add_worksheet(GUIDE_SHEET)
        lists = workbook.add_worksheet(CHOICES_SHEET)
        formats = Formats(workbook)
        write_headings(sheet, [column.heading for column in columns], columns, formats)
        for index, cell in enumerate(example_row(columns)):
            write_cell(sheet, 1, index, cell, formats.example_of(cell))
        prepare_columns(sheet, list(enumerate(columns)), formats, lists)
        _write_guide(guide, columns, formats)
    return file.getvalue()


class Formats:
    """The cell formats of a workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
        self.required = workbook.add_format({**head, "bg_color": "#1A5276", "font_color": "#FFFFFF"})
        self.heading = workbook.add_format({**head, "bg_color": "#D6E4EE"})
        self.text = workbook.add_format({"num_format": "@"})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.example = workbook.add_format({"italic": True, "font_color": "#595959"})
        self.example_day = workbook.add_format({"italic": True, "font_color": "#595959", "num_format": "yyyy-mm-dd"})
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.wrong = workbook.add_format({"bg_color": "#F8D7DA", "border": 1, "border_color": "#B00020"})
        self.wrong_day = workbook.add_format({"bg_color": "#F8D7DA", "border": 1, "num_format": "yyyy-mm-dd"})
        self.message = workbook.add_format({"font_color": "#B00020"})

    def wrong_of(self, cell: Cell) -> Format:
        """The format of a cell that is refused."""
        return self.wrong_day if isinstance(cell, date) else self.wrong

    def day_of(self, cell: Cell) -> Format | None:
        """The format that shows a date as a date; other cells follow their column."""
        return self.day if isinstance(cell, date) else None

    def example_of(self, cell: Cell) -> Format:
        """The format of a cell of the example."""
        return self.example_day if isinstance(cell, date) else self.example


def write_headings(
    sheet: Worksheet,
    headings: Sequence[str],
    columns: Sequence[TemplateColumn | None],
    formats: Formats,
    *,
    row: int = 0,
) -> None:
    """The row of headings, what must be filled in set off by colour; it stays in view."""
    for index, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        must = column is not None and column.is_required
        sheet.write_string(row, index, heading, formats.required if must else formats.heading)
    sheet.freeze_panes(row + 1, 1)
    sheet.set_row(row, 45)


def write_cell(sheet: Worksheet, row: int, index: int, cell: Cell, style: Format | None = None) -> None:
    """One cell as what it is; a text never becomes a formula, a number or a link."""
    if cell is None:
        if style is not None:
            sheet.write_blank(row, index, None, style)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, index, cell, style)
    elif isinstance(cell, int | float):
        sheet.write_number(row, index, cell, style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, index, cell, style)
    else:
        sheet.write_string(row, index, cell, style)


def prepare_columns(
    sheet: Worksheet,
    columns: Sequence[tuple[int, TemplateColumn]],
    formats: Formats,
    lists: Worksheet,
    *,
    top: int = 0,
) -> None:
    """Width, format and drop-down of each column (given with its place), so that a spreadsheet helps to fill it in."""
    lists.write_string(0, 0, "Lister bag rullemenuerne", formats.title)
    for index, column in columns:
        kind = column.value_kind
        style = formats.text if kind in ("text", "list", *LISTS) else formats.day if kind == "date" else None
        sheet.set_column(index, index, max(12, min(28, len(column.heading) + 2)), style)
        rule = _validation(column, index, lists)
        if rule is not None:
            sheet.data_validation(top + 1, index, top + LAST_ROW, index, rule)


def _validation(column: TemplateColumn, index: int, lists: Worksheet) -> dict[str, object] | None:
    """The rule of a column's cells; the spreadsheet warns and lets pass, since the import says it better."""
    warn = {"error_type": "warning", "ignore_blank": True, "error_title": "Se Vejledning"}
    if column.value_kind == "bool":
        return {**warn, "validate": "list", "source": column.choices, "error_message": "Vælg ja eller nej."}
    if column.value_kind == "choice":
        lists.write_string(1, index, column.heading)
        lists.write_column(2, index, column.choices)
        letters = xlsxwriter.utility.xl_col_to_name(index)
        source = f"={CHOICES_SHEET}!${letters}$3:${letters}${len(column.choices) + 2}"
        return {**warn, "validate": "list", "source": source, "error_message": "Vælg en af mulighederne på listen."}
    if column.value_kind == "date":
        bounds = {"criteria": "between", "minimum": EARLIEST, "maximum": LATEST}
        return {**warn, "validate": "date", **bounds, "error_message": "Skriv en dato, fx 2026-03-01."}
    if column.fact is not None and column.value_kind in ("int", "number") and column.fact.low is not None:
        bounds = {"criteria": "between", "minimum": column.fact.low, "maximum": column.fact.high}
        name = "integer" if column.value_kind == "int" else "decimal"
        message = f"Skriv et tal fra {column.fact.low:g} til {column.fact.high:g}."
        return {**warn, "validate": name, **bounds, "error_message": message}
    return None


def _write_guide(sheet: Worksheet, columns: Sequence[TemplateColumn], formats: Formats) -> None:
    sheet.write_string(0, 0, _GUIDE[0], formats.title)
    for row, sentence in enumerate(_GUIDE[1:], start=1):
        sheet.write_string(row, 0, sentence)
    top = len(_GUIDE) + 1
    for index, heading in enumerate(_GUIDE_HEAD):
        sheet.write_string(top, index, heading, formats.heading)
    for row, column in enumerate(columns, start=top + 1):
        for index, text in enumerate(_guide_row(column)):
            sheet.write_string(row, index, text, formats.wrapped)
    for index, width in enumerate((34, 40, 14, 30, 14, 60, 34)):
        sheet.set_column(index, index, width)


def _guide_row(column: TemplateColumn) -> tuple[str, ...]:
    fact = column.fact
    return (
        column.heading,
        column.path if fact is None else fact.label.en,
        "ja" if column.is_required else "",
        _KINDS[column.value_kind],
        unit_label(fact.unit, "da") if fact is not None and fact.unit else "",
        ", ".join(column.choices),
        column.path,
    )
