"""Small packs for tests: a few requirements, written as in a file."""

from typing import Any

import yaml

from standards import Pack, read_pack

_COMMON: dict[str, Any] = {
    "severity": "breach",
    "reference": {"title": "Prøvelov", "section": "§ 1"},
    "confidence": "V",
    "source_sites": ["lov.example"],
    "text": {"da": "Regel", "en": "Rule"},
    "remedy": {"da": "Sådan skal det være.", "en": "So it must be."},
}


def rule(name: str, measure: str, op: str, value: Any = None, unit: str = "", **more: Any) -> dict[str, Any]:
    """One requirement of the pack `prøve`."""
    return _COMMON | {"id": f"test.{name}", "measure": measure, "op": op, "value": value, "unit": unit} | more


def pack_of(*rules: dict[str, Any], **more: Any) -> Pack:
    """A pack that is always in force, with these requirements."""
    document = {
        "id": "test",
        "title": {"da": "Prøve", "en": "Test"},
        "jurisdiction": "DK",
        "legal_status": "private_norm",
        "release": "draft",
        "version": "1",
        "requirements": list(rules),
    }
    return read_pack(yaml.safe_dump(document | more, allow_unicode=True), origin="test.yaml")


AREA = rule("area", "sleep.area_per_person_m2", ">=", 4.0, "m2/person")
TOILETS = rule("wc", "san.persons_per_toilet", "<=", 5.0, "person/unit", rounding="ceil")
SHOWERS = rule("shower", "san.persons_per_shower", "<=", 5.0, "person/unit", rounding="ceil")
BEDS = rule("bed", "sleep.bed_per_person", "is", True)
LIVING = rule("living", "living.area_per_person_m2", ">=", 4.0, "m2/person")
