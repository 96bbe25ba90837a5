"""Tables of letters and of the approvals of their texts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from inspection.letters.blocks import LetterKind


class Letter(SQLModel, table=True):
    """Brev: a draft is rebuilt from the case whenever it is read; issuing freezes its bytes for good.

    ``choices`` is what its author decided (deadlines, considerations); ``content`` and ``pdf`` are what was sent.
    """

    __tablename__ = "letter"
    __table_args__ = (
        sa.CheckConstraint("(issued_at IS NULL) = (pdf IS NULL)", name="issued_means_frozen"),
        sa.CheckConstraint("(pdf IS NULL) = (sha256 IS NULL)", name="frozen_has_a_hash"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    round: int
    kind: LetterKind = Field(sa_type=enum_type(LetterKind))
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    texts_version: str = Field(default="", max_length=40)
    content: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    pdf: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    sha256: str | None = Field(default=None, max_length=64)
    banner: str = Field(default="", max_length=80)
    created_at: datetime
    created_by: str = Field(max_length=64)
    discarded_at: datetime | None = None
    issued_at: datetime | None = Field(default=None, index=True)
    issued_by: str | None = Field(default=None, max_length=64)
    issued_by_name: str | None = Field(default=None, max_length=200)
    dispatched_at: datetime | None = None
    delivered_on: date | None = None
    outbox_message_id: UUID | None = None
    supersedes_id: UUID | None = Field(default=None, foreign_key="letter.id")


class TextApproval(SQLModel, table=True):
    """Godkendelse af en brevtype: two persons stand by one version of a letter's texts."""

    __tablename__ = "text_approval"
    __table_args__ = (sa.CheckConstraint("approved_by <> confirmed_by", name="two_persons"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: LetterKind = Field(sa_type=enum_type(LetterKind))
    texts_version: str = Field(max_length=40)
    is_demonstration: bool
    approved_by: str = Field(max_length=64)
    confirmed_by: str = Field(max_length=64)
    at: datetime
    withdrawn_at: datetime | None = None
