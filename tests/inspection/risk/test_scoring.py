import dataclasses
import math
from dataclasses import fields
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.risk.features import WITHHELD, RiskFeatures
from inspection.risk.features.from_register import FRAME_SCHEMA
from inspection.risk.scoring import disclosed, score, score_frame
from inspection.risk.weights import load_weights
from inspection.risk.weights.factors import Scale, Weights

WEIGHTS = load_weights("2026-11")
EVERY_SET = [load_weights(version) for version in ("2026-01", "2026-11")]
FIELDS = [field.name for field in fields(RiskFeatures)]
FLAGS = [name for name in FIELDS if "bool" in str(RiskFeatures.__annotations__[name])]
KINDS = [choice.value for choice in WEIGHTS.factors[0].choices]

GOOD = RiskFeatures(
    kind="house",
    persons_per_habitable_room=1.0,
    persons_per_bed=1.0,
    area_per_person_m2=25.0,
    persons_per_toilet=3.0,
    approved_for_habitation=True,
    declared_dangers=0,
    declared_faults=0,
    breaches_of_approved_law=0,
    missing_facts_share=0.0,
    evidence_missing_share=0.0,
    plan_missing=False,
    address_uncertain=False,
    contested_by_owner=False,
    declarations_disagree=False,
    days_since_confirmed=20,
    update_overdue=False,
    late_updates=0,
    rut_missing=False,
    last_result="clean",
    days_since_last_visit=100,
    previous_breaches=0,
    days_since_last_breach=None,
    previous_orders=0,
    orders_unmet=0,
    orders_met_late=0,
    closed_after_order=0,
    linked_breaches=0,
    reregistered=False,
    agency_link=False,
    works_for_client=False,
    seasonal_work=False,
    shifts=1,
    stay_days=None,
    workers=200,
    employers_at_dwelling=1,
    risk_sector=False,
    sector_unvisited_days=0.0,
    open_tips=0,
    urgent_tips=0,
    referrals=0,
)
WORST = RiskFeatures(
    kind="workplace_room",
    persons_per_habitable_room=6.0,
    persons_per_bed=2.0,
    area_per_person_m2=4.0,
    persons_per_toilet=math.inf,
    approved_for_habitation=False,
    declared_dangers=3,
    declared_faults=4,
    breaches_of_approved_law=4,
    missing_facts_share=1.0,
    evidence_missing_share=1.0,
    plan_missing=True,
    address_uncertain=True,
    contested_by_owner=True,
    declarations_disagree=True,
    days_since_confirmed=2000,
    update_overdue=True,
    late_updates=3,
    rut_missing=True,
    last_result="breach",
    days_since_last_visit=3000,
    previous_breaches=5,
    days_since_last_breach=100,
    previous_orders=3,
    orders_unmet=1,
    orders_met_late=1,
    closed_after_order=1,
    linked_breaches=4,
    reregistered=True,
    agency_link=True,
    works_for_client=True,
    seasonal_work=True,
    shifts=3,
    stay_days=30,
    workers=8,
    employers_at_dwelling=4,
    risk_sector=True,
    sector_unvisited_days=math.inf,
    open_tips=3,
    urgent_tips=2,
    referrals=1,
)

numbers = st.none() | st.floats(0, 40) | st.sampled_from([0.0, 2.0, 5.0, 8.0, 12.0, 20.0, math.inf, math.nan])
counts = st.none() | st.integers(0, 2000) | st.sampled_from([1, 365, 366, 730, 1460])
flags = st.sampled_from([True, False, None])
features = st.builds(
    RiskFeatures,
    **{
        name: flags
        if name in FLAGS
        else st.sampled_from([*KINDS, None, "igloo"])
        if name == "kind"
        else st.sampled_from(["breach", "clean", None])
        if name == "last_result"
        else numbers
        if "float" in str(RiskFeatures.__annotations__[name])
        else counts
        for name in FIELDS
    },
)


def frame_of(rows: list[RiskFeatures]) -> pl.DataFrame:
    return pl.DataFrame([dataclasses.asdict(row) for row in rows], schema={name: _plain_type(name) for name in FIELDS})


def _plain_type(name: str) -> Any:
    if name in FLAGS:
        return pl.Boolean
    return pl.String if "str" in str(RiskFeatures.__annotations__[name]) else pl.Float64


def test_dwelling_without_any_sign_scores_nothing():
    assert score(GOOD, WEIGHTS) == score(GOOD, WEIGHTS)
    assert score(GOOD, WEIGHTS).total == 0
    assert score(GOOD, WEIGHTS).group == 1


def test_every_sign_at_once_scores_100():
    assert score(WORST, WEIGHTS).total == 100
    assert score(WORST, WEIGHTS).group == 4


def test_nothing_known_is_not_low_risk():
    blank = score(RiskFeatures(), WEIGHTS)
    assert blank.total == 25
    assert blank.group == 3


