"""The columns of a declaration file: named like the document's paths, or as a Dane would name them.

``employer.name`` or ``Arbejdsgiver``, ``room.area_m2`` or ``Rumareal``. Letter case, spaces, punctuation and a unit in
brackets do not matter. A column whose name begins with # is left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from register.declarations.importing.cells import Cell, read_date, read_degrees, read_text, reader_of
from register.declarations.importing.problems import UnusableFileError, shown
from register.declarations.importing.term_columns import TERM_COLUMNS
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.fact import Fact

_PLAIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("employer.name", ("Arbejdsgiver", "Arbejdsgiverens navn", "Firma", "Virksomhed")),
    ("employer.cvr_number", ("CVR-nummer", "CVR", "CVR-nr")),
    ("employer.foreign_number", ("Udenlandsk nummer", "Udenlandsk virksomhedsnummer")),
    ("employer.rut_number", ("RUT-nummer", "RUT", "RUT-nr")),
    ("employer.sector_code", ("Branchekode",)),
    ("employer.contact_name", ("Kontaktperson",)),
    ("employer.contact_email", ("E-mail", "Kontakt e-mail")),
    ("employer.contact_phone", ("Telefon", "Kontakt telefon")),
    ("employer.postal_address", ("Arbejdsgiverens adresse",)),
    ("address.street", ("Vejnavn", "Vej", "Gade")),
    ("address.house_number", ("Husnummer", "Husnr")),
    ("address.unit", ("Etage og dør", "Etage/dør")),
    ("address.postcode", ("Postnummer", "Postnr")),
    ("address.postal_town", ("By", "Postdistrikt", "Postnrnavn")),
    ("address.municipality_code", ("Kommunekode",)),
    ("address.latitude", ("Breddegrad", "lat")),
    ("address.longitude", ("Længdegrad", "lon")),
    ("address.dar_id", ("DAR-id", "Adresse-id")),
    ("period.starts_on", ("Fra", "Fra dato", "Startdato", "Indflytning")),
    ("period.ends_on", ("Til", "Til dato", "Slutdato", "Udflytning")),
)
_MORE_NAMES: dict[str, tuple[str, ...]] = {
    "dwelling.kind": ("Boligtype", "Boligart"),
    "dwelling.residents": ("Beboere",),
    "dwelling.area_m2": ("Boligareal", "Areal"),
    "dwelling.habitable_rooms": ("Beboelsesrum",),
    "dwelling.toilets": ("Toiletter", "Antal toiletter"),
    "dwelling.showers": ("Brusere", "Antal brusere", "Bade"),
    "dwelling.stay_days": ("Opholdsdage",),
    "dwelling.built_on": ("Byggedato",),
    "dwelling.cooking": ("Madlavning",),
    "room.name": ("Rum", "Værelse"),
    "room.use": ("Rumbrug", "Rummets brug"),
    "room.area_m2": ("Rumareal",),
    "room.ceiling_m": ("Lofthøjde",),
    "room.residents": ("Beboere i rummet", "Rumbeboere"),
    "room.beds": ("Antal senge",),
}
_LABEL_IS_TAKEN = {"dwelling.municipality_code", "room.electricity"}
"""Facts whose label alone would name another column: shown as “Rum: Elektricitet”."""

REQUIRED = (
    "employer.name",
    "address.street",
    "address.house_number",
    "address.postcode",
    "period.starts_on",
    "dwelling.residents",
)
NUMBERS = ("employer.cvr_number", "employer.foreign_number")


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """One thing that a column can hold: its path, its Danish names (the first is shown) and how cells are read."""

    path: str
    names: tuple[str, ...]
    read: Callable[[Cell], Any]

    @property
    def label(self) -> str:
        """Both names, as a message shows them."""
        return f"{self.names[0]} ({self.path})"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one file: where it stands, how its header is written, what it holds."""

    index: int
    header: str
    kind: ColumnKind


@cache
def column_kinds() -> dict[str, ColumnKind]:
    """Every column that a file may have, by path."""
    readers = {"period": read_date, "latitude": read_degrees, "longitude": read_degrees}
    kinds = [
        ColumnKind(path, names, readers.get(path.split(".")[0]) or readers.get(path.split(".")[1]) or read_text)
        for path, names in _PLAIN
    ]
    kinds += [_of_fact("dwelling", fact) for fact in DWELLING_FACTS]
    kinds += [_of_fact("room", fact) for fact in ROOM_FACTS]
    kinds += [ColumnKind(column.path, column.names, column.read) for column in TERM_COLUMNS.values()]
    return {kind.path: kind for kind in kinds}


