"""The register's own visits evaluated: one document with everything that the page and the command show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import polars as pl
from sqlmodel import Session

from husly.kit.i18n import mark
from inspection.risk.evaluation.bands import bands_of, forward_calibration
from inspection.risk.evaluation.drift import half_years, moved
from inspection.risk.evaluation.effect import Effect, Share, measure_effect
from inspection.risk.evaluation.evaluating import MODEL, Past, evaluate
from inspection.risk.evaluation.grouping import FEWEST_VISITS
from inspection.risk.evaluation.metrics import Estimate, lift
from inspection.risk.evaluation.printing import calibration_document, document_of, plain
from inspection.risk.evaluation.queries import list_remedies
from inspection.risk.evaluation.visits import FEATURES, Arm, EndedVisit, list_ended_visits, visits_frame
from inspection.risk.features.from_register import FRAME_SCHEMA, feature_frames
from inspection.risk.scoring import score_frame
from inspection.risk.weights.factors import Weights
from register.upkeep.duties import AS_SHIPPED, Duties

YEAR = timedelta(days=365)
NEVER_VISITED = 1.0
"""Where a dwelling that was never visited stands by last result: after a breach (2), before none (0)."""
NO_LIFT = mark("Too few: under 50 visits drawn at random.")

JUDGED = (Arm.RANDOM, Arm.EXPLORED, Arm.TARGETED)

Progress = Callable[[str, int, int], None]
"""Told which step is under way, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Asked:
    """What is to be evaluated: visits of a period, by a weight set, at a capacity (a share of the visits)."""

    from_on: date
    to_on: date
    weights: Weights
    capacity: float = 0.1
    resamples: int = 1000
    seed: int = 1


def evaluate_register(
    session: Session, asked: Asked, *, duties: Duties = AS_SHIPPED, progress: Progress | None = None
) -> dict[str, Any]:
    """Everything about the visits of the period, as plain values for JSON. Nothing is stored.

    Rankings are judged on the visits drawn at random when there are 50 or more, and always on those and the visits
    chosen by score together, which the choice itself biases.
    """
    tell = progress or _silent
    every = list_ended_visits(session, until=asked.to_on)
    within = [one for one in every if asked.from_on <= one.visited_on]
    judged = [one for one in within if one.arm in JUDGED]
    frame = _scored(session, judged, asked, duties, tell)
    drawn = frame.filter(pl.col("arm") == Arm.RANDOM) if len(frame) else frame
    shares = {arm: Share.of(one.breached for one in within if one.arm is arm) for arm in Arm}
    return {
        "from": asked.from_on.isoformat(),
        "to": asked.to_on.isoformat(),
        "weights_version": asked.weights.version,
        "capacity": asked.capacity,
        "seed": asked.seed,
        "visits": {"ended": len(within), "judged": len(frame), "undeclared": len(judged) - len(frame)},
        "arms": [{"arm": arm.value} | share_document(share) for arm, share in shares.items()],
        "lift": plain(_lift(shares)),
        "random": _evaluated(drawn, asked, tell, "Visits drawn at random") if len(drawn) >= FEWEST_VISITS else None,
        "all": _evaluated(frame, asked, tell, "All judged visits") if len(frame) else None,
        "bands": [_band(*one) for one in bands_of(frame)],
        "calibration": _calibration(frame),
        "drift": _drift(session, asked, duties, judged, tell),
        "effect": _effect(measure_effect(every, remedies=_remedies(session, every), until=asked.to_on)),
    }


def _silent(what: str, done: int, of: int) -> None:
    """No progress is told."""


def _scored(
    session: Session, visits: Sequence[EndedVisit], asked: Asked, duties: Duties, tell: Progress
) -> pl.DataFrame:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        tell("Reading visits", done, len(visits))

    return visits_frame(session, visits, weights=asked.weights, duties=duties, progress=advance)


def _evaluated(frame: pl.DataFrame, asked: Asked, tell: Progress, what: str) -> dict[str, Any]:
    evaluation = evaluate(
        past_of(frame),
        rankings_of(frame),
        capacity=asked.capacity,
        resamples=asked.resamples,
        seed=asked.seed,
        progress=lambda done, of: tell(what, done, of),
    )
    return document_of(evaluation)


