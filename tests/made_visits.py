"""Tables of past visits made up from a known rule, so that tests know what there is to learn."""

from datetime import date, timedelta

import numpy as np
import polars as pl


def made_visits(rows: int = 1_500, seed: int = 1) -> pl.DataFrame:
    """Visits over five years: ``crowding`` raises the risk, ``caravan`` too, ``noise`` says nothing."""
    drawn = np.random.default_rng(seed)
    crowding = drawn.exponential(2.0, rows)
    kind = drawn.choice(["house", "flat", "caravan"], rows)
    risk = -2.5 + 0.8 * np.minimum(crowding, 4) + 1.2 * (kind == "caravan")
    days = np.sort(drawn.integers(0, 5 * 365, rows))
    return pl.DataFrame(
        {
            "visited": [date(2018, 1, 1) + timedelta(days=int(day)) for day in days],
            "breach": drawn.random(rows) < 1 / (1 + np.exp(-risk)),
            "dwelling": [f"D{number}" for number in drawn.integers(0, rows // 3, rows)],
            "crowding": np.where(drawn.random(rows) < 0.1, np.nan, crowding),
            "kind": kind,
            "noise": drawn.normal(size=rows),
        }
    ).fill_nan(None)
