"""A list of firms with workers (such as RUT's), CSV or workbook: every bad row is named, and then nothing is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from register.employers.numbers import normal_cvr
from register.matches.lines import list_lines, read_rows
from register.municipalities.table import Postcode

COLUMNS = (
    "cvr_number",
    "foreign_number",
    "rut_number",
    "name",
    "sector",
    "street",
    "house_number",
    "unit",
    "postcode",
    "workers",
    "from",
    "to",
)
NEEDED = ("name", "postcode", "workers", "from")
NUMBERS = ("cvr_number", "foreign_number", "rut_number")
ALIASES = {
    "cvr": "cvr_number",
    "cvr-nummer": "cvr_number",
    "udenlandsk nummer": "foreign_number",
    "rut": "rut_number",
    "rut-nummer": "rut_number",
    "navn": "name",
    "virksomhed": "name",
    "branche": "sector",
    "branchekode": "sector",
    "vej": "street",
    "husnummer": "house_number",
    "etage og dør": "unit",
    "postnummer": "postcode",
    "medarbejdere": "workers",
    "fra": "from",
    "til": "to",
}
LONGEST = {"foreign_number": 40, "rut_number": 40, "name": 200, "street": 120, "house_number": 10, "unit": 40}
MOST_WORKERS = 99_999

_SECTOR = re.compile(r"[0-9]{2}\.?[0-9]{0,2}\.?[0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class ReadWorkers:
    """One row as read; ``line`` counts from 1, the heading being line 1. The firm's country is never read."""

    line: int
    cvr_number: str
    foreign_number: str
    rut_number: str
    firm_name: str
    sector_code: str
    street: str
    house_number: str
    unit: str
    postcode: str
    municipality_code: str
    workers: int
    from_on: date
    to_on: date | None


def read_workers(content: bytes, *, postcodes: Mapping[str, Postcode]) -> list[ReadWorkers]:
    """Every row of a list. Raises ``ListError`` that names every bad row; then nothing is read."""
    lines = list_lines(content, columns=COLUMNS, needed=NEEDED, aliases=ALIASES)
    return read_rows(lines, lambda line, cells: _problems(line, cells, postcodes) or _row(line, cells, postcodes))


def _problems(line: int, cells: Mapping[str, str], postcodes: Mapping[str, Postcode]) -> list[str]:
    wrong = _wrong(cells, postcodes)
    return [_("line %(line)s: %(wrong)s", line=line, wrong=", ".join(wrong))] if wrong else []


def _wrong(cells: Mapping[str, str], postcodes: Mapping[str, Postcode]) -> list[str]:
    """What is wrong with a line, in words."""
    found = [_("%(column)s is missing", column=name) for name in NEEDED if not cells.get(name)]
    found += [
        _("%(column)s is longer than %(most)s characters", column=name, most=most)
        for name, most in LONGEST.items()
        if len(cells.get(name, "")) > most
    ]
    found += _wrong_numbers(cells)
    if cells.get("postcode") and cells["postcode"] not in postcodes:
        found.append(_("postcode %(text)s is not Danish", text=cells["postcode"][:10]))
    if bool(cells.get("street")) != bool(cells.get("house_number")):
        found.append(_("street and house_number belong together"))
    if cells.get("sector") and not _SECTOR.fullmatch(cells["sector"]):
        found.append(_("sector %(text)s is no DB07 code such as 41.20.00", text=cells["sector"][:20]))
    return found + _wrong_days(cells)


def _wrong_numbers(cells: Mapping[str, str]) -> list[str]:
    found = []
    if not any(cells.get(name) for name in NUMBERS):
        found.append(_("none of cvr_number, foreign_number and rut_number is given"))
    if cells.get("cvr_number") and normal_cvr(cells["cvr_number"]) is None:
        found.append(_("cvr_number %(text)s is no CVR number", text=cells["cvr_number"][:20]))
    if cells.get("workers") and _number(cells["workers"]) is None:
        most = MOST_WORKERS
        found.append(_("workers %(text)s is not a whole number up to %(most)s", text=cells["workers"][:20], most=most))
    return found


def _wrong_days(cells: Mapping[str, str]) -> list[str]:
    days = {name: read_day(cells.get(name, "")) for name in ("from", "to")}
    found = [
        _("%(column)s %(text)s is not written as 2026-03-01", column=name, text=cells[name][:20])
        for name, day in days.items()
        if cells.get(name) and day is None
    ]
    if days["from"] and days["to"] and days["to"] < days["from"]:
        found.append(_("to lies before from"))
    return found


def _row(line: int, cells: Mapping[str, str], postcodes: Mapping[str, Postcode]) -> ReadWorkers:
    return ReadWorkers(
        line=line,
        cvr_number=normal_cvr(cells.get("cvr_number", "")) or "",
        foreign_number=cells.get("foreign_number", ""),
        rut_number=cells.get("rut_number", ""),
        firm_name=cells["name"],
        sector_code=cells.get("sector", "").replace(".", ""),
        street=cells.get("street", ""),
        house_number=cells.get("house_number", ""),
        unit=cells.get("unit", ""),
        postcode=cells["postcode"],
        municipality_code=postcodes[cells["postcode"]].municipality_code,
        workers=_number(cells["workers"]) or 0,
        from_on=date.fromisoformat(cells["from"]),
        to_on=read_day(cells.get("to", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else None
