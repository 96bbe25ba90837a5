"""Putting official boundaries in force, and what that does to the dwellings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
import shapely
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from register.dwellings.actions import move_dwellings
from register.dwellings.models import Dwelling, PlacedBy
from register.municipalities.boundaries import Boundaries, boundaries_of
from register.municipalities.models import Boundary, BoundarySet
from register.municipalities.official import OfficialAreas
from register.municipalities.queries import find_boundary_set, find_set_by_content, list_placed_dwellings

BY_BOUNDARY = (PlacedBy.OFFICIAL_BOUNDARY, PlacedBy.APPROXIMATE_BOUNDARY)


@dataclass(frozen=True)
class Difference:
    """A dwelling whose municipality is another by the new boundaries."""

    dwelling_id: UUID
    address: str
    before: str
    after: str


@dataclass(frozen=True)
class Imported:
    """What new boundaries do: dwellings looked at, those that move, and declared codes that disagree but stay."""

    already_in_force: bool
    looked_at: int = 0
    moved: tuple[Difference, ...] = ()
    disagreeing: tuple[Difference, ...] = ()


def import_boundaries(
    session: Session, *, official: OfficialAreas, title: str, by: Actor, at: datetime, dry_run: bool = False
) -> Imported:
    """Replace the boundaries in force and place again every dwelling that boundaries had placed.

    A municipality that the address register gave (declared) stays; where it disagrees it is listed. ``dry_run`` says
    the same and writes nothing. Raises ``NotAllowedError`` without the permission to administer.
    """
    require(by, Permission.ADMINISTER)
    newest = find_boundary_set(session)
    if newest is not None and newest.sha256 == official.sha256:
        return Imported(already_in_force=True)
    boundaries = boundaries_of(official.areas, official=True)
    looked_at, moved, disagreeing, kept = _compare(session, boundaries)
    if not dry_run:
        made = _save_set(session, official, title=title, at=at)
        move_dwellings(session, {difference.dwelling_id: difference.after for difference in moved})
        _mark_official(session, kept)
        audit.record(
            session,
            by=by,
            at=at,
            action="boundaries.imported",
            on=("boundary_set", made.id),
            before=None if newest is None else newest.sha256,
            after=official.sha256,
            details={"title": title, "dwellings_moved": len(moved), "declared_codes_disagreeing": len(disagreeing)},
        )
        session.flush()
    return Imported(False, looked_at, tuple(moved), tuple(disagreeing))


def _compare(session: Session, boundaries: Boundaries) -> tuple[int, list[Difference], list[Difference], list[UUID]]:
    looked_at = 0
    moved: list[Difference] = []
    disagreeing: list[Difference] = []
    placed: list[UUID] = []
    for batch in list_placed_dwellings(session):
        looked_at += len(batch)
        latitudes = np.array([row.latitude for row in batch])
        codes = boundaries.codes_at(latitudes, np.array([row.longitude for row in batch]))
        for row, code in zip(batch, codes, strict=True):
            if code is None:
                continue
            by_boundary = row.placed_by in BY_BOUNDARY
            if by_boundary:
                placed.append(row.id)
            if code != row.municipality_code:
                difference = Difference(row.id, row.address, row.municipality_code, code)
                (moved if by_boundary else disagreeing).append(difference)
    return looked_at, moved, disagreeing, placed


def _save_set(session: Session, official: OfficialAreas, *, title: str, at: datetime) -> BoundarySet:
    made = find_set_by_content(session, official.sha256)
    if made is not None:  # imported before, then replaced: back in force
        made.imported_at = at
        session.add(made)
        session.flush()
        return made
    made = BoundarySet(title=title[:200], sha256=official.sha256, imported_at=at)
    session.add(made)
    session.flush()
    session.add_all(
        Boundary(set_id=made.id, municipality_code=code, wkb=shapely.to_wkb(area)) for code, area in official.areas
    )
    session.flush()
    return made


def _mark_official(session: Session, ids: list[UUID]) -> None:
    for start in range(0, len(ids), 500):
        session.execute(
            sa.update(Dwelling)
            .where(col(Dwelling.id).in_(ids[start : start + 500]))
            .values(placed_by=PlacedBy.OFFICIAL_BOUNDARY),
            execution_options={"synchronize_session": "fetch"},
        )
