"""Table of links between employers."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class LinkKind(StrEnum):
    """How two employers belong together; the last two run from the first employer to the second."""

    GROUP = "group"
    """Koncern."""
    SAME_OWNER = "same_owner"
    SUCCESSOR = "successor"
    """The second took over from the first, as when a firm is registered anew."""
    AGENCY_CLIENT = "agency_client"
    """The first is the agency (vikarbureau), the second the client (hvervgiver)."""


class LinkSource(StrEnum):
    """Where a link is known from."""

    DECLARED = "declared"
    CVR = "cvr"
    OFFICER = "officer"


class EmployerLink(SQLModel, table=True):
    """Two employers that belong together, as somebody stated on a day and why. Ending a link keeps its row."""

    __tablename__ = "employer_link"
    __table_args__ = (
        sa.CheckConstraint("employer_a <> employer_b", name="two_employers"),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name="somebody_ended_it"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    employer_a: UUID = Field(foreign_key="employer.id", index=True)
    employer_b: UUID = Field(foreign_key="employer.id", index=True)
    kind: LinkKind = Field(sa_type=enum_type(LinkKind))
    source: LinkSource = Field(sa_type=enum_type(LinkSource))
    reason: str = Field(sa_type=sa.Text)
    stated_on: date
    stated_by: str = Field(max_length=64)
    stated_by_name: str = Field(max_length=200)
    made_at: datetime
    ended_on: date | None = None
    ended_by: str | None = Field(default=None, max_length=64)
