"""Look-ups of employers."""

from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError
from register.employers.models import Employer
from register.employers.numbers import normal_cvr


def list_own_employers(session: Session, by: Actor) -> list[Employer]:
    """The employers for whom the actor declares: its own, or the one whose mandate it acts by."""
    ids = {one.employer_id for one in by.grants if one.role.is_of_employer and Permission.DECLARE in one.permissions}
    return list(session.exec(select(Employer).where(col(Employer.id).in_(ids)).order_by(col(Employer.name))))


def find_employer_id(session: Session, cvr_number: str) -> UUID:
    """The id of the employer with a CVR number. Raises ``DomainError`` when the register has none."""
    normal = normal_cvr(cvr_number)
    statement = select(Employer).where(Employer.cvr_number == normal)
    found = None if normal is None else session.exec(statement).one_or_none()
    if found is None:
        raise DomainError(
            "employer.unknown", "The register has no employer with CVR number {number}.", number=cvr_number
        )
    return found.id
