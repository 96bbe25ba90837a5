"""Naming areas, and removing them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from inspection.map.areas.models import MapArea
from inspection.map.areas.queries import get_area
from inspection.map.areas.shapes import Area


def name_area(
    session: Session, *, name: str, area: Area, municipality_code: str | None, by: Actor, at: datetime
) -> MapArea:
    """Keep an area under a name, for the authority of a municipality or (None) of the country."""
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=municipality_code))
    stored = MapArea(
        name=name,
        polygon=[list(corner) for corner in area.ring],
        municipality_codes=list(area.municipality_codes),
        postcodes=list(area.postcodes),
        municipality_code=municipality_code,
        created_at=at,
        created_by=by.id,
    )
    session.add(stored)
    session.flush()
    audit.record(session, by=by, at=at, action="area.named", on=("map_area", stored.id), details={"name": name})
    return stored


def remove_area(session: Session, area_id: UUID, *, by: Actor, at: datetime) -> MapArea:
    """Take an area out of every choice; plans made for it keep its name. Raises ``NotFoundError``."""
    stored = get_area(session, area_id, by=by, permission=Permission.PLAN_VISITS)
    stored.removed_at, stored.removed_by = at, by.id
    session.add(stored)
    audit.record(session, by=by, at=at, action="area.removed", on=("map_area", area_id))
    return stored
