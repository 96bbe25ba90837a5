"""Table of named areas."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class MapArea(SQLModel, table=True):
    """Område: part of the country under a name; what lies in its polygon, its municipalities or its postal codes.

    ``polygon`` is one ring of [longitude, latitude], not closed; empty without one. ``municipality_code`` is the
    authority that it belongs to; None: the whole country's. An area that was removed is kept for the plans made for it.
    """

    __tablename__ = "map_area"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=80)
    polygon: list[list[float]] = Field(default_factory=list, sa_type=sa.JSON)
    municipality_codes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    postcodes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    municipality_code: str | None = Field(default=None, max_length=4, index=True)
    created_at: datetime
    created_by: str = Field(max_length=64)
    removed_at: datetime | None = None
    removed_by: str | None = Field(default=None, max_length=64)
