"""Look-ups of employers."""

from uuid import UUID

from sqlmodel import Session, select

from husly.kit.errors import DomainError, NotFoundError
from register.employers.models import Employer
from register.employers.numbers import normal_cvr


def find_employer_id(session: Session, cvr_number: str) -> UUID:
    """The id of the employer with a CVR number. Raises ``DomainError`` when the register has none."""
    normal = normal_cvr(cvr_number)
    found = None if normal is None else session.exec(select(Employer).where(Employer.cvr_number == normal)).one_or_none()
    if found is None:
        raise DomainError("employer.unknown", "The register has no employer with CVR number {number}.", number=cvr_number)
    return found.id


def get_employer(session: Session, employer_id: UUID) -> Employer:
    """The employer. Raises ``NotFoundError``."""
    found = session.get(Employer, employer_id)
    if found is None:
        raise NotFoundError("employer")
    return found
