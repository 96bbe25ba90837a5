"""Tables of owners and what they contest."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class ContestReason(StrEnum):
    """What an owner says is wrong."""

    NOT_OWNER = "not_owner"
    NOT_AGREED = "not_agreed"
    NOBODY_THERE = "nobody_there"
    MORE_THERE = "more_there"
    OTHER_PERIOD = "other_period"
    OTHER = "other"


class OwnerNotice(SQLModel, table=True):
    """Underretning af ejer: the owner as named by the employer, and the code by which he sees what is declared.

    ``code`` is kept in clear only until the letter has left; afterwards its hash alone. A new owner ends the old row.
    """

    __tablename__ = "owner_notice"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    name: str = Field(max_length=200)
    postal_address: str = Field(max_length=400)
    email: str | None = Field(default=None, max_length=254)
    code: str | None = Field(default=None, max_length=20)
    code_hash: str = Field(max_length=64, unique=True)
    named_at: datetime
    named_by: str = Field(max_length=64)
    told_at: datetime | None = None
    ended_at: datetime | None = None


class OwnerContest(SQLModel, table=True):
    """Ejerens indsigelse: it changes nothing in what is declared; the authority answers it.

    ``case_id`` and ``case_number`` name the case in which it is looked at; the case is not of this register, so that no
    foreign key leads there.
    """

    __tablename__ = "owner_contest"
    __table_args__ = (sa.CheckConstraint("(closed_at IS NULL) = (answer = '')", name="closed_with_an_answer"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    notice_id: UUID = Field(foreign_key="owner_notice.id", index=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    reasons: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    text: str = Field(default="", sa_type=sa.Text)
    contested_at: datetime
    answer: str = Field(default="", sa_type=sa.Text)
    closed_at: datetime | None = None
    closed_by: str | None = Field(default=None, max_length=64)
    case_id: UUID | None = Field(default=None, index=True)
    case_number: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
