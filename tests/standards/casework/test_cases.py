"""Every requirement of every pack, by cases that a lawyer can read (src/standards/cases/<pack>.yaml)."""

import pytest

from standards import Outcome, assess, list_packs, load_pack
from standards.casework.cases import Case, CaseResult, cases_of, lacking_cases, read_document, run_cases

RESULTS = [result for pack_id in list_packs() for result in run_cases(load_pack(pack_id))]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: str(result.case))
def test_the_case_comes_out_as_the_lawyer_expects(result: CaseResult) -> None:
    assert result.differences == ()


@pytest.mark.parametrize("pack_id", list_packs())
def test_every_requirement_has_cases_for_all_it_can_come_out_as(pack_id: str) -> None:
    assert lacking_cases(load_pack(pack_id)) == {}


@pytest.mark.parametrize("pack_id", list_packs())
def test_the_cases_speak_of_the_pack_and_its_requirements_only(pack_id: str) -> None:
    assert read_document(pack_id)["pack"] == pack_id
    assert {case.requirement for case in cases_of(pack_id)} <= {
        rule.short_id for rule in load_pack(pack_id).requirements
    }


@pytest.mark.parametrize("pack_id", list_packs())
def test_the_house_of_the_cases_breaches_nothing(pack_id: str) -> None:
    document = read_document(pack_id)
    house = Case(pack_id, "", document, {})
    assessment = assess(house.facts, load_pack(pack_id), as_of=house.as_of)
    counts = any(rule.severity == "breach" for rule in load_pack(pack_id).requirements)
    assert assessment.verdict is (Outcome.MET if counts else Outcome.NOT_APPLICABLE)
    assert not [row.requirement_id for row in assessment.results if row.outcome is Outcome.NOT_ASSESSED]
    assert not [row.requirement_id for row in assessment.results if row.outcome is Outcome.BREACHED]
