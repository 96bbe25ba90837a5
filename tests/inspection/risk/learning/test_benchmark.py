import csv
import json
import re

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from inspection.risk.learning.commands import benchmark
from made_visits import made_visits


def run(path, *more, cut="2021-06-01"):
    asked = [str(path), "--label", "breach", "--date", "visited", "--train-before", cut, "--resamples", "50"]
    return CliRunner().invoke(benchmark, [*asked, *more])


def written(tmp_path, table):
    path = tmp_path / "visits.csv"
    table.write_csv(path)
    return path


def document(tmp_path, table, *more):
    result = run(written(tmp_path, table), "--json", *more)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def table():
    return made_visits(rows=1_200)


def test_everything_is_reported_beside_simpler_rankings(tmp_path, table):
    found = document(tmp_path, table, "--group", "dwelling", "--by", "kind")
    assert found["auc"]["low"] < found["auc"]["value"] < found["auc"]["high"]
    assert set(found["evaluation"]["rankings"]) == {"model", "last_result", "best_single_column", "random"}
    assert found["best_single_column"] == "crowding"
    assert found["beats"]["random"]["auc"]
    assert {group["value"] for group in found["evaluation"]["groups"]["kind"]} == {"house", "flat", "caravan"}
    assert len(found["evaluation"]["calibration"]["bins"]) == 10
    assert "last result" in found["columns"]


def test_the_answer_is_the_same_each_time(tmp_path, table):
    assert document(tmp_path, table) == document(tmp_path, table)


def test_later_outcomes_never_reach_what_was_learned(tmp_path, table):
    later = pl.col("visited").cast(pl.String) >= "2021-06-01"
    turned = table.with_columns(pl.when(later).then(~pl.col("breach")).otherwise(pl.col("breach")).alias("breach"))
    assert document(tmp_path, table)["model"] == document(tmp_path, turned)["model"]


def test_columns_that_tell_the_outcome_or_who_people_are_are_refused_with_the_reason(tmp_path, table):
    leaking = table.with_columns(
        fine=pl.when("breach").then(5_000),
        reaction=pl.col("breach").cast(pl.Int8),
        inspector=pl.lit("B. Jensen"),
        followed_up=pl.col("visited").dt.offset_by("30d"),
    )
    found = document(tmp_path, leaking)
    assert {one["column"] for one in found["refused"]} == {"fine", "reaction", "inspector", "followed_up"}
    assert found["auc"]["value"] == document(tmp_path, table)["auc"]["value"]


def test_columns_that_hold_the_outcome_between_them_are_told_as_too_good_to_be_true(tmp_path, table):
    drawn = np.random.default_rng(6)
    parts = {f"item_{n}": table["breach"].cast(pl.Float64) + drawn.normal(scale=0.9, size=len(table)) for n in range(9)}
    found = document(tmp_path, table.with_columns(**parts))
    assert found["auc"]["value"] > 0.97
    assert any("Too good to be true" in note and "item_" in note for note in found["notes"])


def test_a_column_of_ones_own_named_as_the_last_result_is_what_to_compare_with(tmp_path, table):
    own = table.with_columns(
        pl.when(pl.col("crowding") > 3).then(pl.lit("bad")).otherwise(pl.lit("good")).alias("last result")
    )
    found = document(tmp_path, own, "--group", "dwelling")
    assert found["evaluation"]["rankings"]["last_result"]["area_under_curve"]["value"] > 0.6


def test_of_very_many_columns_those_that_tell_most_are_taken(tmp_path, table):
    drawn = np.random.default_rng(7)
    wide = table.gather_every(2).with_columns(**{f"noise_{n}": drawn.normal(size=600) for n in range(260)})
    found = document(tmp_path, wide)
    assert len(found["columns"]) == 200
    assert "crowding" in found["columns"]
    assert any("the 200 that tell most alone" in note for note in found["notes"])


def test_a_refused_column_can_be_allowed_by_name(tmp_path, table):
    leaking = table.with_columns(reaction=pl.col("breach").cast(pl.Int8))
    assert document(tmp_path, leaking, "--allow", "reaction")["auc"]["value"] > 0.99


def test_a_table_with_nothing_to_learn_is_said_to_be_no_gain(tmp_path, table):
    drawn = np.random.default_rng(5)
    chance = table.select("visited", "noise").with_columns(
        breach=pl.Series(drawn.random(len(table)) < 0.2), other=pl.Series(drawn.normal(size=len(table)))
    )
    found = document(tmp_path, chance)
    assert 0.4 < found["auc"]["value"] < 0.6
    assert any("not proven" in note or "taken alone" in note for note in found["notes"])


def test_the_predictions_name_their_rows(tmp_path, table):
    path = tmp_path / "predictions.csv"
    found = document(tmp_path, table, "--predictions", str(path))
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == found["task"]["test_rows"]
    first = rows[0]
    assert table["visited"][int(first["line"]) - 1].isoformat() == first["on"]
    assert float(first["low"]) <= float(first["probability"]) <= float(first["high"])


def test_ten_thousand_levels_and_three_ways_of_writing_days_are_taken(tmp_path):
    table = made_visits(rows=12_000)
    forms = ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y")
    days = [day.strftime(forms[place % 3]) for place, day in enumerate(table["visited"])]
    many = table.with_columns(
        visited=pl.Series(days),
        place=pl.Series([f"P{number % 10_000}" for number in range(12_000)]),
        nothing=pl.lit(None, pl.String),
        breach=pl.when("breach").then(pl.lit("ja")).otherwise(pl.lit("nej")),
    )
    found = document(tmp_path, many)
    assert found["task"]["train_rows"] + found["task"]["test_rows"] == 12_000
    assert any("place" in note and "nothing (it is empty)" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("change", "more", "told"),
    [
        (pl.lit(1).alias("breach"), (), "All .* ended with a breach"),
        (pl.lit("maybe").alias("breach"), (), "Name the value that means a breach with --positive"),
        (pl.lit(None).alias("breach"), (), "is empty"),
        (pl.lit("soon").alias("visited"), (), "cannot be read as days"),
        (pl.lit("03/04/2020").alias("visited"), (), "--date-order"),
        (pl.lit(None).alias("visited"), (), "is empty"),
        (pl.col("noise"), ("--group", "house"), "no column 'house'. It has: 'visited'"),
        (pl.col("noise"), ("--group", "breach"), "three different columns"),
        (pl.col("noise"), tuple(f"--ignore={name}" for name in ("crowding", "kind", "noise", "dwelling")), "to learn"),
    ],
)
def test_what_cannot_be_judged_is_told_in_words(tmp_path, table, change, more, told):
    result = run(written(tmp_path, table.with_columns(change)), *more)
    assert result.exit_code == 1
    assert re.search(told, result.output), result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(("cut", "told"), [("2001-01-01", "No visit before"), ("2040-01-01", "No visit from")])
def test_a_cut_with_nothing_on_one_side_is_told_with_the_span(tmp_path, table, cut, told):
    result = run(written(tmp_path, table), cut=cut)
    assert result.exit_code == 1
    assert told in result.output
    assert "lie from 2018-01" in result.output