def past_of(frame: pl.DataFrame) -> Past:
    """Visits with their features as the evaluation takes them; weighted where every probability is known."""
    probability = frame["probability"]
    return Past(
        outcome=frame["breached"].to_numpy(),
        on=frame["visited_on"].to_numpy(),
        unit=frame["dwelling_id"].rank("dense").cast(pl.Int64).to_numpy(),
        weight=None if probability.null_count() else 1 / probability.to_numpy(),
        groups={
            "municipality": frame["municipality_code"].to_list(),
            "sector": frame["sector"].to_list(),
            "kind": frame["kind"].fill_null("").to_list(),
        },
    )


def rankings_of(frame: pl.DataFrame) -> dict[str, Any]:
    """The score, and what it must beat: the last result of the dwelling, the employer's breaches before, chance.

    Chance holds all alike, and is told as the mean over all orders.
    """
    last = frame["last_breached"].cast(pl.Float64) * 2
    return {
        MODEL: frame["score"].cast(pl.Float64).to_numpy(),
        "last_result": last.fill_null(NEVER_VISITED).to_numpy(),
        "employer_before": frame["previous_breaches"].cast(pl.Float64).fill_null(0.0).to_numpy(),
        "chance": np.zeros(len(frame)),
    }


def _lift(shares: dict[Arm, Share]) -> Estimate:
    targeted, drawn = shares[Arm.TARGETED], shares[Arm.RANDOM]
    if drawn.n < FEWEST_VISITS:
        return Estimate(None, reason=NO_LIFT)
    return lift(targeted.hits, targeted.n, drawn.hits, drawn.n)


def _band(group: int, share: Share) -> dict[str, Any]:
    return {"group": group} | share_document(share)


def _calibration(frame: pl.DataFrame) -> dict[str, Any]:
    found = forward_calibration(frame)
    if isinstance(found, str):
        return {"reason": found}
    learned, tested, calibration = found
    return {"learned_on": learned, "tested_on": tested} | calibration_document(calibration)


def _drift(
    session: Session, asked: Asked, duties: Duties, judged: Sequence[EndedVisit], tell: Progress
) -> dict[str, Any]:
    days = (asked.to_on - YEAR, asked.to_on)
    frames = []
    for number, day in enumerate(days, start=1):
        parts = [score_frame(one, asked.weights) for one in feature_frames(session, as_of=day, duties=duties)]
        frames.append(pl.concat(parts) if parts else score_frame(pl.DataFrame(schema=FRAME_SCHEMA), asked.weights))
        tell("Comparing the register", number, len(days))
    found = moved(frames[0], frames[1], [*FEATURES, "score", "risk_group"])
    halves = half_years([one.visited_on for one in judged], [one.breached for one in judged])
    return {
        "before": days[0].isoformat(),
        "after": days[1].isoformat(),
        "accommodations": [len(one) for one in frames],
        "features": [_moved(one) for one in found],
        "half_years": [
            {"label": one.label, "n": one.n, "breaches": one.breaches, "hit_rate": plain(one.hit_rate)}
            for one in halves
        ],
    }


def _moved(one: Any) -> dict[str, Any]:
    return {
        "feature": one.feature,
        "index": one.index,
        "shift": one.shift.value,
        "unknown_before": one.unknown_before,
        "unknown_after": one.unknown_after,
    }


def _remedies(session: Session, visits: Sequence[EndedVisit]) -> dict[UUID, list[date]]:
    return list_remedies(session, {one.accommodation_id for one in visits if one.breached})


def _effect(found: Effect) -> dict[str, Any]:
    shares = {
        "again": found.again,
        "remedied": found.remedied,
        "visited_before": found.visited_before,
        "never_visited": found.never_visited,
    }
    return {name: share_document(share) for name, share in shares.items()} | {"difference": plain(found.difference)}


def share_document(share: Share) -> dict[str, Any]:
    """A share as plain values."""
    return {"n": share.n, "breaches": share.hits, "hit_rate": plain(share.estimate)}
