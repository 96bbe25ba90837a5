"""Learning from visits and trying what was learned on later ones. Pure: frames and arrays in, a proposal out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from husly.kit.i18n import mark
from inspection.risk.evaluation.evaluating import MODEL, Evaluation, Past, evaluate
from inspection.risk.evaluation.of_register import past_of, rankings_of
from inspection.risk.evaluation.printing import document_of
from inspection.risk.fitting.classes import Floats, directions_of
from inspection.risk.fitting.points import Learned, Rows, group_limits, repoint
from inspection.risk.fitting.slopes import logistic_slope
from inspection.risk.learning.learner import LearningError, learn
from inspection.risk.scoring import score_frame
from inspection.risk.weights.factors import Factor, Weights
from inspection.risk.weights.problems import Problem

FEWEST_VISITS, FEWEST_BREACHES = 200, 30
"""Fewer ended visits, or fewer of them with a breach, teach nothing that the points in force do not know better."""

LEARNED_SHARE = 0.7
"""The earlier share of the visits that the trial learns from; the later rest judges."""

HEAVIEST = 20.0
"""A visit weighs at most so many times the median: one dwelling drawn from thousands must not decide alone."""

IN_FORCE = "in_force"
MUST_BEAT = ("last_result", "chance")
DECIDING = "area_under_curve"
TOO_FEW = mark(
    "There are %(visits)s ended visits chosen by score or drawn at random, of which %(breaches)s found a breach; "
    "at least %(fewest_visits)s and %(fewest_breaches)s are needed. Keep the set in force."
)

PARTS = 3
"""What the learner says is held to the visits that it has not seen: of so many parts of the dwellings, each in turn."""


class Term(Protocol):
    """What one column adds."""

    @property
    def column(self) -> str:
        """Its name."""


class Model(Protocol):
    """What is asked of a learned model: log-odds as a sum of what each column adds."""

    @property
    def terms(self) -> Sequence[Term]:
        """One for each column that says anything."""

    def contributions(self, frame: pl.DataFrame) -> Floats:
        """(rows, terms) in log-odds."""


Learner = Callable[[pl.DataFrame, NDArray[np.bool_], NDArray[np.datetime64], Floats, Mapping[str, int]], Model]
"""Features, outcomes, days, weights and directions to a model."""


class TooFewVisitsError(ValueError):
    """Too little to learn from; ``problem`` says how much there is and how much is needed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Fitted:
    """What came out. ``proposal`` was learned from all visits, what ``evaluation`` judges from the earlier ones."""

    proposal: Weights
    base: Weights
    visits: int
    breaches: int
    first_on: date
    last_on: date
    learned_before: date
    weighted: bool
    evaluation: Evaluation

    @property
    def is_offered(self) -> bool:
        """Whether it beat the last result and chance on later visits, the whole 95 % interval above nought."""
        lows = [self.evaluation.differences[other][DECIDING].low for other in MUST_BEAT]
        return all(low is not None and low > 0 for low in lows)

    @property
    def document(self) -> dict[str, Any]:
        """What is kept with the proposal and shown on its page."""
        whole = document_of(self.evaluation)
        kept = ("visits", "breaches", "units", "weighted", "capacity", "slots", "resamples", "seed")
        return {
            "visits": self.visits,
            "breaches": self.breaches,
            "first_on": self.first_on.isoformat(),
            "last_on": self.last_on.isoformat(),
            "learned_before": self.learned_before.isoformat(),
            "weighted": self.weighted,
            "base": self.base.version,
            "offered": self.is_offered,
            "test": {name: whole[name] for name in (*kept, "rankings", "model_minus")},
        }


