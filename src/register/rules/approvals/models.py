"""Tables of the approval of rule packs. Nothing here is ever deleted or overwritten; signatures are only added."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id

_STANDS = sa.text("withdrawn_at IS NULL")


class OfficialText(SQLModel, table=True):
    """Lovtekst: a text that rules were compared with. Its digest and size are kept, the text itself is not."""

    __tablename__ = "official_text"
    __table_args__ = (sa.UniqueConstraint("pack_id", "url", "sha256"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    pack_id: str = Field(max_length=80, index=True)
    url: str = Field(max_length=500)
    sha256: str = Field(max_length=64)
    size_bytes: int
    file_name: str = Field(default="", max_length=200)
    retrieved_on: date
    added_at: datetime
    added_by: str = Field(max_length=64)
    added_by_name: str = Field(max_length=200)


class PackApproval(SQLModel, table=True):
    """Godkendelse af et regelsæt: all that was signed about one exact content of a pack.

    ``content`` is the pack as it stood when the first rule was confirmed. ``revision`` counts the acts, so that nobody
    signs a page that has changed meanwhile.
    """

    __tablename__ = "pack_approval"
    __table_args__ = (sa.UniqueConstraint("pack_id", "content_hash"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    pack_id: str = Field(max_length=80, index=True)
    pack_version: str = Field(max_length=40)
    content_hash: str = Field(max_length=64)
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    revision: int = 0
    opened_at: datetime


class RequirementConfirmation(SQLModel, table=True):
    """Bekræftelse af et krav: a lawyer found one rule to agree with the official text; a second person countersigned.

    ``is_repeated`` marks a rule that was unchanged since an earlier content of the pack and was signed again.
    """

    __tablename__ = "requirement_confirmation"
    __table_args__ = (
        sa.CheckConstraint("countersigned_by IS NULL OR countersigned_by <> confirmed_by", name="two_persons"),
        sa.CheckConstraint("(countersigned_by IS NULL) = (countersigned_at IS NULL)", name="countersigned_is_dated"),
        sa.CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_is_dated"),
        sa.CheckConstraint("withdrawn_at IS NULL OR withdrawal_reason <> ''", name="withdrawn_with_a_reason"),
        sa.Index(
            "ix_requirement_confirmation_standing",
            "approval_id",
            "requirement_hash",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    approval_id: UUID = Field(foreign_key="pack_approval.id", index=True)
    official_text_id: UUID = Field(foreign_key="official_text.id")
    requirement_id: str = Field(max_length=120)
    requirement_hash: str = Field(max_length=64)
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = Field(default="", max_length=1000)
    is_repeated: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    confirmed_at: datetime
    confirmed_by: str = Field(max_length=64)
    confirmed_by_name: str = Field(max_length=200)
    countersigned_at: datetime | None = None
    countersigned_by: str | None = Field(default=None, max_length=64)
    countersigned_by_name: str = Field(default="", max_length=200)
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=64)
    withdrawn_by_name: str = Field(default="", max_length=200)
    withdrawal_reason: str = Field(default="", max_length=1000)


class DemonstrationApproval(SQLModel, table=True):
    """Stands in for an approval in demonstration mode, where every letter bears PRØVE; elsewhere it counts for nothing.

    A table of its own, so that it can never be taken for an approval.
    """

    __tablename__ = "demonstration_approval"
    __table_args__ = (
        sa.UniqueConstraint("pack_id", "content_hash"),
        sa.CheckConstraint("approved_by <> confirmed_by", name="two_persons"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    pack_id: str = Field(max_length=80)
    content_hash: str = Field(max_length=64)
    approved_by: str = Field(max_length=64)
    confirmed_by: str = Field(max_length=64)
    at: datetime
