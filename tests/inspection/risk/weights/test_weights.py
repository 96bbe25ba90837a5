from dataclasses import fields
from datetime import date

import pytest
import yaml

from inspection.risk.features import RiskFeatures
from inspection.risk.weights import (
    BARRED_WORDS,
    WeightsError,
    delivered_in_force,
    load_weights,
    parse_weights,
    read_weights,
)
from inspection.risk.weights.factors import Direction, FactorSource, FactorStatus

PLAN = {
    "key": "plan_missing",
    "feature": "plan_missing",
    "risk": "RISK-10",
    "status": "indicator",
    "source": "report",
    "reference": "a report",
    "choices": {True: 60, False: 0},
    "unknown": 20,
    "da": "Planen mangler.",
    "en": "The plan is missing.",
    "da_unknown": "Ukendt.",
    "en_unknown": "Unknown.",
}
TOILETS = {
    **PLAN,
    "key": "toilets",
    "feature": "persons_per_toilet",
    "above": {5: 20, 8: 40},
    "da": "{value} personer pr. toilet.",
    "en": "{value} persons per toilet.",
}
del TOILETS["choices"]


def weight_set(*factors: dict, **changes: object) -> str:
    content = {
        "version": "test",
        "valid_from": date(2026, 1, 1),
        "author": "a test",
        "reason": "to test",
        "groups": [20, 40, 60],
        "factors": list(factors or (PLAN, TOILETS)),
        **changes,
    }
    return yaml.safe_dump(content)


VERSIONS = ["2026-01", "2026-11"]


@pytest.mark.parametrize("version", VERSIONS)
def test_maxima_of_the_delivered_sets_add_up_to_100(version):
    assert sum(factor.max_points for factor in load_weights(version).factors) == 100


@pytest.mark.parametrize("version", VERSIONS)
def test_delivered_sets_say_who_chose_the_points_and_why(version):
    weights = load_weights(version)
    assert weights.author
    assert "judgement" in weights.reason


def test_the_newest_set_gives_a_reason_for_each_change():
    changes = load_weights().changes
    assert len(changes) > 5
    assert all(change.what and len(change.why) > 30 for change in changes)


def test_every_factor_of_the_newest_set_says_what_it_is_about_and_which_values_are_worse():
    factors = {factor.key: factor for factor in load_weights().factors}
    assert all(factor.rubric is not None for factor in factors.values())
    assert factors["crowding"].direction is Direction.MORE_IS_WORSE
    assert factors["little_space"].direction is Direction.LESS_IS_WORSE
    assert factors["plan_missing"].direction is Direction.BY_CHOICE


def test_what_tells_of_somebody_else_is_withheld_whatever_a_set_says():
    tips = {**TOILETS, "key": "tips", "feature": "open_tips", "withheld": False}
    factors = parse_weights(weight_set(PLAN, tips), origin="mine.yaml").factors
    assert [factor.withheld for factor in factors] == [False, True]


def test_a_set_may_withhold_more():
    factors = parse_weights(weight_set({**PLAN, "withheld": True}, TOILETS), origin="mine.yaml").factors
    assert [factor.withheld for factor in factors] == [True, False]


def test_unknown_facts_cost_about_a_third():
    """RISK-04; what nobody declares costs nothing, what was never done (visit, confirmation) the whole."""
    for factor in load_weights().factors:
        whole = factor.key in {"not_visited", "not_confirmed", "missing_facts"}
        share = factor.unknown_points / factor.max_points
        assert share == 1 if whole else share == 0 or 0.2 <= share <= 0.5, factor.key


def test_every_feature_is_weighed_by_exactly_one_factor():
    weighed = sorted(factor.feature for factor in load_weights().factors)
    assert weighed == sorted(field.name for field in fields(RiskFeatures))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_factor_speaks_danish_and_english_and_names_its_source(version):
    for factor in load_weights(version).factors:
        assert factor.risk_id.startswith("RISK-")
        assert factor.reference
        assert factor.source in FactorSource
        assert factor.status in FactorStatus
        assert factor.da != factor.en
        assert factor.da_unknown != factor.en_unknown


def test_no_feature_is_named_after_a_barred_input():
    for field in fields(RiskFeatures):
        assert not BARRED_WORDS & set(field.name.split("_")), field.name


@pytest.mark.parametrize("word", sorted(BARRED_WORDS))
def test_weight_set_that_names_a_barred_input_is_refused(word):
    with pytest.raises(WeightsError, match=f"{word}.* must never weigh"):
        parse_weights(weight_set({**PLAN, "key": f"worker_{word}"}, TOILETS), origin="mine.yaml")


