"""Whose case it is: the state's or one municipality's, by who opened it and by the model of supervision (CFG-01)."""

import sqlalchemy as sa
from sqlmodel import col

from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.settings import SupervisionModel
from inspection.enforcement.models import InspectionCase, LegalBasis

OTHERS = mark(
    "This case belongs to another authority. You may read it within your area, but only that authority's own people "
    "change it, decide in it and send its letters."
)
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


def is_own(case: InspectionCase, by: Actor, permission: Permission = Permission.READ_CASES) -> bool:
    """Whether somebody has the permission from the authority of a case; one that is nobody's yet is everybody's."""
    if by is SYSTEM or not case.authority:
        return True
    wanted = None if case.authority == STATE else case.authority
    return any(
        grant.municipality_code == wanted and permission in grant.permissions and not grant.role.is_of_employer
        for grant in by.grants
    )


def own_cases(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    """The condition on cases that ``is_own`` asks of one."""
    if by is SYSTEM:
        return sa.true()
    granted = [grant for grant in by.grants if permission in grant.permissions and not grant.role.is_of_employer]
    return col(InspectionCase.authority).in_(["", *(grant.municipality_code or STATE for grant in granted)])


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
