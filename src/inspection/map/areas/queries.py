"""Reading named areas: an authority's own, and those of the whole country."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.map.areas.models import MapArea
from inspection.map.areas.shapes import Area


def shape_of(stored: MapArea) -> Area:
    """The places that a named area holds."""
    ring = tuple((longitude, latitude) for longitude, latitude in stored.polygon)
    return Area(ring, tuple(stored.municipality_codes), tuple(stored.postcodes))


def list_areas(session: Session, *, by: Actor, permission: Permission = Permission.READ_RISK) -> list[MapArea]:
    """The areas that the reader may use, by name; those removed are left out."""
    statement = select(MapArea).where(col(MapArea.removed_at).is_(None), _scope(by, permission))
    return list(session.exec(statement.order_by(sa.func.lower(MapArea.name), col(MapArea.id))))


def get_area(session: Session, area_id: UUID, *, by: Actor, permission: Permission = Permission.READ_RISK) -> MapArea:
    """One area that was not removed. Raises ``NotFoundError`` outside the scope, as if there were none."""
    known = (MapArea.id == area_id, col(MapArea.removed_at).is_(None), _scope(by, permission))
    found = session.exec(select(MapArea).where(*known)).one_or_none()
    if found is None:
        raise NotFoundError("area")
    return found


def _scope(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    """An area says what it says to all of its authority; the whole country's are the whole country's."""
    return within(by, permission, employer_id=sa.null(), municipality_code=col(MapArea.municipality_code))
