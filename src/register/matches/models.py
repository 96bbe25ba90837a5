"""Tables of other registers' lists and of their rows."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class MatchState(StrEnum):
    """How a row stands. The first three are proposals of the machine, the last two what a person decided."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"
    LINKED = "linked"
    DISMISSED = "dismissed"


class MatchRule(StrEnum):
    """By which rule dwellings were found, the surest first."""

    ADDRESS_ID = "address_id"
    EXACT_ADDRESS = "exact_address"
    NEAR_ADDRESS = "near_address"
    NONE = "none"


class OtherList(SQLModel, table=True):
    """Liste fra et andet register: one file, as it was on a day. The same file again is not read twice."""

    __tablename__ = "other_list"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    register_name: str = Field(max_length=120)
    sha256: str = Field(max_length=64, unique=True)
    rows: int
    imported_at: datetime
    imported_by: str = Field(max_length=64)


class OtherRow(SQLModel, table=True):
    """Række: one place that another register knows. ``candidates`` are ids of dwellings found by ``rule``.

    ``dwelling_id`` is set by a person and by nobody else. ``persons`` is a number without anyone's name.
    """

    __tablename__ = "other_row"
    __table_args__ = (
        sa.UniqueConstraint("list_id", "line"),
        sa.CheckConstraint("(dwelling_id IS NOT NULL) = (state = 'linked')", name="linked_to_a_dwelling"),
        sa.CheckConstraint("(decided_at IS NOT NULL) = (state IN ('linked', 'dismissed'))", name="decided_by_a_person"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    list_id: UUID = Field(foreign_key="other_list.id", index=True)
    line: int
    external_id: str = Field(max_length=120)
    street: str = Field(max_length=120)
    house_number: str = Field(max_length=10)
    unit: str = Field(default="", max_length=40)
    postcode: str = Field(max_length=4)
    address_id: str = Field(default="", max_length=36)
    stated_on: date | None = None
    persons: int | None = None
    municipality_code: str = Field(max_length=4, index=True)
    state: MatchState = Field(sa_type=enum_type(MatchState), index=True)
    rule: MatchRule = Field(sa_type=enum_type(MatchRule))
    candidates: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    dwelling_id: UUID | None = Field(default=None, foreign_key="dwelling.id", index=True)
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=64)
