"""Factors by what they are about."""

from husly.kit.i18n import use_language
from inspection.risk.features import RiskFeatures
from inspection.risk.presenters import kind_name, risk_part
from inspection.risk.rubrics import RUBRIC_NAMES, by_rubric
from inspection.risk.scoring import Contribution, score
from inspection.risk.weights import load_weights
from inspection.risk.weights.factors import Factor, Rubric

FACTORS = load_weights("2026-11").factors


def about(factor: Factor) -> Rubric | None:
    return factor.rubric


def test_every_rubric_has_a_name() -> None:
    assert set(RUBRIC_NAMES) == {*Rubric, None}


def test_each_factor_stands_under_one_rubric_and_keeps_its_place_there() -> None:
    found = by_rubric(FACTORS, about)
    assert len(found) == len(Rubric)
    assert sorted(one.key for _, rows in found for one in rows) == sorted(one.key for one in FACTORS)
    for _, rows in found:
        assert len({one.rubric for one in rows}) == 1
        assert rows == sorted(rows, key=FACTORS.index)


def test_a_set_of_before_the_rubrics_is_one_group_without_a_name() -> None:
    factors = load_weights("2026-01").factors
    assert by_rubric(factors, about) == [("", list(factors))]
    assert by_rubric([], about) == []


def test_what_a_visit_found_and_shares_are_told_in_words() -> None:
    use_language("en")
    features = RiskFeatures(last_result="breach", evidence_missing_share=1.0, kind="container")
    told = {one.key: risk_part(one).value for one in _parts(features)}
    assert told["last_result"] == "at least one breach"
    assert told["evidence_missing"] == "100 %"
    assert told["kind_of_place"] == kind_name("container")


def _parts(features: RiskFeatures) -> tuple[Contribution, ...]:
    return score(features, load_weights("2026-11")).contributions
