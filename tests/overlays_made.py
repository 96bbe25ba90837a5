"""Overlays for tests: a municipality's, an agreement's."""

from datetime import date
from typing import Any

from standards.rules.issuer import Issuer
from standards.rules.requirement import Requirement
from standards.text import Text
from standards.variants.overlay import Overlay

ACT = "dk-indkvarteringslov-2025"
FROM = date(2026, 7, 1)
LATER = date(2026, 8, 1)
RESOLUTION = {"title": "Byrådets beslutning", "section": "punkt 4", "eli_url": "https://kommune.example/beslutning"}
AGREEMENT = Issuer(
    kind="agreement",
    id="gartneri-2026",
    name=Text("Gartnerioverenskomsten", "The horticulture agreement"),
    parties=("Arbejdsgiverne", "Forbundet"),
)


def municipality(code: str = "0461", name: str = "Odense Kommune") -> Issuer:
    """A municipality as issuer."""
    return Issuer(kind="municipality", id=code, name=Text(name, name))


def tightening(
    value: float, requirement: str = f"{ACT}.cap", unit: str = "person/room", **given: Any
) -> dict[str, Any]:
    """One stricter value, with its reference."""
    row = {"requirement": requirement, "value": value, "unit": unit, "reference": RESOLUTION}
    return row | {"confidence": "V", "source_sites": ["kommune.example"]} | given


def overlay(value: float | None = 1.5, *, issuer: Issuer | None = None, name: str = "", **given: Any) -> Overlay:
    """An overlay of the act with one value for its cap; ``given`` replaces any field."""
    issuer = issuer or municipality()
    fields = {"id": name or f"dk-{issuer.id}", "base": ACT, "issuer": issuer, "version": "1", "valid_from": FROM}
    rows = () if value is None else (tightening(value),)
    return Overlay(**({**fields, "tightens": rows} | given))


def toilets_shared_by(most: float, *, of: str = "dk-0461", **given: Any) -> Requirement:
    """A rule of an issuer's own: so many persons to a toilet."""
    fields: dict[str, Any] = {
        "id": f"{of}.toilet_ratio",
        "measure": "san.persons_per_toilet",
        "op": "<=",
        "value": most,
        "unit": "person/unit",
        "rounding": "ceil",
        "severity": "breach",
        "reference": RESOLUTION,
        "confidence": "V",
        "source_sites": ["kommune.example"],
        "text": {"da": "Højst så mange om et toilet.", "en": "At most so many to a toilet."},
        "remedy": {"da": "Der er toiletter nok.", "en": "There are toilets enough."},
    }
    return Requirement.model_validate(fields | given)
