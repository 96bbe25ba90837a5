"""Why a visit happens, and what chance and score said when it was chosen (RISK-05, K5).

Internal: no letter and no page of an employer or owner ever reads any of it, since it would tell that somebody
reported (PRIV-02).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from husly.kit.errors import DomainError


class VisitReason(StrEnum):
    """Why a visit is asked for; each visit bears exactly one, a revisit its own."""

    SCORE = "score"
    """Chosen among the highest scores: the targeted arm."""
    RANDOM = "random"
    """Drawn at random from all that may lawfully be visited: the control arm."""
    EXPLORE = "explore"
    """Drawn among dwellings never inspected, those without a declaration first."""
    TIP = "tip"
    REFERRAL = "referral"
    """Another authority pointed at it."""
    CONTEST = "contest"
    """An owner says that what is declared is not so."""
    FOLLOW_UP = "follow_up"
    """Looks again at what was found before."""
    DANGER = "danger"
    OTHER = "other"
    """With words of its own."""


DRAWN = frozenset({VisitReason.RANDOM, VisitReason.EXPLORE})
"""Visits that chance chose, with a probability that is known."""

OUTSIDE_ARMS = frozenset(VisitReason) - DRAWN - {VisitReason.SCORE}
"""Visits that say nothing about how well the score chooses: something else sent the inspector."""

BY_HAND = (
    VisitReason.SCORE,
    VisitReason.REFERRAL,
    VisitReason.TIP,
    VisitReason.FOLLOW_UP,
    VisitReason.DANGER,
    VisitReason.OTHER,
)
"""What a person may give as the reason; chance and contests come from where they are drawn and received."""

LONGEST_WORDS = 300


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Why a visit was chosen, with what was known then; None where it is not known or no score was used.

    ``rank`` is the place among those that could be chosen, 1 the highest score, equal scores sharing it.
    ``probability`` is how likely chance was to draw the dwelling, above 0 and at most 1: the inverse weighs the visit
    in evaluations. Raises ``DomainError`` for another reason without words.
    """

    reason: VisitReason
    words: str = ""
    score: int | None = None
    rank: int | None = None
    run_id: UUID | None = None
    weights_version: str = ""
    probability: float | None = None
    plan_seed: int | None = None
    visit_by: date | None = None
    """The last day that another authority's referral asks for."""

    def __post_init__(self) -> None:
        if self.reason is VisitReason.OTHER and not self.words.strip():
            raise DomainError("visit.reason_words", "Say in words which other reason the visit has.")
        if self.visit_by is not None and self.reason is not VisitReason.REFERRAL:
            raise DomainError("visit.by", "Only another authority's referral has a last day: leave it empty.")
        if len(self.words) > LONGEST_WORDS:
            raise DomainError(
                "visit.reason_long", "The reason is longer than {most} characters: shorten it.", most=LONGEST_WORDS
            )

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a visit that hold it."""
        return {
            "reason_code": self.reason,
            "reason_words": self.words.strip(),
            "chosen_score": self.score,
            "chosen_rank": self.rank,
            "risk_run_id": self.run_id,
            "weights_version": self.weights_version,
            "selection_probability": self.probability,
            "plan_seed": self.plan_seed,
            "visit_by": self.visit_by,
        }