def test_never_visited_weighs_as_much_as_a_visit_long_ago():
    never = dataclasses.replace(GOOD, days_since_last_visit=None)
    long_ago = dataclasses.replace(GOOD, days_since_last_visit=5000)
    assert score(never, WEIGHTS).total == score(long_ago, WEIGHTS).total == 3


def test_without_an_approved_pack_nothing_is_called_a_breach_of_law():
    drafts_only = dataclasses.replace(WORST, breaches_of_approved_law=None)
    assert "breach_of_law" not in [one.key for one in score(drafts_only, WEIGHTS).contributions]
    assert "breach_of_law" in [one.key for one in score(WORST, WEIGHTS).contributions]


def test_exactly_two_persons_per_habitable_room_is_within_the_limit():
    assert score(dataclasses.replace(GOOD, persons_per_habitable_room=2.0), WEIGHTS).total == 0
    assert score(dataclasses.replace(GOOD, persons_per_habitable_room=2.01), WEIGHTS).total == 4


def test_exactly_twenty_square_metres_a_person_is_enough():
    assert score(dataclasses.replace(GOOD, area_per_person_m2=20.0), WEIGHTS).total == 0
    assert score(dataclasses.replace(GOOD, area_per_person_m2=19.9), WEIGHTS).total == 1


def test_contributions_are_sentences_with_decimal_comma_in_danish():
    crowded = dataclasses.replace(GOOD, persons_per_habitable_room=3.5, missing_facts_share=0.333)
    first, second = score(crowded, WEIGHTS).contributions
    assert (first.da, first.en) == ("3,5 personer pr. beboelsesrum.", "3.5 persons per habitable room.")
    assert second.da == "33,3 % af de spurgte oplysninger mangler."
    assert (first.points, first.max_points, first.value) == (6, 7, 3.5)


def test_no_toilet_at_all_is_said_in_words():
    assert (
        score(dataclasses.replace(GOOD, persons_per_toilet=math.inf), WEIGHTS).contributions[0].da
        == "Der er intet toilet."
    )


def test_kind_is_named_in_both_languages():
    [only] = score(dataclasses.replace(GOOD, kind="vehicle"), WEIGHTS).contributions
    assert (only.da, only.en) == ("Boligen er et køretøj.", "The accommodation is a vehicle.")


def test_kind_that_the_weights_do_not_know_counts_as_unknown():
    [only] = score(dataclasses.replace(GOOD, kind="igloo"), WEIGHTS).contributions
    assert only.value is None
    assert only.points == 3


@given(features)
def test_sum_of_contributions_is_the_score(one):
    result = score(one, WEIGHTS)
    assert result.total == sum(part.points for part in result.contributions)
    assert 0 <= result.total <= 100
    assert all(0 < part.points <= part.max_points for part in result.contributions)
    assert [part.points for part in result.contributions] == sorted(
        (part.points for part in result.contributions), reverse=True
    )


@pytest.mark.parametrize("weights", EVERY_SET, ids=lambda weights: weights.version)
@given(rows=st.lists(features, min_size=1, max_size=20))
def test_frame_gives_the_same_numbers_as_one_at_a_time(weights, rows):
    same_as_single(frame_of(rows), rows, weights)


@given(st.lists(features, min_size=1, max_size=20))
def test_frame_typed_as_the_register_types_it_gives_the_same_numbers(rows):
    whole = [_rounded(row) for row in rows]
    types = {name: kind for name, kind in FRAME_SCHEMA.items() if name in FIELDS}
    same_as_single(pl.DataFrame([dataclasses.asdict(row) for row in whole], schema=types), whole, WEIGHTS)


def same_as_single(frame: pl.DataFrame, rows: list[RiskFeatures], weights: Weights) -> None:
    scored = score_frame(frame, weights)
    single = [score(row, weights) for row in rows]
    assert scored["score"].to_list() == [one.total for one in single]
    assert scored["risk_group"].to_list() == [one.group for one in single]
    for factor in weights.factors:
        points = [{part.key: part.points for part in one.contributions}.get(factor.key, 0) for one in single]
        assert scored[f"points_{factor.key}"].to_list() == points


def _rounded(row: RiskFeatures) -> RiskFeatures:
    """Counts as whole numbers, as the register has them."""
    counts = [name for name in FIELDS if FRAME_SCHEMA[name] == pl.Int64 and getattr(row, name) is not None]
    return dataclasses.replace(row, **{name: int(getattr(row, name)) for name in counts})


@pytest.mark.parametrize(("limit", "value", "reached"), [(1.5, 1, False), (1.5, 2, True), (2, 2, False), (2, 3, True)])
@pytest.mark.parametrize("dtype", [pl.Int8, pl.Int64, pl.UInt16, pl.Float32, pl.Float64])
def test_a_limit_that_is_no_whole_number_holds_for_whole_numbers_too(limit, value, reached, dtype):
    factor = dataclasses.replace(next(one for one in WEIGHTS.factors if one.key == "shifts"), steps=((limit, 1),))
    weights = dataclasses.replace(WEIGHTS, factors=(factor,))
    scored = score_frame(pl.DataFrame({"shifts": pl.Series([value, None], dtype=dtype)}), weights)
    assert scored["score"].to_list() == [int(reached), factor.unknown_points]
    assert score(RiskFeatures(shifts=value), weights).total == int(reached)


