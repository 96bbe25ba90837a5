"""The tables of lawful moves of a case: every state, every move between two, who may make it, what the law demands.

Read inspection, hearing, order and follow-up from top to bottom: `TRANSITIONS` is the whole procedure. A move that is
in no table does not exist.
"""

from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement import order_demands as order
from inspection.enforcement import visit_demands as visit
from inspection.enforcement.case_facts import CaseFacts
from inspection.enforcement.tables import Check, Row, checks_from


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
    DRAFT_AT_ONCE = "draft_at_once"
    APPROVE_ORDER = "approve_order"
    RETURN_DRAFT = "return_draft"
    RETURN_AT_ONCE = "return_at_once"
    ISSUE_ORDER = "issue_order"
    ISSUE_AT_ONCE = "issue_at_once"
    CORRECT_ORDER = "correct_order"
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


StepRow = Row[CaseState, Move, CaseFacts]

_S, _M = CaseState, Move
_VISITS, _LETTERS, _DECISIONS = Permission.RECORD_VISITS, Permission.PREPARE_LETTERS, Permission.ISSUE_DECISIONS
_ORDER_IS_LAWFUL = (
    order.heard_or_waived,
    order.reply_is_considered,
    order.no_open_access_request,
    order.order_items_complete,
    order.complaint_guidance_present,
    order.second_person_approved,
)

_AT_ONCE_IS_DRAFTED = (
    order.breach_is_recorded,
    order.danger_is_stated,
    order.heard_on_spot_or_waived_for_danger,
    order.no_request_for_time_waits,
    order.reply_is_considered,
)
_AT_ONCE_IS_LAWFUL = (
    *_AT_ONCE_IS_DRAFTED,
    order.no_open_access_request,
    order.order_items_complete,
    order.complaint_guidance_present,
)

_NOTHING_WAITS = (order.no_rehousing_runs, order.no_appeal_is_open, order.no_fine_is_open)
_WITHDRAWAL = (order.closure_reason_given, order.closure_code_chosen, order.contests_are_answered)
"""An order that must fall does not wait for a letter, a fine or an appeal."""
_CLOSING = (
    order.closure_reason_given,
    order.closure_code_chosen,
    order.complied_means_every_item,
    order.no_letter_has_failed,
    order.contests_are_answered,
    order.visit_report_is_issued,
    *_NOTHING_WAITS,
)

_TIME_IS_UP = (order.order_deadline_passed, order.request_for_order_time_answered)

_FOLLOWED_UP = (
    _S.COMPLIANCE_REPORTED,
    _S.COMPLIED,
    _S.PARTLY_COMPLIED,
    _S.NOT_COMPLIED,
    _S.REPORTED_TO_POLICE,
)

# fmt: off
INSPECTION: tuple[StepRow, ...] = (
    # What somebody contests: a visit is decided, or the case is closed with an answer.
    Row(_M.DECIDE_VISIT, _S.UNDER_REVIEW, _S.PLANNED, _VISITS),
    Row(_M.CLOSE, _S.UNDER_REVIEW, _S.CLOSED, _VISITS, _CLOSING),
    # The visit: announced, or unannounced on a ground.
    Row(_M.GIVE_NOTICE, _S.PLANNED, _S.NOTIFIED, _LETTERS,
        (visit.no_suspicion_or_consent, visit.proportionality_stated, visit.notice_sent_complete)),
    Row(_M.DECIDE_UNANNOUNCED, _S.PLANNED, _S.UNANNOUNCED_DECIDED, _LETTERS,
        (visit.no_suspicion_or_consent, visit.proportionality_stated, visit.notice_waiver_reasoned)),
    Row(_M.CARRY_OUT_VISIT, _S.NOTIFIED, _S.VISITED, _VISITS,
        (visit.no_suspicion_or_consent, visit.visit_day_has_come, visit.notice_has_run_or_is_waived,
         visit.objection_deadline_passed, visit.objection_answered)),
    Row(_M.CARRY_OUT_VISIT, _S.UNANNOUNCED_DECIDED, _S.VISITED, _VISITS,
        (visit.no_suspicion_or_consent, visit.visit_day_has_come, visit.notice_waiver_reasoned,
         visit.decision_is_issued, visit.decision_handed_over)),
    Row(_M.REPLAN_VISIT, _S.NOTIFIED, _S.PLANNED, _VISITS),
    Row(_M.REPLAN_VISIT, _S.UNANNOUNCED_DECIDED, _S.PLANNED, _VISITS),
    Row(_M.CLOSE, _S.PLANNED, _S.CLOSED, _VISITS, _CLOSING),
    # What was found.
    Row(_M.RECORD_FINDINGS, _S.VISITED, _S.FINDINGS_RECORDED, _VISITS, (order.breach_is_recorded,)),
    Row(_M.CLOSE_WITHOUT_BREACH, _S.VISITED, _S.CLOSED_WITHOUT_BREACH, _VISITS,
        (order.no_breach_is_recorded, order.contests_are_answered, *_NOTHING_WAITS)),
    Row(_M.CONFIRM_COMPLIANCE_ON_VISIT, _S.VISITED, _S.COMPLIED, _VISITS,
        (order.visit_follows_up_order, order.no_breach_is_recorded)),
)
"""Before, at and after the visit."""

