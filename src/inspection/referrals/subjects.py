"""What a referral is about: address and employer as a case, a report or a dwelling of the register gives them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from husly.kit.access import SYSTEM, Actor, Permission, may
from husly.kit.access import Subject as Whose
from husly.kit.errors import DomainError, NotFoundError
from inspection.enforcement.queries import get_case_row
from inspection.referrals.words import Origin
from inspection.tips.queries import get_report_file, list_stays_at
from register.dwellings.models import Dwelling
from register.employers.models import Employer


@dataclass(frozen=True)
class Subject:
    """One address with what the register knows of whose housing it is."""

    municipality_code: str
    address: str
    dar_id: str = ""
    case_id: UUID | None = None
    report_id: UUID | None = None
    dwelling_id: UUID | None = None
    origin: Origin = Origin.OWN_REGISTER
    employer: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Any]:
        """As a referral keeps it."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = ("municipality_code", "address", "dar_id", "case_id", "report_id", "dwelling_id")


def of_case(session: Session, case_id: UUID, *, by: Actor) -> Subject:
    """The dwelling and the employer of a case. Raises ``NotFoundError`` outside the area."""
    row = get_case_row(session, case_id, by=by)
    return _of_dwelling(row.dwelling, row.employer, case_id=case_id, origin=Origin.OWN_VISIT)


def of_report(session: Session, report_id: UUID, *, by: Actor) -> Subject:
    """Where a report was found to be; it says nothing of who wrote or what (PRIV-03). Raises ``DomainError``."""
    file = get_report_file(session, report_id, by=by)
    if file.dwelling is not None:
        employer = file.stays[0].employer if file.stays else None
        return _of_dwelling(file.dwelling, employer, report_id=report_id, origin=Origin.TOLD)
    if file.unverified is None:
        raise DomainError("referral.place", "Say first where the report is: others cannot act without an address.")
    place = file.unverified
    return Subject(place.municipality_code, place.address, report_id=report_id, origin=Origin.TOLD)


def of_dwelling(session: Session, dwelling_id: UUID, *, by: Actor) -> Subject:
    """A dwelling of the register with the newest employer there. Raises ``NotFoundError`` outside the area."""
    dwelling = session.get(Dwelling, dwelling_id)
    whose = Whose(municipality_code="" if dwelling is None else dwelling.municipality_code)
    if dwelling is None or not (by is SYSTEM or may(by, Permission.DRAFT_REFERRALS, whose)):
        raise NotFoundError("dwelling")
    stays = list_stays_at(session, dwelling_id)
    return _of_dwelling(dwelling, stays[0].employer if stays else None)


def _of_dwelling(dwelling: Dwelling, employer: Employer | None, **more: Any) -> Subject:
    return Subject(
        municipality_code=dwelling.municipality_code,
        address=dwelling.address,
        dar_id=dwelling.dar_id or "",
        dwelling_id=dwelling.id,
        employer={} if employer is None else _employer(employer),
        **more,
    )


def number_of_firm(session: Session, number: str) -> str:
    """The number, where an employer of the register goes by it; else empty, for what was typed may be a person's."""
    columns = (Employer.cvr_number, Employer.rut_number, Employer.foreign_number)
    statement = select(Employer.id).where(or_(*(col(one) == number for one in columns)))
    return number if number and session.exec(statement.limit(1)).first() is not None else ""


def _employer(employer: Employer) -> dict[str, str]:
    return {
        "name": employer.name,
        "number": employer.cvr_number or employer.rut_number or employer.foreign_number or "",
        "contact": employer.contact_name or "",
        "phone": employer.contact_phone or "",
        "email": employer.contact_email or "",
    }
