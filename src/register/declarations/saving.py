"""Writing declarations into their tables, a step at a time for all of them; rows that exist are found in ``Known``."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor
from husly.kit.audit import Act
from husly.kit.clock import danish_date
from husly.kit.database import new_id
from husly.kit.errors import DomainError
from register.accommodations.models import Accommodation
from register.declarations.forms import AddressForm, DeclarationForm, EmployerForm, flat
from register.declarations.known import AccommodationKey, Known
from register.declarations.models import Declaration, OccupancyPeriod, ResidentName, Room, RoomUse, Source
from register.declarations.receipts import new_receipt_number
from register.declarations.terms import STORED_PARTS, terms_document
from register.dwellings.actions import move_dwellings
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.municipalities.boundaries import Boundaries
from register.municipalities.placement import Placement, place
from register.upkeep.models import EndTold
from standards.facts.known import RoomFacts, facts_document

ROOM_COLUMNS = ("name", "use", "area_m2", "ceiling_m", "residents", "beds")
DWELLING_COLUMNS = ("kind", "residents", "area_m2")


def save_employers(session: Session, known: Known, forms: Sequence[DeclarationForm], *, at: datetime) -> list[Act]:
    """Make the employers that are new, change those whose particulars differ; returns what to audit."""
    acts: list[Act] = []
    for told, _ in groupby(form.employer for form in forms):  # dwellings of one employer mostly stand together
        found = known.employer(told)
        _refuse_borrowed_number(known, found, told)
        employer = found or Employer(id=new_id(), name=told.name, created_at=at)
        before = None if found is None else found.model_dump(mode="json")
        for key, value in flat(told).items():
            if value is not None:  # a file that leaves a field out does not erase it
                setattr(employer, key, value)
        after = employer.model_dump(mode="json")
        if before != after:
            action = "employer.created" if found is None else "employer.changed"
            acts.append(Act(action, ("employer", employer.id), before, after))
            session.add(employer)
            known.add_employer(employer)
    session.flush()
    return acts


def _refuse_borrowed_number(known: Known, found: Employer | None, form: EmployerForm) -> None:
    owner = known.by_foreign_number.get(form.foreign_number or "")
    if owner is not None and owner is not found:
        raise DomainError(
            "employer.foreign_number",
            "The number {number} belongs to another employer: correct foreign_number, or leave it out.",
            number=form.foreign_number,
        )
    if found is not None and found.foreign_number and form.foreign_number not in (None, found.foreign_number):
        raise DomainError(
            "employer.foreign_number",
            "The employer is registered with the foreign number {number}: correct foreign_number, or leave it out.",
            number=found.foreign_number,
        )


def save_dwellings(
    session: Session,
    known: Known,
    forms: Sequence[DeclarationForm],
    *,
    boundaries: Boundaries,
    data_path: Path,
    at: datetime,
) -> None:
    """Make and place the dwellings that are new; a dwelling without an exact point is placed again when one comes.

    Raises ``DomainError`` when no municipality can be found.
    """
    moved = {}
    for form in forms:
        found = known.dwellings.get(form.address.key)
        if found is not None and (form.address.latitude is None or found.has_exact_point):
            continue
        placement = _placement(form.address, boundaries, data_path)
        if found is not None and found.municipality_code != placement.municipality_code:
            moved[found.id] = placement.municipality_code
        known.dwellings[form.address.key] = dwelling = found or _dwelling(form.address, placement, at=at)
        if found is not None:
            _set_place(found, placement)
            found.dar_id = form.address.dar_id or found.dar_id
        session.add(dwelling)
    session.flush()
    move_dwellings(session, moved)


def _placement(form: AddressForm, boundaries: Boundaries, data_path: Path) -> Placement:
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
            "dwelling.municipality", "No municipality was found for postal code {postcode}.", postcode=form.postcode
        )
    return placement


def _dwelling(form: AddressForm, placement: Placement, *, at: datetime) -> Dwelling:
    return Dwelling(
        id=new_id(),
        address_key=form.key,
        street=form.street,
        house_number=form.house_number,
        unit=form.unit,
        postcode=form.postcode,
        postal_town=form.postal_town,
        dar_id=form.dar_id,
        **asdict(placement),
        created_at=at,
    )


def _set_place(dwelling: Dwelling, placement: Placement) -> None:
    for name, value in asdict(placement).items():
        setattr(dwelling, name, value)


def save_accommodations(
    session: Session, known: Known, forms: Sequence[DeclarationForm], *, by: Actor, at: datetime
) -> list[Act]:
    """Make the accommodations that are new; write down when they end, and that this was changed.

    Housing that the authority had put in undeclared is joined with what its employer declares there now; returns what
    to audit of that.
    """
    acts: list[Act] = []
    for form in forms:
        employer, dwelling = known.employer(form.employer), known.dwellings[form.address.key]
        if employer is None:
            raise LookupError("employers are saved before accommodations")
        key = (dwelling.id, employer.id, form.starts_on)
        found = known.accommodations.get(key)
        if found is None:
            found, joined = _join_untold(session, known, key, by=by, at=at)
            acts += joined
        accommodation = found or Accommodation(
            id=new_id(),
            dwelling_id=dwelling.id,
            employer_id=employer.id,
            municipality_code=dwelling.municipality_code,
            starts_on=form.starts_on,
            ends_on=form.ends_on,
            created_at=at,
        )
        if accommodation.ends_on != form.ends_on:
            before, accommodation.ends_on = accommodation.ends_on, form.ends_on
            session.add(_end_told(accommodation, before, by=by, at=at))
        known.accommodations[key] = accommodation
        session.add(accommodation)
    session.flush()
    return acts


def _join_untold(
    session: Session, known: Known, key: AccommodationKey, *, by: Actor, at: datetime
) -> tuple[Accommodation | None, list[Act]]:
    """Undeclared housing of the same employer there becomes what is declared now, with the cases that point at it.

    Where employees are declared from a later day only, it ends the day before: what was known of the days between
    stands. The audit rows are about the dwelling: an employer reads those of an accommodation, and must not see that
    the authority looked at it before.
    """
    dwelling_id, employer_id, starts_on = key
    untold = known.untold.get((dwelling_id, employer_id))
    if untold is None or (untold.ends_on is not None and untold.ends_on < starts_on):
        return None, []
    del known.untold[dwelling_id, employer_id]
    details = {"accommodation": untold.id, "starts_on": starts_on, "before": untold.starts_on}
    joined = [Act("accommodation.joined", ("dwelling", dwelling_id), details=details)]
    if starts_on <= untold.starts_on:
        untold.starts_on = starts_on
        return untold, joined
    before, untold.ends_on = untold.ends_on, starts_on - timedelta(days=1)
    session.add_all([untold, _end_told(untold, before, by=by, at=at)])
    return None, joined


def _end_told(accommodation: Accommodation, before: date | None, *, by: Actor, at: datetime) -> EndTold:
    return EndTold(
        accommodation_id=accommodation.id, ends_on=accommodation.ends_on, before=before, told_at=at, told_by=by.id
    )


def save_versions(
    session: Session,
    known: Known,
    forms: Sequence[tuple[DeclarationForm, str]],
    *,
    source: Source,
    by: Actor,
    at: datetime,
) -> list[Act]:
    """Write the next version of each (form, content hash), with its rooms; returns what to audit."""
    acts: list[Act] = []
    made: list[tuple[DeclarationForm, Declaration]] = []
    superseded = []
    for form, content in forms:
        accommodation, current = known.accommodation(form), known.declaration(form)
        if accommodation is None:
            raise LookupError("accommodations are saved before versions")
        if current is not None:
            superseded.append(current.id)
        declaration = _declaration(accommodation, current, form, source=source, by=by, at=at, content=content)
        made.append((form, declaration))
        acts.append(_submitted(declaration, current))
        known.current[accommodation.id] = declaration
    if superseded:
        session.execute(sa.update(Declaration).where(col(Declaration.id).in_(superseded)).values(is_current=False))
    session.add_all(declaration for _, declaration in made)
    session.flush()
    rooms = [_room(version, *numbered) for form, version in made for numbered in enumerate(form.facts.rooms)]
    if rooms:  # nobody asks for them as objects here, and making those costs more than storing them
        session.execute(sa.insert(Room), rooms)
    for form, declaration in made:
        session.add_all(_parts(declaration, form))
    session.flush()
    return acts


def _parts(declaration: Declaration, form: DeclarationForm) -> Iterator[OccupancyPeriod | ResidentName]:
    """The other rows that belong to a version."""
    for row in form.terms.occupancy:
        yield OccupancyPeriod(declaration_id=declaration.id, **asdict(row))
    for position, name in enumerate(form.terms.names):
        yield ResidentName(declaration_id=declaration.id, position=position, name=name)


def _submitted(declaration: Declaration, before: Declaration | None) -> Act:
    return Act(
        "declaration.submitted",
        ("declaration", declaration.id),
        None if before is None else before.content_hash,
        declaration.content_hash,
        {
            "accommodation": declaration.accommodation_id,
            "version": declaration.version,
            "source": declaration.source.value,
        },
    )


def _declaration(
    accommodation: Accommodation,
    current: Declaration | None,
    form: DeclarationForm,
    *,
    source: Source,
    by: Actor,
    at: datetime,
    content: str,
) -> Declaration:
    known, told = facts_document(form.facts)["dwelling"], terms_document(form.terms)
    return Declaration(
        id=new_id(),
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
        terms={part: told[part] for part in STORED_PARTS if part in told},
        content_hash=content,
        submitted_at=at,
        submitted_by=by.id,
    )


def _valid_from(form: DeclarationForm, current: Declaration | None, at: datetime) -> date:
    """Since the day that is told; else a first version since the first day, a later one since it was sent."""
    if form.changed_on is not None:
        return form.changed_on
    return form.starts_on if current is None else max(form.starts_on, danish_date(at))


def _room(declaration: Declaration, position: int, room: RoomFacts) -> dict[str, Any]:
    """The row of a room."""
    known = {key: getattr(room, key) for key in RoomFacts.__dataclass_fields__}
    return {
        "id": new_id(),
        "declaration_id": declaration.id,
        "position": position,
        "name": room.name or f"Rum {position + 1}",
        "use": RoomUse(room.use or "bedroom"),
        "area_m2": room.area_m2,
        "ceiling_m": room.ceiling_m,
        "residents": room.residents,
        "beds": room.beds,
        "facts": {key: value for key, value in known.items() if key not in ROOM_COLUMNS and value is not None},
    }
