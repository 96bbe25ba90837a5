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
    ``about_id`` names the row it is about where the case has several (a rehousing order, a fine, an appeal).
    ``recipient`` stands where another than the addressee of the case receives it (see ``letters.from_case``).
    A ``confined`` letter is no part of the party's file (REF-16). ``withdrawn_at`` ends what it decided.
    """

    __tablename__ = "letter"
    __table_args__ = (
        sa.CheckConstraint("(issued_at IS NULL) = (pdf IS NULL)", name="issued_means_frozen"),
        sa.CheckConstraint("(pdf IS NULL) = (sha256 IS NULL)", name="frozen_has_a_hash"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawal_has_a_reason"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> created_by", name="second_person"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="inspection_case.id", index=True)
    municipality_code: str = Field(max_length=4, index=True)
    round: int
    kind: LetterKind = Field(sa_type=enum_type(LetterKind))
    about_id: UUID | None = Field(default=None, index=True)
    recipient: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    confined: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    texts_version: str = Field(default="", max_length=40)
    content: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    pdf: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    sha256: str | None = Field(default=None, max_length=64)
    banner: str = Field(default="", max_length=80)
    created_at: datetime
    created_by: str = Field(max_length=64)
    discarded_at: datetime | None = None
    approved_by: str | None = Field(default=None, max_length=64)
    approved_by_name: str | None = Field(default=None, max_length=200)
    approved_at: datetime | None = None
    issued_at: datetime | None = Field(default=None, index=True)
    issued_by: str | None = Field(default=None, max_length=64)
    issued_by_name: str | None = Field(default=None, max_length=200)
    dispatched_at: datetime | None = None
    delivered_on: date | None = None
    outbox_message_id: UUID | None = None
    supersedes_id: UUID | None = Field(default=None, foreign_key="letter.id")
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


class LetterEnclosure(SQLModel, table=True):
    """Bilag: a paper that goes with an issued letter, frozen with it; the letter lists it with its number and pages."""

    __tablename__ = "letter_enclosure"
    __table_args__ = (
        sa.UniqueConstraint("letter_id", "number"),
        sa.CheckConstraint("number > 0 AND pages > 0", name="counted"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letter.id")
    number: int
    title: str = Field(max_length=200)
    language: str = Field(default="da", max_length=8, sa_column_kwargs={"server_default": "da"})
    pages: int
    pdf: bytes = Field(sa_type=sa.LargeBinary)
    sha256: str = Field(max_length=64)


class TextApproval(SQLModel, table=True):
    """Godkendelse af en brevtype: two persons stand by the very words of a kind of letter.

    ``digest`` is of those words: changed ones have no approval, whatever their version says. Nothing here is deleted.
    """

    __tablename__ = "text_approval"
    __table_args__ = (sa.CheckConstraint("approved_by <> confirmed_by", name="two_persons"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: LetterKind = Field(sa_type=enum_type(LetterKind))
    texts_version: str = Field(max_length=40)
    digest: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    is_demonstration: bool
    approved_by: str = Field(max_length=64)
    approved_by_name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    at: datetime
    confirmed_by: str | None = Field(default=None, max_length=64)
    confirmed_by_name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    confirmed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by_name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    withdrawal_reason: str = Field(default="", max_length=1000, sa_column_kwargs={"server_default": ""})


class ProvisionReading(SQLModel, table=True):
    """Læst bestemmelse: the section by which letters cite a power or a provision, read by two persons in the law.

    ``key`` is a power's or a provision's (``letters.provisions``). Nothing here is deleted; a withdrawn one counts for
    nothing.
    """

    __tablename__ = "provision_reading"
    __table_args__ = (
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> read_by", name="two_persons"),
        sa.CheckConstraint("section <> ''", name="has_a_section"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(max_length=80, index=True)
    section: str = Field(max_length=100)
    read_by: str = Field(max_length=64)
    read_by_name: str = Field(max_length=200)
    at: datetime
    confirmed_by: str | None = Field(default=None, max_length=64)
    confirmed_by_name: str = Field(default="", max_length=200)
    confirmed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by_name: str = Field(default="", max_length=200)
    withdrawal_reason: str = Field(default="", max_length=1000)


class LetterCheck(SQLModel, table=True):
    """Natlig kontrol: every issued letter hashed anew, and which are no longer as they were issued (L9)."""

    __tablename__ = "letter_check"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    checked_on: date = Field(unique=True)
    at: datetime
    letters: int
    altered: list[str] = Field(default_factory=list, sa_type=sa.JSON)
