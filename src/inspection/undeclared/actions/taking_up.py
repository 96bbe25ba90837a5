"""Taking a candidate up for a visit: a dwelling and an accommodation without any declaration come into the register.

From then on lists, score and plans see it, with every fact unknown. The employer sees nothing of it: employers' pages
list declarations, and there is none.
"""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError
from inspection.tips.queries import find_unverified
from inspection.tips.settling import link_to_dwelling, settled_addresses
from inspection.undeclared.actions.reviewing import open_candidate, set_state
from inspection.undeclared.forms import Wanted
from inspection.undeclared.models import CandidateState, UndeclaredCandidate
from inspection.undeclared.queries import declares_there, find_employer, find_listed, list_housing
from register.accommodations.models import Accommodation
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.dwellings.queries import find_dwelling_at
from register.employers.models import Employer
from register.employers.numbers import normal_cvr
from register.municipalities.boundaries import Boundaries
from register.municipalities.placement import place
from register.municipalities.table import postcodes


def take_up(
    session: Session,
    candidate_id: UUID,
    *,
    wanted: Wanted,
    boundaries: Boundaries,
    data_path: Path,
    by: Actor,
    at: datetime,
) -> Accommodation:
    """Make the dwelling and an accommodation without a declaration, from today. It needs an employer and an address.

    Raises ``DomainError`` that says which of the two is missing, or that the employer declares there already.
    """
    row = open_candidate(session, candidate_id, by=by)
    number, name = wanted.number or row.firm_number, wanted.name or row.firm_name
    where = wanted if wanted.street else _own_address(row)
    if not number or not where.street or not where.house_number or where.postcode not in postcodes(data_path):
        raise DomainError(
            "undeclared.incomplete",
            "A visit needs both the employer (its number) and the address (street, number and a Danish postal code).",
        )
    take_turns(session, "undeclared-housing")
    dwelling = _dwelling(session, where, boundaries, data_path, by=by, at=at)
    employer = _employer(session, row, number, name, by=by, at=at)
    accommodation = _accommodation(session, employer, dwelling, by=by, at=at)
    heard = find_unverified(session, dwelling.address_key)
    if heard is not None and heard.id not in settled_addresses(session):
        link_to_dwelling(session, heard, dwelling.id, by=by, at=at)
    row.accommodation_id, row.employer_id = accommodation.id, employer.id
    details: dict[str, object] = {"accommodation": accommodation.id, "dwelling": dwelling.id, "employer": employer.id}
    set_state(session, row, CandidateState.CONFIRMED, by=by, at=at, details=details)
    return accommodation


def _own_address(row: UndeclaredCandidate) -> Wanted:
    return Wanted(street=row.street, house_number=row.house_number, unit=row.unit, postcode=row.postcode)


def _dwelling(
    session: Session, where: Wanted, boundaries: Boundaries, data_path: Path, *, by: Actor, at: datetime
) -> Dwelling:
    """The dwelling at the address, made and placed where the register has none, within the actor's area."""
    key = address_key(street=where.street, house_number=where.house_number, unit=where.unit, postcode=where.postcode)
    found = find_dwelling_at(session, key)
    if found is None:
        found = _placed(where, key, boundaries, data_path, at=at)
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=found.municipality_code))
    session.add(found)
    session.flush()
    return found


def _placed(where: Wanted, key: str, boundaries: Boundaries, data_path: Path, *, at: datetime) -> Dwelling:
    placement = place(boundaries, data_path, postcode=where.postcode, latitude=None, longitude=None)
    if placement is None:
        raise DomainError(
            "dwelling.municipality", "No municipality was found for postal code {postcode}.", postcode=where.postcode
        )
    return Dwelling(
        address_key=key,
        street=where.street,
        house_number=where.house_number,
        unit=where.unit,
        postcode=where.postcode,
        postal_town=postcodes(data_path)[where.postcode].town,
        **asdict(placement),
        created_at=at,
    )


def _employer(
    session: Session, row: UndeclaredCandidate, number: str, name: str, *, by: Actor, at: datetime
) -> Employer:
    """The register's employer by its number; one that it did not know is made with name and numbers alone."""
    if row.employer_id is not None and number == row.firm_number:
        return session.get_one(Employer, row.employer_id)
    cvr_number = normal_cvr(number)
    found = find_employer(session, cvr_number=cvr_number, number=number)
    if found is not None:
        return found
    if not name:
        raise DomainError(
            "undeclared.unknown_employer",
            "The register has no employer with the number {number}. Write its name too.",
            number=number,
        )
    listed = find_listed(session, cvr_number or number)
    foreign = (listed and listed.foreign_number) or (None if cvr_number else number)
    rut = (listed and listed.rut_number) or None  # or the score would say that the firm is missing in RUT
    made = Employer(name=name, cvr_number=cvr_number, foreign_number=foreign, rut_number=rut, created_at=at)
    session.add(made)
    session.flush()
    after = made.model_dump(mode="json")
    audit.record(session, by=by, at=at, action="employer.created", on=("employer", made.id), after=after)
    return made


def _accommodation(
    session: Session, employer: Employer, dwelling: Dwelling, *, by: Actor, at: datetime
) -> Accommodation:
    today: date = danish_date(at)
    if declares_there(session, employer.id, dwelling.id, as_of=today):
        raise DomainError(
            "undeclared.is_declared", "The employer declares housing at this address already. Read the declaration."
        )
    before = list_housing(session, employer_id=employer.id, dwelling_id=dwelling.id, as_of=today)
    if before:  # taken up before
        return before[0]
    made = Accommodation(
        dwelling_id=dwelling.id,
        employer_id=employer.id,
        municipality_code=dwelling.municipality_code,
        starts_on=today,
        created_at=at,
    )
    session.add(made)
    session.flush()
    details = {"dwelling": dwelling.id, "employer": employer.id, "origin": "undeclared"}
    audit.record(session, by=by, at=at, action="accommodation.recorded", on=("accommodation", made.id), details=details)
    return made
