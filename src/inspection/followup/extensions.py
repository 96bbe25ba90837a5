"""The table of an extension: asked, then granted or refused; and on which day it may end."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.demands import demand
from inspection.enforcement.tables import Row


class ExtensionState(StrEnum):
    """Where a request for more time stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class ExtensionMove(StrEnum):
    """What is decided."""

    GRANT = "grant"
    REFUSE = "refuse"


@dataclass(frozen=True)
class ExtensionFacts:
    """What the table asks: the new day, the one that runs, the written answer, and whether the order still waits."""

    as_of: date
    until: date | None
    due_on: date | None
    answer: str
    order_waits: bool = True


@demand("FVL § 22", "V", da="Skriv et svar med begrundelse.", en="Write an answer with its reason.")
def answer_is_written(facts: ExtensionFacts) -> bool:
    """Hold when the addressee is told why."""
    return bool(facts.answer.strip())


@demand(
    "",
    "",
    da="Den nye frist skal ligge efter i dag og efter den frist, der løber.",
    en="The new deadline must lie after today and after the one that runs.",
)
def day_lies_ahead(facts: ExtensionFacts) -> bool:
    """Hold when it gives more time."""
    return facts.until is not None and facts.until > facts.as_of and (not facts.due_on or facts.until > facts.due_on)


@demand(
    "",
    "",
    da="Det er noteret, at påbuddet ikke er efterkommet, så fristen kan ikke flyttes. Afslå med en begrundelse; "
    "det, der bringes i orden senere, kan stadig godkendes.",
    en="The order is recorded as not complied with, so its deadline cannot be moved. Refuse with the reason; "
    "what is brought in order later can still be accepted.",
)
def order_still_waits(facts: ExtensionFacts) -> bool:
    """Hold until the authority has recorded that the order was not, or only partly, complied with."""
    return facts.order_waits


STATES, MOVES = ExtensionState, ExtensionMove
_S, _M = ExtensionState, ExtensionMove

TABLE: tuple[Row[ExtensionState, ExtensionMove, ExtensionFacts], ...] = (
    Row(
        _M.GRANT, _S.ASKED, _S.GRANTED, Permission.RECORD_VISITS, (order_still_waits, day_lies_ahead, answer_is_written)
    ),
    Row(_M.REFUSE, _S.ASKED, _S.REFUSED, Permission.RECORD_VISITS, (answer_is_written,)),
)
