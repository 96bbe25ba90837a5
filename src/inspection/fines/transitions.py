"""The table of lawful moves of a fine: every state, every move between two, and what each demands."""

from dataclasses import dataclass
from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.demands import demand
from inspection.enforcement.shared_demands import waits_for_order
from inspection.enforcement.tables import Row


class FineState(StrEnum):
    """Where a fine stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ISSUED = "issued"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    PAID = "paid"
    NOT_ACCEPTED = "not_accepted"
    REPORTED_TO_POLICE = "reported_to_police"
    WITHDRAWN = "withdrawn"


class FineMove(StrEnum):
    """What is done with a fine."""

    APPROVE = "approve"
    ISSUE = "issue"
    RECORD_DELIVERY = "record_delivery"
    ACCEPT = "accept"
    PAY = "pay"
    REFUSE = "refuse"
    REPORT_TO_POLICE = "report_to_police"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class FineFacts:
    """What the table asks about a fine.

    ``only_after_order`` is the operator's decision (CFG-07), None while nobody has decided it. ``total`` is in kroner,
    for a fine a day what it has come to. ``police_report_is_issued``: a report about the case has left.
    ``order_is_enforceable`` is False while the order that the fine rests on is suspended or its deadline runs.
    """

    only_after_order: bool | None
    order_is_disobeyed: bool
    total: int
    legal_source: str
    proposed_by: str
    decides: str
    has_power: bool
    police_report_is_issued: bool = False
    order_is_enforceable: bool = True


@demand(
    "",
    "",
    da="Det er ikke besluttet, om en bøde kræver et påbud, der ikke er efterkommet (fine_only_after_order).",
    en="Nobody has decided whether a fine needs an order that was not obeyed (fine_only_after_order).",
)
def order_rule_is_decided(facts: FineFacts) -> bool:
    """Hold once the operator has decided it."""
    return facts.only_after_order is not None


@demand(
    "",
    "",
    da="Påbuddet er ikke konstateret overtrådt, og der kan kun gives bøde efter et påbud, der ikke er efterkommet.",
    en="The order is not found to be disobeyed, and a fine is possible only after an order that was not obeyed.",
)
def order_is_disobeyed_where_needed(facts: FineFacts) -> bool:
    """Hold where no order is needed, or one was not obeyed."""
    return facts.only_after_order is not True or facts.order_is_disobeyed


@waits_for_order
def order_is_enforceable(facts: FineFacts) -> bool:
    """Hold unless the order waits that a fine rests on: its deadline has passed and nothing suspends it (A2, U2)."""
    return facts.order_is_enforceable


@demand(
    "",
    "",
    da="Bøden er på 0 kr.: beløbet mangler, eller de daglige bøder er ikke begyndt.",
    en="The fine is 0 kroner: the amount is missing, or the daily fines have not begun.",
)
def fine_has_an_amount(facts: FineFacts) -> bool:
    """Hold when there is something to pay."""
    return facts.total > 0


@demand("", "", da="Skriv, hvor beløbet har sin hjemmel.", en="Write what the amount rests on in law.")
def legal_source_is_stated(facts: FineFacts) -> bool:
    """Hold when whoever proposed it named the source of the amount; there is no default."""
    return bool(facts.legal_source.strip())


@demand("", "", da="En anden end forslagsstilleren skal godkende bøden.", en="Another than its author must approve it.")
def another_person_decides(facts: FineFacts) -> bool:
    """Hold when whoever decides did not propose it."""
    return facts.decides != facts.proposed_by


@demand(
    "RPL §§ 832, 834",
    "M",
    da="Myndigheden har ikke beføjelse til at udstede bødeforelæg. Anmeld i stedet til politiet.",
    en="The authority has no power to issue a fixed-penalty notice. Report to the police instead.",
)
def authority_has_the_power(facts: FineFacts) -> bool:
    """Hold where the table of powers gives the authority a fixed penalty."""
    return facts.has_power


@demand("", "", da="Der er ikke sendt en politianmeldelse i sagen.", en="No police report has left in the case.")
def police_report_is_issued(facts: FineFacts) -> bool:
    """Hold once a report has left."""
    return facts.police_report_is_issued


STATES, MOVES = FineState, FineMove
_S, _M = FineState, FineMove
_PREPARE, _DECIDE = Permission.PREPARE_LETTERS, Permission.ISSUE_DECISIONS
PROPOSED_WHEN = (order_is_enforceable,)
"""What the law demands before a fine is proposed at all."""
_LAWFUL = (
    order_rule_is_decided,
    order_is_disobeyed_where_needed,
    order_is_enforceable,
    fine_has_an_amount,
    legal_source_is_stated,
)
_TO_POLICE = (police_report_is_issued, order_is_enforceable)

# fmt: off
TABLE: tuple[Row[FineState, FineMove, FineFacts], ...] = (
    Row(_M.APPROVE, _S.PROPOSED, _S.APPROVED, _DECIDE, (*_LAWFUL, another_person_decides), second_person=True),
    Row(_M.WITHDRAW, _S.PROPOSED, _S.WITHDRAWN, _PREPARE),
    Row(_M.ISSUE, _S.APPROVED, _S.ISSUED, _DECIDE, (*_LAWFUL, authority_has_the_power)),
    Row(_M.REPORT_TO_POLICE, _S.APPROVED, _S.REPORTED_TO_POLICE, _DECIDE, _TO_POLICE),
    Row(_M.WITHDRAW, _S.APPROVED, _S.WITHDRAWN, _DECIDE),
    Row(_M.RECORD_DELIVERY, _S.ISSUED, _S.DELIVERED, _PREPARE),
    Row(_M.WITHDRAW, _S.ISSUED, _S.WITHDRAWN, _DECIDE),
    Row(_M.ACCEPT, _S.DELIVERED, _S.ACCEPTED, _PREPARE),
    Row(_M.REFUSE, _S.DELIVERED, _S.NOT_ACCEPTED, _PREPARE),
    Row(_M.WITHDRAW, _S.DELIVERED, _S.WITHDRAWN, _DECIDE),
    Row(_M.PAY, _S.ACCEPTED, _S.PAID, _PREPARE),
    Row(_M.WITHDRAW, _S.ACCEPTED, _S.WITHDRAWN, _DECIDE),
    Row(_M.WITHDRAW, _S.PAID, _S.WITHDRAWN, _DECIDE),
    Row(_M.REFUSE, _S.ACCEPTED, _S.NOT_ACCEPTED, _PREPARE),
    Row(_M.REPORT_TO_POLICE, _S.NOT_ACCEPTED, _S.REPORTED_TO_POLICE, _DECIDE, _TO_POLICE),
    Row(_M.WITHDRAW, _S.NOT_ACCEPTED, _S.WITHDRAWN, _DECIDE),
)
# fmt: on
