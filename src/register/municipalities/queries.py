"""The boundaries in force: the newest imported set, else the shipped one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import shapely
from sqlmodel import Session, col, select

from register.dwellings.models import Dwelling
from register.municipalities.boundaries import Boundaries, boundaries_of, shipped_boundaries
from register.municipalities.models import Boundary, BoundarySet

_loaded: dict[UUID, Boundaries] = {}


def find_boundary_set(session: Session) -> BoundarySet | None:
    """The newest imported set, or None while the shipped boundaries are in force."""
    return session.exec(select(BoundarySet).order_by(col(BoundarySet.imported_at).desc()).limit(1)).first()


def find_set_by_content(session: Session, sha256: str) -> BoundarySet | None:
    """The set read from a file of this content, in force or not."""
    return session.exec(select(BoundarySet).where(BoundarySet.sha256 == sha256)).one_or_none()


def list_placed_dwellings(session: Session, batch: int = 5000) -> Iterator[Sequence[Dwelling]]:
    """Every dwelling with a point of its own, some thousands at a time."""
    last = None
    while True:
        statement = (
            select(Dwelling)
            .where(col(Dwelling.latitude).is_not(None), col(Dwelling.point_is_approximate).is_(False))
            .order_by(col(Dwelling.id))
            .limit(batch)
        )
        rows = session.exec(statement if last is None else statement.where(col(Dwelling.id) > last)).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


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
