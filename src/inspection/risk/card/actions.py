"""Publishing an evaluation."""

from datetime import datetime

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.errors import DomainError
from inspection.risk.actions import require_score_on
from inspection.risk.card.models import PublishedEvaluation
from inspection.risk.card.publishing import EvaluationError, publishable


def publish_evaluation(
    session: Session, document: object, *, switched_on: bool, by: Actor, at: datetime
) -> PublishedEvaluation:
    """Put an evaluation on the score card, small cells left out; the one before it stays in the table.

    ``document`` is what ``husly risk evaluate --json`` prints. Raises ``NotAllowedError``, and ``DomainError`` for what
    is no evaluation and while the score is switched off.
    """
    require(by, Permission.ISSUE_DECISIONS, Subject())  # over the whole country
    require_score_on(switched_on)
    try:
        found = publishable(document)
    except EvaluationError as error:
        raise DomainError("card.document", "This is no evaluation. {why}", why=str(error)) from None
    made = PublishedEvaluation(
        document=found.document,
        weights_version=found.weights_version,
        period_from=found.period[0],
        period_to=found.period[1],
        published_at=at,
        published_by=by.id,
        published_by_name=by.name,
    )
    session.add(made)
    session.flush()
    on = ("published_evaluation", made.id)
    details = {"weights": made.weights_version, "from": made.period_from, "to": made.period_to}
    audit.record(
        session, by=by, at=at, action="risk.evaluation.published", on=on, after=found.document, details=details
    )
    return made
