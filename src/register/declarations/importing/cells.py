"""From a cell to a value: yes and no, Danish decimals, dates, choices by key or label."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from standards.facts.choices import LABELS
from standards.facts.fact import Fact
from standards.text import Text

Cell = str | float | int | bool | date | datetime | None

TRUE = {"ja", "j", "yes", "y", "true", "sand", "sandt", "1", "x"}
FALSE = {"nej", "n", "no", "false", "falsk", "0"}
_UNIT = re.compile(r"\s*(m2|m²|m|dage|uger|days|weeks)$", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DANISH_DATE = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})([T ]00:00(:00)?)?")
_SEPARATORS = re.compile(r"\s*[,;|+/]\s*")


class CellError(Exception):
    """A cell cannot be read as what its column holds."""

    def __init__(self, code: str, da: str, en: str) -> None:
        super().__init__(en)
        self.code, self.message = code, Text(da, en)


def read_text(cell: Cell) -> str:
    """A text; a number from a spreadsheet (a CVR number, say) is written without decimals."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, date):
        raise CellError(
            "wrong_type",
            "regnearket har lavet en dato af det: gør kolonnen til tekst, og skriv det igen",
            "the spreadsheet has made a date of it: make the column text and write it again",
        )
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read_flag(cell: Cell) -> bool:
    """Yes or no."""
    if isinstance(cell, bool):
        return cell
    text = read_text(cell).lower()
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise CellError("wrong_type", "skriv ja eller nej, eller lad cellen stå tom", "write yes or no, or leave it empty")


def read_number(cell: Cell) -> float:
    """A number with decimal comma or point; 1.234 could be either thousand or decimal and is refused."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell)
    text = _UNIT.sub("", read_text(cell)).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(text):
        raise CellError(
            "wrong_type",
            "punktummet kan betyde to ting: skriv fx 1234 eller 1,234",
            "the point can mean two things: write 1234 or 1,234 (decimal comma)",
        )
    return _plain_number(text)


def read_degrees(cell: Cell) -> float:
    """Degrees, where the point is always a decimal point."""
    if isinstance(cell, str):
        return _plain_number(cell.strip().replace(",", "."))
    return read_number(cell)


def _plain_number(text: str) -> float:
    if not _NUMBER.fullmatch(text) or len(text) > 30:
        raise CellError("wrong_type", "skriv et tal, fx 12,5", "write a number, e.g. 12,5")
    return float(text)


def read_count(cell: Cell) -> int:
    """A whole number."""
    if isinstance(cell, str) and _THOUSANDS.fullmatch(cell.strip()):
        return int(cell.strip().replace(".", ""))
    number = read_number(cell)
    if not number.is_integer():
        raise CellError("wrong_type", "skriv et helt tal", "write a whole number")
    return int(number)


def read_date(cell: Cell) -> date:
    """A date: 2026-03-01, 01-03-2026, 1/3 2026 with any of - . /, day first."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = read_text(cell)
    try:
        if found := _ISO_DATE.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DANISH_DATE.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise CellError("wrong_type", "den dato findes ikke: ret den", "there is no such date: correct it") from None
    raise CellError(
        "wrong_type", "skriv en dato som 2026-03-01 eller 01-03-2026", "write a date such as 2026-03-01 or 01-03-2026"
    )


@cache
def _choices(fact: Fact) -> Mapping[str, str]:
    labels = LABELS.get(fact.key, {})
    found = {text.strip().casefold(): key for key, label in labels.items() for text in (label.da, label.en)}
    return found | {key: key for key in fact.choices}


def _one_of(fact: Fact, text: str) -> str:
    key = _choices(fact).get(text.strip().casefold())
    if key is None:
        labels = LABELS.get(fact.key, {})
        da = ", ".join(labels[key].da if key in labels else key for key in fact.choices)
        raise CellError("unknown_choice", f"vælg en af: {da}", f"choose one of: {', '.join(fact.choices)}")
    return key


def reader_of(fact: Fact) -> Callable[[Cell], Any]:
    """How cells of a fact are read."""
    if fact.kind == "choice":
        return lambda cell: _one_of(fact, read_text(cell))
    if fact.kind == "list":
        return lambda cell: [_one_of(fact, part) for part in _SEPARATORS.split(read_text(cell)) if part]
    plain: dict[str, Callable[[Cell], Any]] = {
        "bool": read_flag,
        "int": read_count,
        "number": read_number,
        "date": read_date,
        "text": read_text,
    }
    return plain[fact.kind]
