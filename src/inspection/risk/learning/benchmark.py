"""Trying the learner on any table of past visits: learn before a day, judge after it, beside simpler rankings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from inspection.risk.evaluation.drift import Moved
from inspection.risk.evaluation.evaluating import MODEL, Evaluation, Past, evaluate
from inspection.risk.learning.additive import AdditiveModel
from inspection.risk.learning.bands import Floats
from inspection.risk.learning.leaks import share_of, single_ranking
from inspection.risk.learning.learner import learn
from inspection.risk.learning.moving import moved_columns
from inspection.risk.learning.next_visits import Again, next_visits
from inspection.risk.learning.preparing import Prepared, Task
from inspection.risk.learning.unit_history import LAST_RESULT

RANDOM, LAST, SINGLE = "random", "last_result", "best_single_column"


@dataclass(frozen=True)
class Benchmark:
    """What came out. ``single`` is the column that ranks best alone on the rows learned from."""

    task: Task
    prepared: Prepared
    model: AdditiveModel
    single: str | None
    only_single: bool
    """Whether all columns together ranked later years no better than that column alone, so that it was taken alone."""
    evaluation: Evaluation
    predictions: pl.DataFrame
    """line, on, outcome, probability, low, high of each row judged."""
    drift: Sequence[Moved]
    """The columns of the model, the one that moved most between the rows learned from and those judged first."""
    again: Again | None
    """What the next visit to a unit found; None where no unit was named or none was visited twice."""


def run_benchmark(
    prepared: Prepared,
    task: Task,
    *,
    capacity: float = 0.1,
    pairs: int = 0,
    resamples: int = 1000,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Benchmark:
    """Learn on the rows before the cut alone, then judge once on the rest. The same input gives the same output.

    Raises ``LearningError`` when the rows before the cut hold too little.
    """
    later = ~prepared.train
    reach = prepared.reach
    single = max(reach, key=lambda name: (reach[name], name), default=None)
    model = _learned(prepared, prepared.features.columns, pairs, progress)
    only_single = False
    if single is not None and model.chosen.quality is not None:
        alone = _learned(prepared, [single], 0, progress)
        only_single = (alone.chosen.quality or 0.0) > model.chosen.quality
        model = alone if only_single else model
    if progress is not None:
        progress("judging on later rows")
    rows = prepared.features.filter(later)
    probability = model.probability(rows)
    low, high = model.interval(rows)
    evaluation = evaluate(
        _past(prepared, later),
        {MODEL: probability, **_rankings(prepared, task, single, seed)},
        probability=probability,
        capacity=capacity,
        resamples=resamples,
        seed=seed,
    )
    predictions = pl.DataFrame(
        {
            "line": prepared.line.filter(later),
            "on": prepared.on.filter(later),
            "outcome": prepared.outcome.filter(later).cast(pl.Int8),
            "probability": probability,
            "low": low,
            "high": high,
        }
    )
    return Benchmark(
        task,
        prepared,
        model,
        single,
        only_single,
        evaluation,
        predictions,
        drift=moved_columns(prepared, model, seed=seed),
        again=None if task.group is None else next_visits(prepared),
    )


def _learned(
    prepared: Prepared, columns: list[str], pairs: int, progress: Callable[[str], None] | None
) -> AdditiveModel:
    train = prepared.train
    return learn(
        prepared.features.filter(train).select(columns),
        prepared.outcome.filter(train).to_numpy(),
        on=prepared.on.filter(train).to_numpy(),
        pairs=pairs,
        progress=progress,
    )


def _past(prepared: Prepared, part: pl.Series) -> Past:
    mask = part.to_numpy()
    return Past(
        outcome=prepared.outcome.filter(part).to_numpy(),
        on=prepared.on.filter(part).to_numpy().astype("datetime64[D]"),
        unit=prepared.unit.filter(part).to_numpy(),
        groups={
            name: [value for value, there in zip(values, mask, strict=True) if there]
            for name, values in prepared.groups.items()
        },
    )


def _rankings(prepared: Prepared, task: Task, single: str | None, seed: int) -> dict[str, Floats]:
    """What the model must beat: chance, the last result, the best column alone."""
    later = ~prepared.train
    found: dict[str, Floats] = {}
    named = next((name for name in (task.last_result, LAST_RESULT) if name in prepared.plain), None)
    if named is not None:
        found[LAST] = _alone(prepared, named)
    elif LAST_RESULT in prepared.features.columns:
        share = share_of(prepared.outcome.filter(prepared.train))
        found[LAST] = prepared.features[LAST_RESULT].filter(later).fill_null(share).to_numpy()
    if single is not None and single != named:
        found[SINGLE] = _alone(prepared, single)
    found[RANDOM] = np.random.default_rng(seed).random(int(later.sum()))
    return found


def _alone(prepared: Prepared, name: str) -> Floats:
    column, train = prepared.features[name], prepared.train
    return single_ranking(column.filter(train), prepared.outcome.filter(train), column.filter(~train))
