"""Reading prohibitions of a case."""

from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.errors import DomainError
from inspection.enforcement.queries import CaseFile
from inspection.letters.models import Letter
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.transitions import ProhibitionState

BEFORE_ISSUE = (ProhibitionState.DRAFTED, ProhibitionState.HEARD, ProhibitionState.APPROVED)
OVER = (ProhibitionState.DROPPED, ProhibitionState.LIFTED, ProhibitionState.WITHDRAWN)


def list_prohibitions(session: Session, case_id: UUID) -> tuple[Prohibition, ...]:
    """Every prohibition of a case, the newest first. Whoever reads the case may read them."""
    statement = select(Prohibition).where(Prohibition.case_id == case_id)
    return tuple(session.exec(statement.order_by(col(Prohibition.drafted_at).desc(), col(Prohibition.id))))


def standing_prohibition(session: Session, case_id: UUID) -> Prohibition | None:
    """The prohibition that is not over, if there is one; while a correction is in preparation the first stands."""
    found = list_prohibitions(session, case_id)
    return next((one for one in found if one.state not in OVER and not _is_prepared(one)), None)


def pending_correction(session: Session, case_id: UUID) -> Prohibition | None:
    """The correction that has not been issued yet, if there is one."""
    return next((one for one in list_prohibitions(session, case_id) if _is_prepared(one)), None)


def _is_prepared(prohibition: Prohibition) -> bool:
    return prohibition.corrects_id is not None and prohibition.state in BEFORE_ISSUE


def prohibition_of(session: Session, case_id: UUID, *, correction: bool = False) -> Prohibition:
    """The prohibition that is not over, or the correction in preparation. Raises ``DomainError`` without one."""
    find = pending_correction if correction else standing_prohibition
    found = find(session, case_id)
    if found is None:
        raise DomainError("prohibition.none", "There is no prohibition under way in this case.")
    return found


def letters_of(file: CaseFile, prohibition: Prohibition) -> list[Letter]:
    """The letters about a prohibition in the order of its recipients; those that take it back are left out."""
    found = [one for one in file.letters if one.about_id == prohibition.id and "withdrawal" not in one.choices]
    place = {one["name"]: number for number, one in enumerate(prohibition.recipients)}
    return sorted(found, key=lambda one: place.get((one.recipient or {}).get("name", ""), len(place)))
