"""The boundaries in force: the newest imported set, else the shipped one."""

from pathlib import Path
from uuid import UUID

import shapely
from sqlmodel import Session, col, select

from register.municipalities.boundaries import Boundaries, boundaries_of, shipped_boundaries
from register.municipalities.models import Boundary, BoundarySet

_loaded: dict[UUID, Boundaries] = {}


def find_boundary_set(session: Session) -> BoundarySet | None:
    """The newest imported set, or None while the shipped boundaries are in force."""
    return session.exec(select(BoundarySet).order_by(col(BoundarySet.imported_at).desc()).limit(1)).first()


def current_boundaries(session: Session, data_path: Path) -> Boundaries:
    """The boundaries in force, kept in memory once read."""
    newest = find_boundary_set(session)
    if newest is None:
        return shipped_boundaries(data_path)
    boundaries = _loaded.get(newest.id)
    if boundaries is None:
        rows = session.exec(select(Boundary).where(Boundary.set_id == newest.id).order_by(Boundary.municipality_code))
        areas = [(row.municipality_code, shapely.from_wkb(row.wkb)) for row in rows]
        boundaries = boundaries_of(areas, official=True)
        _loaded.clear()  # only the set in force is worth the memory
        _loaded[newest.id] = boundaries
    return boundaries
