"""Table of certificates."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class Revocation(StrEnum):
    """Why the authority took a certificate back."""

    UNTRUE = "untrue"
    UNFIT = "unfit"
    NOT_FOUND = "not_found"
    OTHER = "other"


class Certificate(SQLModel, table=True):
    """Registreringsbevis: the number under which anybody can see how one accommodation stands in the register.

    It says that housing is declared, never that it is approved. What is not stored here follows from the register.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_for IS NULL)", name="revoked_on_a_ground"),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_because = '')", name="revoked_with_a_reason"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    number: str = Field(max_length=20, unique=True)
    issued_at: datetime
    issued_by: str = Field(max_length=64)
    revoked_at: datetime | None = None
    revoked_by: str | None = Field(default=None, max_length=64)
    revoked_for: Revocation | None = Field(default=None, sa_type=enum_type(Revocation))
    revoked_because: str = Field(default="", sa_type=sa.Text)