def test_weight_set_that_reads_a_barred_feature_is_refused():
    with pytest.raises(WeightsError, match="nationality must never weigh"):
        parse_weights(weight_set({**PLAN, "feature": "worker_nationality"}, TOILETS), origin="mine.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (weight_set({**PLAN, "feature": "colour_of_door"}, TOILETS), "no feature 'colour_of_door'"),
        (weight_set(PLAN), "add up to 60; make them 100"),
        (weight_set(PLAN, PLAN), "named twice: plan_missing"),
        (weight_set({**PLAN, "choices": {True: 60.5}}, TOILETS), "whole numbers"),
        (weight_set({**PLAN, "unknown": None}, TOILETS), "factor plan_missing: points are whole numbers"),
        (weight_set({**PLAN, "above": {1: 2}}, TOILETS), "exactly one of choices, above, below"),
        (weight_set(PLAN, {**TOILETS, "above": {5: 40, 8: 20}}), "must not fall"),
        (weight_set({**PLAN, "status": "rumour"}, TOILETS), "rumour"),
        (weight_set(groups=[40, 20, 60]), "three rising scores"),
        (weight_set(valid_from="soon"), "valid_from must be a date"),
        (weight_set({key: PLAN[key] for key in PLAN if key != "da"}, TOILETS), "the key 'da' is missing"),
        ("version: '1'", "the key 'valid_from' is missing"),
        ("- a\n- b", "must hold the keys"),
        ("a: [", "mine.yaml"),
        (weight_set(changes=["more"]), "changes must be a list of what"),
        (weight_set(changes=[{"what": "more"}]), "the key 'why' is missing"),
        (weight_set({**PLAN, "rubric": "gossip"}, TOILETS), "gossip"),
        (weight_set(factors=[3]), "every factor needs a key"),
        (weight_set(factors=3), "factors must be a list"),
    ],
)
def test_bad_weight_set_says_file_and_what_is_wrong(text, message):
    with pytest.raises(WeightsError, match=message) as refused:
        parse_weights(text, origin="mine.yaml")
    assert "mine.yaml" in str(refused.value)


def test_authority_can_use_its_own_file(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(weight_set(version="own-1"), encoding="utf-8")
    assert read_weights(file).version == "own-1"


def test_missing_file_is_a_clear_answer(tmp_path):
    with pytest.raises(WeightsError, match="cannot be read"):
        read_weights(tmp_path / "none.yaml")


def test_unknown_version_lists_the_known_ones():
    with pytest.raises(WeightsError, match="2026-01"):
        load_weights("1999-12")


def test_delivered_in_force_are_the_newest_already_begun():
    assert delivered_in_force(date(2026, 1, 1)).version == "2026-01"
    assert delivered_in_force(date(2026, 11, 21)).version == "2026-01"
    assert delivered_in_force(date(2026, 11, 22)).version == "2026-11"
    with pytest.raises(WeightsError, match="2025-12-31"):
        delivered_in_force(date(2025, 12, 31))


@pytest.mark.parametrize(("total", "group"), [(0, 1), (14, 1), (15, 2), (24, 2), (25, 3), (34, 3), (35, 4), (100, 4)])
def test_groups_begin_at_their_limits(total, group):
    assert load_weights().group(total) == group


def test_every_problem_of_a_set_is_named_at_once():
    text = weight_set(
        {**PLAN, "unknown": "much", "status": "rumour", "colour": "red"},
        {**TOILETS, "feature": "inspector_name"},
        groups=[3],
        version="a b",
    )
    with pytest.raises(WeightsError) as refused:
        parse_weights(text, origin="mine.yaml")
    told = [str(problem) for problem in refused.value.problems]
    for part in ("unknown keys: colour", "'rumour'", "'much'", "inspector, name must never", "three rising", "'a b'"):
        assert any(part in line for line in told), part
    assert all(line in str(refused.value) for line in told)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", "line 3: the key 'a' stands twice"),
        ("valid_from: 2026-13-45", "no readable YAML"),
        ("a: " + "[" * 5000, "mine.yaml"),
        ("x" * 200_001, "longer than 200000"),
        (
            "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
            + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(6)),
            "more than 20000 values",
        ),
        (weight_set({**PLAN, "choices": {"yes please": 60}}, TOILETS), "plan_missing never has the value 'yes please'"),
        (
            weight_set({**PLAN, "feature": "kind", "choices": {"castle": 60}}, TOILETS),
            "kind never has the value 'castle'",
        ),
        (weight_set({**PLAN, "feature": "open_tips"}, TOILETS), "open_tips is weighed by above, below"),
        (weight_set(PLAN, {**TOILETS, "feature": "plan_missing"}), "plan_missing is weighed by choices"),
        (weight_set({**PLAN, "da": ""}, TOILETS), "da must be a text"),
        (weight_set({**PLAN, "da": "Beboernes statsborgerskab."}, TOILETS), "statsborger must never weigh"),
        (weight_set({**PLAN, "key": "ejerens_navn"}, TOILETS), "navn must never weigh"),
        (weight_set(author=None), "author must be a text"),
        (weight_set(PLAN, {**TOILETS, "above": {float("inf"): 40}}), "limits are numbers"),
    ],
)
def test_what_yaml_would_let_through_is_refused(text, message):
    with pytest.raises(WeightsError, match=message):
        parse_weights(text, origin="mine.yaml")
