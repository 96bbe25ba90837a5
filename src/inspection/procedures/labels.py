"""What states and moves are called in tables and pictures where no page of their room names them."""

from husly.kit.i18n import mark
from inspection.appeals.labels import MOVES as APPEAL_STEPS
from inspection.appeals.transitions import AppealMove
from inspection.delivery.labels import MOVES as DELIVERY_EVENTS
from inspection.delivery.labels import STATES as DELIVERY_BADGES
from inspection.delivery.transitions import DeliveryMove, DeliveryState
from inspection.fines.presenters import MOVES as FINE_STEPS
from inspection.fines.presenters import STATES as FINE_BADGES
from inspection.fines.transitions import FineMove, FineState
from inspection.followup.extensions import ExtensionMove, ExtensionState
from inspection.hearings.postponements import PostponementMove
from inspection.police.presenters import MOVES as REPORT_STEPS
from inspection.police.presenters import STATES as REPORT_BADGES
from inspection.police.transitions import ReportMove, ReportState

APPEAL_MOVES: dict[AppealMove, str] = {move: title for move, (title, _button) in APPEAL_STEPS.items()}

DELIVERY_STATES: dict[DeliveryState, str] = {state: words for state, (_badge, words) in DELIVERY_BADGES.items()}
DELIVERY_MOVES: dict[DeliveryMove, str] = {move: words for move, words in DELIVERY_EVENTS.items() if move is not None}

FINE_STATES: dict[FineState, str] = {state: words for state, (_badge, words) in FINE_BADGES.items()}
FINE_MOVES: dict[FineMove, str] = {**FINE_STEPS, FineMove.RECORD_DELIVERY: mark("The fixed-penalty notice has arrived")}

REPORT_STATES: dict[ReportState, str] = {state: words for state, (_badge, words) in REPORT_BADGES.items()}
REPORT_MOVES: dict[ReportMove, str] = {**REPORT_STEPS, ReportMove.SEND: mark("The report leaves")}

EXTENSION_STATES: dict[ExtensionState, str] = {
    ExtensionState.ASKED: mark("Waits for a decision"),
    ExtensionState.GRANTED: mark("Granted"),
    ExtensionState.REFUSED: mark("Refused"),
}
EXTENSION_MOVES: dict[ExtensionMove, str] = {
    ExtensionMove.GRANT: mark("Move the deadline"),
    ExtensionMove.REFUSE: mark("Refuse to move the deadline"),
}

POSTPONEMENT_MOVES: dict[PostponementMove, str] = {
    PostponementMove.GRANT: mark("Give more time to reply"),
    PostponementMove.REFUSE: mark("Refuse more time to reply"),
}
