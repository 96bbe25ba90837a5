"""Table of accommodations."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class Accommodation(SQLModel, table=True):
    """Indkvartering: one employer houses employees in one dwelling over one period.

    Several employers at one dwelling are several accommodations, summed against one capacity (REG-04).
    """

    __tablename__ = "accommodation"
    __table_args__ = (
        sa.UniqueConstraint("dwelling_id", "employer_id", "starts_on"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    dwelling_id: UUID = Field(foreign_key="dwelling.id")
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    starts_on: date
    ends_on: date | None = None
    created_at: datetime
