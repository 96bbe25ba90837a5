"""The learner beside scikit-learn on the same columns of past visits: how well each ranks later ones, and its time.

    python bench/past_visits.py                                   # two tables made up from known rules
    python bench/past_visits.py TABLE LABEL DATE TRAIN_BEFORE [GROUP [IGNORE ...]]

Peers: gradient boosting (HistGradientBoostingClassifier) and a ridge logistic regression on filled-in, scaled numbers
and one-hot levels, both with the library's usual settings. The floor is the column that ranks best alone. Differences
of AUC and average precision are the learner minus the peer; times are the learner's over the peer's, both steps.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from inspection.risk.learning.leaks import single_ranking
from inspection.risk.learning.learner import learn
from inspection.risk.learning.preparing import Prepared, Task, prepare
from inspection.risk.learning.tables import read_table

ROWS = 12_000
MADE_UP = {"additive": 0.0, "with a pair": 1.5}


def made_up(pair: float, seed: int) -> pl.DataFrame:
    """Visits by a known rule; ``pair`` is how much two columns say together."""
    drawn = np.random.default_rng(seed)
    crowding, kind, place = drawn.exponential(2.0, ROWS), drawn.integers(0, 6, ROWS), drawn.integers(0, 300, ROWS)
    risk = -3 + 0.7 * np.minimum(crowding, 4) + drawn.normal(size=6)[kind] + 0.7 * drawn.normal(size=300)[place]
    risk += pair * np.where((crowding > 2) & (kind > 2), 1.0, -0.5)
    days = np.sort(drawn.integers(0, 2_500, ROWS))
    noise = {f"noise_{number}": drawn.normal(size=ROWS) for number in range(10)}
    return pl.DataFrame(
        {
            "visited": [date(2018, 1, 1) + timedelta(days=int(day)) for day in days],
            "breach": drawn.random(ROWS) < 1 / (1 + np.exp(-risk)),
            "crowding": np.where(drawn.random(ROWS) < 0.1, np.nan, crowding),
            "kind": [f"kind {number}" for number in kind],
            "place": [f"place {number}" for number in place],
            **noise,
        }
    ).fill_nan(None)


def compare(name: str, prepared: Prepared) -> None:
    """Learn on the rows before the cut, rank those after it, print every ranking against the learner's."""
    train = prepared.train
    known, later = prepared.features.filter(train), prepared.features.filter(~train)
    outcome, happened = prepared.outcome.filter(train).to_numpy(), prepared.outcome.filter(~train).to_numpy()
    on = prepared.on.filter(train).to_numpy()
    ours, our_time = timed(lambda: learn(known, outcome, on=on).probability(later))
    print(f"{name}: {len(known)} visits to learn from, {len(later)} to judge on, {happened.mean():.1%} with a breach")
    auc, precision = roc_auc_score(happened, ours), average_precision_score(happened, ours)
    print(f"  {'the learner':<28} AUC {auc:.4f}  AP {precision:.4f}")
    for peer, ranking in (("gradient boosting", boosted), ("ridge logistic regression", ridge)):
        found, took = timed(lambda ranking=ranking: ranking(known, outcome, later))
        tell(peer, happened, found, auc, precision, our_time / took)
    best = max(prepared.reach, key=lambda column: prepared.reach[column])
    alone = single_ranking(known[best], pl.Series(outcome), later[best])
    tell(f"{best} alone", happened, alone, auc, precision)


def tell(name: str, happened: np.ndarray, risk: np.ndarray, auc: float, ap: float, times: float | None = None) -> None:
    """Print one peer's figures and the learner's lead over it."""
    own_auc, own_ap = roc_auc_score(happened, risk), average_precision_score(happened, risk)
    slower = "" if times is None else f"  time {times:.1f} x"
    print(f"  {name:<28.28} AUC {own_auc:.4f} ({auc - own_auc:+.4f})  AP {own_ap:.4f} ({ap - own_ap:+.4f}){slower}")


def boosted(known: pl.DataFrame, outcome: np.ndarray, later: pl.DataFrame) -> np.ndarray:
    """Gradient boosting on numbers, levels as ordered codes."""
    both = pl.concat([known, later]).with_columns(pl.col(pl.String).cast(pl.Categorical).to_physical())
    matrix = both.cast(pl.Float64).to_numpy()
    kept = (~np.isnan(matrix[: len(known)])).any(axis=0)
    model = HistGradientBoostingClassifier(random_state=0).fit(matrix[: len(known), kept], outcome)
    return model.predict_proba(matrix[len(known) :, kept])[:, 1]


def ridge(known: pl.DataFrame, outcome: np.ndarray, later: pl.DataFrame) -> np.ndarray:
    """Ridge logistic regression; unknown numbers are the median, levels are columns."""
    both = pl.concat([known, later]).to_dummies(pl.selectors.string()).cast(pl.Float64).to_numpy()
    model = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(max_iter=2_000))
    return model.fit(both[: len(known)], outcome).predict_proba(both[len(known) :])[:, 1]


def timed(work: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    """What came out, and the seconds of processor time it took."""
    began = time.process_time()
    return work(), time.process_time() - began


def main(asked: list[str]) -> None:
    """Compare on the tables asked for."""
    if asked:
        table, label, day, cut, *more = asked
        group, ignore = (more[0], tuple(more[1:])) if more else (None, ())
        task = Task(label=label, day=day, train_before=date.fromisoformat(cut), group=group, ignore=ignore)
        compare(table, prepare(read_table(Path(table)), task))
        return
    for name, pair in MADE_UP.items():
        task = Task(label="breach", day="visited", train_before=date(2023, 1, 1))
        compare(f"made up, {name}", prepare(made_up(pair, seed=1), task))


if __name__ == "__main__":
    main(sys.argv[1:])
