"""Whose a case, a plan or a target is: the state's or one municipality's, by who made it (CFG-01).

What is nobody's yet is everybody's within the area. A case without an authority is that of the model of supervision.
"""

from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import col

from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require, within
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.settings import SupervisionModel
from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.enforcement.transitions import CaseState

OTHERS = mark(
    "This case belongs to another authority. You may read it within your area, but only that authority's own people "
    "change it, decide in it and send its letters."
)
UNTOLD = (CaseState.UNDER_REVIEW, CaseState.PLANNED, CaseState.UNANNOUNCED_DECIDED)
"""States in which nobody outside the authority was told of the visit: no notice has left, or none will."""
STATE = "state"
"""The authority of the whole country; a municipality goes by its code."""


def authority_of(by: Actor, *, at: str = "") -> str:
    """The authority that somebody acts for by his grants; empty where they name none, or several municipalities.

    Of several the one ``at`` counts, the municipality of the dwelling.
    """
    places = {grant.municipality_code for grant in by.grants if Permission.READ_CASES in grant.permissions}
    if len(places) != 1:
        return STATE if None in places else at if at in places else ""
    return places.pop() or STATE


def authority_of_case(case: InspectionCase, model: SupervisionModel) -> str:
    """The authority that sends the letters of a case; empty where nobody supervises."""
    if case.authority or model == "none":
        return case.authority
    if case.legal_basis is LegalBasis.URBAN_RENEWAL_ACT or model == "municipality":
        return case.municipality_code
    return STATE


def power_holder(authority: str) -> str:
    """An authority as the table of powers calls it."""
    if authority == STATE:
        return "arbejdstilsynet"
    return "municipality" if authority else ""


class Belonging(Protocol):
    """A row of a table whose rows belong to authorities."""

    authority: str


def is_own(row: Belonging, by: Actor, permission: Permission = Permission.READ_CASES) -> bool:
    """Whether somebody has the permission from the authority of a row; one that is nobody's yet is everybody's."""
    if by is SYSTEM or not row.authority:
        return True
    wanted = None if row.authority == STATE else row.authority
    return any(
        grant.municipality_code == wanted and permission in grant.permissions and not grant.role.is_of_employer
        for grant in by.grants
    )


def own_rows(authority: Any, by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    """The condition that ``is_own`` asks of one row, on the column of its authority."""
    if by is SYSTEM:
        return sa.true()
    granted = [grant for grant in by.grants if permission in grant.permissions and not grant.role.is_of_employer]
    found: sa.ColumnElement[bool] = authority.in_(["", *(grant.municipality_code or STATE for grant in granted)])
    return found


def own_cases(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    """The same on cases."""
    return own_rows(col(InspectionCase.authority), by, permission)


def is_seen(case: InspectionCase, by: Actor, permission: Permission = Permission.READ_CASES) -> bool:
    """Whether a case within somebody's area is no secret from him: his own authority's, or its visit was told of."""
    return case.state not in UNTOLD or is_own(case, by, permission)


def seen_cases(by: Actor, permission: Permission = Permission.READ_CASES) -> sa.ColumnElement[bool]:
    """The condition on cases that somebody may know of: within his area, no other authority's secret (``is_seen``).

    Never for an employer, whatever it is granted.
    """
    area = within(by, permission, employer_id=sa.null(), municipality_code=col(InspectionCase.municipality_code))
    return sa.and_(area, sa.or_(col(InspectionCase.state).not_in(UNTOLD), own_cases(by, permission)))


def own_within(by: Actor, permission: Permission, *, authority: Any, municipality_code: Any) -> sa.ColumnElement[bool]:
    """The condition on what an authority keeps to itself, such as its plans: its own people, each within his area.

    The two columns say whose each row is and where; never for an employer.
    """
    area = within(by, permission, employer_id=sa.null(), municipality_code=municipality_code)
    return sa.and_(area, own_rows(authority, by, permission))


def of_authority(column: Any, authority: str) -> sa.ColumnElement[bool]:
    """The condition on rows that count for one authority: its own and nobody's; for nobody every row counts."""
    found: sa.ColumnElement[bool] = column.in_(["", authority]) if authority else sa.true()
    return found


def require_own(case: InspectionCase, by: Actor, permission: Permission = Permission.READ_CASES) -> None:
    """Raise ``DomainError`` when a case belongs to another authority: it may be read, and nothing changed in it."""
    if not is_own(case, by, permission):
        raise DomainError("authority.other", OTHERS)


def may_act(case: InspectionCase, by: Actor, permission: Permission) -> bool:
    """Whether somebody may change a case in this way: what ``require_acting`` asks, for pages that offer it."""
    place = Subject(municipality_code=case.municipality_code)
    return is_own(case, by, permission) and (by is SYSTEM or may(by, permission, place))


def require_acting(case: InspectionCase, by: Actor, permission: Permission) -> None:
    """Demand that somebody may change a case: permitted there, and working for the authority whose case it is.

    Raises ``NotAllowedError``, or ``DomainError`` ``authority.other``.
    """
    require(by, permission, Subject(municipality_code=case.municipality_code))
    require_own(case, by, permission)
