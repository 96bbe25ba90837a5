"""What others say of an employer's housing as of a day: links between firms, owners, other authorities."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.risk.features.known import end_of
from register.owners.models import OwnerContest
from register.portfolio.models import EmployerLink, LinkKind


@dataclass(frozen=True)
class Links:
    """Links in force on a day: who is linked to whom, who took over from another, whose are with an agency."""

    linked: Mapping[UUID, frozenset[UUID]]
    successors: frozenset[UUID]
    with_agency: frozenset[UUID]

    def breaches(self, found: Mapping[UUID, tuple[int, date]]) -> dict[UUID, int]:
        """By employer, the breaches found at all that it is linked to."""
        return {
            employer: sum(found[one][0] for one in others if one in found) for employer, others in self.linked.items()
        }


def read_links(session: Session, as_of: date) -> Links:
    """The links that were stated by the day and not ended by it."""
    ended_on = col(EmployerLink.ended_on)
    statement = sa.select(col(EmployerLink.employer_a), col(EmployerLink.employer_b), col(EmployerLink.kind)).where(
        col(EmployerLink.made_at) < end_of(as_of),
        col(EmployerLink.stated_on) <= as_of,
        sa.or_(ended_on.is_(None), ended_on > as_of),
    )
    linked: dict[UUID, set[UUID]] = defaultdict(set)
    successors: set[UUID] = set()
    with_agency: set[UUID] = set()
    for first, second, kind in session.execute(statement):
        linked[first].add(second)
        linked[second].add(first)
        if kind is LinkKind.SUCCESSOR:
            successors.add(second)
        if kind is LinkKind.AGENCY_CLIENT:
            with_agency |= {first, second}
    sealed = {employer: frozenset(others) for employer, others in linked.items()}
    return Links(sealed, frozenset(successors), frozenset(with_agency))


def contested(session: Session, as_of: date) -> set[UUID]:
    """Accommodations of which an owner contests something that was not answered by the day."""
    closed_at = col(OwnerContest.closed_at)
    statement = sa.select(col(OwnerContest.accommodation_id)).where(
        col(OwnerContest.contested_at) < end_of(as_of), sa.or_(closed_at.is_(None), closed_at >= end_of(as_of))
    )
    return set(session.execute(statement).scalars())


def referred(session: Session, as_of: date) -> Counter[UUID]:
    """By accommodation, the cases opened by the day because another authority referred the matter."""
    statement = (
        sa.select(col(InspectionCase.accommodation_id))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(
            col(Visit.round) == 1,
            col(Visit.reason_code) == VisitReason.REFERRAL,
            col(InspectionCase.opened_at) < end_of(as_of),
        )
    )
    return Counter(session.execute(statement).scalars())
