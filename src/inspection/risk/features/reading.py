"""How declared facts are read as features: which facts count as asked for, what makes a plan deficient."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from inspection.risk.features import RiskFeatures
from register.sheets.plan_state import PREVENTION_FACTS

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

DANGERS = ("not_hazardous", "drinking_water", "electricity", "smoke_alarm", "fire_rules_met")
"""Facts whose declared "no" tells of danger to life or health: one of them outweighs every fault."""

FAULTS = (
    "wastewater_drain",
    "heating",
    "protected_damp_cold_heat_noise",
    "indoor_climate_ok",
    "kitchen",
    "showers",
)
"""Facts whose declared "no" (or none at all) tells of poor housing."""

PLAN_FACTS = ("plan", "plan_content", "plan_available", "cleaning_instruction", *PREVENTION_FACTS)
"""What is read of the plan, and of what a plan made here would hold."""

READ_FACTS = tuple(dict.fromkeys((*ASKED, *DANGERS, *FAULTS, *PLAN_FACTS)))
"""Every declared fact that may reach a feature; rent, and whatever else is declared, does not (FLD-06, FLD-07)."""

PLAN_PARTS = 6
"""How many parts a complete plan has (``plan_content`` in the catalogue of facts)."""


def count_denied(facts: Mapping[str, Any], keys: Sequence[str]) -> int:
    """How many of these facts are declared not to be so, or as none; what is not told is not denied."""
    return sum(facts.get(key) in (False, 0) for key in keys)


def plan_missing(facts: dict[str, Any]) -> bool | None:
    """Whether the plan for the accommodation is missing or deficient (RISK-10); None when nothing is said of it."""
    if facts.get("plan") is None:
        return None
    content = facts.get("plan_content")
    complete = content is None or len(set(content)) >= PLAN_PARTS
    return not (facts["plan"] and facts.get("plan_available") is not False and complete)


def stored(features: dict[str, Any]) -> dict[str, Any]:
    """Known features as JSON can hold them (JSON has no infinity)."""
    return {name: _finite(value) for name, value in features.items() if value is not None}


def _finite(value: Any) -> Any:
    return "inf" if isinstance(value, float) and math.isinf(value) else value


def features_of(known: dict[str, Any]) -> RiskFeatures:
    """Stored features as the score reads them; a feature that is no longer one is left out."""
    names = {field.name for field in fields(RiskFeatures)}
    read: dict[str, Any] = {name: math.inf if value == "inf" else value for name, value in known.items()}
    return RiskFeatures(**{name: value for name, value in read.items() if name in names})
