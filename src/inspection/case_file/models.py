"""The table of bundles."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class Purpose(StrEnum):
    """Whom a bundle is for."""

    APPEAL_BODY = "appeal_body"
    ACCESS = "access"
    """Aktindsigt: for the party (FVL § 9)."""


class CaseBundle(SQLModel, table=True):
    """Sagsmappe som ét dokument: kept as it was made, with its hash. ``answered_on``: the request that it answered."""

    __tablename__ = "case_bundle"
    __table_args__ = (sa.CheckConstraint("answered_on IS NULL OR purpose = 'access'", name="only_access_answers"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    purpose: Purpose = Field(sa_type=enum_type(Purpose))
    documents: int
    pages: int
    pdf: bytes = Field(sa_type=sa.LargeBinary)
    sha256: str = Field(max_length=64)
    made_at: datetime
    made_by: str = Field(max_length=64)
    made_by_name: str = Field(max_length=200)
    answered_on: date | None = None
