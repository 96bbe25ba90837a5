"""Submitting declarations."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from standards.facts import RoomFacts, facts_document

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.audit import digest
from husly.kit.errors import DomainError
from register.accommodations.models import Accommodation
from register.declarations.forms import AddressForm, DeclarationForm, EmployerForm
from register.declarations.models import Declaration, Room, RoomUse, Source
from register.declarations.receipts import new_receipt_number
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.municipalities.boundaries import Boundaries
from register.municipalities.placement import place

ROOM_COLUMNS = ("name", "use", "area_m2", "ceiling_m", "residents", "beds")
DWELLING_COLUMNS = ("kind", "residents", "area_m2")


@dataclass(frozen=True)
class Submitted:
    """What became of a declaration: the version in force, and whether it is new."""

    declaration: Declaration
    accommodation: Accommodation
    is_new: bool


def submit_declaration(
    session: Session,
    *,
    form: DeclarationForm,
    source: Source,
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
) -> Submitted:
    """Take a declaration as the next version of its accommodation; the same content again changes nothing.

    Raises ``NotAllowedError`` for somebody else's employer and ``DomainError`` when no municipality can be found.
    """
    employer = _find_employer(session, form.employer)
    require(by, Permission.DECLARE, Subject(employer_id=None if employer is None else employer.id))
    employer = _save_employer(session, employer, form.employer, at=at)
    dwelling = _save_dwelling(session, form.address, boundaries=boundaries, data_path=data_path, at=at)
    accommodation = _save_accommodation(session, dwelling, employer, form, at=at)
    current = _current(session, accommodation)
    content = content_hash(form)
    if current is not None and current.content_hash == content:
        return Submitted(current, accommodation, is_new=False)
    declaration = _save_version(session, accommodation, current, form, source=source, by=by, at=at, content=content)
    audit.record(
        session,
        by=by,
        at=at,
        action="declaration.submitted",
        on=("declaration", declaration.id),
        before=None if current is None else current.content_hash,
        after=content,
        details={"accommodation": accommodation.id, "version": declaration.version, "source": source.value},
    )
    return Submitted(declaration, accommodation, is_new=True)


def content_hash(form: DeclarationForm) -> str:
    """The same for the same content, whatever file or form it came by."""
    document: dict[str, Any] = {
        "employer": asdict(form.employer),
        "address": asdict(form.address),
        "period": [form.starts_on, form.ends_on],
        "facts": facts_document(form.facts),
    }
    return digest(document)


def _find_employer(session: Session, form: EmployerForm) -> Employer | None:
    column, value = (
        (col(Employer.cvr_number), form.cvr_number)
        if form.cvr_number
        else (col(Employer.foreign_number), form.foreign_number)
    )
    return session.exec(select(Employer).where(column == value)).one_or_none()


def _save_employer(session: Session, found: Employer | None, form: EmployerForm, *, at: datetime) -> Employer:
    employer = found or Employer(name=form.name, created_at=at)
    for key, value in asdict(form).items():
        if value is not None:  # a file that leaves a field out does not erase it
            setattr(employer, key, value)
    session.add(employer)
    session.flush()
    return employer


def _save_dwelling(
    session: Session, form: AddressForm, *, boundaries: Boundaries, data_path: Path, at: datetime
) -> Dwelling:
    key = address_key(street=form.street, house_number=form.house_number, unit=form.unit, postcode=form.postcode)
    found = session.exec(select(Dwelling).where(Dwelling.address_key == key)).one_or_none()
    if found is not None and ((found.latitude is not None and not found.point_is_approximate) or form.latitude is None):
        return found
    placement = place(
        boundaries,
        data_path,
        postcode=form.postcode,
        latitude=form.latitude,
        longitude=form.longitude,
        declared_code=form.municipality_code,
    )
    if placement is None:
        raise DomainError(
            "dwelling.municipality", "No municipality was found for postal code {code}.", code=form.postcode
        )
    dwelling = found or Dwelling(
        address_key=key,
        street=form.street,
        house_number=form.house_number,
        unit=form.unit,
        postcode=form.postcode,
        postal_town=form.postal_town,
        created_at=at,
    )
    dwelling.dar_id = form.dar_id or dwelling.dar_id
    for name, value in asdict(placement).items():
        setattr(dwelling, name, value)
    session.add(dwelling)
    session.flush()
    return dwelling


def _save_accommodation(
    session: Session, dwelling: Dwelling, employer: Employer, form: DeclarationForm, *, at: datetime
) -> Accommodation:
    same = select(Accommodation).where(
        Accommodation.dwelling_id == dwelling.id,
        Accommodation.employer_id == employer.id,
        Accommodation.starts_on == form.starts_on,
    )
    accommodation = session.exec(same).one_or_none() or Accommodation(
        dwelling_id=dwelling.id,
        employer_id=employer.id,
        municipality_code=dwelling.municipality_code,
        starts_on=form.starts_on,
        created_at=at,
    )
    accommodation.ends_on = form.ends_on
    session.add(accommodation)
    session.flush()
    return accommodation


def _current(session: Session, accommodation: Accommodation) -> Declaration | None:
    return session.exec(
        select(Declaration).where(Declaration.accommodation_id == accommodation.id, Declaration.is_current)
    ).one_or_none()


def _save_version(
    session: Session,
    accommodation: Accommodation,
    current: Declaration | None,
    form: DeclarationForm,
    *,
    source: Source,
    by: Actor,
    at: datetime,
    content: str,
) -> Declaration:
    if current is not None:
        session.execute(sa.update(Declaration).where(col(Declaration.id) == current.id).values(is_current=False))
    known = facts_document(form.facts)["dwelling"]
    declaration = Declaration(
        accommodation_id=accommodation.id,
        municipality_code=accommodation.municipality_code,
        version=1 if current is None else current.version + 1,
        receipt_number=new_receipt_number(),
        source=source,
        valid_from=_valid_from(form, current, at),
        residents=form.facts.residents or 0,
        area_m2=form.facts.area_m2,
        kind=form.facts.kind or "",
        facts={key: value for key, value in known.items() if key not in DWELLING_COLUMNS},
        content_hash=content,
        submitted_at=at,
        submitted_by=by.id,
    )
    session.add(declaration)
    session.flush()
    session.add_all(_room(declaration, position, room) for position, room in enumerate(form.facts.rooms))
    session.flush()
    return declaration


def _valid_from(form: DeclarationForm, current: Declaration | None, at: datetime) -> date:
    return form.starts_on if current is None else max(form.starts_on, at.date())


def _room(declaration: Declaration, position: int, room: RoomFacts) -> Room:
    known = {key: getattr(room, key) for key in RoomFacts.__dataclass_fields__}
    return Room(
        declaration_id=declaration.id,
        position=position,
        name=room.name or f"Rum {position + 1}",
        use=RoomUse(room.use or "bedroom"),
        area_m2=room.area_m2,
        ceiling_m=room.ceiling_m,
        residents=room.residents,
        beds=room.beds,
        facts={key: value for key, value in known.items() if key not in ROOM_COLUMNS and value is not None},
    )
