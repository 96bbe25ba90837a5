"""The table of lawful moves of a rehousing order (*påbud om genhusning*): states, moves, and what the law demands.

Read ``TABLE`` from top to bottom: it is the whole procedure. A move that is in no row does not exist.
"""

from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.tables import Row
from inspection.rehousing import rehousing_demands as ask
from inspection.rehousing.rehousing_facts import RehousingFacts


class RehousingState(StrEnum):
    """Where a rehousing order stands."""

    DRAFTED = "drafted"
    HEARD = "heard"
    APPROVED = "approved"
    ISSUED = "issued"
    DELIVERED = "delivered"
    APPEALED = "appealed"
    """A complaint suspends it: nobody has to move until it is decided."""
    DONE = "done"
    WITHDRAWN = "withdrawn"


class RehousingMove(StrEnum):
    """What brings a rehousing order from one state to another."""

    RECORD_HEARING = "record_hearing"
    APPROVE = "approve"
    RETURN_DRAFT = "return_draft"
    ISSUE = "issue"
    RECORD_DELIVERY = "record_delivery"
    SUSPEND = "suspend"
    RESUME = "resume"
    RESUME_ON_ITS_WAY = "resume_on_its_way"
    FINISH = "finish"
    WITHDRAW = "withdraw"


STATES, MOVES = RehousingState, RehousingMove
_S, _M, _P = RehousingState, RehousingMove, Permission

_GROUNDS = (ask.power_is_given, ask.parent_order_stands, ask.not_feasible_at_once, ask.rehousing_is_necessary)
_LAWFUL = (
    *_GROUNDS,
    ask.party_is_heard,
    ask.told_of_rehousing,
    ask.reply_is_weighed,
    ask.no_access_request_is_open,
    ask.residents_are_named_by_key,
    ask.payer_is_decided,
    ask.residents_are_told,
    ask.complaint_guidance_is_complete,
)

# fmt: off
TABLE: tuple[Row[RehousingState, RehousingMove, RehousingFacts], ...] = (
    # Before it leaves: grounds, hearing, a second person.
    Row(_M.RECORD_HEARING, _S.DRAFTED, _S.HEARD, _P.PREPARE_LETTERS,
        (*_GROUNDS, ask.party_is_heard, ask.told_of_rehousing, ask.reply_is_weighed)),
    Row(_M.APPROVE, _S.HEARD, _S.APPROVED, _P.ISSUE_DECISIONS, (*_LAWFUL, ask.another_approved), second_person=True),
    Row(_M.RETURN_DRAFT, _S.APPROVED, _S.HEARD, _P.PREPARE_LETTERS),
    Row(_M.ISSUE, _S.APPROVED, _S.ISSUED, _P.ISSUE_DECISIONS, (*_LAWFUL, ask.another_approved, ask.day_lies_ahead)),
    Row(_M.RECORD_DELIVERY, _S.ISSUED, _S.DELIVERED, _P.PREPARE_LETTERS, (ask.order_has_arrived,)),
    # While it runs: an appeal may suspend it; it is done when everybody is moved or has declined.
    Row(_M.SUSPEND, _S.ISSUED, _S.APPEALED, _P.PREPARE_LETTERS, (ask.reason_is_given,)),
    Row(_M.SUSPEND, _S.DELIVERED, _S.APPEALED, _P.PREPARE_LETTERS, (ask.reason_is_given,)),
    Row(_M.RESUME, _S.APPEALED, _S.DELIVERED, _P.PREPARE_LETTERS, (ask.reason_is_given, ask.order_has_arrived)),
    Row(_M.RESUME_ON_ITS_WAY, _S.APPEALED, _S.ISSUED, _P.PREPARE_LETTERS, (ask.reason_is_given,)),
    Row(_M.FINISH, _S.DELIVERED, _S.DONE, _P.RECORD_VISITS, (ask.everybody_moved_or_declined,)),
    # Given up: a draft by whoever prepares it, a decision by whoever decides.
    Row(_M.WITHDRAW, _S.DRAFTED, _S.WITHDRAWN, _P.PREPARE_LETTERS, (ask.reason_is_given,)),
    Row(_M.WITHDRAW, _S.HEARD, _S.WITHDRAWN, _P.PREPARE_LETTERS, (ask.reason_is_given,)),
    Row(_M.WITHDRAW, _S.APPROVED, _S.WITHDRAWN, _P.PREPARE_LETTERS, (ask.reason_is_given,)),
    Row(_M.WITHDRAW, _S.ISSUED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, (ask.reason_is_given,)),
    Row(_M.WITHDRAW, _S.DELIVERED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, (ask.reason_is_given,)),
    Row(_M.WITHDRAW, _S.APPEALED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, (ask.reason_is_given,)),
)
# fmt: on

BY_APPEAL = frozenset({_M.SUSPEND, _M.RESUME, _M.RESUME_ON_ITS_WAY})
"""Moves that an appeal and its outcome make, nobody by hand."""
BEFORE_ISSUE = frozenset({_S.DRAFTED, _S.HEARD, _S.APPROVED})
RUNNING = frozenset({_S.ISSUED, _S.DELIVERED, _S.APPEALED})
OVER = frozenset({_S.DONE, _S.WITHDRAWN})
