"""Every change of a case. Each asks the table of lawful moves first; none is possible outside the actor's scope."""

from inspection.enforcement.actions.closing import close_case
from inspection.enforcement.actions.contests import take_up_contest
from inspection.enforcement.actions.findings import record_findings, save_findings
from inspection.enforcement.actions.follow_up import (
    plan_revisit,
    record_silence,
    report_compliance,
    report_to_police,
    verify_compliance,
)
from inspection.enforcement.actions.hearings import (
    conclude_hearing,
    consider_reply,
    draft_hearing,
    postpone_hearing,
    record_reply,
    waive_hearing,
)
from inspection.enforcement.actions.issuing import issue_letter, record_delivery
from inspection.enforcement.actions.notes import answer_access, note_access_request, note_suspicion
from inspection.enforcement.actions.opening import decide_visit, open_case
from inspection.enforcement.actions.orders import approve_order, draft_order, return_draft, withdraw_order
from inspection.enforcement.actions.visits import (
    draft_notice,
    record_objection,
    record_visit,
    replan_visit,
    uphold_visit,
    waive_notice,
)

__all__ = [
    "answer_access",
    "approve_order",
    "close_case",
    "conclude_hearing",
    "consider_reply",
    "decide_visit",
    "draft_hearing",
    "draft_notice",
    "draft_order",
    "issue_letter",
    "note_access_request",
    "note_suspicion",
    "open_case",
    "plan_revisit",
    "postpone_hearing",
    "record_delivery",
    "record_findings",
    "record_objection",
    "record_reply",
    "record_silence",
    "record_visit",
    "replan_visit",
    "report_compliance",
    "report_to_police",
    "return_draft",
    "save_findings",
    "take_up_contest",
    "uphold_visit",
    "verify_compliance",
    "waive_hearing",
    "waive_notice",
    "withdraw_order",
]
