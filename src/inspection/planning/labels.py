"""What the states of a plan, and the reasons for leaving somebody out of it, are called on pages."""

from husly.kit.i18n import mark
from inspection.planning.models import PlanState
from inspection.planning.solving.plan import LeftOutReason

STATES = {
    PlanState.DRAFT: (mark("Draft"), "info"),
    PlanState.ACCEPTED: (mark("Accepted"), "success"),
    PlanState.DISCARDED: (mark("Discarded"), ""),
}
LEFT_OUT = {
    LeftOutReason.NOTICE_NOT_RUN: mark("The written notice cannot have run by then"),
    LeftOutReason.OUTSIDE_WINDOW: mark("Nobody can be there on its days and within its hours"),
    LeftOutReason.NO_INSPECTOR: mark("No inspector can go"),
    LeftOutReason.TOO_FAR: mark("Too far for a day from every duty station"),
    LeftOutReason.NO_TIME: mark("No tour has room left"),
    LeftOutReason.NOT_CHOSEN: mark("Others were worth more for the travel"),
    LeftOutReason.NO_PLACE: mark("Its point lies at sea or abroad; put it right first"),
    LeftOutReason.NEVER_OPEN: mark("No window is as long as the visit"),
    LeftOutReason.OUTSIDE_REGION: mark("Nobody works in that municipality"),
    LeftOutReason.NO_SKILL: mark("Nobody has the skills it needs"),
    LeftOutReason.NO_LANGUAGE: mark("Nobody speaks a language of the residents, and no interpreter may be booked"),
    LeftOutReason.NO_COMPANION: mark("Those it needs are never there together"),
    LeftOutReason.CONFLICT: mark("Everybody who could go has a conflict of interest"),
    LeftOutReason.SAME_DOOR: mark("Another visit of the plan goes to the same dwelling"),
    LeftOutReason.LOCK_BROKEN: mark("It is locked to a day or person on which it cannot be made"),
}
