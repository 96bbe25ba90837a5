"""What a declaration may tell besides facts: contact on site, owner, work, rent, who lives there when, names.

All of it is optional; what is absent was not told. The parts follow the declaration document (``forms``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from standards.text import Text

STORED_PARTS = ("contact", "owner", "work", "rent")
"""Parts that a version keeps as they are; occupancy and names have tables of their own."""

TERM_PARTS = (*STORED_PARTS, "occupancy", "names")


class Season(StrEnum):
    """When in the year there is work."""

    YEAR_ROUND = "year_round"
    SEASONAL = "seasonal"


class DeductionBase(StrEnum):
    """What rent is deducted from (lønfradrag)."""

    GROSS_WAGE = "gross_wage"
    NET_WAGE = "net_wage"
    AGREED_WAGE = "agreed_wage"
    OTHER = "other"


SEASON_LABELS = {
    Season.YEAR_ROUND: Text("Hele året", "All year round"),
    Season.SEASONAL: Text("I sæsonen", "In season"),
}
DEDUCTION_BASE_LABELS = {
    DeductionBase.GROSS_WAGE: Text("Løn før skat", "Wage before tax"),
    DeductionBase.NET_WAGE: Text("Løn efter skat", "Wage after tax"),
    DeductionBase.AGREED_WAGE: Text("Løn efter overenskomst", "Wage by collective agreement"),
    DeductionBase.OTHER: Text("Andet", "Something else"),
}


@dataclass(frozen=True, kw_only=True)
class SiteContact:
    """Kontakt på stedet: who opens the door and answers the telephone there."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class NamedOwner:
    """Ejer: whose the dwelling is. Name and postal address are there unless the employer owns it."""

    is_employer: bool = False
    name: str | None = None
    postal_address: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """Arbejdssted: where the residents work."""

    name: str | None = None
    address: str | None = None


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the residents do: where, for whom (hvervgiver), in how many shifts; ``workers``: all of the employer's."""

    workplaces: tuple[Workplace, ...] = ()
    client_name: str | None = None
    client_cvr: str | None = None
    shifts: int | None = None
    season: Season | None = None
    season_text: str | None = None
    workers: int | None = None


@dataclass(frozen=True, kw_only=True)
class RentTerms:
    """Whether rent is deducted from wages, and from which; the amounts are facts of the dwelling."""

    deducted: bool | None = None
    deduction_base: DeductionBase | None = None
    deduction_text: str | None = None


@dataclass(frozen=True, kw_only=True)
class OccupancyRow:
    """So many residents from a day up to, not including, another (None: no end known)."""

    from_on: date
    to_on: date | None
    residents: int


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All of it. Days between the rows of ``occupancy`` are days on which nobody lives there."""

    contact: SiteContact | None = None
    owner: NamedOwner | None = None
    work: Work | None = None
    rent: RentTerms | None = None
    occupancy: tuple[OccupancyRow, ...] = ()
    names: tuple[str, ...] = ()


NOTHING_TOLD = Terms()


def terms_document(terms: Terms) -> dict[str, Any]:
    """The parts that were told, as JSON; empty when none was."""
    parts: dict[str, Any] = {part: _told(getattr(terms, part)) for part in STORED_PARTS}
    parts["occupancy"] = occupancy_document(terms.occupancy)
    parts["names"] = list(terms.names)
    return {part: value for part, value in parts.items() if value}


def occupancy_document(rows: Iterable[OccupancyRow]) -> list[dict[str, Any]]:
    """Rows as JSON."""
    return [
        {
            "from_on": row.from_on.isoformat(),
            "to_on": None if row.to_on is None else row.to_on.isoformat(),
            "residents": row.residents,
        }
        for row in rows
    ]


def stored_terms(document: Mapping[str, Any]) -> Terms:
    """The stored parts of a version; the opposite of ``terms_document`` but for occupancy and names."""
    contact, owner, work, rent = (document.get(part) for part in STORED_PARTS)
    return Terms(
        contact=SiteContact(**contact) if contact else None,
        owner=NamedOwner(**owner) if owner else None,
        work=_work(work) if work else None,
        rent=_rent(rent) if rent else None,
    )


def _work(told: Mapping[str, Any]) -> Work:
    workplaces = tuple(Workplace(**one) for one in told.get("workplaces", ()))
    season = Season(told["season"]) if "season" in told else None
    return Work(**{**told, "workplaces": workplaces, "season": season})


def _rent(told: Mapping[str, Any]) -> RentTerms:
    base = DeductionBase(told["deduction_base"]) if "deduction_base" in told else None
    return RentTerms(**{**told, "deduction_base": base})


def _told(part: Any) -> dict[str, Any]:
    if part is None:
        return {}
    told = {field.name: getattr(part, field.name) for field in fields(part)}
    if isinstance(part, Work):
        told["workplaces"] = [_told(one) for one in part.workplaces] or None
    return {key: value for key, value in told.items() if value is not None}
