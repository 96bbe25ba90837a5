"""Every change of a case. Each asks the table of lawful moves first; none is possible outside the actor's scope."""

from inspection.enforcement.actions.at_once import draft_at_once, review_at_once
from inspection.enforcement.actions.closing import close_case
from inspection.enforcement.actions.contests import take_up_contest
from inspection.enforcement.actions.corrections import draft_correction, draft_withdrawal, drop_change
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
from inspection.enforcement.actions.notes import answer_access, note_access_request, note_suspicion
from inspection.enforcement.actions.opening import decide_visit, open_case
from inspection.enforcement.actions.orders import approve_order, draft_order, edit_order, return_draft
from inspection.enforcement.actions.papers import (
    draft_information_request,
    draft_later_reasons,
    draft_report,
    record_information,
    request_report,
)
from inspection.enforcement.actions.sisters import open_sister
from inspection.enforcement.actions.visits import (
    assign_visit,
    draft_notice,
    draft_standard_notice,
    draft_unannounced_decision,
    record_objection,
    record_visit,
    replan_visit,
    uphold_visit,
    waive_notice,
)

__all__ = [
    "answer_access",
    "approve_order",
    "assign_visit",
    "close_case",
    "conclude_hearing",
    "consider_reply",
    "decide_visit",
    "draft_at_once",
    "draft_correction",
    "draft_hearing",
    "draft_information_request",
    "draft_later_reasons",
    "draft_notice",
    "draft_order",
    "draft_report",
    "draft_standard_notice",
    "draft_unannounced_decision",
    "draft_withdrawal",
    "drop_change",
    "edit_order",
    "note_access_request",
    "note_suspicion",
    "open_case",
    "open_sister",
    "plan_revisit",
    "postpone_hearing",
    "record_findings",
    "record_information",
    "record_objection",
    "record_reply",
    "record_silence",
    "record_visit",
    "replan_visit",
    "report_compliance",
    "report_to_police",
    "request_report",
    "return_draft",
    "review_at_once",
    "save_findings",
    "take_up_contest",
    "uphold_visit",
    "verify_compliance",
    "waive_hearing",
    "waive_notice",
]
