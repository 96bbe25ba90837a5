"""Look-ups of employers."""

from sqlmodel import Session, col, select

from husly.kit.access import Actor, Role
from register.employers.models import Employer


def list_own_employers(session: Session, by: Actor) -> list[Employer]:
    """The employers for whom the actor declares."""
    ids = {grant.employer_id for grant in by.grants if grant.role is Role.EMPLOYER}
    return list(session.exec(select(Employer).where(col(Employer.id).in_(ids)).order_by(col(Employer.name))))
