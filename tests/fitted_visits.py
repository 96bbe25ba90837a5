"""Made-up visits to learn from: what was known the day before, what was found, by a rule of the test's choosing."""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import polars as pl

from inspection.risk.evaluation.visits import Arm
from inspection.risk.features.from_register import FRAME_SCHEMA, KEY_COLUMNS
from inspection.risk.scoring import score_frame
from inspection.risk.weights.factors import Weights


class MeansModel:
    """A stand-in for the learner: each column adds the log-odds of a breach among the visits of its value."""

    def __init__(self, tables: dict[str, dict[object, float]]) -> None:
        self.tables = tables
        self.terms = [SimpleNamespace(column=column) for column in tables]

    def contributions(self, frame: pl.DataFrame) -> np.ndarray:
        """(rows, columns)."""
        parts = [[table.get(value, 0.0) for value in frame[column]] for column, table in self.tables.items()]
        return np.array(parts, dtype=np.float64).T.reshape(len(frame), len(self.tables))


def means_learner(
    features: pl.DataFrame, outcome: np.ndarray, on: object, weight: np.ndarray, directions: object
) -> MeansModel:
    """Learns in no time."""
    rate = np.average(outcome, weights=weight)
    tables: dict[str, dict[object, float]] = {}
    for column in features.columns:
        values = features[column].to_list()
        if len(set(values)) < 2:
            continue
        found: dict[object, float] = {}
        for value in set(values):
            here = np.array([one == value for one in values])
            share = (outcome[here] @ weight[here] + 20 * rate) / (weight[here].sum() + 20)
            found[value] = float(np.log(share / (1 - share)))
        tables[column] = found
    return MeansModel(tables)


FEATURES = [name for name in FRAME_SCHEMA if name not in KEY_COLUMNS]


def made_visits(weights: Weights, visits: int = 1200, *, seed: int = 7, strength: float = 1.0) -> pl.DataFrame:
    """As ``visits_frame`` gives them. Many people to a toilet and earlier breaches are what matters, if anything does.

    ``strength`` 0: nothing matters.
    """
    random = np.random.default_rng(seed)
    toilets = random.choice([2.0, 4.0, 6.0, 9.0, 12.0], visits)
    before = random.poisson(0.6, visits)
    odds = -1.6 + strength * (1.4 * (toilets > 8) + 0.7 * (toilets > 5) + 0.9 * np.minimum(before, 2) - 1.0)
    unknown = random.random(visits) < 0.1
    columns: dict[str, object] = {
        "kind": random.choice(["house", "flat", "container"], visits),
        "persons_per_toilet": [None if gone else float(one) for gone, one in zip(unknown, toilets, strict=True)],
        "previous_breaches": before,
        "plan_missing": random.random(visits) < 0.3,
        "days_since_last_visit": [None if one < 0.5 else int(1000 * one) for one in random.random(visits)],
    }
    frame = pl.DataFrame(
        {
            "accommodation_id": [f"a{number}" for number in range(visits)],
            "dwelling_id": [f"d{number // 2}" for number in range(visits)],
            "municipality_code": "0461",
            "sector": "F",
            "visited_on": [date(2023, 1, 1) + timedelta(days=number // 2) for number in range(visits)],
            "breached": random.random(visits) < 1 / (1 + np.exp(-odds)),
            "arm": random.choice([Arm.RANDOM.value, Arm.TARGETED.value], visits),
            "probability": pl.Series([None] * visits, dtype=pl.Float64),
            "last_breached": random.choice([True, False], visits),
        }
    )
    known = {name: pl.Series(name, columns.get(name, [None] * visits), dtype=FRAME_SCHEMA[name]) for name in FEATURES}
    return score_frame(frame.with_columns(**known), weights)
