"""What a benchmark tells besides its figures: what moved, what next visits found, pairs in words, charts."""

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import polars as pl
import pytest
from click.testing import CliRunner

from inspection.risk.learning.bands import Bands, Levels, Pair
from inspection.risk.learning.commands import benchmark
from inspection.risk.learning.learner import learn
from inspection.risk.learning.moving import MOST_ROWS, moved_columns
from inspection.risk.learning.preparing import Task, prepare
from inspection.risk.learning.printing import bands_in_words
from made_visits import made_visits

CUT = "2021-06-01"


@pytest.fixture(scope="module")
def table():
    return made_visits(rows=1_200)


def run(tmp_path, table, *more):
    path = tmp_path / "visits.csv"
    table.write_csv(path)
    asked = [str(path), "--label", "breach", "--date", "visited", "--train-before", CUT, "--resamples", "50"]
    return CliRunner().invoke(benchmark, [*asked, "--ignore", "dwelling", *more])


def drift_of(tmp_path, table):
    result = run(tmp_path, table, "--json")
    assert result.exit_code == 0, result.output
    return {one["column"]: one for one in json.loads(result.stdout)["drift"]}


def test_a_column_that_moves_after_the_cut_stands_first_and_the_others_hardly_move(tmp_path, table):
    later = pl.col("visited") >= pl.lit(CUT).str.to_date()
    still = drift_of(tmp_path, table)
    assert still["crowding"]["shift"] == still["kind"]["shift"] == "little"
    shifted = table.with_columns(pl.when(later).then(pl.col("crowding") + 3).otherwise(pl.col("crowding")))
    found = drift_of(tmp_path, shifted)
    assert next(iter(found)) == "crowding"
    assert found["crowding"]["shift"] == "much"
    assert found["kind"] == still["kind"]


def test_what_becomes_unknown_after_the_cut_is_told_on_the_lines_too(tmp_path, table):
    later = pl.col("visited") >= pl.lit(CUT).str.to_date()
    emptied = table.with_columns(pl.when(~later).then(pl.col("crowding")))
    found = drift_of(tmp_path, emptied)["crowding"]
    assert (found["unknown_after"], found["shift"]) == (1.0, "much")
    lines = run(tmp_path, emptied).stdout.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("Moved most"))
    assert lines[start + 1].split()[0] == "crowding"
    assert "-> 100%" in lines[start + 1]


def test_rare_levels_are_no_shift(tmp_path, table):
    names = pl.Series("place", [f"P{row % 997}" if row % 2 else "town" for row in range(table.height)])
    assert drift_of(tmp_path, table.with_columns(names)).get("place", {"index": 0.0})["index"] < 0.1


def test_long_tables_are_compared_by_a_sample_that_is_the_same_each_time(table):
    task = Task(label="breach", day="visited", train_before=date.fromisoformat(CUT), ignore=("dwelling",))
    prepared = prepare(table, task)
    outcome = prepared.outcome.filter(prepared.train).to_numpy()
    days = prepared.on.filter(prepared.train).to_numpy()
    model = learn(prepared.features.filter(prepared.train), outcome, on=days)
    times = 2 * MOST_ROWS // table.height * 3
    long = replace(prepared, features=pl.concat([prepared.features] * times), train=pl.concat([prepared.train] * times))
    found = moved_columns(long, model, seed=1)
    assert found == moved_columns(long, model, seed=1)
    whole = {one.feature: one.index for one in moved_columns(prepared, model, seed=1)}
    assert {one.feature: one.index for one in found} == pytest.approx(whole, abs=0.05)


def test_a_pair_is_told_by_what_both_columns_are():
    pair = Pair(Bands("crowding", (2.0, 4.0)), Levels("kind", ("caravan", "house")))
    words = bands_in_words(pair)
    assert len(words) == pair.count == 9
    place = int(pair.index(pl.DataFrame({"crowding": [3.0], "kind": ["caravan"]}))[0])
    assert words[place] == "crowding above 2 to 4 and kind caravan"
    assert words[-1] == "crowding above 4 and kind others"


def test_next_visits_are_told_where_a_unit_is_named(tmp_path):
    rows = [
        ("A", "2019-01-01", 1), ("A", "2020-01-01", 1), ("A", "2020-01-01", 0), ("A", "2022-01-01", 0),
        ("B", "2019-01-01", 0), ("B", "2022-01-01", 1),
    ]  # fmt: skip
    more = made_visits(rows=600).with_columns(
        pl.Series("dwelling", [f"single {row}" for row in range(600)]), pl.col("breach").cast(pl.Int64)
    )
    own = [{"dwelling": unit, "visited": day, "breach": found} for unit, day, found in rows]
    whole = pl.concat([more.with_columns(pl.col("visited").cast(pl.String)), pl.DataFrame(own)], how="diagonal")
    path = tmp_path / "visits.csv"
    whole.write_csv(path)
    asked = [str(path), "--label", "breach", "--date", "visited", "--train-before", CUT, "--resamples", "50"]
    result = CliRunner().invoke(benchmark, [*asked, "--group", "dwelling", "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["next_visits"]
    assert (found["after_breach"]["visits"], found["after_breach"]["breaches"]) == (2, 1)
    assert (found["after_none"]["visits"], found["after_none"]["breaches"]) == (1, 1)
    assert found["difference"]["value"] is None
    alone = CliRunner().invoke(benchmark, [*asked, "--ignore", "dwelling", "--json"])
    assert json.loads(alone.stdout)["next_visits"] is None


def test_the_charts_hold_every_ranking_and_bin(tmp_path, table):
    plot = tmp_path / "charts.svg"
    result = run(tmp_path, table, "--plot", str(plot), "--json")
    assert result.exit_code == 0, result.output
    evaluation = json.loads(result.stdout)["evaluation"]
    drawn = ElementTree.fromstring(plot.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    assert len(drawn.findall(f".//{space}polyline")) == len(evaluation["rankings"])
    seen = [one for one in evaluation["calibration"]["bins"] if one["observed"]["value"] is not None]
    assert len(drawn.findall(f".//{space}circle")) == len(seen)


def test_a_chart_that_cannot_be_written_is_told(tmp_path, table):
    result = run(tmp_path, table, "--plot", str(tmp_path / "no" / "charts.svg"))
    assert result.exit_code == 1
    assert "cannot be written" in result.output
