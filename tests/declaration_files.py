"""Declaration files for tests: rows that are right, changed and written as CSV, XLSX or JSON."""

import csv
import io
from datetime import date
from typing import Any

import xlsxwriter

Row = dict[str, Any]

ROW: Row = {
    "Arbejdsgiver": "Prøvegartneriet ApS",
    "CVR-nummer": "13585628",
    "Vejnavn": "Algade",
    "Husnummer": "12B",
    "Postnummer": "4000",
    "Breddegrad": "55.6415",
    "Længdegrad": "12.0803",
    "Fra": "01-03-2026",
    "Boligtype": "Hus",
    "Beboere": "4",
    "Boligareal": "90,5",
    "Røgalarm": "ja",
    "Rum": "Værelse 1",
    "Rumbrug": "Soveværelse",
    "Rumareal": "14",
    "Rumbeboere": "2",
}
OTHER_EMPLOYER = {"Arbejdsgiver": "Anden ApS", "CVR-nummer": "10000009"}


def rows(*changes: Row) -> list[Row]:
    """One right row for each set of changes."""
    return [ROW | change for change in changes]


def a_dwelling(**changes: Any) -> list[Row]:
    """Two right rows: one dwelling with two rooms."""
    return rows(changes, changes | {"Rum": "Værelse 2", "Rumareal": "12,5"})


def as_csv(table: list[Row], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """The rows as CSV; the columns are those of the first row."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(table[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(table)
    return file.getvalue().encode(encoding)


def as_xlsx(table: list[Row], *, sheets_before: tuple[str, ...] = ()) -> bytes:
    """The rows as a workbook, numbers and dates as a spreadsheet holds them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for name in sheets_before:
            workbook.add_worksheet(name).write(0, 0, "Læs mig")
        sheet = workbook.add_worksheet("Boliger")
        as_date = workbook.add_format({"num_format": "dd-mm-yyyy"})
        if table:
            sheet.write_row(0, 0, list(table[0]))
        for number, row in enumerate(table, start=1):
            for column, value in enumerate(row.values()):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, as_date)
                else:
                    sheet.write(number, column, value)
    return file.getvalue()
