import pytest

from register.sheets.plan_state import (
    PlanFinding,
    PlanState,
    generated_content,
    plan_finding,
    with_generated_plan,
)
from standards.facts.choices import PLAN_CONTENT
from standards.facts.known import DwellingFacts


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (DwellingFacts(), PlanState.NOT_TOLD),
        (DwellingFacts(plan=False), PlanState.MISSING),
        (DwellingFacts(plan=True), PlanState.ADEQUATE),
        (DwellingFacts(plan=True, plan_content=PLAN_CONTENT, plan_available=True), PlanState.ADEQUATE),
        (DwellingFacts(plan=True, plan_content=PLAN_CONTENT, plan_available=False), PlanState.DEFICIENT),
        (DwellingFacts(plan=True, plan_content=()), PlanState.DEFICIENT),
    ],
)
def test_a_plan_is_whole_missing_deficient_or_nothing_is_told(facts: DwellingFacts, state: PlanState) -> None:
    assert plan_finding(facts).state is state


def test_a_deficient_plan_names_what_it_lacks() -> None:
    facts = DwellingFacts(plan=True, plan_content=("address", "area", "residents", "employer_contact"))
    assert plan_finding(facts) == PlanFinding(PlanState.DEFICIENT, ("prevention", "cleaning_instruction"))


def test_a_generated_plan_holds_only_what_is_declared() -> None:
    assert generated_content(DwellingFacts(), has_contact=False) == ("address",)
    whole = DwellingFacts(area_m2=90, residents=4, max_person_sign=True, cleaning_instruction=True)
    assert generated_content(whole, has_contact=True) == PLAN_CONTENT
    without = DwellingFacts(area_m2=90, residents=4, max_person_sign=True, cleaning_instruction=False)
    assert "cleaning_instruction" not in generated_content(without, has_contact=True)


def test_a_generated_plan_settles_that_there_is_one_but_not_that_it_can_be_shown() -> None:
    facts = with_generated_plan(DwellingFacts(plan=False, plan_content=("prevention",)), ("address", "area"))
    assert facts.plan is True
    assert facts.plan_content == ("address", "area", "prevention")
    assert facts.plan_available is None
