"""A believable case at each step, for the tests of the lawful moves."""

from dataclasses import replace
from datetime import date

from inspection.enforcement.case_facts import (
    CaseFacts,
    Compliance,
    FollowUpFacts,
    HearingFacts,
    NoticeFacts,
    OrderFacts,
)
from inspection.enforcement.transitions import CaseState, Move

VISIT = date(2026, 3, 16)

NOTICED = CaseFacts(
    as_of=date(2026, 3, 2),
    visit_on=VISIT,
    proportionality_reason="Oplysninger pr. brev kan ikke vise rummenes størrelse.",
    notice=NoticeFacts(VISIT, date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 10)),
)
ON_VISIT_DAY = replace(NOTICED, as_of=VISIT)
FOUND = replace(ON_VISIT_DAY, breach_found=True)
HEARING_OUT = replace(
    FOUND,
    as_of=date(2026, 3, 20),
    hearing=HearingFacts(date(2026, 3, 18), date(2026, 4, 7), delivered_on=date(2026, 3, 18)),
)
HEARING_OVER = replace(HEARING_OUT, as_of=date(2026, 4, 8))
DRAFTED = replace(
    HEARING_OVER,
    order=OrderFacts("mette", items_complete=True, complaint_guidance_complete=True, due_on=date(2026, 5, 29)),
)
APPROVED = replace(DRAFTED, order=replace(DRAFTED.order, approved_by="jens"))
DELIVERED = replace(
    APPROVED,
    as_of=date(2026, 4, 13),
    order=replace(APPROVED.order, issued_on=date(2026, 4, 10), delivered_on=date(2026, 4, 10)),
)
REPORTED = replace(DELIVERED, as_of=date(2026, 5, 20), follow_up=FollowUpFacts(date(2026, 5, 19)))
COMPLIED = replace(
    REPORTED,
    follow_up=FollowUpFacts(date(2026, 5, 19), Compliance.COMPLIED, evidence_count=2),
    closure_reason="Alle punkter er opfyldt.",
    closure_code="complied",
    report_issued=True,
)

STORY = (
    (CaseState.PLANNED, Move.GIVE_NOTICE, NOTICED),
    (CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, ON_VISIT_DAY),
    (CaseState.VISITED, Move.RECORD_FINDINGS, FOUND),
    (CaseState.FINDINGS_RECORDED, Move.CONCLUDE_HEARING, HEARING_OVER),
    (CaseState.HEARD, Move.DRAFT_ORDER, DRAFTED),
    (CaseState.ORDER_DRAFTED, Move.APPROVE_ORDER, APPROVED),
    (CaseState.ORDER_APPROVED, Move.ISSUE_ORDER, APPROVED),
    (CaseState.ORDER_ISSUED, Move.RECORD_DELIVERY, DELIVERED),
    (CaseState.ORDER_DELIVERED, Move.REPORT_COMPLIANCE, REPORTED),
    (CaseState.COMPLIANCE_REPORTED, Move.VERIFY_COMPLIED, COMPLIED),
    (CaseState.COMPLIED, Move.CLOSE, COMPLIED),
)
