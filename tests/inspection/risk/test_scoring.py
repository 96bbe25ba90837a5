import dataclasses
import math
from dataclasses import fields

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.risk.factors import Scale
from inspection.risk.features import RiskFeatures
from inspection.risk.scoring import score, score_frame
from inspection.risk.weights import load_weights

WEIGHTS = load_weights()
FIELDS = [field.name for field in fields(RiskFeatures)]
FLAGS = [name for name in FIELDS if "bool" in str(RiskFeatures.__annotations__[name])]
KINDS = [choice.value for choice in WEIGHTS.factors[0].choices]

GOOD = RiskFeatures(
    kind="house",
    persons_per_habitable_room=1.0,
    area_per_person_m2=25.0,
    persons_per_toilet=3.0,
    missing_facts_share=0.0,
    plan_missing=False,
    employers_at_dwelling=1,
    address_uncertain=False,
    days_since_confirmed=20,
    update_overdue=False,
    previous_breaches=0,
    previous_orders=0,
    rut_missing=False,
    rent_deducted_from_wages=False,
    risk_sector=False,
    days_since_last_visit=100,
    approved_for_habitation=True,
    breaches_of_approved_law=0,
    open_tips=0,
)
WORST = RiskFeatures(
    kind="workplace_room",
    persons_per_habitable_room=6.0,
    area_per_person_m2=4.0,
    persons_per_toilet=math.inf,
    missing_facts_share=1.0,
    plan_missing=True,
    employers_at_dwelling=4,
    address_uncertain=True,
    days_since_confirmed=2000,
    update_overdue=True,
    previous_breaches=5,
    previous_orders=3,
    rut_missing=True,
    rent_deducted_from_wages=True,
    risk_sector=True,
    days_since_last_visit=3000,
    approved_for_habitation=False,
    breaches_of_approved_law=4,
    open_tips=3,
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
        else numbers
        if "float" in str(RiskFeatures.__annotations__[name])
        else counts
        for name in FIELDS
    },
)


def frame_of(rows: list[RiskFeatures]) -> pl.DataFrame:
    types = {name: pl.Boolean if name in FLAGS else pl.String if name == "kind" else pl.Float64 for name in FIELDS}
    return pl.DataFrame([dataclasses.asdict(row) for row in rows], schema=types)


def test_dwelling_without_any_sign_scores_nothing():
    assert score(GOOD, WEIGHTS) == score(GOOD, WEIGHTS)
    assert score(GOOD, WEIGHTS).total == 0
    assert score(GOOD, WEIGHTS).group == 1


def test_every_sign_at_once_scores_100():
    assert score(WORST, WEIGHTS).total == 100
    assert score(WORST, WEIGHTS).group == 4


def test_nothing_known_is_not_low_risk():
    blank = score(RiskFeatures(), WEIGHTS)
    assert blank.total == 35
    assert blank.group == 3


def test_never_visited_weighs_as_much_as_a_visit_long_ago():
    never = dataclasses.replace(GOOD, days_since_last_visit=None)
    long_ago = dataclasses.replace(GOOD, days_since_last_visit=5000)
    assert score(never, WEIGHTS).total == score(long_ago, WEIGHTS).total == 5


def test_without_an_approved_pack_nothing_is_called_a_breach_of_law():
    drafts_only = dataclasses.replace(WORST, breaches_of_approved_law=None)
    assert "breach_of_law" not in [one.key for one in score(drafts_only, WEIGHTS).contributions]
    assert "breach_of_law" in [one.key for one in score(WORST, WEIGHTS).contributions]


def test_exactly_two_persons_per_habitable_room_is_within_the_limit():
    assert score(dataclasses.replace(GOOD, persons_per_habitable_room=2.0), WEIGHTS).total == 0
    assert score(dataclasses.replace(GOOD, persons_per_habitable_room=2.01), WEIGHTS).total == 5


def test_exactly_twenty_square_metres_a_person_is_enough():
    assert score(dataclasses.replace(GOOD, area_per_person_m2=20.0), WEIGHTS).total == 0
    assert score(dataclasses.replace(GOOD, area_per_person_m2=19.9), WEIGHTS).total == 2


def test_contributions_are_sentences_with_decimal_comma_in_danish():
    crowded = dataclasses.replace(GOOD, persons_per_habitable_room=3.5, missing_facts_share=0.333)
    first, second = score(crowded, WEIGHTS).contributions
    assert (first.da, first.en) == ("3,5 personer pr. beboelsesrum.", "3.5 persons per habitable room.")
    assert second.da == "33,3 % af de spurgte oplysninger mangler."
    assert (first.points, first.max_points, first.value) == (7, 9, 3.5)


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
    assert only.points == 4


@given(features)
def test_sum_of_contributions_is_the_score(one):
    result = score(one, WEIGHTS)
    assert result.total == sum(part.points for part in result.contributions)
    assert 0 <= result.total <= 100
    assert all(0 < part.points <= part.max_points for part in result.contributions)
    assert [part.points for part in result.contributions] == sorted(
        (part.points for part in result.contributions), reverse=True
    )


@given(st.lists(features, min_size=1, max_size=20))
def test_frame_gives_the_same_numbers_as_one_at_a_time(rows):
    scored = score_frame(frame_of(rows), WEIGHTS)
    single = [score(row, WEIGHTS) for row in rows]
    assert scored["score"].to_list() == [one.total for one in single]
    assert scored["risk_group"].to_list() == [one.group for one in single]
    for factor in WEIGHTS.factors:
        points = [{part.key: part.points for part in one.contributions}.get(factor.key, 0) for one in single]
        assert scored[f"points_{factor.key}"].to_list() == points


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
    assert scored.select("id", "score", "risk_group", "weights_version").row(0) == ("a", 35, 3, "2026-01")


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
