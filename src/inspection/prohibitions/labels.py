"""What states and moves of a prohibition are called on pages."""

from husly.kit.i18n import mark
from inspection.prohibitions.transitions import ProhibitionMove, ProhibitionState

_S, _M = ProhibitionState, ProhibitionMove

PROHIBITION_STATES: dict[ProhibitionState, str] = {
    _S.DRAFTED: mark("Drafted"),
    _S.HEARD: mark("Hearing settled"),
    _S.APPROVED: mark("Approved"),
    _S.ISSUED: mark("Issued"),
    _S.DELIVERED: mark("Delivered"),
    _S.IN_FORCE: mark("In force"),
    _S.VACATED: mark("Vacated"),
    _S.LIFTED: mark("Lifted"),
    _S.WITHDRAWN: mark("Withdrawn"),
    _S.APPEALED: mark("Appealed"),
    _S.DROPPED: mark("Dropped"),
}

PROHIBITION_MOVES: dict[ProhibitionMove, str] = {
    _M.SETTLE_HEARING: mark("The party was heard, or the hearing is left out"),
    _M.APPROVE: mark("Approve the prohibition"),
    _M.SEND_BACK: mark("Send it back to its draft"),
    _M.DROP: mark("Drop the draft"),
    _M.ISSUE: mark("Issue it to every recipient"),
    _M.RECORD_DELIVERY: mark("Every recipient has it"),
    _M.TAKE_EFFECT: mark("The prohibition is in force"),
    _M.RECORD_APPEAL: mark("A complaint has come"),
    _M.RESUME: mark("The complaint is decided; the prohibition stands"),
    _M.RESUME_ON_ITS_WAY: mark("The complaint is decided; the prohibition stands and is still on its way"),
    _M.RECORD_VACATED: mark("The dwelling is vacated"),
    _M.LIFT: mark("Lift the prohibition"),
    _M.WITHDRAW: mark("Withdraw the prohibition"),
    _M.CORRECT: mark("Corrected by another"),
}

ROLES = {
    "owner": mark("Owner"),
    "tenants": mark("Residents at the address"),
    "mortgagee": mark("Mortgagee"),
}
