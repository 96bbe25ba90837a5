"""What an owner contests becomes a case at once; whether to visit is decided in it."""

from datetime import datetime

from sqlmodel import Session

from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from inspection.enforcement.actions.opening import case_on, next_case_number
from inspection.enforcement.actions.steps import add_move, trace
from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.enforcement.queries import find_open_case
from inspection.enforcement.transitions import CaseState
from inspection.letters.danish import danish_date as written
from register.accommodations.models import Accommodation
from register.owners.actions import OWNER, hand_to_case
from register.owners.models import OwnerContest

CONTEST_REASON = "Ejerens indsigelse af {day}; grundene står i sagen."


def take_up_contest(session: Session, contest: OwnerContest, *, at: datetime) -> InspectionCase:
    """Lay a contest in the open case about that housing, or open one for it; no visit is decided by that.

    Twice gives the same case. Of two contests at the same time the second finds the first one's case.
    """
    if contest.case_id is not None:
        return session.get_one(InspectionCase, contest.case_id)
    take_turns(session, f"cases of {contest.accommodation_id}")
    case = find_open_case(session, contest.accommodation_id) or _open(session, contest, at)
    hand_to_case(session, contest, case_id=case.id, case_number=case.case_number, at=at)
    details = {"contest": contest.id, "reasons": contest.reasons}
    trace(session, case, "case.contested", by=OWNER, at=at, details=details)
    return case


def _open(session: Session, contest: OwnerContest, at: datetime) -> InspectionCase:
    accommodation = session.get_one(Accommodation, contest.accommodation_id)
    case = case_on(
        accommodation,
        case_number=next_case_number(session, at),
        legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT,
        reason=CONTEST_REASON.format(day=written(danish_date(contest.contested_at))),
        state=CaseState.UNDER_REVIEW,
        inspector_id="",
        opened_at=at,
        opened_by=OWNER.id,
    )
    session.add(case)
    session.flush()
    add_move(session, case, None, None, 1, by=OWNER, at=at, note=case.reason)
    trace(session, case, "case.opened", by=OWNER, at=at, details={"accommodation": accommodation.id})
    return case