HEARING: tuple[StepRow, ...] = (
    Row(_M.CONCLUDE_HEARING, _S.FINDINGS_RECORDED, _S.HEARD, _LETTERS,
        (order.hearing_is_over, order.no_request_for_time_waits)),
    Row(_M.WAIVE_HEARING, _S.FINDINGS_RECORDED, _S.HEARD, _DECISIONS,
        (order.hearing_waiver_reasoned, order.no_request_for_time_waits)),
    # Nothing to pursue, or findings recorded by mistake: closed with its reason, without a hearing of anybody.
    Row(_M.CLOSE, _S.FINDINGS_RECORDED, _S.CLOSED, _VISITS, (*_CLOSING, order.reply_is_considered)),
    Row(_M.CLOSE, _S.HEARD, _S.CLOSED, _VISITS, (*_CLOSING, order.reply_is_considered)),
)
"""The hearing of the party, or its waiver."""

ORDER: tuple[StepRow, ...] = (
    Row(_M.DRAFT_ORDER, _S.HEARD, _S.ORDER_DRAFTED, _LETTERS,
        (order.breach_is_recorded, order.order_is_drafted, order.heard_or_waived,
         order.reply_is_considered)),
    Row(_M.APPROVE_ORDER, _S.ORDER_DRAFTED, _S.ORDER_APPROVED, _DECISIONS, _ORDER_IS_LAWFUL,
        second_person=True),
    Row(_M.RETURN_DRAFT, _S.ORDER_DRAFTED, _S.HEARD, _LETTERS, (order.order_has_deadlines,)),
    Row(_M.RETURN_DRAFT, _S.ORDER_APPROVED, _S.HEARD, _LETTERS, (order.order_has_deadlines,)),
    Row(_M.ISSUE_ORDER, _S.ORDER_APPROVED, _S.ORDER_ISSUED, _DECISIONS, _ORDER_IS_LAWFUL),
    # The order at once: on acute danger, after the visit or while it lasts; one person may issue it alone, and a
    # second reviews it afterwards.
    Row(_M.DRAFT_AT_ONCE, _S.VISITED, _S.ORDER_DRAFTED, _LETTERS, _AT_ONCE_IS_DRAFTED),
    Row(_M.DRAFT_AT_ONCE, _S.FINDINGS_RECORDED, _S.ORDER_DRAFTED, _LETTERS, _AT_ONCE_IS_DRAFTED),
    Row(_M.DRAFT_AT_ONCE, _S.HEARD, _S.ORDER_DRAFTED, _LETTERS, _AT_ONCE_IS_DRAFTED),
    Row(_M.RETURN_AT_ONCE, _S.ORDER_DRAFTED, _S.FINDINGS_RECORDED, _LETTERS, (order.order_is_at_once,)),
    Row(_M.RETURN_AT_ONCE, _S.ORDER_APPROVED, _S.FINDINGS_RECORDED, _LETTERS, (order.order_is_at_once,)),
    Row(_M.ISSUE_AT_ONCE, _S.ORDER_DRAFTED, _S.ORDER_ISSUED, _DECISIONS, _AT_ONCE_IS_LAWFUL),
    # A correction takes the place of what was issued; deadlines and complaint run anew from its delivery.
    Row(_M.CORRECT_ORDER, _S.ORDER_ISSUED, _S.ORDER_ISSUED, _DECISIONS, (order.second_person_approved,),
        second_person=True),
    Row(_M.CORRECT_ORDER, _S.ORDER_DELIVERED, _S.ORDER_ISSUED, _DECISIONS, (order.second_person_approved,),
        second_person=True),
    Row(_M.RECORD_DELIVERY, _S.ORDER_ISSUED, _S.ORDER_DELIVERED, _LETTERS, (order.order_is_delivered,)),
    Row(_M.WITHDRAW_ORDER, _S.ORDER_ISSUED, _S.CLOSED, _DECISIONS, _WITHDRAWAL),
    Row(_M.WITHDRAW_ORDER, _S.ORDER_DELIVERED, _S.CLOSED, _DECISIONS, _WITHDRAWAL),
    # An appeal: annulled, the order is withdrawn wherever the case stands; remitted, it is decided anew.
    *(Row(_M.WITHDRAW_ORDER, source, _S.CLOSED, _DECISIONS, _WITHDRAWAL) for source in _FOLLOWED_UP),
    *(Row(_M.RETURN_DRAFT, source, _S.HEARD, _LETTERS, (order.order_is_remitted,))
      for source in (_S.ORDER_ISSUED, _S.ORDER_DELIVERED, *_FOLLOWED_UP)),
    Row(_M.PLAN_REVISIT, _S.HEARD, _S.PLANNED, _VISITS, (order.order_was_remitted,)),
)
"""The order, from draft to delivery."""

