"""Which columns a template has, and the row that shows how they are filled in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from register.declarations.importing.cells import Cell
from register.declarations.importing.columns import NUMBERS, REQUIRED, ColumnKind, column_kinds
from register.declarations.importing.rows import EXAMPLE_MARK
from register.declarations.importing.term_columns import TERM_COLUMNS
from register.declarations.questions import (
    ADDRESS_FIELDS,
    ASKED,
    DWELLING_FIELDS,
    EMPLOYER_FIELDS,
    NOT_ASKED,
    PERIOD_FIELDS,
    ROOM_FIELDS,
    ROOM_FLAGS,
    also_asked,
)
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT, ROOM_FACTS
from standards.facts.choices import LABELS
from standards.facts.fact import Fact
from standards.rules.needed import facts_needed
from standards.rules.pack import load_pack

POINT = ("latitude", "longitude")

_EXAMPLE: dict[str, Cell] = {
    "employer.name": f"{EXAMPLE_MARK} Prøvegartneriet ApS",
    "employer.cvr_number": "13585628",
    "employer.contact_name": "Karin Kontakt",
    "employer.contact_email": "karin@example.dk",
    "employer.contact_phone": "12345678",
    "address.street": "Algade",
    "address.house_number": "12B",
    "address.postcode": "4000",
    "address.postal_town": "Roskilde",
    "address.latitude": 55.6415,
    "address.longitude": 12.0803,
    "period.starts_on": date(2026, 3, 1),
    "dwelling.kind": "Hus",
    "dwelling.residents": 2,
    "dwelling.area_m2": 48.5,
    "dwelling.habitable_rooms": 1,
    "dwelling.toilets": 1,
    "dwelling.showers": 1,
    "dwelling.smoke_alarm": "ja",
    "dwelling.heating": "ja",
    "room.name": "Værelse 1",
    "room.use": "Soveværelse",
    "room.area_m2": 14.5,
    "room.ceiling_m": 2.4,
    "room.residents": 2,
    "room.beds": 2,
    "contact.name": "Karin Kontakt",
    "contact.phone": "12345678",
    "owner.name": "Prøveejendomme A/S",
    "owner.postal_address": "Torvet 1, 4000 Roskilde",
    "work.workplaces": "Gartneriet: Markvej 3, 4000 Roskilde",
    "work.shifts": 1,
    "work.season": "I sæsonen",
    "work.workers": 2,
    "rent.deducted": "ja",
    "rent.deduction_base": "Løn før skat",
    "occupancy": "2026-03-01 – 2026-05-01: 1 | 2026-05-01 – : 2",
}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a template; ``fact`` is None for the particulars of employer, address and period."""

    kind: ColumnKind
    fact: Fact | None = None

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return self.kind.names[0]

    @property
    def path(self) -> str:
        """The path in the document."""
        return self.kind.path

    @property
    def is_required(self) -> bool:
        """Whether every row (every first row of a dwelling) must have it; one of the two numbers counts as such."""
        return self.path in REQUIRED or self.path == NUMBERS[0]

    @property
    def value_kind(self) -> str:
        """The kind of value, in the words of facts: text, date, number, int, bool, choice, list; or a kind of terms."""
        if self.path in TERM_COLUMNS:
            return TERM_COLUMNS[self.path].value_kind
        if self.fact is not None:
            return self.fact.kind
        part, _, key = self.path.partition(".")
        return "date" if part == "period" else "number" if key in POINT else "text"

    @property
    def choices(self) -> list[str]:
        """What may be chosen, as a Dane reads it."""
        if self.path in TERM_COLUMNS:
            return TERM_COLUMNS[self.path].choices
        if self.fact is None:
            return []
        if self.fact.kind == "bool":
            return ["ja", "nej"]
        labels = LABELS.get(self.fact.key, {})
        return [labels[key].da if key in labels else key for key in self.fact.choices]


def column_of(kind: ColumnKind) -> TemplateColumn:
    """A kind of column with the fact that it holds, if it holds one."""
    part, _, key = kind.path.partition(".")
    return TemplateColumn(kind, {"dwelling": DWELLING_FACT, "room": ROOM_FACT}.get(part, {}).get(key))


def template_columns(pack_ids: Sequence[str], local: Collection[str] = ()) -> list[TemplateColumn]:
    """The columns that these rule packs ask for, after who, where and when; last what may be told besides.

    ``local`` are paths that the own rules of municipalities need. Anything else that the catalogue knows may be added
    as a column by hand.
    """
    needed = set(local) | {path for pack_id in pack_ids for path in facts_needed(load_pack(pack_id))}
    plain = [f"employer.{key}" for key in EMPLOYER_FIELDS]
    plain += [f"address.{key}" for key in (*ADDRESS_FIELDS, *POINT)]
    plain += [f"period.{key}" for key in PERIOD_FIELDS]
    fixed = [key for key in ASKED if key in DWELLING_FIELDS or key in needed]
    dwelling = [*fixed, *(key for key in also_asked(pack_ids, local) if key not in NOT_ASKED)]
    known = column_kinds()
    terms = [path for path in TERM_COLUMNS if path != "names"]
    facts = [*(f"dwelling.{key}" for key in dwelling), *(f"room.{key}" for key in _room_facts(needed))]
    paths = [*plain, *facts, *terms]
    return [column_of(known[path]) for path in paths]


def _room_facts(needed: Collection[str]) -> list[str]:
    wanted = {*ROOM_FIELDS, *(fact.key for fact in ROOM_FACTS if fact.path in needed)}
    first = [key for key in (*ROOM_FIELDS, *ROOM_FLAGS) if key in wanted]
    return first + [fact.key for fact in ROOM_FACTS if fact.key in wanted and fact.key not in first]


def example_row(columns: Sequence[TemplateColumn]) -> list[Cell]:
    """A row that shows how to fill in; it is left out when the file is read, as long as its mark stands."""
    return [_EXAMPLE.get(column.path) for column in columns]
