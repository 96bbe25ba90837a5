"""The features of an employer's own housing as far as he was told: findings count from their letter.

The authority's score counts a breach from the day on which it is recorded. An employer who saw that in his own score
would learn of it before the hearing, so that his page leaves it out until the hearing or the order was issued.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from inspection.risk.features import RiskFeatures
from inspection.risk.features.past_cases import count_breaches, list_past_visits


def as_told(
    session: Session, features: RiskFeatures, *, employer_id: UUID, dwelling_id: UUID, as_of: date
) -> RiskFeatures:
    """The same features, without the breaches that no letter had told the employer of by the end of the day."""
    breaches, last_on = count_breaches(session, as_of, told_to=employer_id).get(employer_id, (0, None))
    visits = list_past_visits(session, as_of, told_to=employer_id)
    results = [one.result for one in visits if one.dwelling_id == dwelling_id and one.result is not None]
    return replace(
        features,
        previous_breaches=None if features.previous_breaches is None else breaches,
        days_since_last_breach=None if last_on is None else (as_of - last_on).days,
        last_result=results[-1] if results else None,
    )
