"""Tables that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n](?![\d.,]+$)")


def defused(cells: Iterable[object]) -> list[object]:
    """The cells of a row so that no text becomes a formula in a spreadsheet; signed numbers stay as they are."""
    return [f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell for cell in cells]


def csv_file(columns: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    """A table as CSV for a Danish spreadsheet: semicolons, UTF-8 with its mark, no text becomes a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns)
    writer.writerows(defused(row) for row in rows)
    return text.getvalue().encode("utf-8-sig")
