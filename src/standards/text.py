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
    "night": Text("nætter", "nights"),
    "number": Text("", ""),
    "number/person": Text("pr. person", "per person"),
    "number/week": Text("gange om ugen", "times a week"),
    "share": Text("(andel)", "(share)"),
    "household": Text("husstande", "households"),
    "tier": Text("køjer over hinanden", "tiers"),
    "l": Text("liter", "litres"),
    "l/person": Text("liter pr. person", "litres per person"),
    "l/person/day": Text("liter pr. person pr. døgn", "litres per person and day"),
    "l/s": Text("l/s", "l/s"),
    "l/s/m2": Text("l/s pr. m²", "l/s per m²"),
    "factor": Text("gange", "times"),
    "bed/1000": Text("senge pr. 1.000", "beds per 1,000"),
    "level": Text("", ""),
    "m3": Text("m³", "m³"),
    "money/day": Text("pr. dag", "per day"),
    "money/week": Text("pr. uge", "per week"),
    "money/month": Text("pr. måned", "per month"),
}
"""How units are written for people, on pages, in terminals and in letters."""


def unit_label(unit: str, language: Language) -> str:
    """Write a unit for people; an unknown one as it stands."""
    return UNITS[unit].in_language(language) if unit in UNITS else unit
