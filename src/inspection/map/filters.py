"""What map and list are narrowed to, as it stands in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from husly.kit.errors import DomainError
from inspection.enforcement.choosing import VisitReason
from inspection.map.areas.shapes import Area, Ring, read_ring, written
from inspection.risk.queries import Filters
from register.employers.sectors import SECTIONS

Choice = TypeVar("Choice", bound=StrEnum)
USUAL_MONTHS, MOST_MONTHS = 12, 120

TOLD_APART = (
    VisitReason.SCORE,
    VisitReason.RANDOM,
    VisitReason.EXPLORE,
    VisitReason.REFERRAL,
    VisitReason.FOLLOW_UP,
    VisitReason.DANGER,
    VisitReason.OTHER,
)
"""Reasons that the map tells apart. Tips and contests count as another reason, for everybody: no map may say where
somebody reported (PRIV-02, PRIV-03)."""


class Visited(StrEnum):
    """When the last visit was carried out."""

    NEVER = "never"
    BEFORE = "before"
    """Longer ago than so many months."""
    SINCE = "since"
    """Within so many months."""


class LastResult(StrEnum):
    """What the last visit gave."""

    BREACH = "breach"
    CLEAN = "clean"
    NONE = "none"
    """No visit with a result."""


@dataclass(frozen=True, kw_only=True)
class MapFilters(Filters):
    """The filters of the list, and what only the map narrows by. ``ring`` is drawn, ``area`` a named area's places."""

    sector: str = ""
    visited: Visited | None = None
    months: int = USUAL_MONTHS
    result: LastResult | None = None
    reason: VisitReason | None = None
    area_id: UUID | None = None
    area: Area = field(default_factory=Area)

    @property
    def query(self) -> dict[str, str]:
        """The filters as they stand in an address, those without a choice left out."""
        known: dict[str, object] = {
            "municipality": self.municipality_code,
            "group": self.risk_group,
            "kind": self.kind,
            "sector": self.sector,
            "visited": self.visited,
            "months": self.months if self.visited in (Visited.BEFORE, Visited.SINCE) else None,
            "result": self.result,
            "reason": self.reason,
            "area": self.area_id,
            "within": written(self.area.ring) if self.area_id is None and self.area.ring else "",
        }
        return {key: str(value) for key, value in known.items() if value}

    def address(self, path: str, **more: object) -> str:
        """An address with these filters, and more."""
        query = self.query | {key: str(value) for key, value in more.items()}
        return path + (f"?{urlencode(query)}" if query else "")


def read_map_filters(
    asked: Mapping[str, str], *, with_groups: bool = True, with_reasons: bool = False
) -> tuple[MapFilters, str, DomainError | None]:
    """The filters of an address, the id of the named area it asks for, and what is wrong with what was drawn.

    What is no choice is no filter. Groups are not read without a score, reasons not for those who may not see them.
    """
    ring: Ring = ()
    wrong: DomainError | None = None
    if text := asked.get("within", "").strip():
        try:
            ring = read_ring(text)
        except DomainError as error:
            wrong = error
    group, sector = asked.get("group", ""), asked.get("sector", "")
    reason = _choice(VisitReason, asked.get("reason", "")) if with_reasons else None
    filters = MapFilters(
        municipality_code=asked.get("municipality", ""),
        risk_group=int(group) if with_groups and group in ("1", "2", "3", "4") else None,
        kind=asked.get("kind", ""),
        sector=sector if sector in SECTIONS else "",
        visited=_choice(Visited, asked.get("visited", "")),
        months=_months(asked.get("months", "")),
        result=_choice(LastResult, asked.get("result", "")),
        reason=reason if reason in TOLD_APART else None,
        area=Area(ring),
    )
    return filters, asked.get("area", ""), wrong


def _months(text: str) -> int:
    text = text.strip()
    return min(max(int(text), 1), MOST_MONTHS) if text.isdecimal() and len(text) < 6 else USUAL_MONTHS


def _choice(choices: type[Choice], text: str) -> Choice | None:
    return choices(text) if text in {one.value for one in choices} else None
