"""Scoring the whole register."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.errors import DomainError
from inspection.risk.features.from_register import FRAME_SCHEMA, KEY_COLUMNS, feature_frames
from inspection.risk.features.reading import stored
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.scoring import score_frame
from inspection.risk.weights.factors import Weights
from register.evidence.wanted import Wanted
from register.upkeep.duties import AS_SHIPPED, Duties

FEATURES = [name for name in FRAME_SCHEMA if name not in KEY_COLUMNS]


def require_score_on(switched_on: bool) -> None:
    """Raise ``DomainError`` when the installation works without a score (``settings.risk_score``, K9)."""
    if not switched_on:
        raise DomainError(
            "risk.off", "The risk score is switched off in this installation (risk_score = false); nothing was scored."
        )


def score_register(
    session: Session,
    *,
    as_of: date,
    weights: Weights,
    switched_on: bool,
    by: Actor,
    at: datetime,
    duties: Duties = AS_SHIPPED,
    wanted: Sequence[Wanted] | None = None,
    progress: Callable[[int], None] | None = None,
) -> RiskRun:
    """Score every accommodation in use on the day and store the run, in one transaction.

    ``duties`` and ``wanted`` are what the installation asks of employers. ``progress`` is told how many more were
    scored. Raises ``DomainError`` when the score is switched off.
    """
    run = start_run(session, as_of=as_of, weights=weights, switched_on=switched_on, by=by, at=at)
    scored = 0
    for frame in feature_frames(session, as_of=as_of, duties=duties, wanted=wanted):
        save_scores(session, run.id, frame, weights)
        scored += len(frame)
        if progress is not None:
            progress(len(frame))
    return finish_run(session, run.id, accommodations=scored, by=by, at=at)


def start_run(
    session: Session, *, as_of: date, weights: Weights, switched_on: bool, by: Actor, at: datetime
) -> RiskRun:
    """A run that nobody sees before ``finish_run``; leftovers of runs that never finished are removed.

    The command scores a large register in many short transactions, so that others can write meanwhile.
    """
    require(by, Permission.READ_RISK)
    require_score_on(switched_on)
    unfinished = sa.select(col(RiskRun.id)).where(col(RiskRun.accommodations).is_(None))
    session.execute(sa.delete(RiskScore).where(col(RiskScore.run_id).in_(unfinished)))
    session.execute(sa.delete(RiskRun).where(col(RiskRun.accommodations).is_(None)))
    run = RiskRun(as_of=as_of, weights_version=weights.version, scored_at=at, scored_by=by.id)
    session.add(run)
    session.flush()
    return run


def save_scores(session: Session, run_id: UUID, features: pl.DataFrame, weights: Weights) -> None:
    """Score a frame of ``from_register.feature_frames`` and store its rows under the run."""
    scored = score_frame(features, weights)
    rows = [_row(run_id, one, weights) for one in scored.iter_rows(named=True)]
    if rows:
        session.execute(sa.insert(RiskScore.__table__), rows)  # type: ignore[attr-defined]  # no work per row


def _row(run_id: UUID, one: dict[str, Any], weights: Weights) -> dict[str, Any]:
    points = {factor.key: one[f"points_{factor.key}"] for factor in weights.factors}
    return {
        "run_id": run_id,
        "accommodation_id": UUID(one["accommodation_id"]),
        "municipality_code": one["municipality_code"],
        "employer_id": UUID(one["employer_id"]),
        "kind": one["kind"] or "",
        "score": one["score"],
        "risk_group": one["risk_group"],
        "points": {key: value for key, value in points.items() if value},
        "features": stored({name: one[name] for name in FEATURES}),
    }


def finish_run(session: Session, run_id: UUID, *, accommodations: int, by: Actor, at: datetime) -> RiskRun:
    """Make the run the newest one, with its audit row."""
    run = session.get_one(RiskRun, run_id)
    run.accommodations = accommodations
    session.add(run)
    session.flush()
    details = {"as_of": run.as_of, "weights": run.weights_version, "accommodations": accommodations}
    audit.record(session, by=by, at=at, action="risk.scored", on=("risk_run", run_id), details=details)
    return run
