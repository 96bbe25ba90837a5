"""Tables of look-ups: what a register answered, and where the point of a dwelling came from."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class Register(StrEnum):
    """Which register is asked."""

    ADDRESS = "address"
    """Adresseregistret (DAR), or a geocoder in its place."""
    BUILDING = "building"
    """Bygnings- og Boligregistret (BBR)."""
    COMPANY = "company"
    """Det Centrale Virksomhedsregister (CVR)."""


class AnswerState(StrEnum):
    """What came of asking."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNREACHABLE = "unreachable"


class RegisterAnswer(SQLModel, table=True):
    """What a register last said of one subject (address key or CVR number), when and from where; a cache that expires.

    An answer never changes what was declared. ``content`` of the last answer is kept while the register is unreachable.
    """

    __tablename__ = "register_answer"
    __table_args__ = (sa.UniqueConstraint("source", "subject"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    source: Register = Field(sa_type=enum_type(Register))
    subject: str = Field(max_length=200)
    state: AnswerState = Field(sa_type=enum_type(AnswerState))
    provider: str = Field(max_length=40)
    url: str = Field(default="", max_length=300)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    asked_at: datetime
    retrieved_at: datetime | None = None
    due_at: datetime = Field(index=True)
    failures: int = 0
    error: str = Field(default="", max_length=200)


class PointBy(StrEnum):
    """Who said where a dwelling lies."""

    REGISTER = "register"
    EMPLOYER = "employer"
    AUTHORITY = "authority"


class DwellingPoint(SQLModel, table=True):
    """A point once given to a dwelling; the newest is in force, earlier ones are kept."""

    __tablename__ = "dwelling_point"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    dwelling_id: UUID = Field(foreign_key="dwelling.id", index=True)
    latitude: float
    longitude: float
    is_approximate: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    set_by: PointBy = Field(sa_type=enum_type(PointBy))
    provider: str = Field(default="", max_length=40)
    by: str = Field(max_length=64)
    at: datetime
