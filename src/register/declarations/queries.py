"""Reading declarations: one with all that belongs to it, lists within the reader's scope, facts for the engine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.clock import DANISH_TIME, today
from husly.kit.errors import NotFoundError
from register.accommodations.models import Accommodation
from register.agreements.queries import find_exemption
from register.assessments.sharing import Beside
from register.declarations.models import Declaration, OccupancyPeriod, Room
from register.declarations.terms import OccupancyRow, Terms, stored_terms
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.upkeep.pauses import list_unused, without_unused
from standards.capacity.occupancy import Stay
from standards.facts.known import DwellingFacts
from standards.facts.parse import parse_facts

LAST_VERSION = 2**31 - 1
"""The largest number that the version column holds; a larger one is in no address of ours."""

_OF_ACCOMMODATION = col(Accommodation.id) == col(Declaration.accommodation_id)


@dataclass(frozen=True)
class Declared:
    """A declaration with its accommodation, dwelling and employer; rooms in order, occupancy by first day."""

    declaration: Declaration
    accommodation: Accommodation
    dwelling: Dwelling
    employer: Employer
    rooms: tuple[Room, ...] = ()
    occupancy: tuple[OccupancyRow, ...] = ()

    @property
    def terms(self) -> Terms:
        """What is told besides facts; never the residents' names."""
        return replace(stored_terms(self.declaration.terms), occupancy=self.occupancy)

    @property
    def facts(self) -> DwellingFacts:
        """What is declared, as facts for the engine."""
        return facts_of(self.declaration, self.rooms)


def facts_of(declaration: Declaration, rooms: tuple[Room, ...]) -> DwellingFacts:
    """A stored declaration as facts for the engine."""
    dwelling = declaration.facts | {
        "residents": declaration.residents,
        "area_m2": declaration.area_m2,
        "kind": declaration.kind or None,
        "municipality_code": declaration.municipality_code,
    }
    return parse_facts(
        {"key": str(declaration.id), "dwelling": dwelling, "rooms": [_room_document(room) for room in rooms]}
    )


def _room_document(room: Room) -> dict[str, object]:
    return room.facts | {
        "name": room.name,
        "use": room.use.value,
        "area_m2": room.area_m2,
        "ceiling_m": room.ceiling_m,
        "residents": room.residents,
        "beds": room.beds,
    }


def _scoped(by: Actor) -> sa.ColumnElement[bool]:
    return within(
        by,
        Permission.READ_DECLARATIONS,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )


