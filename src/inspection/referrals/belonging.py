"""Whose referral it is: one from a case is that of the case's authority, another that of whoever acts."""

from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.settings import Settings
from inspection.authorities.belonging import authority_of, is_own, require_own
from inspection.authorities.letterheads import Letterhead
from inspection.authorities.queries import letterhead_by_code, letterhead_of
from inspection.enforcement.models import InspectionCase


def require_own_matter(session: Session, case_id: UUID | None, by: Actor, permission: Permission) -> None:
    """Raise ``authority.other`` for a referral from another authority's case.

    What one has seen oneself can always be told: from the dwelling or the report, in the name of one's own authority.
    """
    if case_id is not None:
        require_own(session.get_one(InspectionCase, case_id), by, permission)


def is_own_matter(session: Session, case_id: UUID | None, by: Actor) -> bool:
    """Whether ``require_own_matter`` lets somebody through."""
    return case_id is None or is_own(session.get_one(InspectionCase, case_id), by)


def sending_letterhead(
    session: Session, *, case_id: UUID | None, municipality_code: str, settings: Settings, by: Actor
) -> Letterhead | None:
    """Who a referral comes from: the authority of its case, else that of whoever writes or sends it.

    None where that authority has written down no letterhead: nobody signs in the name of another.
    """
    if case_id is not None:
        return letterhead_of(session, session.get_one(InspectionCase, case_id), settings)
    return letterhead_by_code(session, authority_of(by, at=municipality_code), settings)
