"""Keeping an evaluation."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from inspection.risk.actions import require_score_on
from inspection.risk.evaluation.models import RiskEvaluation
from inspection.risk.evaluation.of_register import Asked


def keep_evaluation(
    session: Session, asked: Asked, document: dict[str, Any], *, switched_on: bool, by: Actor, at: datetime
) -> RiskEvaluation:
    """Store what was measured, so that pages show it and later ones can be held against it.

    Raises ``DomainError`` while the score is switched off.
    """
    require(by, Permission.READ_RISK)
    require_score_on(switched_on)
    kept = RiskEvaluation(
        from_on=asked.from_on,
        to_on=asked.to_on,
        weights_version=asked.weights.version,
        visits=document["visits"]["judged"],
        document=document,
        made_at=at,
        made_by=by.id,
    )
    session.add(kept)
    session.flush()
    details = {"weights": kept.weights_version, "from": kept.from_on, "to": kept.to_on, "visits": kept.visits}
    audit.record(session, by=by, at=at, action="risk.evaluated", on=("risk_evaluation", kept.id), details=details)
    return kept
