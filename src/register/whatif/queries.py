"""Addresses of the dwellings that a scenario hits, for those who may see single dwellings."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import polars as pl
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling
from register.whatif.tallies import HIT
from standards.measures.frames import KEY

MOST_HITS = 25


@dataclass(frozen=True)
class Hit:
    """A newly failing accommodation."""

    accommodation_id: UUID
    address: str
    residents: int


def list_hits(session: Session, rows: pl.DataFrame, *, by: Actor, limit: int = MOST_HITS) -> Sequence[Hit]:
    """The newly failing with the most residents, as far as the reader may see declarations."""
    worst = rows.filter(HIT).sort("residents", KEY, descending=[True, False]).head(limit)
    residents = {UUID(key): count for key, count in worst.select(KEY, "residents").iter_rows()}
    scope = within(
        by,
        Permission.READ_DECLARATIONS,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    statement = (
        select(Accommodation, Dwelling)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(col(Accommodation.id).in_(residents), scope)
    )
    found = {accommodation.id: dwelling.address for accommodation, dwelling in session.exec(statement)}
    return [Hit(key, found[key], count) for key, count in residents.items() if key in found]
