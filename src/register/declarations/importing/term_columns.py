"""Columns for what a declaration may tell besides facts: contact on site, owner, work, rent, residents by date."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from register.declarations.importing.cells import Cell, CellError, read_count, read_date, read_flag, read_text
from register.declarations.terms import DEDUCTION_BASE_LABELS, SEASON_LABELS
from standards.text import Text

Labels = Mapping[Any, Text]

_PARTS = re.compile(r"\s*[|\n]\s*")
_DAY = r"\d{4}-\d{2}-\d{2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}"
_PERIOD = re.compile(rf"({_DAY})\s*(?:-|–|til|to)\s*({_DAY})?\s*:\s*(\d{{1,4}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TermColumn:
    """One column: its path, its Danish names (the first is shown), what may stand in it."""

    path: str
    names: tuple[str, ...]
    value_kind: str = "text"
    labels: Labels | None = None

    @property
    def read(self) -> Callable[[Cell], Any]:
        """How its cells are read."""
        if self.labels is not None:
            return partial(read_choice, labels=self.labels)
        return _READERS[self.value_kind]

    @property
    def choices(self) -> list[str]:
        """What may be chosen, as a Dane reads it."""
        if self.value_kind == "bool":
            return ["ja", "nej"]
        return [label.da for label in (self.labels or {}).values()]


def read_choice(cell: Cell, *, labels: Labels) -> str:
    """A key of a closed list, by key or label."""
    text = read_text(cell).casefold()
    for key, label in labels.items():
        if text in (str(key), label.da.casefold(), label.en.casefold()):
            return str(key)
    da, en = (", ".join(getattr(label, language) for label in labels.values()) for language in ("da", "en"))
    raise CellError("unknown_choice", f"vælg en af: {da}", f"choose one of: {en}")


def read_workplaces(cell: Cell) -> list[dict[str, str]]:
    """Workplaces divided by |, each “name: address” or only a name."""
    found = []
    for part in _PARTS.split(read_text(cell)):
        name, _, address = (text.strip() for text in part.partition(":"))
        told = {key: text for key, text in (("name", name), ("address", address)) if text}
        if told:
            found.append(told)
    return found


def read_periods(cell: Cell) -> list[dict[str, Any]]:
    """Periods divided by |, each “2026-03-01 – 2026-05-01: 4”; the second day is not in it, and may be left out."""
    return [_period(part) for part in _PARTS.split(read_text(cell)) if part]


def _period(text: str) -> dict[str, Any]:
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise CellError(
            "wrong_type",
            "skriv perioder som 2026-03-01 – 2026-05-01: 4, adskilt af |",
            "write periods such as 2026-03-01 – 2026-05-01: 4, divided by |",
        )
    to_on = None if match[2] is None else read_date(match[2]).isoformat()
    return {"from_on": read_date(match[1]).isoformat(), "to_on": to_on, "residents": int(match[3])}


def read_names(cell: Cell) -> list[str]:
    """Names divided by |."""
    return [part for part in _PARTS.split(read_text(cell)) if part]


_READERS: dict[str, Callable[[Cell], Any]] = {
    "text": read_text,
    "bool": read_flag,
    "int": read_count,
    "date": read_date,
    "workplaces": read_workplaces,
    "periods": read_periods,
    "names": read_names,
}

TERM_COLUMNS = {
    column.path: column
    for column in (
        TermColumn("period.changed_on", ("Ændret fra", "Ændringen gælder fra"), "date"),
        TermColumn("contact.name", ("Kontakt på stedet",)),
        TermColumn("contact.phone", ("Telefon på stedet",)),
        TermColumn("contact.email", ("E-mail på stedet",)),
        TermColumn("owner.is_employer", ("Arbejdsgiveren ejer boligen", "Ejes af arbejdsgiveren"), "bool"),
        TermColumn("owner.name", ("Ejer", "Ejerens navn")),
        TermColumn("owner.postal_address", ("Ejerens adresse", "Ejerens postadresse")),
        TermColumn("owner.email", ("Ejerens e-mail",)),
        TermColumn("work.workplaces", ("Arbejdssteder", "Arbejdssted"), "workplaces"),
        TermColumn("work.client_name", ("Hvervgiver", "Hvervgiverens navn")),
        TermColumn("work.client_cvr", ("Hvervgiverens CVR-nummer",)),
        TermColumn("work.shifts", ("Antal skiftehold", "Skiftehold"), "int"),
        TermColumn("work.season", ("Sæson",), "choice", SEASON_LABELS),
        TermColumn("work.season_text", ("Hvornår er der sæson",)),
        TermColumn("work.workers", ("Ansatte i Danmark", "Arbejdsgiverens ansatte i Danmark"), "int"),
        TermColumn("rent.deducted", ("Husleje trækkes i lønnen",), "bool"),
        TermColumn("rent.deduction_base", ("Trækkes i", "Grundlag for træk"), "choice", DEDUCTION_BASE_LABELS),
        TermColumn("rent.deduction_text", ("Om trækket",)),
        TermColumn("occupancy", ("Beboere i perioder", "Belægning"), "periods"),
        TermColumn("names", ("Beboernes navne",), "names"),
    )
}
"""By path. ``names`` is refused unless the register asks for names; no template has it."""
