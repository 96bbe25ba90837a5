"""What the rules, and the states of actions, are called on pages."""

from husly.kit.i18n import mark
from inspection.meetings.models import ActionState, ItemReason

REASONS = {
    ItemReason.OTHER_AUTHORITY: mark("Another authority was there or comes"),
    ItemReason.JOINT_PROPOSED: mark("A joint visit is proposed"),
    ItemReason.ORDER_OVERDUE: mark("The deadline of an order has passed"),
    ItemReason.REFERRAL: mark("Referred by another authority"),
    ItemReason.REREGISTERED: mark("A firm registered anew, confirmed"),
    ItemReason.SEVERAL_MUNICIPALITIES: mark("Open cases in several municipalities"),
    ItemReason.BY_HAND: mark("Put on by hand"),
}
ACTIONS = {
    ActionState.OPEN: (mark("Open"), "info"),
    ActionState.DONE: (mark("Done"), "success"),
    ActionState.DROPPED: (mark("Dropped"), ""),
}
