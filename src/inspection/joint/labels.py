"""What states, moves, answers and shared parts are called on pages."""

from husly.kit.i18n import mark
from inspection.joint.models import OtherState
from inspection.joint.moves import Answer, JointMove, JointState
from inspection.joint.sharing import Share

MENU = mark("Joint visits")

STATES = {
    JointState.PROPOSED: (mark("Proposed"), "info"),
    JointState.AGREED: (mark("Agreed"), "success"),
    JointState.DONE: (mark("Visit made"), ""),
    JointState.CANCELLED: (mark("Cancelled"), ""),
}
MOVES = {
    None: mark("Joint visit proposed"),
    JointMove.AGREE: mark("Agreed"),
    JointMove.REOPEN: mark("Taken back to find another day"),
    JointMove.CARRY_OUT: mark("Visit made"),
    JointMove.CANCEL: mark("Cancelled"),
}
ANSWERS = {
    Answer.NOT_ASKED: (mark("Not asked yet"), ""),
    Answer.INVITED: (mark("Asked, no answer yet"), "warning"),
    Answer.ACCEPTED: (mark("Comes along"), "success"),
    Answer.DECLINED: (mark("Does not come"), ""),
}
SHARES = {
    Share.PLACE_AND_TIME: mark("Address, day and hours"),
    Share.EMPLOYER: mark("Name and number of the employer"),
    Share.DECLARED: mark("What is declared of the housing, without residents' names"),
    Share.SAFETY: mark("What to beware of on the way in"),
    Share.FINDINGS: mark("What we found on the visit"),
}
OTHER_STATES = {
    OtherState.PLANNED: (mark("Planned"), "info"),
    OtherState.MADE: (mark("Visit made"), ""),
    OtherState.CANCELLED: (mark("Cancelled"), ""),
}
