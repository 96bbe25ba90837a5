"""A party's wish for more time to speak (FVL § 21): its states, and what the law demands of granting or refusing it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from husly.kit.access import Permission
from husly.kit.calendar import Calendar
from inspection.enforcement.demands import demand
from inspection.enforcement.tables import Row


class RefusalGround(StrEnum):
    """Grounds for refusing more time, FVL § 21(2) nos. 1-3."""

    STATUTORY_DEADLINE = "statutory_deadline"
    WEIGHTY_INTERESTS = "weighty_interests"
    SPECIAL_LAW = "special_law"

    @property
    def number(self) -> int:
        """The item number in FVL § 21(2)."""
        return list(RefusalGround).index(self) + 1


class PostponementState(StrEnum):
    """How a request for more time stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class PostponementMove(StrEnum):
    """What a caseworker does about it."""

    GRANT = "grant"
    REFUSE = "refuse"


@dataclass(frozen=True)
class PostponementFacts:
    """What is known when a request is decided; ``runs_until`` is the deadline that holds now."""

    as_of: date
    runs_until: date
    calendar: Calendar
    until: date | None = None
    ground: RefusalGround | None = None
    reason: str = ""


@demand(
    "FVL § 21, stk. 1",
    "V",
    da="Den nye frist skal ligge efter den nuværende og efter i dag.",
    en="The new deadline must lie after the present one and after today.",
)
def day_lies_ahead(facts: PostponementFacts) -> bool:
    """Hold when the new deadline gives more time."""
    return facts.until is not None and facts.until > max(facts.runs_until, facts.as_of)


@demand(
    "",
    "",
    da="En frist ender på en arbejdsdag: vælg en anden dag.",
    en="A deadline ends on a working day: choose another day.",
)
def day_is_a_working_day(facts: PostponementFacts) -> bool:
    """Hold when the authority works on the day of the new deadline."""
    return facts.until is not None and facts.calendar.is_open(facts.until)


@demand(
    "FVL § 21, stk. 2",
    "V",
    da="Et afslag kræver et nummer i bestemmelsen og en begrundelse.",
    en="A refusal requires an item of the provision and a reason.",
)
def refusal_is_reasoned(facts: PostponementFacts) -> bool:
    """Hold when the refusal rests on a number of FVL § 21(2), with its reason."""
    return facts.ground is not None and bool(facts.reason.strip())


STATES = PostponementState
MOVES = PostponementMove
TABLE: tuple[Row[PostponementState, PostponementMove, PostponementFacts], ...] = (
    Row(
        PostponementMove.GRANT,
        PostponementState.ASKED,
        PostponementState.GRANTED,
        Permission.PREPARE_LETTERS,
        (day_lies_ahead, day_is_a_working_day),
    ),
    Row(
        PostponementMove.REFUSE,
        PostponementState.ASKED,
        PostponementState.REFUSED,
        Permission.PREPARE_LETTERS,
        (refusal_is_reasoned,),
    ),
)
