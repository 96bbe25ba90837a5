"""Housing put straight into the tables, for tests of what the authority does with it."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from conftest import AT
from husly.kit.database import new_id
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room, RoomUse, Source
from register.declarations.receipts import new_receipt_number
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer

ODENSE = ("0461", 55.396, 10.388)
SVENDBORG = ("0479", 55.06, 10.61)


def add_employer(session: Session, **given: Any) -> Employer:
    """An employer with a number of its own."""
    known = {"name": "Jensen Byg ApS", "cvr_number": uuid4().hex[:8], "created_at": AT} | given
    employer = Employer(**known)
    session.add(employer)
    session.flush()
    return employer


def add_dwelling(session: Session, *, place: tuple[str, float, float] = ODENSE, **given: Any) -> Dwelling:
    """A dwelling at a point."""
    code, latitude, longitude = place
    known = {
        "address_key": uuid4().hex,
        "street": "Ærøvej",
        "house_number": "7",
        "postcode": "5000",
        "postal_town": "Odense C",
        "municipality_code": code,
        "placed_by": PlacedBy.OFFICIAL_BOUNDARY,
        "latitude": latitude,
        "longitude": longitude,
        "created_at": AT,
    } | given
    dwelling = Dwelling(**known)
    session.add(dwelling)
    session.flush()
    return dwelling


def house(
    session: Session,
    *,
    dwelling: Dwelling | None = None,
    employer: Employer | None = None,
    residents: int = 4,
    kind: str = "house",
    area_m2: float | None = 100.0,
    facts: dict[str, Any] | None = None,
    bedrooms: int = 2,
    starts_on: date = date(2026, 1, 1),
    ends_on: date | None = None,
    submitted_at: datetime = AT,
    **place: Any,
) -> Accommodation:
    """An accommodation with its first declaration; dwelling and employer are made unless given."""
    dwelling = dwelling or add_dwelling(session, **place)
    employer = employer or add_employer(session)
    accommodation = Accommodation(
        dwelling_id=dwelling.id,
        employer_id=employer.id,
        municipality_code=dwelling.municipality_code,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=submitted_at,
    )
    session.add(accommodation)
    session.flush()
    declare(
        session,
        accommodation,
        residents=residents,
        kind=kind,
        area_m2=area_m2,
        facts=facts,
        bedrooms=bedrooms,
        submitted_at=submitted_at,
    )
    return accommodation


def declare(
    session: Session,
    accommodation: Accommodation,
    *,
    version: int = 1,
    residents: int = 4,
    kind: str = "house",
    area_m2: float | None = 100.0,
    facts: dict[str, Any] | None = None,
    bedrooms: int = 2,
    valid_from: date | None = None,
    submitted_at: datetime = AT,
) -> Declaration:
    """A version of what is declared; the newest is the current one."""
    declaration = Declaration(
        id=new_id(),
        accommodation_id=accommodation.id,
        municipality_code=accommodation.municipality_code,
        version=version,
        receipt_number=new_receipt_number(),
        source=Source.FORM,
        valid_from=valid_from or accommodation.starts_on,
        residents=residents,
        area_m2=area_m2,
        kind=kind,
        facts={"toilets": 1, "plan": True, "approved_for_habitation": True} if facts is None else facts,
        content_hash=uuid4().hex,
        submitted_at=submitted_at,
        submitted_by="test",
    )
    session.add(declaration)
    session.flush()
    session.add_all(
        Room(declaration_id=declaration.id, position=number, name=f"Rum {number}", use=RoomUse.BEDROOM)
        for number in range(bedrooms)
    )
    session.flush()
    return declaration