def test_points_of_a_set_that_adds_up_to_more_than_a_byte_holds_are_added_rightly():
    heavy = tuple(
        dataclasses.replace(factor, key=f"{factor.key}_{number}") for factor in WEIGHTS.factors for number in (1, 2)
    )
    weights = dataclasses.replace(WEIGHTS, factors=heavy)
    assert score_frame(frame_of([WORST]), weights)["score"].to_list() == [200]


WITHHELD_VALUES = {name: flags if name in FLAGS else counts for name in sorted(WITHHELD)}


@pytest.mark.parametrize("weights", EVERY_SET, ids=lambda weights: weights.version)
@given(one=features, others=st.fixed_dictionaries(WITHHELD_VALUES))
def test_nothing_withheld_ever_changes_what_an_employer_is_shown(weights, one, others):
    changed = dataclasses.replace(one, **others)
    assert disclosed(changed, weights) == disclosed(one, weights)
    assert disclosed(score(changed, weights), weights) == disclosed(score(one, weights), weights)


@given(features)
def test_what_is_shown_is_the_same_from_the_features_and_from_the_score(one):
    shown = disclosed(one, WEIGHTS)
    assert shown == disclosed(score(one, WEIGHTS), WEIGHTS)
    assert shown.total == sum(part.points for part in shown.contributions)
    assert not any(part.withheld for part in shown.contributions)


def test_what_is_withheld_counts_for_the_authority():
    told = dataclasses.replace(GOOD, open_tips=1, urgent_tips=1, linked_breaches=2)
    assert (score(told, WEIGHTS).total, disclosed(told, WEIGHTS).total) == (6, 0)


def test_the_first_set_withholds_tips_too():
    first = load_weights("2026-01")
    assert [factor.key for factor in first.factors if factor.withheld] == ["open_tips"]


def test_a_score_of_other_weights_is_not_disclosed():
    with pytest.raises(ValueError, match="2026-11"):
        disclosed(score(GOOD, WEIGHTS), load_weights("2026-01"))


def test_gravity_comes_before_counts():
    def points(**facts: Any) -> int:
        return score(dataclasses.replace(GOOD, **facts), WEIGHTS).total

    assert points(declared_dangers=1) > points(declared_faults=6)
    assert points(orders_unmet=1) > points(previous_breaches=50)
    assert points(open_tips=1, urgent_tips=1) > points(open_tips=5)


def test_a_retired_feature_counts_as_unknown_under_the_set_that_names_it():
    first = load_weights("2026-01")
    [rent] = [part for part in score(GOOD, first).contributions if part.key == "rent_from_wages"]
    assert (rent.value, rent.points) == (None, 1)
    assert score_frame(frame_of([GOOD]), first)["points_rent_from_wages"].to_list() == [1]


@given(features, st.sampled_from([f for f in WEIGHTS.factors if f.scale is not Scale.CHOICES]), numbers, numbers)
def test_worse_facts_never_lower_the_score(one, factor, left, right):
    if left is None or right is None or math.isnan(left) or math.isnan(right):
        return
    better, worse = sorted((left, right), reverse=factor.scale is Scale.BELOW)
    lower = score(dataclasses.replace(one, **{factor.feature: better}), WEIGHTS)
    higher = score(dataclasses.replace(one, **{factor.feature: worse}), WEIGHTS)
    assert lower.total <= higher.total


def test_frame_keeps_other_columns_and_takes_columns_that_are_all_null():
    rows = pl.DataFrame({"id": ["a"], **{name: [None] for name in FIELDS}})
    scored = score_frame(rows, WEIGHTS)
    assert scored.select("id", "score", "risk_group", "weights_version").row(0) == ("a", 25, 3, "2026-11")


def test_frame_of_no_rows_stays_empty():
    assert score_frame(frame_of([GOOD]).head(0), WEIGHTS).height == 0


def test_frame_without_a_column_is_refused_by_name():
    with pytest.raises(ValueError, match="open_tips"):
        score_frame(frame_of([GOOD]).drop("open_tips"), WEIGHTS)


@given(features, st.text(), st.integers(0, 99))
def test_barred_facts_beside_the_row_leave_the_score_unchanged(one, word, number):
    plain = frame_of([one])
    beside = plain.with_columns(nationality=pl.lit(word), age=number, inspector=pl.lit(word), sex=pl.lit(word))
    assert score_frame(beside, WEIGHTS)["score"].to_list() == score_frame(plain, WEIGHTS)["score"].to_list()
