"""Changes to dwellings."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling

BATCH = 500


def move_dwellings(session: Session, codes: Mapping[UUID, str]) -> None:
    """Give dwellings (by id) another municipality, and with them their accommodations and declarations.

    The municipality is where the place lies, not what was declared: every version follows, so that the supervising
    authority sees the whole history of a dwelling that turned out to be its own.
    """
    by_code: dict[str, list[UUID]] = {}
    for dwelling_id, code in codes.items():
        by_code.setdefault(code, []).append(dwelling_id)
    for code, ids in by_code.items():
        for start in range(0, len(ids), BATCH):
            _move(session, ids[start : start + BATCH], code)


def _move(session: Session, ids: list[UUID], code: str) -> None:
    there = sa.select(col(Accommodation.id)).where(col(Accommodation.dwelling_id).in_(ids))
    for statement in (
        sa.update(Dwelling).where(col(Dwelling.id).in_(ids)),
        sa.update(Declaration).where(col(Declaration.accommodation_id).in_(there)),
        sa.update(Accommodation).where(col(Accommodation.dwelling_id).in_(ids)),
    ):
        session.execute(statement.values(municipality_code=code), execution_options={"synchronize_session": "fetch"})
