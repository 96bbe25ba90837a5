"""A list of another register as CSV or workbook: every problem is named with line and column, none is guessed away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from husly.kit.clock import read_day
from register.matches.lines import list_lines, read_rows
from register.municipalities.table import Postcode

COLUMNS = ("id", "street", "house_number", "unit", "postcode", "address_id", "date", "persons")
NEEDED = ("id", "street", "house_number", "postcode")
LONGEST = {"id": 120, "street": 120, "house_number": 10, "unit": 40, "address_id": 36}


@dataclass(frozen=True)
class ReadRow:
    """One row as read; ``line`` counts from 1, the heading being line 1."""

    line: int
    external_id: str
    street: str
    house_number: str
    unit: str
    postcode: str
    address_id: str
    stated_on: date | None
    persons: int | None
    municipality_code: str


def read_list(content: bytes, *, postcodes: Mapping[str, Postcode]) -> list[ReadRow]:
    """Every row of a list. Raises ``ListError`` that names every bad row; then nothing is read."""
    lines = list_lines(content, columns=COLUMNS, needed=NEEDED)
    return read_rows(lines, lambda line, cells: _problems(line, cells, postcodes) or _row(line, cells, postcodes))


def _problems(line: int, cells: Mapping[str, str], postcodes: Mapping[str, Postcode]) -> list[str]:
    return [f"line {line}: {text}" for text in _wrong(cells, postcodes)]


def _wrong(cells: Mapping[str, str], postcodes: Mapping[str, Postcode]) -> list[str]:
    """What is wrong with a line, in words."""
    found = [f"{name} is missing" for name in NEEDED if not cells.get(name)]
    found += [
        f"{name} is longer than {most} characters" for name, most in LONGEST.items() if len(cells.get(name, "")) > most
    ]
    if cells.get("postcode") and cells["postcode"] not in postcodes:
        found.append(f"postcode {cells['postcode'][:10]} is not Danish")
    if cells.get("date") and read_day(cells["date"]) is None:
        found.append(f"date {cells['date'][:20]} is not written as 2026-03-01")
    if cells.get("persons") and _number(cells["persons"]) is None:
        found.append(f"persons {cells['persons'][:20]} is not a whole number up to 9999")
    return found


def _row(line: int, cells: Mapping[str, str], postcodes: Mapping[str, Postcode]) -> ReadRow:
    return ReadRow(
        line=line,
        external_id=cells["id"],
        street=cells["street"],
        house_number=cells["house_number"],
        unit=cells.get("unit", ""),
        postcode=cells["postcode"],
        address_id=cells.get("address_id", "").lower(),
        stated_on=read_day(cells.get("date", "")),
        persons=_number(cells.get("persons", "")),
        municipality_code=postcodes[cells["postcode"]].municipality_code,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None
