"""What states, outcomes, payers and problems of rehousing are called on pages."""

from husly.kit.i18n import mark
from inspection.rehousing.matching import Relation
from inspection.rehousing.models import ConfirmedBy, Payer, ResidentOutcome
from inspection.rehousing.transitions import RehousingMove, RehousingState

STATES: dict[RehousingState, str] = {
    RehousingState.DRAFTED: mark("Rehousing drafted"),
    RehousingState.HEARD: mark("Party heard about rehousing"),
    RehousingState.APPROVED: mark("Rehousing approved"),
    RehousingState.ISSUED: mark("Rehousing order issued"),
    RehousingState.DELIVERED: mark("Rehousing under way"),
    RehousingState.APPEALED: mark("Held back by a complaint"),
    RehousingState.DONE: mark("Everybody rehoused or declined"),
    RehousingState.WITHDRAWN: mark("Rehousing order withdrawn"),
}

BADGES: dict[RehousingState, str] = {
    RehousingState.DELIVERED: "warning",
    RehousingState.APPEALED: "warning",
    RehousingState.DONE: "success",
}

MOVES: dict[RehousingMove, str] = {
    RehousingMove.RECORD_HEARING: mark("Record the hearing about rehousing"),
    RehousingMove.APPROVE: mark("Approve the rehousing order"),
    RehousingMove.RETURN_DRAFT: mark("Send the rehousing order back"),
    RehousingMove.ISSUE: mark("Issue the rehousing order"),
    RehousingMove.RECORD_DELIVERY: mark("Record the delivery of the rehousing order"),
    RehousingMove.SUSPEND: mark("Hold it back because of a complaint"),
    RehousingMove.RESUME: mark("Go on: the complaint is decided"),
    RehousingMove.RESUME_ON_ITS_WAY: mark("Go on: the complaint is decided, the letter is still on its way"),
    RehousingMove.FINISH: mark("End the rehousing"),
    RehousingMove.WITHDRAW: mark("Withdraw the rehousing order"),
}

OUTCOMES: dict[ResidentOutcome, str] = {
    ResidentOutcome.OPEN: mark("Not moved yet"),
    ResidentOutcome.MOVED: mark("Moved"),
    ResidentOutcome.DECLINED: mark("Declined"),
}

OUTCOME_BADGES = {
    ResidentOutcome.OPEN: "warning",
    ResidentOutcome.MOVED: "success",
    ResidentOutcome.DECLINED: "info",
}

CONFIRMED: dict[ConfirmedBy, str] = {
    ConfirmedBy.INSPECTOR: mark("An inspector saw it"),
    ConfirmedBy.RESIDENT: mark("The resident told by code"),
    ConfirmedBy.EMPLOYER: mark("Proof from the employer"),
}

PAYERS: dict[Payer, str] = {
    Payer.EMPLOYER: mark("The employer pays"),
    Payer.OWNER: mark("The owner pays"),
    Payer.AUTHORITY: mark("The public pays"),
}

RELATIONS: dict[Relation, str] = {
    Relation.SAME_EMPLOYER: mark("Same employer"),
    Relation.LINKED_EMPLOYER: mark("Linked firm"),
    Relation.OTHER: mark("Another employer"),
}

PROBLEMS: dict[str, str] = {
    "not_in_use": mark("No housing is declared there for that day"),
    "paused": mark("Not in use on that day"),
    "breach": mark("In breach as declared"),
    "capacity_unknown": mark("The lawful number of residents is not known"),
    "no_room": mark("No free place"),
    "open_case": mark("There is an open case"),
    "prohibited": mark("Its use is prohibited"),
    "too_far": mark("More than 30 km away, or the place is not known"),
    "group_too_large": mark("Not room for the whole group"),
}
