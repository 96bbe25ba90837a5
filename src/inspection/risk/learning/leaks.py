"""Columns that must not be learned from: what nobody may weigh, and what nobody can know before the visit."""

import numpy as np
import polars as pl

from inspection.risk.evaluation.metrics import area_under_curve
from inspection.risk.learning.words import words, words_of

TELLS_ALL = 0.995
"""A single column that ranks past visits better than this is taken to hold the answer: no fact known before does."""
TELLS_MUCH = 0.90
"""Enough for a column that by its name may be the outcome itself."""

CHANCE, CHANCE_NAMED = 1e-9, 1e-4
"""How unlikely by chance it must be that a column is filled in for one outcome alone; the same where its name tells."""

MOST_AFTER = 0.01
"""Share of a column's days that may lie after the visit."""

FEWEST_JUDGED = 20


def barred(name: str) -> str | None:
    """Why a column may never weigh in a score, by its name; None when nothing speaks against it."""
    own = words_of(name)
    beginnings = tuple(words("barred_beginnings"))
    if not own & words("barred") and not any(word.startswith(beginnings) for word in own):
        return None
    return "it tells, or stands for, who people are or who inspected; that must never weigh in a score (RISK-03)"


def after_the_visit(days: pl.Series, on: pl.Series) -> str | None:
    """Why a column of days is refused; None when its days lie before the visits (or on them)."""
    known = days.is_not_null() & on.is_not_null()
    late = int((days.filter(known) > on.filter(known)).sum())
    if late <= MOST_AFTER * int(known.sum()):
        return None
    return f"{late} of its {int(known.sum())} days lie after the visit: it is known only later"


def tells_the_outcome(name: str, values: pl.Series, outcome: pl.Series) -> str | None:
    """Why a column is refused as holding the answer; None when it does not. Judge it on rows to learn from only.

    Refused are a column equal to the outcome, one by which a limit or a value tells it, one that is filled in only for
    one outcome, and one whose name says that it came later.
    """
    own = words_of(name)
    if own & words("later") and not own & words("earlier"):
        return "by its name it tells what came after the visit"
    happened = outcome.to_numpy()
    if min(happened.sum(), (~happened).sum()) < FEWEST_JUDGED:
        return None
    reach = single_reach(values, outcome)
    if reach >= TELLS_ALL:
        return f"alone it tells the outcome (AUC {reach:.3f}), as nothing known before a visit does"
    if (told := _one_sided(values, happened, CHANCE_NAMED if doubted(name) else CHANCE)) is not None:
        return told
    if reach >= TELLS_MUCH and doubted(name):
        return f"by its name it is what the visit found, and it nearly tells the outcome (AUC {reach:.3f})"
    return None


def _one_sided(values: pl.Series, happened: np.ndarray, chance: float) -> str | None:
    """Whether a column is filled in, or other than 0, only for visits with one of the outcomes, as a fine is."""
    there = values.is_not_null()
    if values.dtype != pl.String:
        there = there & (values.cast(pl.Float64) != 0).fill_null(value=False)
    filled, share = there.to_numpy(), happened.mean()
    for part in (filled, ~filled):
        for ended, usual in ((happened, share), (~happened, 1 - share)):
            if 0 < part.sum() < len(part) and ended[part].all() and usual ** part.sum() < chance:
                return "it is filled in only for visits with one of the two outcomes"
    return None


def doubted(name: str) -> bool:
    """Whether a column may by its name be known only after the visit, though it does not tell the outcome."""
    own = words_of(name)
    return bool(own & words("found")) and not own & words("earlier")


def share_of(outcome: pl.Series) -> float:
    """The share of rows with the outcome, 0 where there are none."""
    return float(outcome.to_numpy().mean()) if outcome.len() else 0.0


def single_reach(values: pl.Series, outcome: pl.Series) -> float:
    """How well one column alone ranks the outcome: its AUC the better way round, 0.5 to 1.

    Of a category the rows' other half says how bad a level is, so that many small levels cannot learn the answer.
    """
    return max(0.5, abs(_signed_reach(values, outcome) - 0.5) + 0.5)


def single_ranking(values: pl.Series, outcome: pl.Series, unseen: pl.Series) -> np.ndarray:
    """Rank other rows by one column alone, the way round that the learned rows show; unknown lies in the middle."""
    if values.dtype == pl.String:
        rates = _rates(values, outcome)
        share = share_of(outcome)
        return unseen.replace_strict(rates, default=share, return_dtype=pl.Float64).fill_null(share).to_numpy()
    sign = 1.0 if _signed_reach(values, outcome) >= 0.5 else -1.0
    middle = values.cast(pl.Float64).median()
    return sign * unseen.cast(pl.Float64).fill_null(middle).to_numpy()


def _signed_reach(values: pl.Series, outcome: pl.Series) -> float:
    happened = outcome.to_numpy()
    if values.dtype == pl.String:
        half = np.arange(len(happened)) % 2 == 0
        risk = np.zeros(len(happened))
        for own, other in ((half, ~half), (~half, half)):
            mask = pl.Series(other)
            rates = _rates(values.filter(mask), outcome.filter(mask))
            share = float(happened[other].mean()) if other.any() else 0.0
            part = values.filter(pl.Series(own)).replace_strict(rates, default=share, return_dtype=pl.Float64)
            risk[own] = part.fill_null(share).to_numpy()
        return _reach(risk, happened)
    known = values.is_not_null().to_numpy()
    return _reach(values.cast(pl.Float64).to_numpy()[known], happened[known])


def _rates(values: pl.Series, outcome: pl.Series) -> dict[str, float]:
    frame = pl.DataFrame({"value": values, "outcome": outcome.cast(pl.Float64)}).drop_nulls()
    share = share_of(outcome)
    rates = frame.group_by("value").agg((pl.col("outcome").sum() + 2 * share) / (pl.len() + 2))
    return dict(rates.iter_rows())


def _reach(risk: np.ndarray, happened: np.ndarray) -> float:
    if happened.all() or not happened.any():
        return 0.5
    found = area_under_curve(happened, risk)
    if found is None:
        return 0.5
    return found