def fit_points(
    frame: pl.DataFrame,
    weights: Weights,
    *,
    housing: pl.DataFrame | None = None,
    learner: Learner | None = None,
    seed: int = 1,
    resamples: int = 1000,
    progress: Callable[[str], None] | None = None,
) -> Fitted:
    """Learn from visits (a frame of ``evaluation.visits.visits_frame``) and try it on the later of them.

    ``housing`` holds the features of what is ranked today, for the limits of the groups; the visits without it. Raises
    ``TooFewVisitsError``, and ``LearningError`` where the learner finds nothing that varies.
    """
    check_enough(frame)
    said = progress or (lambda _: None)
    ordered = frame.sort("visited_on", maintain_order=True)
    cut = ordered["visited_on"][int(LEARNED_SHARE * len(ordered))]
    earlier, later = ordered.filter(pl.col("visited_on") < cut), ordered.filter(pl.col("visited_on") >= cut)
    said("learning from the earlier visits")
    tried = _learned(earlier, weights, learner)
    said("judging on the later visits")
    evaluation = evaluate(past_of(later), _rankings(later, weights, tried), resamples=resamples, seed=seed)
    said("learning from all visits")
    factors = _learned(ordered, weights, learner)
    ranked = ordered if housing is None or not len(housing) else housing
    limits = group_limits(
        _scores(ranked, weights), _scores(ranked, replace(weights, factors=factors)), weights.group_limits
    )
    return Fitted(
        proposal=replace(weights, factors=factors, group_limits=limits),
        base=weights,
        visits=len(ordered),
        breaches=int(ordered["breached"].sum()),
        first_on=ordered["visited_on"][0],
        last_on=ordered["visited_on"][-1],
        learned_before=cut,
        weighted=evaluation.weighted,
        evaluation=evaluation,
    )


def check_enough(frame: pl.DataFrame) -> None:
    """Raise ``TooFewVisitsError`` unless there are enough visits and breaches."""
    visits = len(frame)
    breaches = int(frame["breached"].sum()) if visits else 0
    if visits < FEWEST_VISITS or breaches < FEWEST_BREACHES:
        told = {"visits": visits, "breaches": breaches}
        needed = {"fewest_visits": FEWEST_VISITS, "fewest_breaches": FEWEST_BREACHES}
        raise TooFewVisitsError(Problem(TOO_FEW, told | needed))


def _learned(frame: pl.DataFrame, weights: Weights, learner: Learner | None) -> tuple[Factor, ...]:
    past = past_of(frame)
    weight = _capped(past.weight, len(frame))
    features = frame.select(one for one in dict.fromkeys(f.feature for f in weights.factors) if one in frame.columns)
    directions, make = directions_of(weights.factors), learner or additive
    model = make(features, past.outcome, past.on, weight, directions)
    stretch = _stretch(features, past, weight, directions, make)
    found = Learned(tuple(term.column for term in model.terms), stretch * model.contributions(features))
    return repoint(weights, Rows(features, past.outcome.astype(np.float64), weight), found)


def _stretch(features: pl.DataFrame, past: Past, weight: Floats, directions: Mapping[str, int], make: Learner) -> float:
    """By how much to multiply what the learner says, so that visits it has not seen bear it out.

    A learner that is held back orders well and says too little; one that learned noise says too much. 1 where a part
    holds too little to learn from.
    """
    ahead = np.zeros(len(weight))
    for part in range(PARTS):
        unseen = past.unit % PARTS == part
        seen = ~unseen
        try:
            model = make(features.filter(pl.Series(seen)), past.outcome[seen], past.on[seen], weight[seen], directions)
        except LearningError:
            return 1.0
        whole = model.contributions(features).sum(axis=1)
        ahead[unseen] = whole[unseen] - whole[seen].mean()
    return logistic_slope(ahead, past.outcome.astype(np.float64), weight)


def _capped(weight: Floats | None, rows: int) -> Floats:
    if weight is None:
        return np.ones(rows)
    return np.minimum(weight, HEAVIEST * float(np.median(weight)))


def additive(
    features: pl.DataFrame,
    outcome: NDArray[np.bool_],
    on: NDArray[np.datetime64],
    weight: Floats,
    directions: Mapping[str, int],
) -> Model:
    """The additive learner: regularised, monotone where the set in force has an order. Raises ``LearningError``."""
    return learn(features, outcome, on=on, weight=weight, directions=directions)


def _rankings(frame: pl.DataFrame, weights: Weights, factors: tuple[Factor, ...]) -> dict[str, Floats]:
    simple = rankings_of(frame)
    return {
        MODEL: _scores(frame, replace(weights, factors=factors)),
        IN_FORCE: _scores(frame, weights),
        **{name: simple[name] for name in MUST_BEAT},
    }


def _scores(frame: pl.DataFrame, weights: Weights) -> Floats:
    return score_frame(frame, weights)["score"].cast(pl.Float64).to_numpy()