FOLLOW_UP: tuple[StepRow, ...] = (
    Row(_M.REPORT_COMPLIANCE, _S.ORDER_DELIVERED, _S.COMPLIANCE_REPORTED, _VISITS,
        (order.compliance_is_reported,)),
    Row(_M.RECORD_SILENCE, _S.ORDER_DELIVERED, _S.NOT_COMPLIED, _VISITS, _TIME_IS_UP),
    Row(_M.VERIFY_COMPLIED, _S.COMPLIANCE_REPORTED, _S.COMPLIED, _VISITS, (order.full_compliance_verified,)),
    Row(_M.VERIFY_PARTLY, _S.COMPLIANCE_REPORTED, _S.PARTLY_COMPLIED, _VISITS,
        (order.part_compliance_verified, *_TIME_IS_UP)),
    Row(_M.VERIFY_NOT_COMPLIED, _S.COMPLIANCE_REPORTED, _S.NOT_COMPLIED, _VISITS,
        (order.non_compliance_verified, *_TIME_IS_UP)),
    # What was open is brought in order late.
    Row(_M.VERIFY_COMPLIED, _S.PARTLY_COMPLIED, _S.COMPLIED, _VISITS, (order.full_compliance_verified,)),
    Row(_M.VERIFY_COMPLIED, _S.NOT_COMPLIED, _S.COMPLIED, _VISITS, (order.full_compliance_verified,)),
    # What comes after: a revisit opens a new round with its own notice, findings and hearing.
    Row(_M.PLAN_REVISIT, _S.COMPLIANCE_REPORTED, _S.PLANNED, _VISITS),
    Row(_M.PLAN_REVISIT, _S.PARTLY_COMPLIED, _S.PLANNED, _VISITS),
    Row(_M.PLAN_REVISIT, _S.NOT_COMPLIED, _S.PLANNED, _VISITS),
    Row(_M.REPORT_TO_POLICE, _S.PARTLY_COMPLIED, _S.REPORTED_TO_POLICE, _DECISIONS, (order.order_is_enforceable,)),
    Row(_M.REPORT_TO_POLICE, _S.NOT_COMPLIED, _S.REPORTED_TO_POLICE, _DECISIONS, (order.order_is_enforceable,)),
    Row(_M.CLOSE, _S.COMPLIED, _S.CLOSED, _VISITS, _CLOSING),
    Row(_M.CLOSE, _S.PARTLY_COMPLIED, _S.CLOSED, _VISITS, _CLOSING),
    Row(_M.CLOSE, _S.NOT_COMPLIED, _S.CLOSED, _VISITS, _CLOSING),
    Row(_M.CLOSE, _S.REPORTED_TO_POLICE, _S.CLOSED, _VISITS, _CLOSING),
)
"""What follows an order. A revisit opens a new round with its own notice, findings and hearing."""
# fmt: on

TRANSITIONS: tuple[StepRow, ...] = (*INSPECTION, *HEARING, *ORDER, *FOLLOW_UP)
"""The whole procedure of a case."""

_PERMISSIONS = {row.move: row.permission for row in TRANSITIONS}


def permission_of(move: Move) -> Permission:
    """What whoever makes a move must be permitted; it is the same wherever the move starts."""
    return _PERMISSIONS[move]


def moves_from(state: CaseState, facts: CaseFacts) -> list[Check[CaseState, Move]]:
    """Return every move that leaves the state, allowed or not, each with its unmet demands."""
    return checks_from(TRANSITIONS, state, facts)
