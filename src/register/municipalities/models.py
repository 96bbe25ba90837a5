"""Tables of boundaries. Codes, names and postal codes are shipped files, not tables."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class BoundarySet(SQLModel, table=True):
    """One import of official boundaries; the newest is in force, without any the shipped approximate ones are."""

    __tablename__ = "boundary_set"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    title: str = Field(max_length=200)
    sha256: str = Field(max_length=64, unique=True)
    imported_at: datetime = Field(index=True)


class Boundary(SQLModel, table=True):
    """One municipality's area in a set, as well-known binary, WGS 84 longitude/latitude."""

    __tablename__ = "boundary"
    set_id: UUID = Field(foreign_key="boundary_set.id", primary_key=True)
    municipality_code: str = Field(primary_key=True, max_length=4)
    wkb: bytes = Field(sa_type=sa.LargeBinary)
