"""Tables of the journey: declarations that are begun, and the words signed when one is submitted."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class DeclarationDraft(SQLModel, table=True):
    """Kladde til en anmeldelse: what somebody has told so far, kept until it is submitted or thrown away.

    Once submitted, ``document`` is emptied: the declaration holds it. ``later`` are the sections that the employer said
    to tell of later. ``base_version`` is the version that an amendment began from. Without ``holds_names``
    the residents' names were not read into it, and those in force stay.
    """

    __tablename__ = "declaration_draft"
    __table_args__ = (
        sa.CheckConstraint("(submitted_at IS NULL) = (declaration_id IS NULL)", name="submitted_as_a_declaration"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    by: str = Field(max_length=64, index=True)
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    accommodation_id: UUID | None = Field(default=None, foreign_key="accommodation.id", index=True)
    base_version: int | None = None
    holds_names: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    document: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    later: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    version: int = 1
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None = None
    declaration_id: UUID | None = Field(default=None, foreign_key="declaration.id", index=True)


class Attestation(SQLModel, table=True):
    """Tro og love-erklæring: which words the employer signed for which version of a declaration, who signed, and when.

    ``text_sha256`` is of the words in the language in which they were read.
    """

    __tablename__ = "attestation"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    declaration_id: UUID = Field(foreign_key="declaration.id", unique=True)
    text_version: str = Field(max_length=20)
    language: str = Field(max_length=5)
    text_sha256: str = Field(max_length=64)
    signer_name: str = Field(max_length=200)
    signed_by: str = Field(max_length=64)
    signed_at: datetime
