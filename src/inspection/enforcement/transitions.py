"""The table of lawful moves of a case: every state, every move between two, and what the law demands of it.

Read `TRANSITIONS` from top to bottom: it is the whole procedure. A move that is not in the table does not
exist.
"""

from dataclasses import dataclass
from enum import StrEnum

from inspection.enforcement import order_demands as order
from inspection.enforcement import visit_demands as visit
from inspection.enforcement.case_facts import CaseFacts
from inspection.enforcement.demands import Demand
from inspection.enforcement.reasons import Reason


class CaseState(StrEnum):
    """Where a case stands, from the plan to visit to its closing."""

    UNDER_REVIEW = "under_review"
    """Somebody contests what is declared; whether to visit is not decided."""
    PLANNED = "planned"
    NOTIFIED = "notified"
    UNANNOUNCED_DECIDED = "unannounced_decided"
    VISITED = "visited"
    FINDINGS_RECORDED = "findings_recorded"
    HEARD = "heard"
    ORDER_DRAFTED = "order_drafted"
    ORDER_APPROVED = "order_approved"
    ORDER_ISSUED = "order_issued"
    ORDER_DELIVERED = "order_delivered"
    COMPLIANCE_REPORTED = "compliance_reported"
    COMPLIED = "complied"
    PARTLY_COMPLIED = "partly_complied"
    NOT_COMPLIED = "not_complied"
    REPORTED_TO_POLICE = "reported_to_police"
    CLOSED = "closed"
    CLOSED_WITHOUT_BREACH = "closed_without_breach"


class Move(StrEnum):
    """What a caseworker does to bring a case from one state to another."""

    DECIDE_VISIT = "decide_visit"
    GIVE_NOTICE = "give_notice"
    DECIDE_UNANNOUNCED = "decide_unannounced"
    CARRY_OUT_VISIT = "carry_out_visit"
    REPLAN_VISIT = "replan_visit"
    RECORD_FINDINGS = "record_findings"
    CLOSE_WITHOUT_BREACH = "close_without_breach"
    CONFIRM_COMPLIANCE_ON_VISIT = "confirm_compliance_on_visit"
    CONCLUDE_HEARING = "conclude_hearing"
    WAIVE_HEARING = "waive_hearing"
    DRAFT_ORDER = "draft_order"
    APPROVE_ORDER = "approve_order"
    RETURN_DRAFT = "return_draft"
    ISSUE_ORDER = "issue_order"
    RECORD_DELIVERY = "record_delivery"
    WITHDRAW_ORDER = "withdraw_order"
    REPORT_COMPLIANCE = "report_compliance"
    VERIFY_COMPLIED = "verify_complied"
    VERIFY_PARTLY = "verify_partly"
    VERIFY_NOT_COMPLIED = "verify_not_complied"
    RECORD_SILENCE = "record_silence"
    PLAN_REVISIT = "plan_revisit"
    REPORT_TO_POLICE = "report_to_police"
    CLOSE = "close"


@dataclass(frozen=True)
class Transition:
    """One row of the table: a move from one state to another, and its demands in the order of reading."""

    move: Move
    source: CaseState
    target: CaseState
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True)
class MoveCheck:
    """Whether a move is lawful now; `unmet` says what is missing."""

    move: Move
    target: CaseState
    unmet: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        """True when no demand is unmet."""
        return not self.unmet


_S, _M = CaseState, Move
_ORDER_IS_LAWFUL = (
    order.heard_or_waived,
    order.reply_is_considered,
    order.no_open_access_request,
    order.order_items_complete,
    order.complaint_guidance_present,
    order.second_person_approved,
)

_CLOSING = (order.closure_reason_given, order.contests_are_answered)

# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    # What somebody contests: a visit is decided, or the case is closed with an answer.
    Transition(_M.DECIDE_VISIT, _S.UNDER_REVIEW, _S.PLANNED),
    Transition(_M.CLOSE, _S.UNDER_REVIEW, _S.CLOSED, _CLOSING),
    # The visit: announced, or unannounced on a ground.
    Transition(_M.GIVE_NOTICE, _S.PLANNED, _S.NOTIFIED,
               (visit.no_suspicion_or_consent, visit.proportionality_stated, visit.notice_sent_complete)),
    Transition(_M.DECIDE_UNANNOUNCED, _S.PLANNED, _S.UNANNOUNCED_DECIDED,
               (visit.no_suspicion_or_consent, visit.proportionality_stated, visit.notice_waiver_reasoned)),
    Transition(_M.CARRY_OUT_VISIT, _S.NOTIFIED, _S.VISITED,
               (visit.no_suspicion_or_consent, visit.visit_day_has_come, visit.notice_has_run_or_is_waived,
                visit.objection_deadline_passed, visit.objection_answered)),
    Transition(_M.CARRY_OUT_VISIT, _S.UNANNOUNCED_DECIDED, _S.VISITED,
               (visit.no_suspicion_or_consent, visit.visit_day_has_come, visit.notice_waiver_reasoned,
                visit.decision_handed_over)),
    Transition(_M.REPLAN_VISIT, _S.NOTIFIED, _S.PLANNED),
    Transition(_M.REPLAN_VISIT, _S.UNANNOUNCED_DECIDED, _S.PLANNED),
    Transition(_M.CLOSE, _S.PLANNED, _S.CLOSED, _CLOSING),
    # What was found.
    Transition(_M.RECORD_FINDINGS, _S.VISITED, _S.FINDINGS_RECORDED, (order.breach_is_recorded,)),
    Transition(_M.CLOSE_WITHOUT_BREACH, _S.VISITED, _S.CLOSED_WITHOUT_BREACH,
               (order.no_breach_is_recorded, order.contests_are_answered)),
    Transition(_M.CONFIRM_COMPLIANCE_ON_VISIT, _S.VISITED, _S.COMPLIED,
               (order.visit_follows_up_order, order.no_breach_is_recorded)),
    # The hearing, or its waiver.
    Transition(_M.CONCLUDE_HEARING, _S.FINDINGS_RECORDED, _S.HEARD, (order.hearing_is_over,)),
    Transition(_M.WAIVE_HEARING, _S.FINDINGS_RECORDED, _S.HEARD, (order.hearing_waiver_reasoned,)),
    Transition(_M.CLOSE, _S.HEARD, _S.CLOSED, (*_CLOSING, order.reply_is_considered)),
    # The order.
    Transition(_M.DRAFT_ORDER, _S.HEARD, _S.ORDER_DRAFTED,
               (order.breach_is_recorded, order.order_is_drafted, order.heard_or_waived,
                order.reply_is_considered)),
    Transition(_M.APPROVE_ORDER, _S.ORDER_DRAFTED, _S.ORDER_APPROVED, _ORDER_IS_LAWFUL),
    Transition(_M.RETURN_DRAFT, _S.ORDER_DRAFTED, _S.HEARD),
    Transition(_M.RETURN_DRAFT, _S.ORDER_APPROVED, _S.HEARD),
    Transition(_M.ISSUE_ORDER, _S.ORDER_APPROVED, _S.ORDER_ISSUED, _ORDER_IS_LAWFUL),
    Transition(_M.RECORD_DELIVERY, _S.ORDER_ISSUED, _S.ORDER_DELIVERED, (order.order_is_delivered,)),
    Transition(_M.WITHDRAW_ORDER, _S.ORDER_ISSUED, _S.CLOSED, _CLOSING),
    Transition(_M.WITHDRAW_ORDER, _S.ORDER_DELIVERED, _S.CLOSED, _CLOSING),
    # Follow-up.
    Transition(_M.REPORT_COMPLIANCE, _S.ORDER_DELIVERED, _S.COMPLIANCE_REPORTED,
               (order.compliance_is_reported,)),
    Transition(_M.RECORD_SILENCE, _S.ORDER_DELIVERED, _S.NOT_COMPLIED, (order.order_deadline_passed,)),
    Transition(_M.VERIFY_COMPLIED, _S.COMPLIANCE_REPORTED, _S.COMPLIED, (order.full_compliance_verified,)),
    Transition(_M.VERIFY_PARTLY, _S.COMPLIANCE_REPORTED, _S.PARTLY_COMPLIED,
               (order.part_compliance_verified, order.order_deadline_passed)),
    Transition(_M.VERIFY_NOT_COMPLIED, _S.COMPLIANCE_REPORTED, _S.NOT_COMPLIED,
               (order.non_compliance_verified, order.order_deadline_passed)),
    # What comes after: a revisit opens a new round with its own notice, findings and hearing.
    Transition(_M.PLAN_REVISIT, _S.COMPLIANCE_REPORTED, _S.PLANNED),
    Transition(_M.PLAN_REVISIT, _S.PARTLY_COMPLIED, _S.PLANNED),
    Transition(_M.PLAN_REVISIT, _S.NOT_COMPLIED, _S.PLANNED),
    Transition(_M.REPORT_TO_POLICE, _S.NOT_COMPLIED, _S.REPORTED_TO_POLICE),
    Transition(_M.CLOSE, _S.COMPLIED, _S.CLOSED, _CLOSING),
    Transition(_M.CLOSE, _S.PARTLY_COMPLIED, _S.CLOSED, _CLOSING),
    Transition(_M.CLOSE, _S.NOT_COMPLIED, _S.CLOSED, _CLOSING),
    Transition(_M.CLOSE, _S.REPORTED_TO_POLICE, _S.CLOSED, _CLOSING),
)
# fmt: on


def moves_from(state: CaseState, facts: CaseFacts) -> list[MoveCheck]:
    """Return every move that leaves the state, allowed or not, each with its unmet demands."""
    return [_check(row, facts) for row in TRANSITIONS if row.source is state]


def _check(row: Transition, facts: CaseFacts) -> MoveCheck:
    unmet = tuple(demand.reason for demand in row.demands if not demand.holds(facts))
    return MoveCheck(row.move, row.target, unmet)
