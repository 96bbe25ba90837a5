"""What was decided on the day on which a letter arrived: then that day stands, and is corrected no more."""

from sqlmodel import select

from husly.kit.i18n import mark
from inspection.appeals.models import Appeal
from inspection.appeals.transitions import OPEN_STATES, AppealState
from inspection.enforcement.models import Visit
from inspection.enforcement.transitions import CaseState
from inspection.fines.models import Fine
from inspection.fines.transitions import FineState
from inspection.letters.blocks import LetterKind
from inspection.letters.kinds import Leaving
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.transitions import ProhibitionState
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.transitions import RehousingState

VISITED = mark("The day stands: the visit that this letter announces has been carried out.")
HEARD = mark("The day stands: the hearing is over, and the case has gone on from it.")
FOLLOWED_UP = mark("The day stands: it is recorded how the order was complied with, or the order is over.")
CARRIED_OUT = mark("The day stands: what this letter decides is carried out, or has ended.")
APPEALED = mark("The day stands: an appeal against this letter is decided.")

_WAITING = (CaseState.ORDER_ISSUED, CaseState.ORDER_DELIVERED, CaseState.COMPLIANCE_REPORTED)
_PROHIBITED = (
    ProhibitionState.ISSUED,
    ProhibitionState.DELIVERED,
    ProhibitionState.IN_FORCE,
    ProhibitionState.APPEALED,
)
_REHOUSING = (RehousingState.ISSUED, RehousingState.DELIVERED, RehousingState.APPEALED)
_UNPAID = (FineState.ISSUED, FineState.DELIVERED)


def decided_on_delivery(leaving: Leaving) -> str:
    """What was decided since on the day of delivery, in words; empty while the day can be corrected.

    A notice is settled by its visit, a hearing when the case goes on from it, an order when its compliance is verified
    or silence recorded, a decision beside it when it is carried out, and each of them by the outcome of an appeal.
    """
    session, letter = leaving.session, leaving.letter
    ended = select(Appeal.state).where(Appeal.letter_id == letter.id)
    if any(one not in OPEN_STATES and one is not AppealState.WITHDRAWN for one in session.exec(ended)):
        return APPEALED
    match letter.kind:
        case LetterKind.VARSLING:
            return VISITED if _is_visited(leaving) else ""
        case LetterKind.PARTSHOERING:
            return "" if _stands_at(leaving, CaseState.FINDINGS_RECORDED) else HEARD
        case LetterKind.PAABUD | LetterKind.STRAKSPAABUD:
            return "" if letter.withdrawn_at is None and _stands_at(leaving, *_WAITING) else FOLLOWED_UP
        case _:
            return CARRIED_OUT if _is_carried_out(leaving) else ""


def _stands_at(leaving: Leaving, *states: CaseState) -> bool:
    """Whether the case stands there, still in the round of the letter."""
    case = leaving.file.case
    return case.round == leaving.letter.round and case.state in states


def _is_visited(leaving: Leaving) -> bool:
    letter = leaving.letter
    visits = select(Visit).where(Visit.case_id == letter.case_id, Visit.round == letter.round)
    return any(visit.visited_on is not None for visit in leaving.session.exec(visits))


def _is_carried_out(leaving: Leaving) -> bool:
    """Whether a decision beside the order is over: paid, moved out of, rehoused, withdrawn."""
    session, letter = leaving.session, leaving.letter
    if letter.about_id is None or "withdrawal" in letter.choices:
        return False
    match letter.kind:
        case LetterKind.FORBUD:
            return session.get_one(Prohibition, letter.about_id).state not in _PROHIBITED
        case LetterKind.GENHUSNING:
            return session.get_one(RehousingOrder, letter.about_id).state not in _REHOUSING
        case LetterKind.BOEDEFORELAEG:
            return session.get_one(Fine, letter.about_id).state not in _UNPAID
        case _:
            return False
