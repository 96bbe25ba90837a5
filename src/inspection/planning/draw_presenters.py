"""A draw as people read and check it: who could be drawn, who was, and whether a repetition gives the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from husly.kit.i18n import format_number, mark
from husly.kit.i18n import gettext as _
from inspection.enforcement.choosing import VisitReason
from inspection.planning.models import PlannedVisit, VisitDraw
from inspection.planning.offering.drawing import Stratum
from inspection.planning.stored.draws import is_sound

ARMS = {
    (VisitReason.RANDOM, Stratum.ALL): mark("Control visits, from everything that may be visited"),
    (VisitReason.EXPLORE, Stratum.UNDECLARED): mark("Exploration, from housing that was never declared"),
    (VisitReason.EXPLORE, Stratum.NEVER_INSPECTED): mark("Exploration, from dwellings never inspected"),
}


@dataclass(frozen=True)
class DrawRow:
    """One draw of a plan. ``missed`` were drawn and found no place, or nobody to whom the act applies lives there."""

    what: str
    drawn: int
    pool: int
    seed: int
    chance: str
    is_sound: bool
    planned: int
    dropped: int

    @property
    def missed(self) -> int:
        """How many of the drawn ones are in no tour."""
        return self.drawn - self.planned


def draw_rows(draws: Sequence[VisitDraw], visits: Sequence[PlannedVisit]) -> list[DrawRow]:
    """The draws of a plan beside what became of them."""
    return [_row(one, visits) for one in draws]


def _row(stored: VisitDraw, visits: Sequence[PlannedVisit]) -> DrawRow:
    of_draw = [one for one in visits if one.reason is stored.arm and _near(one.probability, stored.probability)]
    percent = 0.0 if stored.probability is None else round(stored.probability * 100, 2)
    return DrawRow(
        what=_(ARMS[stored.arm, stored.stratum]),
        drawn=len(stored.drawn),
        pool=stored.pool_size,
        seed=stored.seed,
        chance=f"{format_number(percent)} %",
        is_sound=is_sound(stored),
        planned=len(of_draw),
        dropped=sum(one.dropped_by is not None for one in of_draw),
    )


def _near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) < 1e-12


def printed_draws(draws: Sequence[VisitDraw], visits: Sequence[PlannedVisit]) -> list[str]:
    """The check of a plan's draws for a terminal, in English."""
    lines = []
    for stored, row in zip(draws, draw_rows(draws, visits), strict=True):
        answer = "a repetition gives the same" if row.is_sound else "A REPETITION DOES NOT GIVE THE SAME"
        where = f"{stored.arm} ({stored.stratum.replace('_', ' ')})"
        lines.append(f"{where}: drew {row.drawn} of {row.pool}, seed {row.seed}, chance {row.chance}: {answer}.")
        lines.append(f"  {row.planned} planned, {row.missed} without a place, {row.dropped} dropped by people.")
    return lines
