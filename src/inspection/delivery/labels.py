"""What channels, states, moves and sources of deliveries are called on pages."""

from husly.kit.i18n import mark
from inspection.delivery.queries import Which
from inspection.delivery.transitions import Channel, DeliveryMove, DeliveryState

MENU = mark("Post")

CHANNELS: dict[Channel, str] = {
    Channel.FOLDER: mark("Post room"),
    Channel.DIGITAL_POST: mark("Digital Post"),
    Channel.MAIL: mark("Mail with a link"),
    Channel.PAPER: mark("Paper"),
}

STATES: dict[DeliveryState, tuple[str, str]] = {
    DeliveryState.QUEUED: ("", mark("Waiting to leave")),
    DeliveryState.SENT: ("info", mark("Sent")),
    DeliveryState.DELIVERED: ("success", mark("Delivered")),
    DeliveryState.READ: ("success", mark("Read")),
    DeliveryState.FAILED: ("error", mark("Could not be delivered")),
    DeliveryState.RETURNED: ("error", mark("Came back")),
}
"""A badge and a word for each."""

MOVES: dict[DeliveryMove | None, str] = {
    None: mark("Put on its way"),
    DeliveryMove.SEND: mark("Sent"),
    DeliveryMove.GIVE_UP: mark("Could not be delivered"),
    DeliveryMove.CONFIRM: mark("Delivered, by receipt"),
    DeliveryMove.PROVE: mark("Noted as delivered"),
    DeliveryMove.READ: mark("Opened"),
    DeliveryMove.RETURN: mark("Came back"),
    DeliveryMove.SEND_AGAIN: mark("To be sent again"),
}

SOURCES: dict[str, str] = {
    "issue": mark("when it was issued"),
    "outbox": mark("by the worker"),
    "person": mark("by hand"),
    "letter": mark("on the case"),
    "rule": mark("by rule"),
    "link": mark("by the link"),
    "bundle": mark("with a print bundle"),
    "receipt": mark("by a receipt"),
}

TABS: dict[Which, str] = {
    Which.TROUBLED: mark("Failed or returned"),
    Which.WAITING: mark("Waiting to leave"),
    Which.SENT: mark("Sent, not known to have arrived"),
    Which.ARRIVED: mark("Arrived"),
}
