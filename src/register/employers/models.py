"""Table of employers."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class Employer(SQLModel, table=True):
    """Arbejdsgiver: whoever provides housing to employees; Danish (CVR) or foreign (own number, RUT).

    The home country of a firm is not stored: it would stand for nationality (RISK-03).
    """

    __tablename__ = "employer"
    __table_args__ = (
        sa.CheckConstraint("cvr_number IS NOT NULL OR foreign_number IS NOT NULL", name="has_a_number"),
        sa.CheckConstraint("cvr_number IS NULL OR length(cvr_number) = 8", name="cvr_has_eight_digits"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    cvr_number: str | None = Field(default=None, max_length=8, unique=True)
    foreign_number: str | None = Field(default=None, max_length=40, unique=True)
    rut_number: str | None = Field(default=None, max_length=40)
    sector_code: str | None = Field(default=None, max_length=6)
    contact_name: str | None = Field(default=None, max_length=200)
    contact_email: str | None = Field(default=None, max_length=254)
    contact_phone: str | None = Field(default=None, max_length=40)
    postal_address: str | None = Field(default=None, max_length=400)
    created_at: datetime

    @property
    def number(self) -> str:
        """The number that names the employer: CVR, else its foreign number."""
        return self.cvr_number or self.foreign_number or ""
