"""Tables of declarations."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class Source(StrEnum):
    """Where a declaration came from."""

    FORM = "form"
    FILE = "file"
    API = "api"
    DEMO = "demo"


class RoomUse(StrEnum):
    """What a room is used for; bedrooms and living rooms are habitable rooms (beboelsesrum)."""

    BEDROOM = "bedroom"
    LIVING = "living"
    KITCHEN = "kitchen"
    BATH = "bath"
    OTHER = "other"


class Declaration(SQLModel, table=True):
    """Anmeldelse: what an employer declares of an accommodation. A version is never edited; a change is a new one.

    ``facts`` holds the dwelling-level facts of ``standards.facts.known`` that have no column of their own, ``terms``
    the parts ``contact``, ``owner``, ``work`` and ``rent`` of the document (``register.declarations.terms``).
    """

    __tablename__ = "declaration"
    __table_args__ = (
        sa.UniqueConstraint("accommodation_id", "version"),
        sa.Index(None, "submitted_at", "id"),
        sa.CheckConstraint("residents >= 0", name="residents_are_not_negative"),
        sa.CheckConstraint("area_m2 IS NULL OR area_m2 > 0", name="area_is_positive"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id")
    municipality_code: str = Field(max_length=4, index=True)
    version: int
    is_current: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    receipt_number: str = Field(max_length=20, unique=True)
    source: Source = Field(sa_type=enum_type(Source))
    valid_from: date
    residents: int
    area_m2: float | None = None
    kind: str = Field(max_length=40)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    terms: dict[str, Any] = Field(
        default_factory=dict, sa_type=sa.JSON, sa_column_kwargs={"server_default": sa.text("'{}'")}
    )
    content_hash: str = Field(max_length=64)
    submitted_at: datetime
    submitted_by: str = Field(max_length=64)


class Room(SQLModel, table=True):
    """Rum: one room as declared in one version. ``facts`` holds the room-level facts without a column."""

    __tablename__ = "room"
    __table_args__ = (
        sa.UniqueConstraint("declaration_id", "position"),
        sa.CheckConstraint("area_m2 IS NULL OR area_m2 > 0", name="area_is_positive"),
        sa.CheckConstraint("ceiling_m IS NULL OR ceiling_m > 0", name="ceiling_is_positive"),
        sa.CheckConstraint("residents IS NULL OR residents >= 0", name="residents_are_not_negative"),
        sa.CheckConstraint("beds IS NULL OR beds >= 0", name="beds_are_not_negative"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    declaration_id: UUID = Field(foreign_key="declaration.id")
    position: int
    name: str = Field(max_length=80)
    use: RoomUse = Field(sa_type=enum_type(RoomUse))
    area_m2: float | None = None
    ceiling_m: float | None = None
    residents: int | None = None
    beds: int | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


class OccupancyPeriod(SQLModel, table=True):
    """Belægning: so many residents from a day up to, not including, another, as one version tells it."""

    __tablename__ = "occupancy_period"
    __table_args__ = (
        sa.CheckConstraint("residents >= 0", name="residents_are_not_negative"),
        sa.CheckConstraint("to_on IS NULL OR to_on > from_on", name="ends_after_it_starts"),
    )
    declaration_id: UUID = Field(foreign_key="declaration.id", primary_key=True)
    from_on: date = Field(primary_key=True)
    to_on: date | None = None
    residents: int


class ResidentName(SQLModel, table=True):
    """Beboers navn: kept only where the setting ``resident_names`` says that the law asks for it.

    Who reads a name leaves an audit row (``register.declarations.names``).
    """

    __tablename__ = "resident_name"
    declaration_id: UUID = Field(foreign_key="declaration.id", primary_key=True)
    position: int = Field(primary_key=True)
    name: str = Field(max_length=200)