def _of_fact(level: str, fact: Fact) -> ColumnKind:
    path = f"{level}.{fact.key}"
    prefix = ("Bolig", "Dwelling") if level == "dwelling" else ("Rum", "Room")
    labels = (fact.label.da, fact.label.en)
    long = tuple(f"{before}: {label}" for before, label in zip(prefix, labels, strict=True))
    shared = path in _LABEL_IS_TAKEN
    names = (*_MORE_NAMES.get(path, ()), *(long if shared else (*labels, *long)))
    return ColumnKind(path, names, reader_of(fact))


def normal(header: str) -> str:
    """A header without what does not matter."""
    return re.sub(r"[\W_]+", "", re.sub(r"[(\[][^)\]]*[)\]]\s*$", "", header).casefold())


@cache
def _by_name() -> dict[str, ColumnKind]:
    """Kinds by every name. A name that two kinds would share belongs to the first: plain columns, dwelling, room."""
    found: dict[str, ColumnKind] = {normal(path): kind for path, kind in column_kinds().items()}
    for kind in column_kinds().values():
        for name in (*kind.names, kind.path.replace("room.", "rooms.")):
            found.setdefault(normal(name), kind)
    return found


def count_known(header: Sequence[Cell]) -> int:
    """How many cells of a row are names of columns."""
    return sum(isinstance(cell, str) and normal(cell) in _by_name() for cell in header)


def find_columns(header: Sequence[Cell]) -> list[Column]:
    """The columns of a header row. Raises ``UnusableFileError`` that names what is unknown, doubled or missing."""
    named = [(index, str(cell).strip()) for index, cell in enumerate(header) if cell is not None and str(cell).strip()]
    named = [(index, name) for index, name in named if not name.startswith("#")]
    known = [Column(index, name, kind) for index, name in named if (kind := _by_name().get(normal(name)))]
    if not known:
        raise _no_header(header)
    unknown = [name for _, name in named if normal(name) not in _by_name()]
    if unknown:
        raise _unknown_columns(unknown)
    _refuse_doubled(known)
    _refuse_missing({column.kind.path for column in known})
    return known


def _no_header(header: Sequence[Cell]) -> UnusableFileError:
    found = shown(" | ".join(str(cell) for cell in header if cell is not None))
    return UnusableFileError(
        f"Første række skal være kolonnenavne, fx Arbejdsgiver; CVR-nummer; Vejnavn. Der står: {found}",
        f"The first row must hold column names, e.g. employer.name; employer.cvr_number. Found: {found}",
    )


def _unknown_columns(names: list[str]) -> UnusableFileError:
    da, en = [], []
    for name in names[:10]:
        near = get_close_matches(normal(name), _by_name(), n=1, cutoff=0.6)
        label = _by_name()[near[0]].label if near else ""
        da.append(f"“{shown(name)}”" + (f" (mener du {label}?)" if near else ""))
        en.append(f"“{shown(name)}”" + (f" (did you mean {label}?)" if near else ""))
    return UnusableFileError(
        f"Ukendt kolonne: {', '.join(da)}. Ret navnet, eller sæt # foran for at udelade kolonnen.",
        f"Unknown column: {', '.join(en)}. Correct the name, or put # in front to leave the column out.",
    )


def _refuse_doubled(columns: list[Column]) -> None:
    seen: dict[str, Column] = {}
    for column in columns:
        other = seen.setdefault(column.kind.path, column)
        if other is not column:
            raise UnusableFileError(
                f"Kolonnerne “{other.header}” og “{column.header}” betyder det samme: fjern den ene.",
                f"The columns “{other.header}” and “{column.header}” mean the same: remove one of them.",
            )


def _refuse_missing(paths: set[str]) -> None:
    missing = [column_kinds()[path].label for path in REQUIRED if path not in paths]
    if not paths.intersection(NUMBERS):
        missing.append(column_kinds()[NUMBERS[0]].label)
    if missing:
        raise UnusableFileError(
            f"Filen mangler en kolonne: {', '.join(missing)}. Tilføj den, og udfyld den på hver række.",
            f"The file lacks a column: {', '.join(missing)}. Add it and fill it in on every row.",
        )
