"""How fast the score adds up a million accommodations in one run, next to bare passes of Polars and to scikit-learn.

Usage: python bench/risk_million.py [--accommodations 1000000] [--rounds 15] [--seed 1]

All on the same frame in memory, in turn in each round, so that what else the machine does meets all alike; ratios are
taken within a round, their least and median are printed.

* score: `score_frame` with the newest weights: points of every factor, score, group.
* pass: the least that Polars needs to say something of every row and every column that the score reads: one
  when/then/otherwise for each column (is it above a limit, is it true, is it such a kind), kept as columns of points
  (a byte each) and added up in a byte. Unknown values, further steps, groups and choices are left out.
* touch: the greatest value of each of these columns, or how many are known; nothing is said of any row.
* trees: `HistGradientBoostingClassifier.predict_proba` of scikit-learn on the same columns as a matrix of floats (made
  beforehand, not timed), after learning 100 trees from 20,000 rows.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier

from inspection.risk.features.from_register import FRAME_SCHEMA
from inspection.risk.scoring import score_frame
from inspection.risk.weights import load_weights
from inspection.risk.weights.factors import Factor, Scale, Weights

NEWEST = "2026-11"
UNKNOWN = 0.1
LEARNING_ROWS = 20_000
TREE_ROUNDS = 3
"""Trees take seconds, so they take part in the first rounds only."""


def made_up(count: int, weights: Weights, seed: int) -> pl.DataFrame:
    """Features of so many accommodations as `from_register` types them; one value in ten is not known."""
    rng = np.random.default_rng(seed)
    columns = {}
    for factor in weights.factors:
        dtype = FRAME_SCHEMA[factor.feature]
        values = pl.Series(_values(factor, dtype, count, rng)).cast(dtype)
        columns[factor.feature] = values.set(pl.Series(rng.random(count) < UNKNOWN), None)
    return pl.DataFrame(columns)


def _values(factor: Factor, dtype: Any, count: int, rng: np.random.Generator) -> Any:
    if dtype == pl.Boolean:
        return rng.random(count) < 0.2
    if factor.scale is Scale.CHOICES:
        return rng.choice([str(choice.value) for choice in factor.choices], count)
    highest = 2 * max(limit for limit, _ in factor.steps) + 2
    drawn = rng.random(count) * highest
    return drawn if dtype == pl.Float64 else drawn.astype(np.int64)


def bare_pass(frame: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """One when/then/otherwise for each column, and their sum."""
    said = []
    for factor in weights.factors:
        column = pl.col(factor.feature)
        if factor.scale is not Scale.CHOICES:
            limit = factor.steps[0][0]
            column = column > (limit if frame.schema[factor.feature] == pl.Float64 else int(limit))
        elif frame.schema[factor.feature] != pl.Boolean:
            column = column == factor.choices[0].value
        points = pl.when(column).then(pl.lit(factor.max_points, pl.Int8)).otherwise(pl.lit(0, pl.Int8))
        said.append(points.alias(factor.key))
    return frame.select(said).with_columns(score=reduce(add, [pl.col(factor.key) for factor in weights.factors]))


def touch(frame: pl.DataFrame) -> pl.DataFrame:
    """The greatest value of each column; of texts, how many are known."""
    return frame.select(
        pl.col(name).count() if dtype == pl.Categorical else pl.col(name).max() for name, dtype in frame.schema.items()
    )


def matrix_of(frame: pl.DataFrame) -> np.ndarray:
    """The same columns as floats, choices by number, unknown as NaN."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.Categorical]
    numbers = frame.with_columns(pl.col(texts).to_physical()).cast(pl.Float64)
    return np.ascontiguousarray(numbers.to_numpy())


def learned(matrix: np.ndarray, scores: np.ndarray) -> HistGradientBoostingClassifier:
    """Trees that tell the upper half of the scores from the lower."""
    rows = slice(0, LEARNING_ROWS)
    return HistGradientBoostingClassifier(random_state=1).fit(matrix[rows], scores[rows] > np.median(scores[rows]))


def seconds(work: Callable[[], object]) -> float:
    """How long it took once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--accommodations", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    weights = load_weights(NEWEST)
    frame = made_up(told.accommodations, weights, told.seed)
    matrix = matrix_of(frame)
    model = learned(matrix, score_frame(frame, weights)["score"].to_numpy())
    works: dict[str, Callable[[], object]] = {
        "score": lambda: score_frame(frame, weights),
        "pass": lambda: bare_pass(frame, weights),
        "touch": lambda: touch(frame),
        "trees": lambda: model.predict_proba(matrix),
    }
    for work in works.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(told.rounds):
        for name, work in works.items():
            if name != "trees" or number < TREE_ROUNDS:
                taken[name].append(seconds(work))
    print(f"{told.accommodations:,} accommodations, {len(weights.factors)} factors, weights {weights.version}")
    for name, each in taken.items():
        print(f"{name:>6}: least {min(each):.3f} s, median {statistics.median(each):.3f} s")
    for other in ("pass", "touch", "trees"):
        ratios = [mine / its for mine, its in zip(taken["score"], taken[other], strict=False)]
        print(f"score / {other}: least {min(ratios):.2f}, median {statistics.median(ratios):.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
