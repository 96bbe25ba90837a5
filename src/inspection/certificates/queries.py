"""Reading certificates, and what the public may know about the housing behind one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import SYSTEM
from husly.kit.clock import danish_date
from inspection.certificates.models import Certificate
from inspection.certificates.standing import CertificateState, LastVisit, VisitResult, state_on
from inspection.enforcement.models import Finding, FindingOutcome, InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.risk.features.from_register import in_use
from register.accommodations.models import Accommodation
from register.accommodations.queries import is_declared
from register.agreements.queries import find_issuer
from register.declarations.queries import get_declared
from register.dwellings.models import Dwelling
from register.rules.queries import packs_for
from register.sheets.queries import facts_with_plan
from register.upkeep.pauses import list_unused
from standards.capacity.lawful import lawful_capacity
from standards.variants.agreement import ACT

ENDED = (CaseState.CLOSED, CaseState.CLOSED_WITHOUT_BREACH)


@dataclass(frozen=True)
class PublicAnswer:
    """What may be told to whoever holds a number: no address, no person, no employer, no number of residents.

    ``capacity`` is how many may live there by the governing rules as far as declared facts tell; None: not known.
    """

    certificate: Certificate | None
    state: CertificateState
    ends_on: date | None
    capacity: int | None
    is_exempt: bool
    visit: LastVisit | None


def find_certificate(session: Session, accommodation_id: UUID) -> Certificate | None:
    """The newest certificate of an accommodation."""
    statement = select(Certificate).where(col(Certificate.accommodation_id) == accommodation_id)
    newest = (col(Certificate.revoked_at).is_not(None), col(Certificate.issued_at).desc(), col(Certificate.id))
    return session.exec(statement.order_by(*newest).limit(1)).first()


def find_by_number(session: Session, number: str) -> Certificate | None:
    """The certificate of a number as ``read_number`` gives it."""
    return session.exec(select(Certificate).where(col(Certificate.number) == number)).one_or_none()


def answer_about(
    session: Session, accommodation: Accommodation, certificate: Certificate | None, *, packs: Sequence[str], on: date
) -> PublicAnswer:
    """How an accommodation stands on a day, for anybody."""
    revoked = None if certificate is None else certificate.revoked_at
    declared = get_declared(session, accommodation.id, by=SYSTEM)
    exempt = find_issuer(session, accommodation.id, declared.declaration.residents, on) is not None
    return PublicAnswer(
        certificate=certificate,
        state=state_on(
            on,
            starts_on=accommodation.starts_on,
            ends_on=accommodation.ends_on,
            revoked_on=None if revoked is None else danish_date(revoked),
            is_paused=bool(list_unused(session, [accommodation.id], first=on, last=on)),
        ),
        ends_on=accommodation.ends_on,
        capacity=_capacity(session, accommodation, packs[:1], on, exempt=exempt),
        is_exempt=exempt,
        visit=find_last_visit(session, accommodation.id),
    )


def _capacity(
    session: Session, accommodation: Accommodation, packs: Sequence[str], on: date, *, exempt: bool
) -> int | None:
    """How many the governing pack allows in the whole dwelling; None where it is not known or does not apply."""
    code = accommodation.municipality_code
    found = [one for one in packs_for(session, packs, municipality_code=code, as_of=on) if not exempt or one.id != ACT]
    if not found:
        return None
    facts = facts_with_plan(session, get_declared(session, accommodation.id, by=SYSTEM))
    return lawful_capacity(facts, found[0], as_of=on).persons


def find_last_visit(session: Session, accommodation_id: UUID) -> LastVisit | None:
    """The last visit that was carried out, with its result once its case is closed."""
    statement = (
        select(InspectionCase, Visit)
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(InspectionCase.accommodation_id) == accommodation_id, col(Visit.visited_on).is_not(None))
        .order_by(col(Visit.visited_on).desc(), col(InspectionCase.id))
        .limit(1)
    )
    row = session.exec(statement).first()
    if row is None or row[1].visited_on is None:
        return None
    return LastVisit(row[1].visited_on, _result(session, row[0], row[1].round))


def _result(session: Session, case: InspectionCase, round_number: int) -> VisitResult:
    if case.state not in ENDED:
        return VisitResult.OPEN
    breached = sa.select(col(Finding.round)).where(
        col(Finding.case_id) == case.id, col(Finding.outcome) == FindingOutcome.BREACHED
    )
    rounds = set(session.execute(breached).scalars())
    if not rounds:
        return VisitResult.NO_BREACH
    return VisitResult.BREACH if round_number in rounds else VisitResult.PUT_RIGHT


def list_in_use_at(session: Session, address_key: str, *, on: date) -> list[Accommodation]:
    """Declared accommodations in use on a day at exactly one address."""
    statement = (
        select(Accommodation)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(col(Dwelling.address_key) == address_key, is_declared(), *in_use(on))
        .order_by(col(Accommodation.starts_on), col(Accommodation.id))
    )
    return list(session.exec(statement))


def count_by_municipality(session: Session, *, on: date) -> list[tuple[str, int, int]]:
    """Municipality code, declared accommodations in use on a day, and employers behind them."""
    statement = (
        sa.select(
            col(Accommodation.municipality_code),
            sa.func.count(),
            sa.func.count(sa.distinct(col(Accommodation.employer_id))),
        )
        .where(is_declared(), *in_use(on))
        .group_by(col(Accommodation.municipality_code))
        .order_by(col(Accommodation.municipality_code))
    )
    return [(code, count, employers) for code, count, employers in session.execute(statement)]