def get_declared(session: Session, accommodation_id: UUID, *, by: Actor, version: int | None = None) -> Declared:
    """One accommodation as declared, now or in an earlier version. Raises ``NotFoundError`` outside the scope."""
    if version is not None and not 0 < version <= LAST_VERSION:
        raise NotFoundError("declaration")
    wanted = col(Declaration.is_current) if version is None else col(Declaration.version) == version
    statement = (
        select(Declaration, Accommodation, Dwelling, Employer)
        .join(Accommodation, col(Accommodation.id) == col(Declaration.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(col(Accommodation.id) == accommodation_id, wanted, _scoped(by))
    )
    row = session.exec(statement).one_or_none()
    if row is None:
        raise NotFoundError("declaration")
    declaration_id = row[0].id
    occupancy = list_occupancy(session, [declaration_id])[declaration_id]
    return Declared(*row, rooms=list_rooms(session, declaration_id), occupancy=occupancy)


def list_rooms(session: Session, declaration_id: UUID) -> tuple[Room, ...]:
    """The rooms of one version, in order."""
    rows = session.exec(select(Room).where(Room.declaration_id == declaration_id).order_by(col(Room.position)))
    return tuple(rows)


def list_occupancy(session: Session, declaration_ids: Sequence[UUID]) -> dict[UUID, tuple[OccupancyRow, ...]]:
    """How many live there by date, as versions tell it, by declaration."""
    found: dict[UUID, list[OccupancyRow]] = {declaration_id: [] for declaration_id in declaration_ids}
    rows = select(OccupancyPeriod).where(col(OccupancyPeriod.declaration_id).in_(declaration_ids))
    for row in session.exec(rows.order_by(col(OccupancyPeriod.from_on))):
        told = OccupancyRow(from_on=row.from_on, to_on=row.to_on, residents=row.residents)
        found[row.declaration_id].append(told)
    return {declaration_id: tuple(told) for declaration_id, told in found.items()}


def residents_on(declared: Declared, day: date) -> int:
    """How many of this employer live there on a day within the period; the occupancy told, else the one number.

    Days between the periods of the occupancy are days on which nobody lives there.
    """
    if not declared.occupancy:
        return declared.declaration.residents
    rows = (row for row in declared.occupancy if row.from_on <= day and (row.to_on is None or day < row.to_on))
    return sum(row.residents for row in rows)


def list_rooms_of(session: Session, declaration_ids: Sequence[UUID]) -> dict[UUID, tuple[Room, ...]]:
    """The rooms of several versions at once, in order, by declaration."""
    found: dict[UUID, list[Room]] = {declaration_id: [] for declaration_id in declaration_ids}
    statement = select(Room).where(col(Room.declaration_id).in_(declaration_ids)).order_by(col(Room.position))
    for room in session.exec(statement):
        found[room.declaration_id].append(room)
    return {declaration_id: tuple(rooms) for declaration_id, rooms in found.items()}


def list_declared(
    session: Session, *, by: Actor, search: str = "", limit: int = 50, offset: int = 0
) -> tuple[list[Declared], int]:
    """Current declarations within the scope, newest first, and how many there are in all. Rooms are not read."""
    conditions = [col(Declaration.is_current), _scoped(by)]
    if search.strip():
        columns = (col(Dwelling.street), col(Employer.name), col(Dwelling.postcode))
        conditions.append(sa.or_(*(column.icontains(search.strip(), autoescape=True) for column in columns)))
    joined = (
        sa.join(Declaration, Accommodation, _OF_ACCOMMODATION)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
    )
    # Dwelling and employer are always there: only a search needs them to be counted.
    counted = joined if search.strip() else sa.join(Declaration, Accommodation, _OF_ACCOMMODATION)
    count = session.execute(sa.select(sa.func.count()).select_from(counted).where(*conditions)).scalar_one()
    statement = (
        select(Declaration, Accommodation, Dwelling, Employer)
        .select_from(joined)
        .where(*conditions)
        .order_by(col(Declaration.submitted_at).desc(), col(Declaration.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [Declared(*row) for row in session.exec(statement)], count


def list_versions(session: Session, accommodation_id: UUID) -> list[Declaration]:
    """Every version of one accommodation's declaration, newest first."""
    statement = select(Declaration).where(Declaration.accommodation_id == accommodation_id)
    return list(session.exec(statement.order_by(col(Declaration.version).desc())))


def find_standing(session: Session, accommodation_id: UUID, on: date) -> Declaration | None:
    """The version that stood on a day: submitted by its end and valid then; else the first one there is."""
    before = datetime.combine(on + timedelta(days=1), time(), tzinfo=DANISH_TIME)
    versions = select(Declaration).where(Declaration.accommodation_id == accommodation_id)
    stood = versions.where(col(Declaration.submitted_at) < before, col(Declaration.valid_from) <= on)
    found = session.exec(stood.order_by(col(Declaration.version).desc()).limit(1)).first()
    return found or session.exec(versions.order_by(col(Declaration.version)).limit(1)).first()


def list_stays(session: Session, dwelling_ids: Sequence[UUID]) -> dict[UUID, tuple[Stay, ...]]:
    """Who is declared to stay in these dwellings, by accommodation and date: numbers only, whoever asks.

    A version holds from its first day until a later version takes its place or the accommodation ends; on days on which
    an accommodation is not in use, nobody stays there.
    """
    statement = (
        sa.select(
            col(Accommodation.dwelling_id),
            col(Accommodation.id),
            col(Declaration.id),
            col(Accommodation.starts_on),
            col(Accommodation.ends_on),
            col(Declaration.valid_from),
            col(Declaration.residents),
        )
        .join(Declaration, _OF_ACCOMMODATION)
        .where(col(Accommodation.dwelling_id).in_(dwelling_ids))
        .order_by(col(Accommodation.dwelling_id), col(Accommodation.id), col(Declaration.version).desc())
    )
    found: dict[UUID, list[Stay]] = {dwelling_id: [] for dwelling_id in dwelling_ids}
    superseded: dict[UUID, date] = {}
    rows = session.execute(statement).all()
    told = list_occupancy(session, [row[2] for row in rows])
    for dwelling_id, accommodation_id, declaration_id, starts_on, ends_on, valid_from, residents in rows:
        start = max(starts_on, valid_from)
        last = ends_on + timedelta(days=1) if ends_on else None
        end = min((day for day in (last, superseded.get(accommodation_id)) if day is not None), default=None)
        if end is None or start < end:
            whole = Stay(str(accommodation_id), residents, start, end)
            found[dwelling_id] += stays_by_date(whole, told[declaration_id])
        superseded[accommodation_id] = min(valid_from, superseded.get(accommodation_id, valid_from))
    return _without_pauses(session, found)


def _without_pauses(session: Session, found: dict[UUID, list[Stay]]) -> dict[UUID, tuple[Stay, ...]]:
    ids = {UUID(stay.employer) for stays in found.values() for stay in stays}
    unused = list_unused(session, sorted(ids))
    return {
        dwelling_id: tuple(
            left for stay in stays for left in without_unused([stay], unused.get(UUID(stay.employer), ()))
        )
        for dwelling_id, stays in found.items()
    }


def stays_by_date(whole: Stay, occupancy: Sequence[OccupancyRow]) -> Iterator[Stay]:
    """A stay cut by the occupancy that is told of it; the whole of it where none is told."""
    if not occupancy:
        yield whole
    for row in occupancy:
        start = max(row.from_on, whole.starts_on)
        end = min((day for day in (row.to_on, whole.ends_on) if day is not None), default=None)
        if row.residents and (end is None or start < end):
            yield replace(whole, persons=row.residents, starts_on=start, ends_on=end)


def beside_of(session: Session, declared: Declared) -> Beside:
    """Everybody who is declared to stay in the same dwelling, for judging one declaration of it today."""
    dwelling_id, own = declared.dwelling.id, declared.accommodation.id
    stays, claim = list_stays(session, [dwelling_id])[dwelling_id], find_exemption(session, own, today())
    if claim is None:
        return Beside(str(own), stays)
    return Beside(str(own), stays, claim.issuer, claim.covered)


def list_beside(session: Session, declared: Declared, *, by: Actor) -> list[Declared]:
    """The other declarations in force of the same dwelling that the reader may see, the earliest first."""
    statement = (
        select(Declaration, Accommodation, Dwelling, Employer)
        .join(Accommodation, _OF_ACCOMMODATION)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(
            col(Accommodation.dwelling_id) == declared.dwelling.id,
            col(Accommodation.id) != declared.accommodation.id,
            col(Declaration.is_current),
            _scoped(by),
        )
        .order_by(col(Declaration.valid_from), col(Declaration.id))
    )
    return [Declared(*row) for row in session.exec(statement)]


def current_declaration(session: Session, accommodation_id: UUID) -> Declaration:
    """The version in force of an accommodation, which always has one. The reader's right to it was checked before."""
    statement = select(Declaration).where(
        col(Declaration.accommodation_id) == accommodation_id, col(Declaration.is_current)
    )
    return session.exec(statement).one()
