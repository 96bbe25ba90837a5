"""Why the visits of the demonstration happen: each reason there is, in turn."""

from dataclasses import dataclass

from inspection.enforcement.choosing import Chosen, VisitReason

FROM_PLAN = "Udvalgt i tilsynsplanen"


@dataclass(frozen=True)
class Why:
    """What the case file says, and the internal reason of its first visit."""

    words: str
    chosen: Chosen


REASONS = (
    Why(FROM_PLAN, Chosen(reason=VisitReason.SCORE, score=62, rank=3)),
    Why(FROM_PLAN, Chosen(reason=VisitReason.RANDOM, score=11, rank=41, probability=0.02, plan_seed=7)),
    Why(FROM_PLAN, Chosen(reason=VisitReason.EXPLORE, score=27, rank=22, probability=0.05, plan_seed=7)),
    Why("Udvalgt til tilsyn", Chosen(reason=VisitReason.TIP)),
    Why("Oplysninger fra en anden myndighed", Chosen(reason=VisitReason.REFERRAL)),
    Why(FROM_PLAN, Chosen(reason=VisitReason.SCORE, score=55, rank=8)),
    Why("Mulig fare for beboerne", Chosen(reason=VisitReason.DANGER)),
    Why("Manglende ajourføring", Chosen(reason=VisitReason.OTHER, words="Manglende ajourføring efter påmindelse")),
    Why("Opfølgning på et tidligere tilsyn", Chosen(reason=VisitReason.FOLLOW_UP)),
)
"""The reasons of the cases, in turn; those of owners' contests come from the contests."""
