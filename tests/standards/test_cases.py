"""Every requirement of every pack, by cases that a lawyer can read (cases/<pack>.yaml)."""

from typing import Any

import pytest

from standards import Outcome, assess, list_packs, load_pack
from standards.requirement import Requirement
from standards_cases import CASES, Case, cases_of

ALL_CASES = [case for pack_id in list_packs() if (CASES / f"{pack_id}.yaml").exists() for case in cases_of(pack_id)]


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_the_case_comes_out_as_the_lawyer_expects(case: Case) -> None:
    as_of = case.written.get("as_of", case.document["as_of"])
    result = assess(case.facts, load_pack(case.pack_id), as_of=as_of).result(case.requirement)
    assert result.outcome == case.written["outcome"]
    for part in ("reason", "best_met", "present", "needed"):
        if part in case.written:
            assert getattr(result, part) == case.written[part]
    for part in ("measured", "required", "shortfall"):
        if part in case.written:
            assert getattr(result, part) == pytest.approx(case.written[part])
    for part, expected in _lists(case.written):
        assert set(expected) <= set(getattr(result, part))


def _lists(written: dict[str, Any]) -> list[tuple[str, list[str]]]:
    names = {"missing": "missing", "rooms_named": "rooms", "lacking": "lacking"}
    return [(part, written[name]) for name, part in names.items() if name in written]


@pytest.mark.parametrize("pack_id", list_packs())
def test_every_requirement_has_cases_for_all_it_can_come_out_as(pack_id: str) -> None:
    shown: dict[str, set[str]] = {}
    for case in cases_of(pack_id):
        shown.setdefault(case.requirement, set()).add(case.written["shows"])
    rules = {rule.short_id: rule for rule in load_pack(pack_id).requirements}
    assert set(shown) == set(rules)
    lacking = {name: _needed(rule) - shown[name] for name, rule in rules.items()}
    assert not {name: needs for name, needs in lacking.items() if needs}


def _needed(rule: Requirement) -> set[str]:
    if rule.value_open:
        return {"value open"}
    needed = {"clearly met", "just breached", "fact missing"}
    if rule.op in ("<=", ">="):
        needed.add("just met")
    if rule.unless or rule.applies.when:
        needed.add("exempt")
    if rule.readings:
        needed.add("readings differ")
    return needed


@pytest.mark.parametrize("pack_id", list_packs())
def test_the_house_of_the_cases_breaches_nothing(pack_id: str) -> None:
    first = next(cases_of(pack_id))
    house = Case(pack_id, "", first.document, {"situation": "as it is"})
    assessment = assess(house.facts, load_pack(pack_id), as_of=first.document["as_of"])
    assert assessment.verdict is Outcome.MET
    assert not [row.requirement_id for row in assessment.results if row.outcome is Outcome.BREACHED]
