"""Who is offered to a plan, and why: the random control group, the exploration quota, and the highest scores.

The two groups are drawn by lot with the plan's seed and become duties; what is left of the hours goes to the score, or,
while none is used, to whoever lies well for the tour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from inspection.enforcement.choosing import VisitReason
from inspection.planning.drawing import Draw, Lot, Stratum, draw
from inspection.planning.from_register import (
    POOL,
    Wanted,
    list_highest,
    list_never_inspected,
    list_pool,
    list_rows_at,
    once_each,
    ranks_of,
    visits_guess,
)
from inspection.planning.problem import Candidate


@dataclass(frozen=True)
class Known:
    """What score and chance said of one candidate when it was offered."""

    score: int | None
    rank: int | None
    probability: float | None = None


@dataclass(frozen=True)
class Offered:
    """Candidates, each dwelling once, with what is known of each by id, and the draws that chose some of them."""

    candidates: tuple[Candidate, ...]
    known: Mapping[str, Known]
    draws: tuple[Draw, ...]


@dataclass
class _Gathering:
    session: Session
    wanted: Wanted
    ranks: Mapping[int, int]
    seen: set[UUID] = field(default_factory=set)
    candidates: list[Candidate] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)

    def add(self, rows: Sequence[Any], reason: VisitReason, made: Draw | None = None) -> None:
        """Take in rows as candidates of an arm; those that were drawn must be visited."""
        for row, one in once_each(self.session, rows, self.wanted, self.seen):
            self.candidates.append(replace(one, reason=reason, must_visit=made is not None))
            rank = self.ranks.get(row.score)
            self.known[one.id] = Known(row.score, rank, None if made is None else made.probability)

    def add_drawn(self, made: Draw) -> None:
        """Take in whom a draw chose."""
        self.add(list_rows_at(self.session, self.wanted, made.drawn), made.lot.arm, made)


def offer(session: Session, wanted: Wanted) -> Offered:
    """Whom a plan may choose from: drawn ones first, as duties, then the highest scores (RISK-05).

    Without a score the rest is an even selection in which travel decides; its visits belong to no arm.
    """
    gathering = _Gathering(session, wanted, ranks_of(session, wanted))
    pool = list_pool(session, wanted)
    control = draw(pool, wanted.random_share * visits_guess(wanted), _lot(wanted, VisitReason.RANDOM, Stratum.ALL))
    explored = _explore(session, wanted, control)
    for made in (control, *explored):
        gathering.add_drawn(made)
    if wanted.run is None:
        others = draw(pool, POOL, _lot(wanted, VisitReason.OTHER, Stratum.ALL)).drawn
        gathering.add(list_rows_at(session, wanted, others), VisitReason.OTHER)
    else:
        gathering.add(list_highest(session, wanted), VisitReason.SCORE)
    draws = tuple(made for made in (control, *explored) if made.expected > 0)
    return Offered(tuple(gathering.candidates), gathering.known, draws)


def _explore(session: Session, wanted: Wanted, control: Draw) -> list[Draw]:
    """Dwellings never inspected, those without a declaration first; not whom the control group has already."""
    quota = wanted.exploration_share * visits_guess(wanted)
    if quota <= 0:
        return []
    taken, draws = set(control.drawn), []
    for stratum in (Stratum.UNDECLARED, Stratum.NEVER_INSPECTED):
        never = list_never_inspected(session, wanted, declared=stratum is Stratum.NEVER_INSPECTED)
        made = draw(set(never) - taken, quota, _lot(wanted, VisitReason.EXPLORE, stratum))
        quota -= made.expected
        draws.append(made)
    return draws


def _lot(wanted: Wanted, arm: VisitReason, stratum: Stratum) -> Lot:
    return Lot(seed=wanted.seed, from_on=wanted.days[0], arm=arm, stratum=stratum)
