"""Reading what the score card tells: the published evaluation, the weights of today and before, an own score."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from inspection.risk.card.models import PublishedEvaluation
from inspection.risk.factors import Weights
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.weights import delivered_versions, load_weights, weights_in_force


def find_published(session: Session) -> PublishedEvaluation | None:
    """The evaluation published last, or None before the first."""
    newest = (col(PublishedEvaluation.published_at).desc(), col(PublishedEvaluation.id).desc())
    return session.exec(select(PublishedEvaluation).order_by(*newest).limit(1)).first()


def weights_of_today(session: Session, as_of: date) -> Weights:  # noqa: ARG001 - sets of the register's own will need it
    """The weights that count on a day."""
    return weights_in_force(as_of)


def list_weights(session: Session, as_of: date) -> Sequence[Weights]:  # noqa: ARG001 - as above
    """Every set that counts or has counted by a day."""
    return [one for one in map(load_weights, delivered_versions()) if one.valid_from <= as_of]


def weights_of_run(session: Session, run: RiskRun) -> Weights | None:  # noqa: ARG001 - as above
    """The weights that a run was made with; None where nobody can read them any more."""
    return load_weights(run.weights_version)


def find_score(session: Session, run: RiskRun, accommodation_id: UUID) -> RiskScore | None:
    """The score of one accommodation in a run; None where it is no part of it."""
    return session.get(RiskScore, (run.id, accommodation_id))
