"""The table of lawful moves of an appeal. A move that is not in ``TABLE`` does not exist.

A late appeal is neither refused nor lost: the authority marks it and sends it on, and the appeal body decides.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.demands import demand
from inspection.enforcement.tables import Row


class AppealState(StrEnum):
    """Where an appeal stands."""

    RECEIVED = "received"
    IN_TIME = "in_time"
    LATE = "late"
    MAINTAINED = "maintained"
    """Genvurderet: the authority has looked again and stands by its decision."""
    WITH_BODY = "with_body"
    UPHELD = "upheld"
    CHANGED = "changed"
    ANNULLED = "annulled"
    REMITTED = "remitted"
    """Hjemvist: the authority decides anew."""
    DISMISSED = "dismissed"
    """Afvist: the appeal body does not try it."""
    WITHDRAWN = "withdrawn"


class AppealMove(StrEnum):
    """What is done with an appeal."""

    ACCEPT = "accept"
    MARK_LATE = "mark_late"
    CHECK_AGAIN = "check_again"
    """Another day of delivery was recorded, by which what was checked does not hold."""
    MAINTAIN = "maintain"
    CHANGE_ITSELF = "change_itself"
    ANNUL_ITSELF = "annul_itself"
    SEND = "send"
    UPHOLD = "uphold"
    CHANGE = "change"
    ANNUL = "annul"
    REMIT = "remit"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class AppealFacts:
    """What the table asks about an appeal on the day ``as_of`` when the step is recorded; ``on`` is the day it names.

    ``earlier_on`` is the last day that an earlier step of the same appeal names.
    """

    as_of: date
    on: date
    lodged_on: date
    earlier_on: date
    days_late: int = 0
    body: str = ""
    reason: str = ""


@demand("", "", da="Datoen ligger før et tidligere skridt i klagen eller i fremtiden.",
        en="The day lies before an earlier step of the appeal, or in the future.")  # fmt: skip
def days_follow(facts: AppealFacts) -> bool:
    """Hold when lodged <= checked <= begun <= decided, and nothing lies ahead (A1)."""
    return facts.lodged_on <= facts.earlier_on <= facts.on <= facts.as_of


@demand("FVL § 25", "V*", da="Klagen kom efter klagefristen.", en="The appeal came after the last day to appeal.")
def lodged_in_time(facts: AppealFacts) -> bool:
    """Hold when the appeal came by the last day that the decision's own guidance gives."""
    return facts.days_late == 0


@demand("FVL § 25", "V*", da="Klagen kom inden klagefristen.", en="The appeal came by the last day to appeal.")
def lodged_late(facts: AppealFacts) -> bool:
    """Hold when the appeal came later than that."""
    return facts.days_late > 0


@demand("FVL § 25", "V*", da="Afgørelsen nævner ingen klageinstans.", en="The decision names no appeal body.")
def body_is_named(facts: AppealFacts) -> bool:
    """Hold when the decision says to whom one appeals, so that there is somebody to send it to."""
    return bool(facts.body.strip())


@demand("FVL § 24", "V*", da="Skriv begrundelsen.", en="Write the reasons.")
def reasons_given(facts: AppealFacts) -> bool:
    """Hold when the step has its reasons."""
    return bool(facts.reason.strip())


STATES, MOVES = AppealState, AppealMove
_S, _M = AppealState, AppealMove
_PREPARE, _DECIDE = Permission.PREPARE_LETTERS, Permission.ISSUE_DECISIONS
_OPEN = (_S.RECEIVED, _S.IN_TIME, _S.LATE, _S.MAINTAINED, _S.WITH_BODY)
_DECIDED = (days_follow, reasons_given)

# fmt: off
TABLE: tuple[Row[AppealState, AppealMove, AppealFacts], ...] = (
    # Was it in time? The days are counted, nobody chooses.
    Row(_M.ACCEPT, _S.RECEIVED, _S.IN_TIME, _PREPARE, (days_follow, lodged_in_time)),
    Row(_M.MARK_LATE, _S.RECEIVED, _S.LATE, _PREPARE, (days_follow, lodged_late)),
    # Another day of delivery turns the count: the register takes this step itself, and what was checked is so anew.
    Row(_M.CHECK_AGAIN, _S.IN_TIME, _S.RECEIVED, _PREPARE, (lodged_late,)),
    Row(_M.CHECK_AGAIN, _S.LATE, _S.RECEIVED, _PREPARE, (lodged_in_time,)),
    # The authority looks again (genvurdering), and may itself change or take back what it decided.
    Row(_M.MAINTAIN, _S.IN_TIME, _S.MAINTAINED, _DECIDE, _DECIDED),
    Row(_M.CHANGE_ITSELF, _S.IN_TIME, _S.CHANGED, _DECIDE, _DECIDED),
    Row(_M.ANNUL_ITSELF, _S.IN_TIME, _S.ANNULLED, _DECIDE, _DECIDED),
    # It goes to the appeal body; a late one as well, which alone dismisses it.
    Row(_M.SEND, _S.MAINTAINED, _S.WITH_BODY, _PREPARE, (days_follow, body_is_named)),
    Row(_M.SEND, _S.LATE, _S.WITH_BODY, _PREPARE, (days_follow, body_is_named)),
    # The appeal body has decided; the outcome sets the order.
    Row(_M.UPHOLD, _S.WITH_BODY, _S.UPHELD, _DECIDE, _DECIDED),
    Row(_M.CHANGE, _S.WITH_BODY, _S.CHANGED, _DECIDE, _DECIDED),
    Row(_M.ANNUL, _S.WITH_BODY, _S.ANNULLED, _DECIDE, _DECIDED),
    Row(_M.REMIT, _S.WITH_BODY, _S.REMITTED, _DECIDE, _DECIDED),
    Row(_M.DISMISS, _S.WITH_BODY, _S.DISMISSED, _DECIDE, _DECIDED),
    # Whoever appealed takes it back.
    *(Row(_M.WITHDRAW, source, _S.WITHDRAWN, _PREPARE, (days_follow,)) for source in _OPEN),
)
# fmt: on

LEFT_STANDING = (AppealState.UPHELD, AppealState.DISMISSED, AppealState.WITHDRAWN)
"""Ends that leave the decision as it was: what was held back runs again."""
OPEN_STATES = frozenset(_OPEN)
"""States in which an appeal waits for something."""
