"""Reading an employer's housing in use as units with the history of their rooms."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room, RoomUse
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.structure.levels import DeclaredRoom, DeclaredUnit, Node, structure_of

BATCH = 500


def get_structure(session: Session, employer_id: UUID, *, on: date, by: Actor) -> Node:
    """The levels of one employer's housing in use on a day, within the reader's scope.

    Of two accommodations in one dwelling that day the one that began later tells its rooms; the rooms of those before
    are its history. Raises ``NotFoundError`` where the reader may read nothing of that employer.
    """
    versions = _versions(session, employer_id, on=on, by=by)
    if not versions:
        raise NotFoundError("employer")
    rooms = _rooms(session, [declaration_id for found in versions.values() for declaration_id in found])
    units = [
        _unit(dwelling, tuple(rooms.get(one, ()) for one in versions[dwelling.id]))
        for dwelling in session.exec(select(Dwelling).where(col(Dwelling.id).in_(list(versions))))
    ]
    return structure_of(employer_id, session.get_one(Employer, employer_id).name, units)


def _versions(session: Session, employer_id: UUID, *, on: date, by: Actor) -> dict[UUID, list[UUID]]:
    """Versions by dwelling, oldest first, of dwellings in use on the day."""
    scope = within(
        by,
        Permission.READ_DECLARATIONS,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    statement = (
        sa.select(
            col(Accommodation.dwelling_id),
            col(Declaration.id),
            col(Accommodation.starts_on),
            col(Accommodation.ends_on),
        )
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .where(scope, col(Accommodation.employer_id) == employer_id, col(Declaration.valid_from) <= on)
        .order_by(col(Accommodation.starts_on), col(Accommodation.id), col(Declaration.version))
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    used: set[UUID] = set()
    for dwelling_id, declaration_id, starts_on, ends_on in session.execute(statement):
        found[dwelling_id].append(declaration_id)
        if starts_on <= on and (ends_on is None or ends_on >= on):
            used.add(dwelling_id)
    return {dwelling_id: ids for dwelling_id, ids in found.items() if dwelling_id in used}


def _rooms(session: Session, declaration_ids: list[UUID]) -> dict[UUID, tuple[DeclaredRoom, ...]]:
    found: dict[UUID, list[DeclaredRoom]] = defaultdict(list)
    for start in range(0, len(declaration_ids), BATCH):
        part = declaration_ids[start : start + BATCH]
        statement = select(Room).where(col(Room.declaration_id).in_(part)).order_by(col(Room.position))
        for room in session.exec(statement):
            sleeps = room.use is RoomUse.BEDROOM
            found[room.declaration_id].append(DeclaredRoom(room.name, room.position, room.beds, sleeps))
    return {key: tuple(rooms) for key, rooms in found.items()}


def _unit(dwelling: Dwelling, versions: tuple[tuple[DeclaredRoom, ...], ...]) -> DeclaredUnit:
    return DeclaredUnit(
        postcode=dwelling.postcode,
        postal_town=dwelling.postal_town,
        street=dwelling.street,
        house_number=dwelling.house_number,
        unit=dwelling.unit,
        address_key=dwelling.address_key,
        versions=versions,
    )
