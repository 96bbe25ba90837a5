"""What the states of a plan, and the reasons for leaving somebody out of it, are called on pages."""

from husly.kit.i18n import mark
from inspection.planning.models import PlanState
from inspection.planning.plan import LeftOutReason

STATES = {
    PlanState.DRAFT: (mark("Draft"), "info"),
    PlanState.ACCEPTED: (mark("Accepted"), "success"),
    PlanState.DISCARDED: (mark("Discarded"), ""),
}
LEFT_OUT = {
    LeftOutReason.NOTICE_NOT_RUN: mark("The written notice cannot have run by then"),
    LeftOutReason.OUTSIDE_WINDOW: mark("Cannot be visited within the period"),
    LeftOutReason.NO_INSPECTOR: mark("No inspector can go"),
    LeftOutReason.TOO_FAR: mark("Too far for a day from every duty station"),
    LeftOutReason.NO_TIME: mark("No tour has room left"),
    LeftOutReason.NOT_CHOSEN: mark("Others were worth more for the travel"),
}
