"""What an employer sees of the score of his own housing: the open factors alone, and what he can do about each.

Nothing here may rest on what is withheld: the page is the same whether or not anybody reported, and whatever the
withheld factors give (PRIV-02). No rank, no planned visit and no other employer is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from husly.kit.i18n import gettext as _
from inspection.risk.card.presenters import Contact
from inspection.risk.card.wording import Advice, advice_for, name_of
from inspection.risk.presenters import BADGES, GROUP_NAMES, sentence
from inspection.risk.scoring import Contribution, Score
from inspection.risk.weights.factors import Factor, Weights


@dataclass(frozen=True)
class OwnScore:
    """An open score with the weights it was made with; ``as_of`` is the day whose knowledge it rests on."""

    score: Score
    weights: Weights
    as_of: date


@dataclass(frozen=True)
class OwnPart:
    """One open factor that gave points."""

    name: str
    sentence: str
    points: int
    highest: int
    is_unknown: bool
    advice: Advice


@dataclass(frozen=True)
class OwnPage:
    """The page of one accommodation. ``own`` None: not scored yet, no score is used, or employers are not shown any."""

    accommodation_id: UUID
    address: str
    own: OwnScore | None
    is_used: bool
    is_shown: bool
    contact: Contact

    @property
    def href(self) -> str:
        """The page of the declaration."""
        return f"/declarations/{self.accommodation_id}"

    @cached_property
    def parts(self) -> Sequence[OwnPart]:
        """What gave points, the most first."""
        if self.own is None:
            return ()
        factors = {one.key: one for one in self.own.weights.factors}
        return tuple(self._part(part, factors[part.key]) for part in self.own.score.contributions)

    def _part(self, part: Contribution, factor: Factor) -> OwnPart:
        return OwnPart(
            name=name_of(factor),
            sentence=sentence(part),
            points=part.points,
            highest=part.max_points,
            is_unknown=part.value is None,
            advice=advice_for(factor, self.accommodation_id),
        )

    @property
    def known(self) -> Sequence[OwnPart]:
        """What gave points because of what is known."""
        return tuple(part for part in self.parts if not part.is_unknown)

    @property
    def unknown(self) -> Sequence[OwnPart]:
        """What gave points because nobody knows it."""
        return tuple(part for part in self.parts if part.is_unknown)

    @property
    def without_points(self) -> Sequence[str]:
        """Names of the open factors that gave none."""
        if self.own is None:
            return ()
        gave = {part.key for part in self.own.score.contributions}
        return tuple(name_of(one) for one in open_factors(self.own.weights) if one.key not in gave)

    @property
    def total(self) -> int:
        """The points of the open factors."""
        return 0 if self.own is None else self.own.score.total

    @property
    def highest(self) -> int:
        """The most that the open factors can give."""
        return 0 if self.own is None else sum(one.max_points for one in open_factors(self.own.weights))

    @property
    def group(self) -> tuple[str, str]:
        """Badge and words of the group that the open points fall in."""
        group = 1 if self.own is None else self.own.score.group
        return BADGES[group], _("%(name)s risk", name=_(GROUP_NAMES[group])).capitalize()


def open_factors(weights: Weights) -> list[Factor]:
    """The factors that an employer is told of."""
    return [one for one in weights.factors if not one.withheld]
