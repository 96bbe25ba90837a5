"""What states, moves, outcomes and grounds are called on pages."""

from husly.kit.i18n import mark
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import ClosureCode, FindingKind, FindingOutcome, LegalBasis
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import HearingWaiverGround, NoticeWaiverGround
from inspection.letters.blocks import LetterKind

STATES: dict[CaseState, str] = {
    CaseState.UNDER_REVIEW: mark("Contest under review"),
    CaseState.PLANNED: mark("Visit planned"),
    CaseState.NOTIFIED: mark("Visit announced"),
    CaseState.UNANNOUNCED_DECIDED: mark("Unannounced visit decided"),
    CaseState.VISITED: mark("Visited"),
    CaseState.FINDINGS_RECORDED: mark("Breach found"),
    CaseState.HEARD: mark("Party heard"),
    CaseState.ORDER_DRAFTED: mark("Order drafted"),
    CaseState.ORDER_APPROVED: mark("Order approved"),
    CaseState.ORDER_ISSUED: mark("Order issued"),
    CaseState.ORDER_DELIVERED: mark("Order delivered"),
    CaseState.COMPLIANCE_REPORTED: mark("Compliance reported"),
    CaseState.COMPLIED: mark("Order complied with"),
    CaseState.PARTLY_COMPLIED: mark("Order partly complied with"),
    CaseState.NOT_COMPLIED: mark("Order not complied with"),
    CaseState.REPORTED_TO_POLICE: mark("Reported to the police"),
    CaseState.CLOSED: mark("Closed"),
    CaseState.CLOSED_WITHOUT_BREACH: mark("Closed without breach"),
}

BADGES: dict[CaseState, str] = {
    CaseState.UNDER_REVIEW: "warning",
    CaseState.FINDINGS_RECORDED: "warning",
    CaseState.NOT_COMPLIED: "error",
    CaseState.PARTLY_COMPLIED: "warning",
    CaseState.REPORTED_TO_POLICE: "error",
    CaseState.COMPLIED: "success",
    CaseState.CLOSED_WITHOUT_BREACH: "success",
}
"""Only states that call for attention, or are good news, are coloured; the words always say the same."""

MOVES: dict[Move | None, str] = {
    None: mark("Case opened"),
    Move.DECIDE_VISIT: mark("Visit decided"),
    Move.GIVE_NOTICE: mark("Visit announced"),
    Move.DECIDE_UNANNOUNCED: mark("Unannounced visit decided"),
    Move.CARRY_OUT_VISIT: mark("Visit carried out"),
    Move.REPLAN_VISIT: mark("Visit replanned"),
    Move.RECORD_FINDINGS: mark("Findings recorded"),
    Move.CLOSE_WITHOUT_BREACH: mark("Closed without breach"),
    Move.CONFIRM_COMPLIANCE_ON_VISIT: mark("Compliance confirmed on a visit"),
    Move.CONCLUDE_HEARING: mark("Hearing ended"),
    Move.WAIVE_HEARING: mark("Hearing left out"),
    Move.DRAFT_ORDER: mark("Order drafted"),
    Move.DRAFT_AT_ONCE: mark("Order at once drafted"),
    Move.ISSUE_AT_ONCE: mark("Order at once issued"),
    Move.RETURN_AT_ONCE: mark("Order at once sent back"),
    Move.CORRECT_ORDER: mark("Order corrected"),
    Move.APPROVE_ORDER: mark("Order approved"),
    Move.RETURN_DRAFT: mark("Order sent back"),
    Move.ISSUE_ORDER: mark("Order issued"),
    Move.RECORD_DELIVERY: mark("Order delivered"),
    Move.WITHDRAW_ORDER: mark("Order withdrawn"),
    Move.REPORT_COMPLIANCE: mark("Compliance reported"),
    Move.VERIFY_COMPLIED: mark("Compliance verified"),
    Move.VERIFY_PARTLY: mark("Part compliance verified"),
    Move.VERIFY_NOT_COMPLIED: mark("Non-compliance verified"),
    Move.RECORD_SILENCE: mark("Deadline passed without an answer"),
    Move.PLAN_REVISIT: mark("Revisit planned"),
    Move.REPORT_TO_POLICE: mark("Reported to the police"),
    Move.CLOSE: mark("Case closed"),
}

CLOSURES: dict[ClosureCode, str] = {
    ClosureCode.COMPLIED: mark("Complied with"),
    ClosureCode.NO_BREACH: mark("No breach"),
    ClosureCode.WITHDRAWN: mark("Order withdrawn"),
    ClosureCode.REFERRED: mark("Handed to another authority"),
    ClosureCode.REPORTED_TO_POLICE: mark("Reported to the police"),
    ClosureCode.GREY_ZONE: mark("Grey zone: breaches stay open, no trafficking found"),
    ClosureCode.MOVED_OUT: mark("Nobody lives there any more"),
    ClosureCode.OUT_OF_SCOPE: mark("Outside the act"),
    ClosureCode.OTHER: mark("Other reason, in words"),
}

