"""Table of those who represent a party."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class PartyRepresentative(SQLModel, table=True):
    """Partsrepræsentant: whom a party lets act for it in one case, since when, and what shows it.

    Rows are ended, never deleted: who got copies of what stays known.
    """

    __tablename__ = "party_representative"
    __table_args__ = (
        sa.CheckConstraint("(ended_on IS NULL) = (ended_at IS NULL)", name="ended_with_a_moment"),
        sa.CheckConstraint("shown_by <> ''", name="shown_by_something"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    name: str = Field(max_length=200)
    postal_address: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    cvr_number: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    email: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})
    since: date
    shown_by: str = Field(max_length=400)
    """What shows it: a power of attorney of a day, a lawyer's own word, the party's letter."""
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)
    recorded_by_name: str = Field(max_length=200)
    ended_on: date | None = None
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=64)
