"""What reactions, grounds and states of requests are called on pages."""

from husly.kit.i18n import mark
from inspection.hearings.postponements import PostponementState, RefusalGround
from inspection.hearings.reactions import Reaction

REACTIONS: dict[Reaction, str] = {
    Reaction.ORDER: mark("order with a deadline"),
    Reaction.ORDER_AT_ONCE: mark("order at once"),
    Reaction.REHOUSING: mark("rehousing of the residents"),
    Reaction.PROHIBITION: mark("prohibition of living there"),
}

REFUSALS: dict[RefusalGround, str] = {
    RefusalGround.STATUTORY_DEADLINE: mark("No. 1: the law sets a deadline for the decision"),
    RefusalGround.WEIGHTY_INTERESTS: mark("No. 2: weighty public or private interests"),
    RefusalGround.SPECIAL_LAW: mark("No. 3: other rules give the right to speak"),
}

REQUESTS: dict[PostponementState, str] = {
    PostponementState.ASKED: mark("Not decided yet"),
    PostponementState.GRANTED: mark("More time is given"),
    PostponementState.REFUSED: mark("Refused"),
}
BADGES = {
    PostponementState.ASKED: "warning",
    PostponementState.GRANTED: "success",
    PostponementState.REFUSED: "error",
}
