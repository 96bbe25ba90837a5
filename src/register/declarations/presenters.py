"""One declaration as the page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import UUID

from husly.kit.i18n import format_date, format_moment, format_number, mark
from husly.kit.i18n import gettext as _
from register.agreements.presenters import AgreementPart
from register.assessments.presenters import Judgement
from register.assessments.wording import in_language, unit_name
from register.declarations.attestation_texts import attestation_text
from register.declarations.journey.models import Attestation
from register.declarations.list_presenters import SOURCES
from register.declarations.models import Declaration
from register.declarations.queries import Declared
from register.declarations.questions import FACT_GROUPS, SECTION
from register.declarations.seeing import Sees
from register.declarations.term_presenters import RENT_FACTS, contact_rows, occupancy_rows, term_groups
from register.dwellings.models import PlacedBy
from register.mandates.queries import Author
from register.municipalities.table import municipalities
from register.upkeep.part import UpkeepPart
from standards.facts.catalogue import DWELLING_FACT, DWELLING_FACTS, ROOM_FACTS
from standards.facts.choices import LABELS
from standards.facts.fact import Fact
from standards.facts.known import RoomFacts

PLACED_BY = {
    PlacedBy.OFFICIAL_BOUNDARY: mark("by official boundaries"),
    PlacedBy.APPROXIMATE_BOUNDARY: mark("by approximate boundaries"),
    PlacedBy.POSTCODE: mark("by postal code"),
    PlacedBy.DECLARED: mark("as declared or by the address register"),
}
ROOM_COLUMNS = ("area_m2", "ceiling_m", "residents", "beds")
HIDDEN = {"municipality_code", *RENT_FACTS}

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class VersionRow:
    """One version in the history."""

    number: int
    href: str
    submitted_at: str
    receipt: str
    source: str
    author: str
    is_current: bool
    is_shown: bool


@dataclass(frozen=True)
class BesideRow:
    """Another declaration of the same dwelling that the reader may see."""

    href: str
    employer: str
    residents: int
    valid_from: str


@dataclass(frozen=True)
class RoomCard:
    """One room: name, use, the measured columns, and the rest in words."""

    name: str
    use: str
    cells: list[str]
    yes: str
    no: str


@dataclass(frozen=True)
class Signed:
    """The words that were signed for a version, by whom and when."""

    words: str
    language: str
    signer: str
    text_version: str
    text_sha256: str
    signed_at: str
    signed_at_utc: str


def signed(attestation: Attestation | None) -> Signed | None:
    """A signature as pages and papers show it, its words in the language in which they were read."""
    if attestation is None:
        return None
    return Signed(
        words=attestation_text(attestation.text_version).words(attestation.language),
        language=attestation.language,
        signer=attestation.signer_name,
        text_version=attestation.text_version,
        text_sha256=attestation.text_sha256,
        signed_at=format_moment(attestation.signed_at),
        signed_at_utc=attestation.signed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


@dataclass(frozen=True)
class DeclarationPage:
    """One version of one declaration, its history and its judgement."""

    declared: Declared
    versions: Sequence[Declaration]
    judgement: Judgement
    data_path: Path
    is_own: bool
    agreements: AgreementPart
    upkeep: UpkeepPart
    beside: Sequence[Declared] = ()
    signed: Signed | None = None
    later: Sequence[str] = ()
    """Sections that the employer said to tell of later."""
    sees: Sees = field(default_factory=Sees)
    has_names: bool = False
    authors: Mapping[UUID, Author] = field(default_factory=dict)

    @property
    def later_headings(self) -> list[str]:
        """The same by their headings."""
        return [_(section.heading) for key, section in SECTION.items() if key in self.later]

    @property
    def href(self) -> str:
        """The page of this accommodation."""
        return f"/declarations/{self.declared.accommodation.id}"

    @property
    def address(self) -> str:
        """Where it is."""
        return self.declared.dwelling.address

    @property
    def is_current(self) -> bool:
        """Whether no later version has taken its place."""
        return self.declared.declaration.is_current

    @property
    def version_line(self) -> str:
        """Which version this is, and when it came."""
        declaration = self.declared.declaration
        at = format_moment(declaration.submitted_at)
        line = _("Version %(number)s, received %(at)s", number=declaration.version, at=at)
        author = self._author(declaration)
        said = _("declared by %(author)s", author=author)
        return f"{line} · {said}" if author else line

    def _author(self, version: Declaration) -> str:
        """Who declared a version, and for whom where it was by a mandate; empty where nobody knows."""
        author = self.authors.get(version.id)
        if author is None:
            return ""
        if author.by_mandate:
            return _("%(author)s for %(employer)s", author=author.name, employer=self.declared.employer.name)
        return author.name

    @property
    def contact(self) -> Rows:
        """The employer and whom to ask for."""
        employer = self.declared.employer
        rows = [
            (_("Name of the employer"), employer.name),
            (_("CVR number"), employer.cvr_number),
            (_("Foreign company number"), employer.foreign_number),
            (_("RUT number"), employer.rut_number),
            (_("Contact person in Denmark"), employer.contact_name),
            (_("E-mail address"), employer.contact_email),
            (_("Telephone number"), employer.contact_phone),
            (_("Postal address of the employer"), employer.postal_address),
        ]
        return [(label, value) for label, value in rows if value]

    @property
    def place(self) -> Rows:
        """Address, municipality and how it was found, period."""
        dwelling, accommodation = self.declared.dwelling, self.declared.accommodation
        known = municipalities(self.data_path).get(dwelling.municipality_code)
        name = dwelling.municipality_code if known is None else known.name
        return [
            (_("Address"), dwelling.address),
            (_("Municipality"), f"{name} ({_(PLACED_BY[dwelling.placed_by])})"),
            (_("First day"), format_date(accommodation.starts_on)),
            (_("Last day, if known"), format_date(accommodation.ends_on) if accommodation.ends_on else _("not stated")),
            (_("This version holds from"), format_date(self.declared.declaration.valid_from)),
        ]

    @property
    def site_contact(self) -> Rows:
        """Whom to ask for at the dwelling."""
        return contact_rows(self.declared.terms.contact)

    @property
    def occupancy(self) -> Rows:
        """(period, number of residents), where told."""
        return occupancy_rows(self.declared.occupancy)

    @property
    def term_groups(self) -> list[tuple[str, Rows]]:
        """Contact on site, owner, work, rent: what is told of them and the reader may see."""
        rent = _told(self.declared.facts, [DWELLING_FACT[key] for key in RENT_FACTS])
        return term_groups(self.declared.terms, rent=rent, sees_rent=self.sees.rent)

    @property
    def fact_groups(self) -> list[tuple[str, Rows]]:
        """What is known of the dwelling, under the headings of the journey; nothing that is not known."""
        facts = self.declared.facts
        grouped = [(_(heading), [DWELLING_FACT[key] for key in keys]) for heading, keys in FACT_GROUPS]
        placed = {key for _heading, keys in FACT_GROUPS for key in keys} | HIDDEN
        rest = [fact for fact in DWELLING_FACTS if fact.key not in placed]
        told = [(heading, _told(facts, members)) for heading, members in [(_("The dwelling"), rest), *grouped]]
        return [(heading, rows) for heading, rows in told if rows]

    @property
    def beside_rows(self) -> list[BesideRow]:
        """Other declarations of the same dwelling: an employer sees their own, an authority all in its area."""
        return [
            BesideRow(
                href=f"/declarations/{one.accommodation.id}",
                employer=one.employer.name,
                residents=one.declaration.residents,
                valid_from=format_date(one.declaration.valid_from),
            )
            for one in self.beside
        ]

    @property
    def room_columns(self) -> list[str]:
        """Headings of the table of rooms."""
        return room_headings()

    @property
    def rooms(self) -> list[RoomCard]:
        """The rooms as declared."""
        return [room_card(room) for room in self.declared.facts.rooms]

    @property
    def history(self) -> list[VersionRow]:
        """Every version, newest first."""
        return [
            VersionRow(
                number=one.version,
                href=self.href if one.is_current else f"{self.href}?version={one.version}",
                submitted_at=format_moment(one.submitted_at),
                receipt=one.receipt_number,
                source=_(SOURCES[one.source]),
                author=self._author(one) or "–",
                is_current=one.is_current,
                is_shown=one.version == self.declared.declaration.version,
            )
            for one in self.versions
        ]


def _told(facts: Any, members: Sequence[Fact]) -> Rows:
    return [
        (in_language(fact.label), shown_value(fact, getattr(facts, fact.key)))
        for fact in members
        if getattr(facts, fact.key) is not None
    ]


def shown_value(fact: Fact, value: Any) -> str:
    """A known value in words."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if fact.kind in ("choice", "list"):
        chosen = [value] if isinstance(value, str) else list(value)
        return ", ".join(in_language(LABELS[fact.key][item]) for item in chosen) or _("None of these")
    if fact.kind in ("number", "int"):
        unit = unit_name(fact.unit) if fact.unit in ("m2", "m", "day", "week") else ""
        return f"{format_number(value)} {unit}".strip()
    return format_date(value) if fact.kind == "date" else str(value)


def room_headings() -> list[str]:
    """What stands above the measured columns of rooms."""
    return [_("Area"), _("Height"), _("Persons"), _("Beds")]


def room_card(room: RoomFacts) -> RoomCard:
    """One room in words."""
    flags = [fact for fact in ROOM_FACTS if fact.kind == "bool"]
    by_key = {fact.key: fact for fact in ROOM_FACTS}
    said = {answer: [fact for fact in flags if getattr(room, fact.key) is answer] for answer in (True, False)}
    return RoomCard(
        name=room.name or "–",
        use=shown_value(by_key["use"], room.use),
        cells=[shown_value(by_key[key], getattr(room, key)) for key in ROOM_COLUMNS],
        yes=", ".join(in_language(fact.label) for fact in said[True]),
        no=", ".join(in_language(fact.label) for fact in said[False]),
    )
