"""The counts as files to take away."""

import io

import xlsxwriter

from husly.kit.spreadsheet import csv_file
from register.whatif.tables import Outcome, header, rows_of

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def csv_bytes(outcome: Outcome) -> bytes:
    """All counts as CSV."""
    return csv_file(header(), rows_of(outcome))


def xlsx_bytes(outcome: Outcome) -> bytes:
    """All counts as a workbook with one sheet; text stays text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("whatif")
        sheet.freeze_panes(1, 3)
        sheet.set_column(2, 2, 32)
        sheet.write_row(0, 0, header(), book.add_format({"bold": True}))
        for number, row in enumerate(rows_of(outcome), start=1):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()
