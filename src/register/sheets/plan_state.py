"""What a generated plan holds, and how a plan stands: adequate, missing, or deficient in named parts (WF-02)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from standards.facts.choices import PLAN_CONTENT
from standards.facts.known import DwellingFacts

PREVENTION_FACTS = (
    "distance_between_persons_m",
    "max_person_sign",
    "distance_marks",
    "basin_soap_sanitiser",
    "cleanable_hygiene",
)
"""Facts that tell how infection is prevented (act 159/2021 § 2)."""


class PlanState(StrEnum):
    """The coded finding of a plan. It points to a breach and proves none (DEC-05)."""

    ADEQUATE = "adequate"
    MISSING = "missing"
    DEFICIENT = "deficient"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class PlanFinding:
    """How the plan stands; ``lacking`` are the parts it does not have (``plan_content`` in the catalogue)."""

    state: PlanState
    lacking: tuple[str, ...] = ()


def plan_finding(facts: DwellingFacts) -> PlanFinding:
    """Judge the plan by what is known of it; a plan whose content nobody told counts as whole."""
    if facts.plan is None:
        return PlanFinding(PlanState.NOT_TOLD)
    if not facts.plan:
        return PlanFinding(PlanState.MISSING, PLAN_CONTENT)
    content = PLAN_CONTENT if facts.plan_content is None else facts.plan_content
    lacking = tuple(part for part in PLAN_CONTENT if part not in content)
    unseen = facts.plan_available is False
    return PlanFinding(PlanState.DEFICIENT if lacking or unseen else PlanState.ADEQUATE, lacking)


def generated_content(facts: DwellingFacts, *, has_contact: bool) -> tuple[str, ...]:
    """Which parts the plan that Husly makes of these facts has; what is not declared cannot stand in it."""
    keys = ("area_m2", "residents", "cleaning_instruction", *PREVENTION_FACTS)
    return generated_parts({key: getattr(facts, key) for key in keys}, has_contact=has_contact)


def generated_parts(facts: Mapping[str, Any], *, has_contact: bool) -> tuple[str, ...]:
    """The same of facts by name, as they are stored."""
    has = {
        "employer_contact": has_contact,
        "address": True,  # no declaration without one
        "area": facts.get("area_m2") is not None,
        "residents": facts.get("residents") is not None,
        "prevention": any(facts.get(key) is not None for key in PREVENTION_FACTS),
        "cleaning_instruction": facts.get("cleaning_instruction") is True,
    }
    return tuple(part for part in PLAN_CONTENT if has[part])


def with_generated_plan(facts: DwellingFacts, content: Collection[str]) -> DwellingFacts:
    """The facts with the plan that was made here: there is one, with this content and what else was told of it.

    Whether the employees know it and it can be shown is not ours to say: ``plan_available`` stays as declared.
    """
    parts = {*content, *(facts.plan_content or ())}
    return replace(facts, plan=True, plan_content=tuple(part for part in PLAN_CONTENT if part in parts))
