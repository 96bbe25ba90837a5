"""Reads the YAML cases of the standards and turns them into facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from standards import DwellingFacts, parse_facts

CASES = Path(__file__).parent / "standards" / "cases"


@dataclass(frozen=True)
class Case:
    """One situation for one requirement, and what must come out."""

    pack_id: str
    requirement: str
    document: dict[str, Any]
    written: dict[str, Any]

    @property
    def facts(self) -> DwellingFacts:
        house, change = self.document, self.written
        rooms = change.get("rooms", house["rooms"])
        rooms = [self._changed(room, index) for index, room in enumerate(rooms)]
        return parse_facts({"dwelling": house["dwelling"] | change.get("dwelling", {}), "rooms": rooms})

    def _changed(self, room: dict[str, Any], index: int) -> dict[str, Any]:
        change = self.written.get("each_room", {}) if room["use"] == "bedroom" else {}
        return room | change | (self.written.get("first_room", {}) if index == 0 else {})

    def __str__(self) -> str:
        return f"{self.pack_id}.{self.requirement}: {self.written['situation']}"


def read_document(name: str) -> dict[str, Any]:
    """Read one file of cases."""
    document: dict[str, Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def cases_of(pack_id: str) -> Iterator[Case]:
    """List the cases of a pack."""
    document = read_document(pack_id)
    for requirement, rows in document["cases"].items():
        for row in rows:
            yield Case(pack_id, requirement, document, row)


def good_house(pack_id: str = "dk-arbejdsgruppe-2021") -> dict[str, Any]:
    """Give the facts document of the house that is in order."""
    document = read_document(pack_id)
    return {"dwelling": dict(document["dwelling"]), "rooms": [dict(room) for room in document["rooms"]]}
