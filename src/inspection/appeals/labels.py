"""What states, moves and the rest of an appeal are called on pages."""

from husly.kit.i18n import mark
from inspection.appeals.models import Appellant, Channel, Effect
from inspection.appeals.transitions import AppealMove, AppealState

TITLE = mark("Appeals")

STATES: dict[AppealState, str] = {
    AppealState.RECEIVED: mark("Received, to be checked"),
    AppealState.IN_TIME: mark("In time, to be reviewed"),
    AppealState.LATE: mark("Late, to be sent on"),
    AppealState.MAINTAINED: mark("Maintained, to be sent"),
    AppealState.WITH_BODY: mark("With the appeal body"),
    AppealState.UPHELD: mark("Decision upheld"),
    AppealState.CHANGED: mark("Decision changed"),
    AppealState.ANNULLED: mark("Decision annulled"),
    AppealState.REMITTED: mark("Remitted"),
    AppealState.DISMISSED: mark("Appeal dismissed"),
    AppealState.WITHDRAWN: mark("Appeal withdrawn"),
}

BADGES: dict[AppealState, str] = {
    AppealState.RECEIVED: "warning",
    AppealState.IN_TIME: "warning",
    AppealState.LATE: "warning",
    AppealState.MAINTAINED: "warning",
    AppealState.WITH_BODY: "info",
}

MOVES: dict[AppealMove, tuple[str, str]] = {
    AppealMove.ACCEPT: (mark("The appeal is in time"), mark("Record that it is in time")),
    AppealMove.MARK_LATE: (mark("The appeal is late"), mark("Record that it is late")),
    AppealMove.CHECK_AGAIN: (mark("Another day of delivery was recorded: check again"), mark("Check again")),
    AppealMove.MAINTAIN: (mark("Review: we maintain the decision"), mark("Record the review")),
    AppealMove.CHANGE_ITSELF: (mark("Review: we change the decision ourselves"), mark("Record the change")),
    AppealMove.ANNUL_ITSELF: (mark("Review: we withdraw the decision ourselves"), mark("Withdraw the decision")),
    AppealMove.SEND: (mark("Send it to the appeal body"), mark("Record that it is sent")),
    AppealMove.UPHOLD: (mark("The appeal body upholds the decision"), mark("Record the outcome")),
    AppealMove.CHANGE: (mark("The appeal body changes the decision"), mark("Record the outcome")),
    AppealMove.ANNUL: (mark("The appeal body annuls the decision"), mark("Record the outcome")),
    AppealMove.REMIT: (mark("The appeal body remits the case"), mark("Record the outcome")),
    AppealMove.DISMISS: (mark("The appeal body dismisses the appeal"), mark("Record the outcome")),
    AppealMove.WITHDRAW: (mark("The appeal is withdrawn by whoever appealed"), mark("Record the withdrawal")),
}
"""For each move its heading and its button."""

APPELLANTS: dict[Appellant, str] = {
    Appellant.ADDRESSEE: mark("The party addressed"),
    Appellant.REPRESENTATIVE: mark("A representative of the party"),
    Appellant.OWNER: mark("The owner"),
    Appellant.OTHER: mark("Somebody else"),
}

CHANNELS: dict[Channel, str] = {
    Channel.DIGITAL_POST: mark("Digital Post"),
    Channel.MAIL: mark("Letter"),
    Channel.EMAIL: mark("E-mail"),
    Channel.BY_HAND: mark("Handed over"),
}

EFFECTS: dict[Effect, str] = {
    Effect.PRINTED: mark("Yes, as the decision says"),
    Effect.NONE: mark("No"),
    Effect.GRANTED: mark("Yes, granted"),
    Effect.REFUSED: mark("No, refused"),
}
