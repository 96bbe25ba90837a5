"""Tables that people open in a spreadsheet."""

import re
from collections.abc import Iterable

_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n](?![\d.,]+$)")


def defused(cells: Iterable[object]) -> list[object]:
    """The cells of a row so that no text becomes a formula in a spreadsheet; signed numbers stay as they are."""
    return [f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell for cell in cells]