VISIT_REASONS: dict[VisitReason, str] = {
    VisitReason.SCORE: mark("Risk"),
    VisitReason.RANDOM: mark("Drawn at random"),
    VisitReason.EXPLORE: mark("Never inspected, drawn"),
    VisitReason.TIP: mark("Tip"),
    VisitReason.REFERRAL: mark("Another authority"),
    VisitReason.CONTEST: mark("Contest by the owner"),
    VisitReason.FOLLOW_UP: mark("Follow-up"),
    VisitReason.DANGER: mark("Danger"),
    VisitReason.OTHER: mark("Other reason"),
}

LETTERS: dict[LetterKind, str] = {
    LetterKind.VARSLING: mark("Notice of visit"),
    LetterKind.FASTHOLDELSE: mark("Visit upheld"),
    LetterKind.BESLUTNING_UVARSLET: mark("Decision on an unannounced visit"),
    LetterKind.TILSYNSRAPPORT: mark("Inspection report"),
    LetterKind.OPLYSNINGSANMODNING: mark("Request for information"),
    LetterKind.PARTSHOERING: mark("Hearing"),
    LetterKind.PAABUD: mark("Order"),
    LetterKind.STRAKSPAABUD: mark("Order at once"),
    LetterKind.BEGRUNDELSE_EFTERFOELGENDE: mark("Written reasons"),
    LetterKind.GENHUSNING: mark("Rehousing order"),
    LetterKind.FORBUD: mark("Prohibition of use"),
    LetterKind.BOEDEFORELAEG: mark("Fixed-penalty notice"),
    LetterKind.POLITIANMELDELSE: mark("Report to the police"),
    LetterKind.UNDERRETNING: mark("Referral"),
    LetterKind.VIDERESENDELSE: mark("Enquiry forwarded"),
    LetterKind.AFSLUTNING: mark("Case closed, letter"),
}

OUTCOMES: dict[FindingOutcome, str] = {
    FindingOutcome.MET: mark("Met"),
    FindingOutcome.BREACHED: mark("Breached"),
    FindingOutcome.NOT_CHECKED: mark("Not checked"),
}

DECLARED_OUTCOMES = {
    "breached": mark("Breached as declared"),
    "not_assessed": mark("Not known as declared"),
    "met": mark("Met as declared"),
    "not_applicable": mark("Not covered as declared"),
}

KINDS: dict[FindingKind, str] = {
    FindingKind.MEASURED: mark("Measured"),
    FindingKind.OBSERVED: mark("Seen"),
    FindingKind.COMPUTED: mark("Computed"),
    FindingKind.JUDGED: mark("Judged"),
}

BASES: dict[LegalBasis, str] = {
    LegalBasis.EMPLOYEE_HOUSING_ACT: mark("Act on the accommodation of employees (the employer answers)"),
    LegalBasis.URBAN_RENEWAL_ACT: mark("Urban renewal act § 75 (the owner answers)"),
}

NOTICE_GROUNDS: dict[NoticeWaiverGround, str] = {
    NoticeWaiverGround.PURPOSE_DEFEATED: mark("No. 1: notice would defeat the purpose"),
    NoticeWaiverGround.OVERRIDING_INTERESTS: mark("No. 2: regard for the party or overriding interests"),
    NoticeWaiverGround.FOREIGN_POLICY: mark("No. 3: foreign policy or EU interests"),
    NoticeWaiverGround.IMMEDIATE_EXECUTION: mark("No. 4: immediate execution is required"),
    NoticeWaiverGround.NOTICE_IMPOSSIBLE: mark("No. 5: notice is impossible or disproportionately difficult"),
}

HEARING_GROUNDS: dict[HearingWaiverGround, str] = {
    HearingWaiverGround.CLEARLY_UNPROBLEMATIC: mark("No. 1: clearly unproblematic"),
    HearingWaiverGround.STATUTORY_DEADLINE: mark("No. 2: a statutory deadline would be exceeded"),
    HearingWaiverGround.OVERRIDING_INTEREST: mark("No. 3: overriding interest, such as acute danger"),
    HearingWaiverGround.NO_RIGHT_OF_ACCESS: mark("No. 4: no right of access"),
    HearingWaiverGround.REOPENABLE: mark("FVL § 20: the case is taken up again when the party asks for it"),
}

GATES = {
    "fields": mark("Every field is filled, every legal reference verified"),
    "signs": mark("Every letter and sign can be printed"),
    "G1": mark("A lawyer has approved the texts"),
    "G2": mark("Every requirement cited stands in an approved pack of law"),
    "G3": mark("Every breach cited was found"),
    "G4": mark("The party was heard"),
    "G5": mark("The notice is long enough"),
    "G7": mark("No offence is suspected, or the letter says that the party may remain silent"),
    "G8": mark("The complaint guidance is complete, or a lawyer has decided that there is none"),
    "G9": mark("Every breach has result, deadline and evidence"),
    "G10": mark("Nothing about residents or tips"),
    "G11": mark("No request for access to documents is open"),
    "G12": mark("The authority has this power"),
    "days": mark("No day in the letter has passed"),
}
