"""Reading what the score card tells: the published evaluation, the weights of today and before, an own score."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from inspection.risk.card.models import PublishedEvaluation
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.weights import delivered_versions, load_weights
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets.models import WeightSet
from inspection.risk.weightsets.queries import list_adopted, read_stored


def find_published(session: Session) -> PublishedEvaluation | None:
    """The evaluation published last, or None before the first."""
    newest = (col(PublishedEvaluation.published_at).desc(), col(PublishedEvaluation.id).desc())
    return session.exec(select(PublishedEvaluation).order_by(*newest).limit(1)).first()


def list_weights(session: Session, as_of: date) -> Sequence[Weights]:
    """Every set that counts or has counted by a day, each with the first day on which it did.

    Delivered sets count until a person has adopted one; from then on only what was adopted.
    """
    adopted = list_adopted(session, as_of)
    first = adopted[0].valid_from if adopted else None
    delivered = [one for one in map(load_weights, delivered_versions()) if one.valid_from <= (first or as_of)]
    return [*delivered, *(_from(one) for one in adopted)]


def _from(adopted: WeightSet) -> Weights:
    weights = read_stored(adopted)
    return replace(weights, valid_from=adopted.valid_from or weights.valid_from)


def find_score(session: Session, run: RiskRun, accommodation_id: UUID) -> RiskScore | None:
    """The score of one accommodation in a run; None where it is no part of it."""
    return session.get(RiskScore, (run.id, accommodation_id))
