"""The table of lawful moves of a police report."""

from dataclasses import dataclass
from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.demands import demand
from inspection.enforcement.shared_demands import waits_for_order
from inspection.enforcement.tables import Row


class ReportState(StrEnum):
    """Where a police report stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    CHARGED = "charged"
    DROPPED = "dropped"
    FINED = "fined"
    WITHDRAWN = "withdrawn"


class ReportMove(StrEnum):
    """What is done with a police report."""

    APPROVE = "approve"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    RECORD_CHARGE = "record_charge"
    RECORD_DROPPED = "record_dropped"
    RECORD_FINE = "record_fine"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class ReportFacts:
    """What the table asks about a police report.

    ``order_is_enforceable`` is False while the order that it rests on is suspended or its deadline runs; a report that
    rests on a suspicion waits for no order.
    """

    offence_is_founded: bool
    is_complete: bool
    proposed_by: str
    decides: str
    number: str = ""
    order_is_enforceable: bool = True


@demand(
    "RSL § 9",
    "M",
    da="Der er hverken noteret mistanke om en overtrædelse eller konstateret et påbud, der ikke er efterkommet.",
    en="Neither a suspicion of an offence nor an order that was not obeyed is recorded.",
)
def offence_is_founded(facts: ReportFacts) -> bool:
    """Hold where a suspicion is recorded, or an order was not obeyed or fully obeyed."""
    return facts.offence_is_founded


@waits_for_order
def order_is_enforceable(facts: ReportFacts) -> bool:
    """Hold unless the order that a report rests on waits: its running deadline is past, nothing suspends it."""
    return facts.order_is_enforceable


@demand(
    "",
    "",
    da="Anmeldelsen mangler politikreds, adresse, tid, sted eller bestemmelser.",
    en="The report lacks the police district, its address, time, place or provisions.",
)
def report_is_complete(facts: ReportFacts) -> bool:
    """Hold when nothing that the police need is empty."""
    return facts.is_complete


@demand("", "", da="En anden end forfatteren skal godkende anmeldelsen.", en="Another than its author must approve it.")
def another_person_decides(facts: ReportFacts) -> bool:
    """Hold when whoever decides did not write it."""
    return facts.decides != facts.proposed_by


@demand("", "", da="Skriv politiets journalnummer.", en="Write the number that the police gave it.")
def number_is_known(facts: ReportFacts) -> bool:
    """Hold when the police's number is known."""
    return bool(facts.number.strip())


STATES, MOVES = ReportState, ReportMove
_S, _M = ReportState, ReportMove
_PREPARE, _DECIDE = Permission.PREPARE_LETTERS, Permission.ISSUE_DECISIONS

# fmt: off
TABLE: tuple[Row[ReportState, ReportMove, ReportFacts], ...] = (
    Row(_M.APPROVE, _S.PROPOSED, _S.APPROVED, _DECIDE,
        (offence_is_founded, order_is_enforceable, report_is_complete, another_person_decides), second_person=True),
    Row(_M.WITHDRAW, _S.PROPOSED, _S.WITHDRAWN, _PREPARE),
    Row(_M.SEND, _S.APPROVED, _S.SENT, _DECIDE, (offence_is_founded, order_is_enforceable, report_is_complete)),
    Row(_M.WITHDRAW, _S.APPROVED, _S.WITHDRAWN, _DECIDE),
    Row(_M.ACKNOWLEDGE, _S.SENT, _S.ACKNOWLEDGED, _PREPARE, (number_is_known,)),
    Row(_M.RECORD_CHARGE, _S.ACKNOWLEDGED, _S.CHARGED, _PREPARE),
    Row(_M.RECORD_DROPPED, _S.ACKNOWLEDGED, _S.DROPPED, _PREPARE),
    Row(_M.RECORD_FINE, _S.ACKNOWLEDGED, _S.FINED, _PREPARE),
    Row(_M.RECORD_DROPPED, _S.CHARGED, _S.DROPPED, _PREPARE),
    Row(_M.RECORD_FINE, _S.CHARGED, _S.FINED, _PREPARE),
)
# fmt: on
