"""The table of lawful moves of a joint visit (*fælles tilsyn*): what each demands, said in words.

A move that is not in the table does not exist. Each authority keeps its own case: agreeing here opens, notifies and
decides nothing in any of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspection.enforcement.reasons import Reason
from inspection.joint.slots import holds
from inspection.planning.solving.problem import Slot


class JointState(StrEnum):
    """Where a joint visit stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done"
    CANCELLED = "cancelled"


class JointMove(StrEnum):
    """What brings a joint visit from one state to another."""

    AGREE = "agree"
    REOPEN = "reopen"
    CARRY_OUT = "carry_out"
    CANCEL = "cancel"


class Answer(StrEnum):
    """What an authority said to being asked along."""

    NOT_ASKED = "not_asked"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one authority brings: role and basis in words, its answer, whether it leads, whether it is our own."""

    authority: str
    role: str = ""
    legal_basis: str = ""
    answer: Answer = Answer.NOT_ASKED
    leads: bool = False
    is_own: bool = False

    @property
    def comes(self) -> bool:
        """Whether it takes part: our own always, another once it has said so."""
        return self.is_own or self.answer is Answer.ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class JointFacts:
    """What the demands look at, as of a day. ``common`` are the hours of all who come; None: nobody gave any."""

    as_of: date
    parts: tuple[Part, ...] = ()
    visit_on: date | None = None
    from_min: int = 0
    to_min: int = 0
    common: tuple[Slot, ...] | None = None
    police_action: bool = False
    cmm_told_on: date | None = None
    reason: str = ""
    coming: tuple[Part, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "coming", tuple(one for one in self.parts if one.comes))


@dataclass(frozen=True, slots=True)
class Demand:
    """One precondition of a move, with the sentence for when it fails."""

    reason: Reason
    holds: Callable[[JointFacts], bool]


def _demand(rule: str, law: str, da: str, en: str, holds: Callable[[JointFacts], bool]) -> Demand:
    return Demand(Reason(rule, law, da, en), holds)


OTHERS_COME = _demand(
    "others_come",
    "",
    "Ingen anden myndighed har sagt ja til at tage med.",
    "No other authority has said yes to coming.",
    lambda facts: any(not one.is_own for one in facts.coming),
)
ALL_ANSWERED = _demand(
    "all_answered",
    "",
    "En spurgt myndighed har ikke svaret endnu. Skriv svaret ned, eller tag myndigheden ud.",
    "An authority that was asked has not answered yet. Record its answer, or take it out.",
    lambda facts: all(one.is_own or one.answer in (Answer.ACCEPTED, Answer.DECLINED) for one in facts.parts),
)
ONE_LEADS = _demand(
    "one_leads",
    "",
    "Den myndighed, der leder besøget, skal selv tage med.",
    "The authority that leads the visit must come itself.",
    lambda facts: sum(one.leads for one in facts.coming) == 1,
)
EACH_HAS_ROLE = _demand(
    "each_has_role",
    "",
    "Skriv, hvad hver myndighed skal på besøget.",
    "Write what each authority is to do on the visit.",
    lambda facts: all(one.role for one in facts.coming),
)
EACH_HAS_BASIS = _demand(
    "each_has_basis",
    "grundlovens § 72",
    "Hver myndighed går ind på sin egen hjemmel. Skriv den for alle, der tager med.",
    "Each authority enters on its own legal basis. Write it for everybody who comes.",
    lambda facts: all(one.legal_basis for one in facts.coming),
)
DAY_IS_SET = _demand(
    "day_is_set",
    "",
    "Vælg en dag, der ikke er gået, og et klokkeslæt, som besøget slutter efter.",
    "Choose a day that has not passed, and hours that end after they begin.",
    lambda facts: facts.visit_on is not None and facts.visit_on >= facts.as_of and facts.from_min < facts.to_min,
)
ALL_CAN = _demand(
    "all_can",
    "",
    "Ikke alle kan på det tidspunkt. Vælg et tidspunkt, som alle har givet.",
    "Not everybody can come then. Choose hours that all have given.",
    lambda facts: (
        facts.common is None
        or (facts.visit_on is not None and holds(facts.common, facts.visit_on, facts.from_min, facts.to_min))
    ),
)
CMM_TOLD = _demand(
    "cmm_told",
    "",
    "En planlagt politiaktion kan først aftales, når Center mod Menneskehandel har fået besked på forhånd, så centret "
    "kan være med. Skriv ned, hvornår centret fik besked.",
    "A planned police action can be agreed only once the centre against human trafficking has been told, so that it "
    "can come. Record when it was told.",
    lambda facts: not facts.police_action or _is_told(facts),
)
DAY_HAS_COME = _demand(
    "day_has_come",
    "",
    "Dagen for besøget er ikke kommet endnu.",
    "The day of the visit has not come yet.",
    lambda facts: facts.visit_on is not None and facts.visit_on <= facts.as_of,
)
SAYS_WHY = _demand(
    "says_why",
    "",
    "Skriv hvorfor.",
    "Write why.",
    lambda facts: bool(facts.reason),
)


def _is_told(facts: JointFacts) -> bool:
    """Whether the centre was told by today, and no later than the day of the visit."""
    told_on = facts.cmm_told_on
    return told_on is not None and told_on <= min(facts.as_of, facts.visit_on or facts.as_of)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    source: JointState
    move: JointMove
    target: JointState
    demands: tuple[Demand, ...]


TO_AGREE = (OTHERS_COME, ALL_ANSWERED, ONE_LEADS, EACH_HAS_ROLE, EACH_HAS_BASIS, DAY_IS_SET, ALL_CAN, CMM_TOLD)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(JointState.PROPOSED, JointMove.AGREE, JointState.AGREED, TO_AGREE),
    Transition(JointState.PROPOSED, JointMove.CANCEL, JointState.CANCELLED, (SAYS_WHY,)),
    Transition(JointState.AGREED, JointMove.REOPEN, JointState.PROPOSED, (SAYS_WHY,)),
    Transition(JointState.AGREED, JointMove.CARRY_OUT, JointState.DONE, (DAY_HAS_COME,)),
    Transition(JointState.AGREED, JointMove.CANCEL, JointState.CANCELLED, (SAYS_WHY,)),
)


@dataclass(frozen=True, slots=True)
class MoveCheck:
    """A move that leaves a state, where it leads, and what it still lacks."""

    move: JointMove
    target: JointState
    unmet: tuple[Reason, ...]


def moves_from(state: JointState, facts: JointFacts) -> list[MoveCheck]:
    """Every move that leaves the state, allowed or not, each with its unmet demands."""
    return [
        MoveCheck(row.move, row.target, tuple(one.reason for one in row.demands if not one.holds(facts)))
        for row in TRANSITIONS
        if row.source is state
    ]
