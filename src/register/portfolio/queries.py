"""Reading what employers house in all, and how they are linked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from register.accommodations.models import Accommodation
from register.agreements.queries import list_exemptions
from register.assessments.sharing import Beside, everybody
from register.declarations.models import Declaration
from register.declarations.queries import Declared, facts_of, list_rooms_of, list_stays
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.portfolio.models import EmployerLink
from register.portfolio.sums import Housing, judged
from register.rules.queries import local_packs
from standards.variants.agreement import ACT

MOST_JUDGED = 1_000
"""Accommodations that a page judges at most: some seconds' work. Of more it takes the first by address and says so."""

MOST_LINKED = 50
"""Firms of one portfolio at most."""


@dataclass(frozen=True)
class Portfolio:
    """Employers, their housing in use on a day, and the links between them; ``is_whole`` unless too much was found."""

    employers: tuple[Employer, ...]
    housing: tuple[Housing, ...]
    links: tuple[EmployerLink, ...]
    as_of: date
    is_whole: bool = True

    def of(self, employer_id: UUID) -> list[Housing]:
        """The housing of one of them."""
        return [one for one in self.housing if one.employer_id == employer_id]


def read_portfolio(
    session: Session,
    employer_ids: Collection[UUID],
    *,
    by: Actor,
    permission: Permission,
    pack_ids: list[str],
    as_of: date,
) -> Portfolio:
    """What these employers house on a day, as far as the permission reaches, judged by the first pack where it lies."""
    employers = session.exec(select(Employer).where(col(Employer.id).in_(employer_ids)).order_by(col(Employer.name)))
    declared = _declared(session, employer_ids, by=by, permission=permission, as_of=as_of)
    is_whole = len(declared) <= MOST_JUDGED
    housing = _housing(session, declared[:MOST_JUDGED], pack_ids, as_of)
    links = [one for one in list_links(session, employer_ids) if {one.employer_a, one.employer_b} <= set(employer_ids)]
    return Portfolio(tuple(employers), tuple(housing), tuple(links), as_of, is_whole)


def _declared(
    session: Session, employer_ids: Collection[UUID], *, by: Actor, permission: Permission, as_of: date
) -> list[Declared]:
    scope = within(
        by,
        permission,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    statement = (
        select(Declaration, Accommodation, Dwelling, Employer)
        .join(Accommodation, col(Accommodation.id) == col(Declaration.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(col(Declaration.is_current), col(Accommodation.employer_id).in_(employer_ids), scope, *_in_use(as_of))
        .order_by(col(Dwelling.postcode), col(Dwelling.street), col(Dwelling.house_number), col(Accommodation.id))
        .limit(MOST_JUDGED + 1)
    )
    return [Declared(*row) for row in session.exec(statement)]


def _in_use(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    ends_on = col(Accommodation.ends_on)
    return (col(Accommodation.starts_on) <= as_of, sa.or_(ends_on.is_(None), ends_on >= as_of))


def _housing(session: Session, declared: list[Declared], pack_ids: list[str], as_of: date) -> list[Housing]:
    rooms = list_rooms_of(session, [one.declaration.id for one in declared])
    stays = list_stays(session, [one.dwelling.id for one in declared])
    exemptions = list_exemptions(session, [one.accommodation.id for one in declared], first=as_of, last=as_of)
    packs = local_packs(session, pack_ids[:1], as_of=as_of)
    at = {code: packs.of(code)[0] for code in {one.accommodation.municipality_code for one in declared}}
    facts = [
        everybody(
            facts_of(one.declaration, rooms[one.declaration.id]),
            Beside(str(one.accommodation.id), stays[one.dwelling.id]),
            as_of,
        )
        for one in declared
    ]
    found = judged(facts, [at[one.accommodation.municipality_code] for one in declared], as_of=as_of)
    is_act = pack_ids[0] == ACT
    housing = []
    for one, (outcome, capacity) in zip(declared, found, strict=True):
        claims = exemptions.get(one.accommodation.id, ())
        exempt = is_act and any(claim.is_whole(one.declaration.residents) for claim in claims)
        beds = [room.beds for room in rooms[one.declaration.id] if room.beds is not None]
        housing.append(
            Housing(
                employer_id=one.employer.id,
                dwelling_id=one.dwelling.id,
                accommodation_id=one.accommodation.id,
                address=one.dwelling.address,
                residents=one.declaration.residents,
                beds=sum(beds) if beds else None,
                outcome=None if exempt else outcome,
                capacity=capacity,
            )
        )
    return housing


def list_links(session: Session, employer_ids: Collection[UUID]) -> list[EmployerLink]:
    """The links in force from or to these employers, the newest first."""
    ends = sa.or_(col(EmployerLink.employer_a).in_(employer_ids), col(EmployerLink.employer_b).in_(employer_ids))
    statement = select(EmployerLink).where(ends, col(EmployerLink.ended_on).is_(None))
    return list(session.exec(statement.order_by(col(EmployerLink.made_at).desc(), col(EmployerLink.id))))


def linked_to(session: Session, employer_id: UUID) -> set[UUID]:
    """The employer and everyone it is linked to, straight or through others; at most ``MOST_LINKED``."""
    found, new = {employer_id}, {employer_id}
    while new and len(found) < MOST_LINKED:
        links = list_links(session, new)
        new = {end for link in links for end in (link.employer_a, link.employer_b)} - found
        found |= set(sorted(new)[: MOST_LINKED - len(found)])
    return found


def own_employers(by: Actor) -> set[UUID]:
    """The employers whose declarations somebody reads as their own or by mandate; nobody's through a link."""
    return {
        one.employer_id
        for one in by.grants
        if one.role.is_of_employer and one.employer_id is not None and Permission.READ_DECLARATIONS in one.permissions
    }


def sees_employer(session: Session, employer_id: UUID, *, by: Actor) -> bool:
    """Whether an authority has any housing of an employer in its area."""
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    found = sa.exists().where(col(Accommodation.employer_id) == employer_id, scope)
    return bool(session.execute(sa.select(found)).scalar_one())
