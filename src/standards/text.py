"""A text in the two languages of the product."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["da", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same statement in Danish (the language of the cases) and English."""

    da: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the wording in that language."""
        return self.da if language == "da" else self.en


UNITS: dict[str, Text] = {
    "m": Text("m", "m"),
    "m2": Text("m²", "m²"),
    "m2/person": Text("m² pr. person", "m² per person"),
    "m3/person": Text("m³ pr. person", "m³ per person"),
    "person": Text("personer", "persons"),
    "person/room": Text("personer pr. beboelsesrum", "persons per habitable room"),
    "person/unit": Text("personer pr. stk.", "persons per unit"),
    "room": Text("rum", "rooms"),
    "unit": Text("enheder", "units"),
    "item": Text("punkter", "items"),
    "day": Text("dage", "days"),
    "week": Text("uger", "weeks"),
}
"""How units are written for people, on pages, in terminals and in letters."""


def unit_label(unit: str, language: Language) -> str:
    """Write a unit for people; an unknown one as it stands."""
    return UNITS[unit].in_language(language) if unit in UNITS else unit
