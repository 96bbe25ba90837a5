"""How declared facts are read as features: which facts count as asked for, what makes a plan deficient."""

import math
from dataclasses import fields
from typing import Any

from inspection.risk.features import RiskFeatures

ASKED = (
    "kind",
    "area_m2",
    "habitable_rooms",
    "toilets",
    "showers",
    "approved_for_habitation",
    "not_hazardous",
    "drinking_water",
    "wastewater_drain",
    "electricity",
    "heating",
    "protected_damp_cold_heat_noise",
    "indoor_climate_ok",
    "kitchen",
    "smoke_alarm",
    "fire_rules_met",
    "plan",
)
"""Facts of the dwelling whose absence counts as missing: what the law asks about, and the plan."""

PLAN_PARTS = 6
"""How many parts a complete plan has (``plan_content`` in the catalogue of facts)."""


def plan_missing(facts: dict[str, Any]) -> bool | None:
    """Whether the plan for the accommodation is missing or deficient (RISK-10); None when nothing is said of it."""
    if facts.get("plan") is None:
        return None
    content = facts.get("plan_content")
    complete = content is None or len(set(content)) >= PLAN_PARTS
    return not (facts["plan"] and facts.get("plan_available") is not False and complete)


def rut_missing(cvr_number: str | None, foreign_number: str | None, rut_number: str | None) -> bool:
    """Whether a posting employer shows no RUT notification (RISK-32); an employer with a CVR number owes none here."""
    return cvr_number is None and foreign_number is not None and not rut_number


def stored(features: dict[str, Any]) -> dict[str, Any]:
    """Known features as JSON can hold them (JSON has no infinity)."""
    return {name: _finite(value) for name, value in features.items() if value is not None}


def _finite(value: Any) -> Any:
    return "inf" if isinstance(value, float) and math.isinf(value) else value


def features_of(known: dict[str, Any]) -> RiskFeatures:
    """Stored features as the score reads them."""
    names = {field.name for field in fields(RiskFeatures)}
    read: dict[str, Any] = {name: math.inf if value == "inf" else value for name, value in known.items()}
    return RiskFeatures(**{name: value for name, value in read.items() if name in names})
