"""Hints, states, reasons and decisions in words."""

from husly.kit.i18n import mark
from inspection.undeclared.hints import HintKind
from inspection.undeclared.models import CandidateState, DismissReason

KINDS = {
    HintKind.RUT_WORKERS: mark("Workers on a list, no bed known"),
    HintKind.DECLARED_WORKERS: mark("Workers told of, no bed known"),
    HintKind.CVR_WORKERS: mark("Employees in CVR"),
    HintKind.ENDED_HOUSING: mark("Housing that has ended"),
    HintKind.FAR_WORKPLACE: mark("Work far from the housing"),
    HintKind.OWNER_CONTEST: mark("An owner says more live there"),
    HintKind.RISK_SECTOR: mark("Sector (context)"),
    HintKind.SEEN_ON_VISIT: mark("Heard of on a visit"),
    HintKind.TIPS: mark("Reports"),
    HintKind.OTHER_REGISTER: mark("Persons in another register"),
    HintKind.SHARED_WORKPLACE: mark("Workplace like a dwelling"),
    HintKind.SHARED_POST: mark("Shared postal address"),
}
STATES = {
    CandidateState.NEW: ("info", mark("New")),
    CandidateState.UNDER_REVIEW: ("warning", mark("Under review")),
    CandidateState.CONFIRMED: ("success", mark("Taken up for a visit")),
    CandidateState.DISMISSED: ("", mark("Dismissed")),
    CandidateState.DECLARED: ("success", mark("Declared since")),
    CandidateState.LAPSED: ("", mark("No hint any more")),
}
REASONS = {
    DismissReason.NOT_HOUSED: mark("The workers live in homes of their own"),
    DismissReason.HOUSED_BY_OTHERS: mark("Somebody else houses them, and it is declared"),
    DismissReason.NO_DWELLING: mark("Nobody lives at the address"),
    DismissReason.OUTSIDE_LAW: mark("The rules do not apply there"),
    DismissReason.WRONG_SOURCE: mark("The source is wrong or old"),
    DismissReason.OTHER: mark("Something else"),
}
SOURCES = {"law": mark("Law"), "report": mark("Report"), "data": mark("Data")}
STRENGTHS = {False: mark("sign"), True: mark("context only")}
ACTS = {
    "undeclared.new": mark("Came back: a new hint, or the day is over"),
    "undeclared.under_review": mark("Taken under review"),
    "undeclared.confirmed": mark("Taken up for a visit"),
    "undeclared.dismissed": mark("Dismissed"),
    "undeclared.declared": mark("Closed itself: declared since"),
    "undeclared.lapsed": mark("Closed itself: nothing hints at it any more"),
    "undeclared.asked": mark("The employer was asked to declare"),
}
