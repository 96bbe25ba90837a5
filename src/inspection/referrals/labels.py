"""The words of referrals on pages."""

from husly.kit.i18n import mark
from inspection.referrals.transitions import ReferralMove, ReferralState
from inspection.referrals.words import (
    Age,
    Closure,
    ContactLevel,
    Notify,
    Origin,
    ReferralReason,
    StatusBy,
    VictimStatus,
)

MENU = mark("Referrals")

STATES = {
    ReferralState.DRAFTED: mark("Draft"),
    ReferralState.REFUSED: mark("Not to be sent"),
    ReferralState.DECIDED: mark("Decided, not sent"),
    ReferralState.SENT: mark("Sent, waits for acknowledgement"),
    ReferralState.ACKNOWLEDGED: mark("Acknowledged"),
    ReferralState.FOLLOWED_UP: mark("Followed up"),
    ReferralState.RETURNED: mark("Returned by the receiver"),
    ReferralState.CLOSED: mark("Closed"),
}
NOT_LEFT = mark("The letter has not left yet")
OVERDUE = mark("Acknowledgement is overdue")
BADGES = {
    ReferralState.DRAFTED: "info",
    ReferralState.DECIDED: "warning",
    ReferralState.SENT: "info",
    ReferralState.ACKNOWLEDGED: "success",
    ReferralState.FOLLOWED_UP: "success",
    ReferralState.RETURNED: "error",
}

MOVES = {
    ReferralMove.DECIDE: mark("Decide to pass it on"),
    ReferralMove.REFUSE: mark("Decide not to tell them"),
    ReferralMove.TAKE_BACK: mark("Take the decision back"),
    ReferralMove.SEND: mark("Send it"),
    ReferralMove.ACKNOWLEDGE: mark("The receiver has acknowledged"),
    ReferralMove.RETURN: mark("The receiver sent it back"),
    ReferralMove.FOLLOW_UP: mark("Record what the receiver did"),
    ReferralMove.CLOSE: mark("Close it"),
}
WORDS = {
    ReferralMove.REFUSE: mark("Why they are not told"),
    ReferralMove.TAKE_BACK: mark("Why it is taken back"),
    ReferralMove.RETURN: mark("What they wrote"),
    ReferralMove.FOLLOW_UP: mark("What came of it"),
    ReferralMove.CLOSE: mark("What decided it"),
}
DRAFTED = mark("Draft made")

REASONS = {
    ReferralReason.PLAN_MISSING: mark("No accommodation plan"),
    ReferralReason.PLAN_DEFICIENT: mark("Deficient accommodation plan"),
    ReferralReason.UNFIT_OBSERVED: mark("Seems unfit to live in"),
    ReferralReason.NON_APPROVED_PREMISES: mark("Premises not approved for living in"),
    ReferralReason.CROWDING: mark("Too many people for the space"),
    ReferralReason.TRAFFICKING_SIGNS: mark("Signs of human trafficking or forced labour"),
    ReferralReason.FIRE_RISK: mark("Danger in a fire"),
    ReferralReason.CHILD_IN_HOUSING: mark("A child lives there"),
    ReferralReason.OTHER: mark("Another reason (describe it)"),
}
ORIGINS = {
    Origin.OWN_VISIT: mark("Our own visit"),
    Origin.OWN_REGISTER: mark("Our register"),
    Origin.TOLD: mark("We were told (never by whom)"),
}
CLOSURES = {
    Closure.HANDLED: mark("The receiver has acted"),
    Closure.NO_ACTION: mark("The receiver found no reason to act"),
    Closure.NOT_THEIRS: mark("It was not theirs"),
    Closure.OVERTAKEN: mark("It no longer matters"),
    Closure.OTHER: mark("Other"),
}
NOTIFY = {
    Notify.BOTH: mark("Police and the centre against human trafficking"),
    Notify.POLICE: mark("The police only"),
    Notify.CMM: mark("The centre only"),
}
AGES = {
    Age.ADULT: mark("Adults only"),
    Age.CHILD: mark("A child"),
    Age.IN_DOUBT: mark("In doubt; counts as a child"),
}
STATUSES = {
    VictimStatus.SUSPICION: mark("Suspicion"),
    VictimStatus.PENDING: mark("Being assessed"),
    VictimStatus.PRESUMED: mark("Presumed victim"),
    VictimStatus.CONFIRMED: mark("Confirmed victim"),
    VictimStatus.NOT_VICTIM: mark("Not a victim"),
}
STATUS_BY = {
    StatusBy.CMM: mark("The centre against human trafficking (lawful stay)"),
    StatusBy.IMMIGRATION_SERVICE: mark("The immigration service (no lawful stay, asylum, expulsion)"),
    StatusBy.COURT: mark("The court (accused)"),
}
LEVELS = {
    ContactLevel.LOCAL: mark("Local contact"),
    ContactLevel.NATIONAL: mark("National lead"),
    ContactLevel.DEPUTY: mark("Deputy"),
}
FIELDS = {
    "address": mark("Address"),
    "address_id": mark("Address id"),
    "reason": mark("Reason"),
    "observed": mark("What was seen"),
    "observed_on": mark("Day it was seen"),
    "origin": mark("How we know"),
    "plan": mark("Accommodation plan"),
    "residents": mark("Number of residents"),
    "children": mark("Children"),
    "employer": mark("Employer"),
    "employer_number": mark("Number of the employer"),
    "employer_contact": mark("Contact of the employer"),
    "necessity": mark("Why they need it"),
    "request": mark("What they are asked"),
}
BASES = {
    "fvl_27": mark("Public Administration Act § 27: nothing confidential is passed on"),
    "fvl_28": mark("Public Administration Act § 28: data passed on to another authority"),
    "fvl_31": mark("Public Administration Act § 31: the other authority asks for the data"),
}
